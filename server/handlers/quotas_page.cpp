#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/http/multipart.hpp"
#include "server/in_words.hpp"
#include "server/quotas.hpp"
#include "server/system_clock.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"

/// How many interviews are wanted of whom, beside how many there are: the page on which the team brings its targets.
namespace ecoute::server::admin {
namespace {

using nlohmann::json;

std::optional<CampaignPage> asked(Desk& desk, const Request& request, const Respond& respond) {
    return asked_page(desk, request, respond, "admin.quotas.", "/objectifs");
}

std::string collected_in_words(const CampaignPage& page, const QuotaCell& cell) {
    const auto told = span_of(cell.done);
    if (told.least == 0) return page.say("fewer", {{"count", std::to_string(told.most + 1)}});
    return page.say("between", {{"least", page.number(told.least)}, {"most", page.number(told.most)}});
}

json state_in_words(const CampaignPage& page, const QuotaCell& cell) {
    switch (state_of(cell)) {
        case TargetState::reached: return {{"name", "reached"}, {"words", page.say("reached")}};
        case TargetState::nearly: return {{"name", "nearly"}, {"words", page.say("nearly")}};
        case TargetState::missing: break;
    }
    return {{"name", "missing"}, {"words", page.say("missing", {{"count", page.number(cell.target - span_of(cell.done).most)}})}};
}

std::string label_of(const QuotaVariable& variable, const std::string& code) {
    const auto found = std::find_if(variable.levels.begin(), variable.levels.end(), [&](const auto& level) { return level.code == code; });
    return found == variable.levels.end() ? code : found->label;
}

/// One row a group. `skipped`: variables that the heading names already.
json row_of(const CampaignPage& page, const QuotaProgress& progress, const QuotaCell& cell, std::size_t skipped) {
    json labels = json::array();
    for (auto v = skipped; v < cell.codes.size(); ++v) labels.push_back(label_of(progress.variables[v], cell.codes[v]));
    return {{"labels", std::move(labels)},
            {"collected", page.say("of", {{"collected", collected_in_words(page, cell)}, {"target", page.number(cell.target)}})},
            {"state", state_in_words(page, cell)}};
}

std::string label_of_question(const CampaignPage& page, const std::string& name) {
    const auto& form = page.campaign->form;
    const auto question = form.find(name);
    if (!question || form.questions[*question].label.empty()) return name;
    return std::string{forms::shown(form.questions[*question].label, form.default_language, form.default_language).text};
}

/// A part for each level of the first variable where three or more are crossed, else one for all; what is not reached is told in its heading.
json parts_of(const CampaignPage& page, const QuotaProgress& progress) {
    const std::size_t skipped = progress.variables.size() > 2 ? 1 : 0;
    json heads = json::array(), parts = json::array();
    for (auto v = skipped; v < progress.variables.size(); ++v) heads.push_back(label_of_question(page, progress.variables[v].name));
    std::vector<std::string> codes{""};
    if (skipped == 1) {
        codes.clear();
        for (const auto& level : progress.variables[0].levels) codes.push_back(level.code);
    }
    for (const auto& code : codes) {
        json rows = json::array();
        std::size_t open = 0;
        for (const auto& cell : progress.cells) {
            if (skipped == 1 && cell.codes[0] != code) continue;
            rows.push_back(row_of(page, progress, cell, skipped));
            if (state_of(cell) != TargetState::reached) ++open;
        }
        parts.push_back({{"name", skipped == 1 ? label_of(progress.variables[0], code) : page.say("all")},
                         {"open", open == 0 ? page.say("part_done") : page.say(open == 1 ? "part_open.one" : "part_open.many", {{"count", std::to_string(open)}})},
                         {"heads", heads},
                         {"rows", std::move(rows)}});
    }
    return parts;
}

/// "quartier,genre,age,target": the columns that this questionnaire would have.
std::string columns_of(const CampaignForm& campaign) {
    const auto& breakdowns = campaign.form.breakdowns;
    std::string columns;
    for (const auto question : {breakdowns.quartier, breakdowns.gender, breakdowns.age})
        if (question != forms::none) columns += campaign.form.questions[question].name + ",";
    return columns + "target";
}

Reply quotas_list(const CampaignPage& page, int status, const json& refused, const std::string& done) {
    auto data = frame(page.desk, page.request, page.say("title"), page.campaign->invented);
    data["here"] = page.here();
    data["csrf"] = page.request.session->csrf_token;
    data["campaign"] = {{"name", page.campaign->campaign.title}, {"here", campaign_address(page.id())}};
    const auto progress = quota_progress(page.desk, *page.campaign, CountedIn::extract);
    const bool kept = page.desk.store.devices().field_work().quotas(page.id()).has_value();
    data["parts"] = progress ? parts_of(page, *progress) : json::array();
    data["kept"] = kept;
    data["any"] = progress.has_value();
    data["stale"] = kept && !progress ? page.say("stale") : "";
    data["refused"] = refused;
    data["any_refused"] = !refused.empty();
    data["done"] = done;
    data["columns"] = columns_of(*page.campaign);
    for (const auto* key : {"about", "counted", "none", "collected", "state", "bring", "columns", "file", "send", "replaces", "remove", "remove_what", "refused"})
        data["words"][key] = page.say(key);
    return admin::page(page.request, status, "admin_quotas", data);
}

}  // namespace

void quotas_page(Desk& desk, const Request& request, Respond respond) {
    if (const auto page = asked(desk, request, respond))
        respond(quotas_list(*page, 200, json::array(), request.parameter("retires") == "1" ? page->say("removed") : ""));
}

void quotas_post(Desk& desk, const Request& request, Respond respond) {
    const auto page = asked(desk, request, respond);
    if (!page) return;
    const auto parts = read_multipart(request.body);
    if (!parts) return respond(refusal(desk, request, parts.error()));
    const auto file = std::find_if(parts->begin(), parts->end(), [](const auto& part) { return part.is_file && part.name == "fichier"; });
    forms::Problems problems;
    const auto imported = import_quotas(desk.store, *page->campaign, file == parts->end() ? std::string_view{} : file->content, now_text(desk.clock),
                                        request.session->login, problems);
    if (imported)
        return respond(quotas_list(*page, 200, json::array(),
                                   page->say("imported", {{"cells", page->number(static_cast<std::int64_t>(imported->cells))},
                                                         {"interviews", page->number(imported->interviews)}})));
    json refused = json::array();
    for (const auto& problem : problems) refused.push_back(desk.words.say(page->language, problem));
    respond(quotas_list(*page, 422, refused, ""));
}

void quotas_remove(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = asked_campaign(desk, request, respond);
    if (!campaign) return;
    const auto& id = campaign->campaign.id;
    if (desk.store.devices().field_work().remove_quotas(id)) desk.store.audit().add(now_text(desk.clock), request.session->login, "quotas.remove", id);
    respond(go_to(campaign_address(id) + "/objectifs?retires=1"));
}

}  // namespace ecoute::server::admin
