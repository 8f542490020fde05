#pragma once
#include <nlohmann/json_fwd.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/campaign_media.hpp"
#include "server/desk.hpp"
#include "server/http/message.hpp"
#include "server/pages/audience.hpp"
#include "server/pages/filling.hpp"

/// What the residents' handlers have in common: who is let in, what a page's fields mean, the pages they answer with.
namespace ecoute::server::residents {

using Campaign = std::shared_ptr<const CampaignForm>;
using Fields = std::vector<std::pair<std::string, std::string>>;

/// A random UUID (RFC 9562, version 4).
std::string new_id();

/// The campaign when it takes answers, or nothing: then the page that says why was sent.
Campaign admitted(Desk& desk, const Request& request, std::string_view id, const Respond& respond);

/// Whether a choice that an address, a link or a hidden field fills in is one of the question's.
bool is_choice_of(const forms::Form& form, std::uint32_t question, std::string_view value);

/// ?quartier= and ?lieu=, where the form has such questions and such choices.
void prefill(const forms::Form& form, const Request& request, Filling& filling);

/// The fields that belong to a question, by field; a value that comes twice counts once. Questions that none of the pages shows
/// are taken only as a page carries them.
Filling read_filling(const forms::Form& form, const Fields& fields, Pages pages = resident_pages);

std::string policy_of(const forms::Form& form, const CampaignMedia* media = nullptr, Audience audience = Audience::resident);
/// What somebody without a link is told of a campaign by invitation.
Reply by_invitation_page(const Desk& desk, const Request& request);
/// The campaign's recordings and pictures, or nullptr when it has none. Reads the store.
std::unique_ptr<const CampaignMedia> media_of(const Desk& desk, const CampaignForm& campaign);
Reply filled_page(const Desk& desk, const CampaignForm& campaign, const Filling& filling, int status);

/// The last page: sentences, and a code when there is one. It is not kept by the browser: it holds the code. `kind`: key
/// of its title and sentence.
Reply last_page(const Desk& desk, const CampaignForm& campaign, const std::string& language, int status,
                const std::string& kind, const std::string& code, const Words::Facts& facts = {});

/// The page again with every answer, because the machine failed: nothing is lost and it can be sent again.
Reply try_again(const Desk& desk, const CampaignForm& campaign, Filling filling);

/// What wrong codes of a kind ("code", "link") are slowed by: what they resemble (the first ten bits of their hash), never where they come from.
/// A person who mistypes meets nobody else's mistakes; who tries codes without end gets some thirty a second, among 2^50 or more.
std::string pace_key(std::string_view kind, std::string_view hash);

/// A page that the browser does not keep.
Reply not_kept(Reply reply);

/// "2026-05-17" as French people read it: 17/05/2026; as it is when it is no day.
std::string day_in_words(std::string_view day);

}  // namespace ecoute::server::residents
