#include <nlohmann/json.hpp>

#include "server/assets.hpp"
#include "server/campaign_versions.hpp"
#include "server/handlers/api.hpp"
#include "server/intake.hpp"
#include "server/system_clock.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

Reply json_reply(const json& document) {
    return {.content_type = "application/json", .body = document.dump(-1, ' ', false, json::error_handler_t::replace)};
}

Reply unknown_campaign(Desk& desk, const Request& request) {
    return problem_json(desk.words, request, {forms::Code::campaign_unknown, request.captured.front(), "", {}});
}

json campaign_json(const CampaignForm& open) {
    const auto& campaign = open.campaign;
    json row = {{"id", campaign.id},
                {"title", campaign.title},
                {"form", {{"id", open.form.id}, {"version", open.form.version}}},
                {"languages", open.form.languages},
                {"page", "/q/" + campaign.id}};
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) row[name] = value;
    };
    add("organisation", campaign.organisation);
    add("opens", campaign.opens);
    add("closes", campaign.closes);
    add("series", campaign.series);
    add("wave", campaign.wave);
    if (open.invented) row["invented"] = true;
    return row;
}

/// Every quartier of the campaign, also those where nobody was heard yet; what was answered otherwise comes last,
/// without a name.
json by_quartier(Desk& desk, const CampaignForm& campaign) {
    auto rows = json::array();
    const auto question = campaign.form.breakdowns.quartier;
    if (question == forms::none) return rows;
    const auto& asked = campaign.form.questions[question];
    std::map<std::string, std::int64_t> counts;
    for (auto& count : desk.store.responses().by_answer(campaign.campaign.id, asked.name))
        counts[count.key] = count.count;
    if (asked.list != forms::none)
        for (const auto& choice : campaign.form.lists[asked.list].choices) {
            const auto shown = forms::shown(choice.label, "fr", campaign.form.default_language);
            const auto counted = counts.extract(choice.name);
            rows.push_back(
                {{"quartier", choice.name}, {"name", shown.text}, {"responses", counted ? counted.mapped() : 0}});
        }
    for (const auto& [key, count] : counts) rows.push_back({{"quartier", key}, {"responses", count}});
    return rows;
}

}  // namespace

void open_campaigns(Desk& desk, const Request&, Respond respond) {
    auto rows = json::array();
    const auto today = local_day(desk.clock);
    for (const auto& campaign : desk.forms.all())
        if (takes_answers(campaign->campaign, today)) rows.push_back(campaign_json(*campaign));
    respond(json_reply({{"campaigns", std::move(rows)}}));
}

void campaign_form(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = desk.forms.find(request.captured.front());
    if (!campaign || !campaign->compiled) return respond(unknown_campaign(desk, request));
    Reply reply{.content_type = "application/json"};
    reply.headers = {{"ETag", campaign->etag}, {"Cache-Control", "no-cache"}};
    if (names_etag(request.if_none_match, campaign->etag))
        reply.status = 304;
    else
        reply.shared = campaign->compiled;
    respond(std::move(reply));
}

void campaign_versions(Desk& desk, const Request& request, Respond respond) {
    const auto id = request.captured.front();
    const auto campaign = desk.store.campaigns().find(id);
    if (!campaign) return respond(unknown_campaign(desk, request));
    const auto language = desk.words.best(request.accept_language);
    auto rows = json::array();
    for (const auto& version : desk.store.versions().of(id)) {
        auto changes = json::array();
        for (const auto& change : changes_from_json(version.changes)) {
            json row(change.facts.empty() ? json::object() : json(change.facts));
            row["change"] = forms::name(change.kind);
            row["subject"] = change.subject;
            row["where"] = change.where;
            row["message"] = change_in_words(desk.words, language, change);
            changes.push_back(std::move(row));
        }
        rows.push_back({{"version", version.version}, {"since", version.since}, {"changes", std::move(changes)}});
    }
    respond(json_reply({{"campaign", id}, {"form", campaign->form_id}, {"versions", std::move(rows)}}));
}

void campaign_progress(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = desk.forms.find(request.captured.front());
    if (!campaign) return respond(unknown_campaign(desk, request));
    auto& responses = desk.store.responses();
    const auto& id = campaign->campaign.id;
    const auto tally = responses.tally(id);
    auto days = json::array();
    for (const auto& day : responses.by_day(id)) days.push_back({{"day", day.key}, {"responses", day.count}});
    respond(json_reply({{"campaign", id},
                        {"responses", tally.responses},
                        {"refusals", tally.refusals},
                        {"simulated", tally.simulated},
                        {"by_day", std::move(days)},
                        {"by_quartier", by_quartier(desk, *campaign)}}));
}

}  // namespace ecoute::server
