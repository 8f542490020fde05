#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/series.hpp"
#include "server/comparison.hpp"
#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/handlers/condition_options.hpp"
#include "server/handlers/table_links.hpp"
#include "server/http/reply_head.hpp"
#include "server/pages/page.hpp"
#include "server/table_condition.hpp"
#include "server/table_view.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server::admin {
namespace {

using nlohmann::json;

std::string_view login_of(const Request& request) {
    return request.session ? std::string_view{request.session->login} : std::string_view{};
}

/// What the address asks for; what it leaves out is the usual question, the wave before, and nothing to split by.
ComparisonRequest asked_of(const Request& request, const CampaignForm& campaign,
                           const std::vector<std::shared_ptr<const CampaignForm>>& waves) {
    const auto weights = request.parameter("weights");
    ComparisonRequest asked{std::string{request.parameter("question")}, std::string{request.parameter("depuis")},
                            campaign.campaign.id, std::string{request.parameter("by")}, weights == "1",
                            std::string{request.parameter("where")}};
    if (asked.question.empty()) asked.question = usual_question(campaign.form);
    if (asked.earlier.empty() && !waves.empty()) asked.earlier = waves.front()->campaign.id;
    return asked;
}

/// Only waves of one series are compared: anything else has no meaning.
bool is_wave(const std::vector<std::shared_ptr<const CampaignForm>>& waves, const std::string& id) {
    return std::any_of(waves.begin(), waves.end(), [&](const auto& wave) { return wave->campaign.id == id; });
}

forms::Result<Comparison> asked_comparison(Desk& desk, const Request& request, const CampaignForm& campaign) {
    const auto waves = earlier_waves(desk, campaign);
    const auto asked = asked_of(request, campaign, waves);
    if (!is_wave(waves, asked.earlier)) {
        std::string known;
        for (const auto& wave : waves) known += (known.empty() ? "" : ", ") + wave->campaign.id;
        return forms::Problem{forms::Code::wave_unknown, asked.earlier, "", {{"known", known}}};
    }
    return compare(desk, asked, audience_of(request.session), login_of(request), true);
}

json option(const std::string& value, const std::string& label, bool chosen) {
    return {{"value", value}, {"label", label}, {"chosen", chosen}};
}

void add_controls(json& data, const CampaignPage& page, const ComparisonRequest& asked,
                  const std::vector<std::shared_ptr<const CampaignForm>>& waves) {
    data["questions"] = json::array();
    for (const auto& question : tabulated_questions(page.campaign->form, page.language))
        data["questions"].push_back(option(question.name, question.full, question.name == asked.question));
    data["waves"] = json::array();
    for (const auto& wave : waves) {
        const auto& kept = wave->campaign;
        data["waves"].push_back(option(kept.id, kept.wave.empty() ? kept.title : kept.wave + " \u2013 " + kept.title, kept.id == asked.earlier));
    }
    data["breakdowns"] = json::array({option("", page.say("table.nothing"), asked.by.empty())});
    for (const auto& possible : possible_breakdowns(page.campaign->form, page.language))
        data["breakdowns"].push_back(option(possible.name, possible.role.empty() ? possible.label : page.say("table.role." + possible.role),
                                            asked.by == possible.name));
    data["where"] = options_of_conditions(page.desk.words, page.language, page.campaign->form, asked.where);
    data["can_weigh"] = page.campaign->form.design.weight != forms::none || !page.desk.store.margins().all(page.id()).empty();
    data["weighted"] = asked.weights;
}

/// Answers one below the other; under each, its groups with everybody last.
json bodies_of(const std::vector<ComparedRow>& rows, bool grouped) {
    json bodies = json::array();
    std::string open;
    for (const auto& row : rows) {
        if (bodies.empty() || (grouped && row.answer != open)) {
            bodies.push_back({{"group", grouped ? row.answer : ""}, {"rows", json::array()}});
            open = row.answer;
        }
        bodies.back()["rows"].push_back({{"label", grouped ? row.group : row.answer}, {"earlier", row.earlier}, {"later", row.later},
                                         {"change", row.change}, {"verdict", row.verdict}, {"total", grouped && row.total}});
    }
    return bodies;
}

void add_comparison(json& data, const CampaignPage& page, const Comparison& comparison, const ComparisonRequest& asked) {
    const auto& words = page.desk.words;
    data["found"] = true;
    data["heading"] = comparison_title(comparison, words, page.language);
    data["subheading"] = words.say(page.language, "compare.waves", {{"earlier", comparison.earlier_campaign->campaign.title},
                                                                   {"later", comparison.later_campaign->campaign.title}});
    if (!comparison.where.empty())
        data["subheading"] = data["subheading"].get<std::string>() + words.say(page.language, "tables.comma") +
                             words.say(page.language, "tables.only", {{"condition", condition_in_words(words, page.language, page.campaign->form, comparison.where)}});
    auto notes = comparison_notes(comparison, words, page.language);
    if (!comparison.breaks.empty() || comparison.scores_changed) {
        data["broken"] = notes.front();
        if (comparison.breaks.empty()) data["words"]["broken"] = page.say("compare.broken_mean");
        notes.erase(notes.begin());
    }
    data["notes"] = notes;
    const bool grouped = !comparison.later.by().empty();
    data["bodies"] = bodies_of(compared_rows(comparison, words, page.language), grouped);
    data["corner"] = words.say(page.language, grouped ? "compare.group" : "compare.answer");
    for (const auto* key : {"earlier", "later", "change", "verdict"})
        data["words"][key] = words.say(page.language, std::string{"compare."} + key);
    for (const auto* suffix : {"csv", "json"})
        data["twins"][suffix] = comparison_address(page.id(), asked.question, asked.earlier, asked.by, asked.weights,
                                                   std::string{"."} + suffix, asked.where);
    analysis::TableRequest table{.question = asked.question, .by = {}, .weights = asked.weights, .where = asked.where};
    if (!asked.by.empty()) table.by.push_back(asked.by);
    data["table_address"] = table_address(page.id(), table, "");
}

template <class Write>
void file(Desk& desk, const Request& request, const Respond& respond, Write write) {
    const auto campaign = desk.forms.find(request.captured.front());
    if (!campaign)
        return respond(problem_json(desk.words, request, {forms::Code::campaign_unknown, request.captured.front(), "", {}}));
    const auto comparison = asked_comparison(desk, request, *campaign);
    if (!comparison) return respond(problem_json(desk.words, request, comparison.error()));
    respond(with_digest(write(*comparison)));
}

}  // namespace

void comparison_page(Desk& desk, const Request& request, Respond respond) {
    const auto asked_for = asked_page(desk, request, respond, "admin.", "");
    if (!asked_for) return;
    const auto& page_of = *asked_for;
    const auto& campaign = page_of.campaign;
    const auto waves = earlier_waves(desk, *campaign);
    const auto asked = asked_of(request, *campaign, waves);
    auto data = frame(desk, request, page_of.say("compare.title"), is_invented(desk, *campaign));
    data["here"] = page_of.here();
    data["campaign_title"] = campaign->campaign.title;
    for (const auto* key : {"table.look_at", "table.question", "table.by", "table.breakdown", "table.show", "table.weights", "table.weights_no", "table.where", "table.where_about", "table.where_all",
                            "table.weights_yes", "table.scroll", "table.take", "table.csv", "table.json", "compare.with", "compare.with_about",
                            "compare.none", "compare.none_next", "compare.caption", "compare.cannot", "compare.to_table", "compare.broken"})
        data["words"][std::string{key}.substr(std::string_view{key}.find('.') + 1)] = page_of.say(key);
    add_controls(data, page_of, asked, waves);
    data["none"] = waves.empty();
    if (waves.empty()) return respond(page(request, 200, "admin_comparison", data));
    const auto comparison = asked_comparison(desk, request, *campaign);
    if (!comparison) {
        data["problem"] = desk.words.say(page_of.language, comparison.error());
        return respond(page(request, forms::http_status(comparison.error().code), "admin_comparison", data));
    }
    add_comparison(data, page_of, *comparison, asked);
    respond(page(request, 200, "admin_comparison", data));
}

void comparison_csv_file(Desk& desk, const Request& request, Respond respond) {
    file(desk, request, respond, [&](const Comparison& comparison) {
        Reply reply{.content_type = "text/csv; charset=utf-8", .body = comparison_csv(comparison, desk.words, language_of(request))};
        reply.headers = {{"Content-Disposition", "attachment; filename=\"comparaison.csv\""}};
        return reply;
    });
}

void comparison_json_file(Desk& desk, const Request& request, Respond respond) {
    file(desk, request, respond, [&](const Comparison& comparison) {
        return Reply{.content_type = "application/json", .body = comparison_json(comparison, desk.words, language_of(request))};
    });
}

}  // namespace ecoute::server::admin
