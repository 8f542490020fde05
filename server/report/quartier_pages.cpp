#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "server/official_figures.hpp"
#include "server/report/scope.hpp"

namespace ecoute::server {
namespace {

using admin::TabulatedQuestion;
using nlohmann::json;

/// "outside": the rest of the city, which quartiers are held against.
bool is_quartier(const analysis::Category& category) { return category.kind != "outside"; }

/// Place of the rest of the city among the quartiers; nothing when nobody was asked there.
std::optional<int> rest_of_the_city(const std::vector<analysis::Category>& quartiers) {
    const auto rest = std::find_if_not(quartiers.begin(), quartiers.end(), is_quartier);
    return rest == quartiers.end() ? std::nullopt : std::optional{static_cast<int>(rest - quartiers.begin())};
}

/// The quartier, the mean of the priority quartiers, the rest of the city; where one of these is not known, everybody.
std::vector<BarRow> rows_of(const ReportScope& scope, const TableSeen& by_quartier, const std::string& question, int quartier) {
    std::vector<BarRow> rows{{by_quartier.wording.part(0, quartier), by_quartier.table(), by_quartier.wording, by_quartier.table().find({quartier})}};
    if (const auto* by_kind = scope.tables.find(question, "kind")) {
        const auto& kinds = by_kind->table().by().front().categories;
        for (std::size_t kind = 0; kind < kinds.size(); ++kind)
            if (kinds[kind].name == "QPV")
                rows.push_back({scope.say("mean_of_quartiers"), by_kind->table(), by_kind->wording, by_kind->table().find({static_cast<int>(kind)})});
    }
    const auto& categories = by_quartier.table().by().front().categories;
    for (std::size_t i = 0; i < categories.size(); ++i)
        if (!is_quartier(categories[i]))
            rows.push_back({by_quartier.wording.part(0, static_cast<int>(i)), by_quartier.table(), by_quartier.wording, by_quartier.table().find({static_cast<int>(i)})});
    if (rows.size() < 3)
        rows.push_back({by_quartier.wording.part(0, analysis::all_of_them), by_quartier.table(), by_quartier.wording, by_quartier.table().find({analysis::all_of_them})});
    return rows;
}

json page_of(const ReportScope& scope, const std::vector<TabulatedQuestion>& questions, int quartier) {
    json blocks = json::array();
    std::string name, code;
    std::size_t hidden = 0;
    std::optional<int> rest;
    std::optional<json> official;
    for (const auto& question : questions) {
        const auto* seen = scope.tables.find(question.name, "quartier");
        if (!seen) continue;
        name = seen->wording.part(0, quartier);
        const auto& categories = seen->table().by().front().categories;
        code = categories[static_cast<std::size_t>(quartier)].name;
        rest = rest_of_the_city(categories);
        if (!official) official = official_table(seen->wording, official_figures(scope.desk, scope.request.language, {code}), Down::indicators);
        const auto* group = seen->table().find({quartier});
        if (!group || group->suppressed)
            ++hidden;
        else
            blocks.push_back({{"label", question.full}, {"picture", bars_of(rows_of(scope, *seen, question.name, quartier))}});
    }
    return {{"name", name},
            {"official", official.value_or(json{{"any", false}})},
            {"stands_out", rest ? what_stands_out(scope, questions, quartier, *rest) : json{{"any", false}}},
            {"questions", blocks},
            {"too_few", hidden > 0 ? scope.say(hidden == 1 ? "too_few_question" : "too_few_questions", {{"count", std::to_string(hidden)}}) : ""}};
}

}  // namespace

json quartier_pages(const ReportScope& scope, const std::vector<TabulatedQuestion>& questions) {
    json pages = json::array();
    std::string too_small;
    const TableSeen* first = nullptr;
    for (const auto& question : questions)
        if (!first) first = scope.tables.find(question.name, "quartier");
    if (!first) return {{"pages", pages}, {"too_small", ""}};
    const auto& categories = first->table().by().front().categories;
    for (std::size_t at = 0; at < categories.size(); ++at) {
        if (!is_quartier(categories[at])) continue;
        auto page = page_of(scope, questions, static_cast<int>(at));
        if (page["questions"].empty())
            too_small += (too_small.empty() ? "" : ", ") + page["name"].get<std::string>();
        else
            pages.push_back(std::move(page));
    }
    return {{"pages", pages}, {"too_small", too_small.empty() ? "" : scope.say("too_small", {{"names", too_small}})}};
}

}  // namespace ecoute::server
