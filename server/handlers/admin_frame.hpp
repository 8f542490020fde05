#pragma once
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "server/desk.hpp"
#include "server/http/message.hpp"

/// What every page of the team shares: language, header, sheet, cookies, refusals.
namespace ecoute::server::admin {

/// French, unless the reader chose English ("?lang=en", kept in a cookie). The browser's own language doesn't decide:
/// the tables are shown in meetings held in French.
std::string language_of(const Request& request);

/// Data of the parts `admin_head` and `admin_foot`: page_data, the words of the header, who is logged in.
nlohmann::json frame(const Desk& desk, const Request& request, std::string_view title, bool invented = false);

/// A rendered page as a reply, never kept by a cache; sets the language cookie when the address chose one.
Reply page(const Request& request, int status, std::string_view name, const nlohmann::json& content);

/// 303 to an address of ours.
Reply go_to(std::string address);

/// A page that says why, with the way back to the campaigns.
Reply refusal(const Desk& desk, const Request& request, const forms::Problem& problem);

/// The campaign that the address names, or nothing: then the refusal was sent.
std::shared_ptr<const CampaignForm> asked_campaign(Desk& desk, const Request& request, const Respond& respond);

/// What a page of the team speaks with: the reader's language, and sentences of its own.
struct TeamPage {
    Desk& desk;
    const Request& request;
    std::string_view sentences;  ///< how the names of its own begin: "admin.quotas."
    std::string language = language_of(request);

    std::string say(std::string_view key, const Words::Facts& facts = {}) const;
    std::string number(std::int64_t count) const;
};

/// One of the pages of a campaign.
struct CampaignPage : TeamPage {
    std::shared_ptr<const CampaignForm> campaign;
    std::string_view path;  ///< below the campaign's own address: "/objectifs"

    const std::string& id() const { return campaign->campaign.id; }
    std::string here() const;
};

/// The page of the campaign that the address names, or nothing: then the refusal was sent.
std::optional<CampaignPage> asked_page(Desk& desk, const Request& request, const Respond& respond, std::string_view sentences, std::string_view path);

/// "ecoute_session=...": HttpOnly, SameSite=Strict, for /, Secure under TLS. `seconds` 0 ends it.
std::pair<std::string, std::string> session_cookie_header(const Settings& settings, const Request& request, std::string_view token,
                                                          long seconds);

/// False when a browser says that another site sends this form. A door behind a proxy knows itself by public_url too.
bool from_our_site(const Request& request, const Settings& settings);

/// "/admin/campagnes/{id}" with the id escaped.
std::string campaign_address(std::string_view id);

/// A working day: someone who logs in at nine is still there for the evening's meeting.
inline constexpr long session_seconds = 12 * 3600;

}  // namespace ecoute::server::admin
