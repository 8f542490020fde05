#include "server/pages/link_cards.hpp"

#include <sodium.h>

#include <nlohmann/json.hpp>

#include "server/pages/page.hpp"
#include "server/qr.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

constexpr std::size_t cards_a_sheet = 10;

std::string base64(std::string_view bytes) {
    constexpr int kind = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kind), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kind);
    text.pop_back();
    return text;
}

/// "http://192.168.1.20:8080/l/..." without the code: what is typed by hand, then the code.
std::string address_of_code(std::string_view address) {
    const auto scheme = address.find("://");
    const auto start = scheme == address.npos ? 0 : scheme + 3;
    return std::string{address.substr(start, address.rfind("/l/") - start)} + "/code";
}

json card(const Words& words, const std::string& language, const MadeLink& link) {
    std::string place;
    for (const auto& label : link.labels) place += (place.empty() ? "" : " · ") + label;
    return {{"qr", qr_svg(link.address, words.say(language, "links.qr_label"))},
            {"place", place},
            {"type_it", words.say(language, "links.type_it", {{"address", address_of_code(link.address)}})},
            {"token", link.token}};
}

}  // namespace

std::string link_cards_html(const Words& words, const std::string& language, const CampaignForm& campaign, const MadeLinks& made,
                            LinkPrint print, std::string_view csv) {
    const auto say = [&](const char* key, const Words::Facts& facts = {}) {
        return words.say(language, std::string{"links."} + key, facts);
    };
    const auto& shown = campaign.campaign.title;
    auto page = page_data(words, language, say("cards_title", {{"batch", made.batch.name}}), campaign.invented);
    page["head_extra"] = "<style>" + std::string{asset("link_cards.css")} + "</style>";
    page["name"] = shown.empty() ? std::string{forms::shown(campaign.form.title, language, campaign.form.default_language).text} : shown;
    page["organisation"] = campaign.campaign.organisation;
    page["posters"] = print == LinkPrint::posters;
    page["say_invite"] = say("invite");
    page["say_once"] = made.batch.single_use ? say("once") : "";
    page["say_once_only"] = say("tokens_here");
    page["say_print"] = say("print_hint");
    page["say_csv"] = say("csv_too");
    page["csv"] = csv.empty() ? "" : "data:text/csv;base64," + base64(csv);
    page["batch"] = made.batch.name;
    page["sheets"] = json::array();
    const std::size_t in_sheet = print == LinkPrint::posters ? 1 : cards_a_sheet;
    for (std::size_t at = 0; at < made.links.size(); ++at) {
        if (at % in_sheet == 0) page["sheets"].push_back({{"cards", json::array()}});
        page["sheets"].back()["cards"].push_back(card(words, language, made.links[at]));
    }
    return render("link_cards", page);
}

}  // namespace ecoute::server
