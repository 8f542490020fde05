#include <nlohmann/json.hpp>

#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/http/urlencoded.hpp"
#include "server/in_words.hpp"
#include "server/report/exact_report.hpp"
#include "server/table_gate.hpp"

/// Where the team decides to publish exact figures: once, knowing that the campaign's other tables end.
namespace ecoute::server::admin {
namespace {

Reply asking(Desk& desk, const Request& request, const CampaignForm& campaign, int status, std::string_view mistake) {
    const auto language = language_of(request);
    const auto say = [&](std::string_view key, const Words::Facts& facts = {}) { return desk.words.say(language, "admin.exact." + std::string{key}, facts); };
    const auto& id = campaign.campaign.id;
    auto data = frame(desk, request, say("title"), campaign.invented);
    data["here"] = campaign_address(id) + "/bilan-exact";
    data["campaign"] = {{"name", campaign.campaign.title}, {"here", campaign_address(id)}};
    data["mistake"] = mistake.empty() ? "" : say(mistake);
    const auto used = builder_used(desk, id);
    const auto last = published_report(desk, id);
    const auto day = last ? day_in_words(desk.words, language, last->published_at.substr(0, 10)) : "";
    const bool same = last && todays_snapshot(desk, campaign) == last->snapshot;
    data["used"] = used ? desk.words.say(language, *used) : "";
    data["again"] = last && !same ? say("again", {{"day", day}}) : "";
    data["same"] = same ? say("same", {{"day", day}}) : "";
    data["may"] = !used && !same;
    data["first"] = !last;
    data["csrf"] = request.session->csrf_token;
    for (const auto* key : {"about", "once", "understood", "long", "publish", "for_whom", "public", "team", "used"}) data["words"][key] = say(key);
    data["words"]["report"] = desk.words.say(language, "admin.report");
    return page(request, status, "admin_exact", data);
}

}  // namespace

void exact_report_page(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = asked_campaign(desk, request, respond);
    if (campaign) respond(asking(desk, request, *campaign, 200, ""));
}

void publish_exact_report(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = asked_campaign(desk, request, respond);
    if (!campaign) return;
    const auto fields = read_urlencoded(request.body);
    if (field(fields, "compris").empty()) return respond(asking(desk, request, *campaign, 422, "not_confirmed"));
    const auto published = publish_exact(desk, {.campaign = campaign->campaign.id,
                                                .audience = field(fields, "pour") == "team" ? analysis::Audience::team : analysis::Audience::everyone,
                                                .language = language_of(request),
                                                .who = request.session->login});
    if (!published) return respond(refusal(desk, request, published.error()));
    respond(go_to(campaign_address(campaign->campaign.id) + "/bilan"));
}

}  // namespace ecoute::server::admin
