#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/gaps.hpp"
#include "server/comparison.hpp"
#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/handlers/condition_options.hpp"
#include "server/handlers/drawn_answer.hpp"
#include "server/handlers/table_grid.hpp"
#include "server/handlers/table_links.hpp"
#include "server/handlers/table_sentences.hpp"
#include "server/official_figures.hpp"
#include "server/pages/page.hpp"
#include "server/table_view.hpp"

namespace ecoute::server::admin {
namespace {

using nlohmann::json;

struct Asked {
    std::string campaign, answer, chart;
    PercentOf percent = PercentOf::group;
    analysis::TableRequest table;
};

Asked asked_of(const Request& request) {
    return {request.captured.front(), std::string{request.parameter("answer")}, std::string{request.parameter("chart")},
            percent_of(request.parameter("percent")), table_request(request)};
}

/// Words of the page itself, which it needs also when there is no table to show.
struct Page {
    const Desk& desk;
    const CampaignForm& campaign;
    std::string language;
    std::string say(std::string_view key) const { return desk.words.say(language, "admin.table." + std::string{key}); }
};

json options_of_questions(const Page& page, std::string_view chosen) {
    json sections = json::array();
    for (const auto& question : tabulated_questions(page.campaign.form, page.language)) {
        if (sections.empty() || sections.back()["section"] != question.section)
            sections.push_back({{"section", question.section}, {"options", json::array()}});
        sections.back()["options"].push_back(
            {{"value", question.name}, {"label", question.full}, {"chosen", question.name == chosen}});
    }
    return sections;
}

json options_of_breakdowns(const Page& page, const std::vector<std::string>& by, std::size_t place) {
    const std::string chosen = place < by.size() ? by[place] : "";
    json options = json::array();
    options.push_back(
        {{"value", ""}, {"label", page.say(place == 0 ? "nothing" : "nothing_else")}, {"chosen", chosen.empty()}});
    for (const auto& possible : possible_breakdowns(page.campaign.form, page.language))
        options.push_back({{"value", possible.name},
                           {"label", possible.role.empty() ? possible.label : page.say("role." + possible.role)},
                           {"chosen", !chosen.empty() && (chosen == possible.name || chosen == possible.question)}});
    return options;
}

/// One control more than there are breakdowns, at least two: what is not asked for yet can be asked for next.
json breakdown_controls(const Page& page, const std::vector<std::string>& by) {
    const std::size_t shown = std::clamp<std::size_t>(by.size() + 1, 2, analysis::most_breakdowns);
    json controls = json::array();
    for (std::size_t place = 0; place < shown; ++place)
        controls.push_back({{"id", "by" + std::to_string(place + 1)},
                            {"label", page.say(place == 0 ? "by" : "and")},
                            {"name", page.say("breakdown") + " " + std::to_string(place + 1)},
                            {"options", options_of_breakdowns(page, by, place)}});
    return controls;
}

/// Gaps that have a meaning: to everybody once there are groups, to the quartiers' mean and the rest of the town where places
/// are told apart.
json options_of_gaps(const Page& page, const Asked& asked) {
    const auto is_place = [&](const std::string& name) {
        const auto quartier = page.campaign.form.breakdowns.quartier;
        return name == "quartier" || name == analysis::kind_of_quartier ||
               (quartier != forms::none && name == page.campaign.form.questions[quartier].name);
    };
    const auto& by = asked.table.by;
    const bool placed = analysis::can_be(page.campaign.form, analysis::Together::kinds) && std::any_of(by.begin(), by.end(), is_place);
    json options = json::array();
    options.push_back({{"value", ""}, {"label", page.say("gap_none")}, {"chosen", asked.table.gap.empty()}});
    for (const auto reference : {analysis::GapReference::qpv, analysis::GapReference::rest, analysis::GapReference::all}) {
        if (by.empty() || (!placed && reference != analysis::GapReference::all)) continue;
        const std::string name{analysis::name(reference)};
        options.push_back({{"value", name}, {"label", page.say("gap." + name)}, {"chosen", asked.table.gap == name}});
    }
    return options;
}

json options_of_answers(const Reading& reading, int chosen) {
    const bool means = reading.table.number() && !reading.table.by().empty();
    json options = json::array();
    options.push_back(
        {{"value", every_answer}, {"label", reading.say(means ? "means" : "all_answers")}, {"chosen", chosen < 0}});
    const auto& answers = reading.table.question().categories;
    for (std::size_t i = 0; i < answers.size(); ++i)
        options.push_back({{"value", answers[i].name},
                           {"label", reading.wording.label(reading.table.question(), answers[i])},
                           {"chosen", chosen == static_cast<int>(i)}});
    return options;
}

/// Ways to draw this table; nothing when there is no choice.
json options_of_charts(const Reading& reading, analysis::ChartKind chosen) {
    json options = json::array();
    for (const auto kind : {analysis::ChartKind::bars, analysis::ChartKind::panels, analysis::ChartKind::stacked}) {
        const std::string name{analysis::name(kind)};
        if (drawn_kind(reading.table, name) == kind)
            options.push_back({{"value", name}, {"label", reading.say("chart." + name)}, {"chosen", kind == chosen}});
    }
    return options.size() > 1 ? options : json::array();
}

/// The same table with larger groups, for one whose cells are too small: ages in broad classes, quartiers by their kind.
json coarser(const Page& page, const Asked& asked) {
    json ways = json::array();
    for (const auto together : {analysis::Together::ages, analysis::Together::kinds}) {
        if (!analysis::can_be(page.campaign.form, together)) continue;
        const std::string name{analysis::name(together)}, whole = together == analysis::Together::ages ? "age" : "quartier";
        const auto& breakdowns = page.campaign.form.breakdowns;
        const auto& question = page.campaign.form.questions[whole == "age" ? breakdowns.age : breakdowns.quartier].name;
        auto table = asked.table;
        const auto fine = std::find_if(table.by.begin(), table.by.end(), [&](const auto& by) { return by == whole || by == question; });
        if (fine == table.by.end()) continue;
        *fine = name;
        ways.push_back({{"address", table_address(asked.campaign, table, "", asked.answer, asked.chart)}, {"label", page.say("coarser." + name)}});
    }
    return ways;
}

json twins(const Asked& asked) {
    const auto address = [&](std::string_view suffix) {
        const bool drawn = suffix == ".svg";
        return table_address(asked.campaign, asked.table, suffix, drawn ? asked.answer : "", drawn ? asked.chart : "");
    };
    return {{"xlsx", address(".xlsx")}, {"csv", address(".csv")}, {"svg", address(".svg")}, {"json", address(".json")},
            {"jsonstat", address(".jsonstat")}};
}

/// "La propreté" of a grid is named with its grid, as in the list of questions.
std::string heading_of_question(const Page& page, const Reading& reading) {
    for (const auto& question : tabulated_questions(page.campaign.form, page.language))
        if (question.name == reading.table.question().name) return question.full;
    return reading.wording.title();
}

json options_of_percents(const Page& page, PercentOf chosen) {
    json options = json::array();
    for (const auto of : {PercentOf::group, PercentOf::answer, PercentOf::all})
        options.push_back({{"value", name(of)}, {"label", page.say("percent." + std::string{name(of)})}, {"chosen", of == chosen}});
    return options;
}

const char* caption_of(const analysis::ProtectedTable& table, PercentOf of) {
    if (of != PercentOf::group) return of == PercentOf::answer ? "caption_of_answer" : "caption_of_all";
    if (table.question().categories.empty()) return "caption_number";
    return table.multiple() ? "caption_multiple" : "caption";
}

void add_table(json& data, const Page& page, const TableView& view, const Asked& asked) {
    const bool split = !view.table.by().empty() && !view.table.question().categories.empty();
    const auto of = split ? asked.percent : PercentOf::group;
    const Reading reading{view, page.desk.words, of};
    const int answer = drawn_answer(view.table, asked.answer);
    data["found"] = true;
    data["heading"] = heading_of_question(page, reading);
    data["subheading"] = reading.wording.subtitle();
    data["answers"] = options_of_answers(reading, answer);
    const auto kind = drawn_kind(view.table, asked.chart);
    data["charts"] = options_of_charts(reading, kind);
    data["any_chart"] = !data["charts"].empty();
    if (!view.table.everybody().suppressed)
        data["chart"] = {{"desk", analysis::to_svg(view.table, view.heading, answer, analysis::Surroundings::subtitle, kind)},
                         {"phone", analysis::to_svg(view.table, view.heading, answer, analysis::Surroundings::subtitle_on_phone, kind)}};
    data["long_chart"] = view.table.by().size() > 1 && kind == analysis::ChartKind::bars;
    data["sentences"] = sentences(reading, answer);
    data["caption"] = reading.say(caption_of(view.table, of));
    if (split) data["percents"] = {{"options", options_of_percents(page, of)}};
    data["table"] = grid(reading);
    if (view.table.has_ranking()) data["ranking"] = ranking(reading);
    if (!view.table.gap_reference().empty()) data["gaps"] = gaps(reading);
    if (auto told = precision(reading, answer); !told.is_null()) data["precision"] = std::move(told);
    data["missing"] = missing(reading);
    data["missing"]["by_group"] = !view.table.by().empty();
    data["notes"] = reading.wording.notes();
    if (!view.heading.official.empty()) data["official"] = official_table(reading.wording, view.heading.official, Down::places);
    if (view.table.anything_hidden()) data["coarser"] = coarser(page, asked);
    data["twins"] = twins(asked);
    for (const auto* key : {"not_asked", "no_answer", "refused"})
        data["words"][key] = reading.wording.say(std::string{"tables."} + key);
}

void add_words(json& data, const Page& page) {
    for (const auto* key : {"look_at", "question", "answer", "show", "where", "where_about", "where_all", "gap", "drawing", "percent", "weights", "weights_no", "weights_yes", "scroll", "chart", "missing", "missing_about",
                            "missing_by_group", "group", "take", "xlsx", "csv", "svg", "json", "jsonstat", "cannot", "cannot_next", "coarser_about"})
        data["words"][key] = page.say(key);
}

/// The builder opens on a table, and its address says which.
Reply to_usual_table(const CampaignForm& campaign) {
    return go_to(
        table_address(campaign.campaign.id, {usual_question(campaign.form), usual_breakdown(campaign.form)}, ""));
}

}  // namespace

void table_page(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = desk.forms.find(request.captured.front());
    if (!campaign)
        return respond(refusal(desk, request, {forms::Code::campaign_unknown, request.captured.front(), "", {}}));
    const Asked asked = asked_of(request);
    if (asked.table.question.empty() && !usual_question(campaign->form).empty())
        return respond(to_usual_table(*campaign));

    const Page page_of{desk, *campaign, language_of(request)};
    const auto& title = campaign->campaign.title;
    auto data = frame(desk, request, title, is_invented(desk, *campaign));
    add_words(data, page_of);
    data["here"] = campaign_address(campaign->campaign.id);
    data["campaign_title"] = title;
    data["asked_question"] = asked.table.question;
    data["script"] = asset("admin.js");
    data["questions"] = options_of_questions(page_of, asked.table.question);
    data["breakdowns"] = breakdown_controls(page_of, asked.table.by);
    data["where"] = options_of_conditions(desk.words, page_of.language, campaign->form, asked.table.where);
    data["gap_options"] = options_of_gaps(page_of, asked);
    data["can_weigh"] = campaign->form.design.weight != forms::none || !desk.store.margins().all(asked.campaign).empty();
    data["weighted"] = asked.table.weights;

    const auto view = table_view(desk, asked.campaign, asked.table, audience_of(request.session), page_of.language,
                                 request.session ? request.session->login : "", true);
    if (!view) {
        data["problem"] = desk.words.say(page_of.language, view.error());
        if (view.error().code == forms::Code::table_too_sparse) data["coarser"] = coarser(page_of, asked);
        return respond(page(request, forms::http_status(view.error().code), "admin_table", data));
    }
    add_table(data, page_of, *view, asked);
    if (!earlier_waves(desk, *campaign).empty())
        data["compare"] = {{"address", comparison_address(asked.campaign, asked.table.question, "",
                                                          asked.table.by.empty() ? "" : asked.table.by.front(), asked.table.weights, "", asked.table.where)},
                           {"label", desk.words.say(page_of.language, "admin.compare")}};
    data["title"] = data["heading"].get<std::string>() + " \u2013 " + title;
    respond(page(request, 200, "admin_table", data));
}

}  // namespace ecoute::server::admin
