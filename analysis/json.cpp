#include <nlohmann/json.hpp>

#include "analysis/cell_keys.hpp"
#include "analysis/wording.hpp"

namespace ecoute::analysis {
namespace {

using Json = nlohmann::ordered_json;

template <class Figure>
Json or_null(const std::optional<Figure>& figure) {
    return figure ? Json(*figure) : Json(nullptr);
}

/// What is hidden or cannot be computed is not there.
template <class Figure>
void put(Json& cell, const char* name, const std::optional<Figure>& figure) {
    if (figure) cell[name] = *figure;
}

Json key_of(const ProtectedTable& table, const ProtectedGroup& group) {
    Json key = Json::object();
    for (std::size_t i = 0; i < group.key.size(); ++i)
        if (group.key[i] != all_of_them)
            key[table.by()[i].asked] = table.by()[i].categories[static_cast<std::size_t>(group.key[i])].name;
    return key;
}

/// From what is shown of the group and of its reference.
void put_gap(Json& cell, const ProtectedGroup& group, std::size_t at) {
    if (at >= group.gaps.size()) return;
    const auto& gap = group.gaps[at];
    Json told = Json::object();
    put(told, "reference", gap.reference);
    if (gap.change) {
        const auto& change = *gap.change;
        for (const auto& [name, figure] : {std::pair{"difference", change.difference}, std::pair{"low", change.low},
                                           std::pair{"high", change.high}, std::pair{"se", change.se},
                                           std::pair{"df", change.degrees_of_freedom}, std::pair{"p", change.p}})
            told[name] = figure;
    }
    put(told, "p_holm", gap.p_holm);
    told["too_few"] = gap.too_few;
    cell["gap"] = std::move(told);
}

Json answer_cell(const Json& key, const ProtectedGroup& group, const Category& answer, const Cell& figures) {
    Json cell;
    cell["key"] = key;
    cell["answer"] = answer.name;
    put(cell, "count", figures.count);
    put(cell, "base", group.base);
    put(cell, "percent", figures.percent);
    put(cell, "low", figures.low);
    put(cell, "high", figures.high);
    put(cell, "se", figures.se);
    put(cell, "n_effective", figures.n_effective);
    put(cell, "deff", figures.deff);
    put(cell, "weighted_count", figures.weighted_count);
    put(cell, "weighted_count_low", figures.weighted_count_low);
    put(cell, "weighted_count_high", figures.weighted_count_high);
    put(cell, "weighted_count_se", figures.weighted_count_se);
    put(cell, "at_most", figures.at_most);
    put(cell, "at_least", figures.at_least);
    put(cell, "percent_of_answer", figures.of_answer);
    put(cell, "percent_of_all", figures.of_all);
    cell["suppressed"] = figures.suppressed;
    if (is_fragile(group, figures)) cell["fragile"] = true;
    return cell;
}

/// Of a rank question: who put it first, and its mean place.
void put_ranked(Json& cell, const Ranked& ranked) {
    put(cell, "first_count", ranked.first_count);
    put(cell, "first_percent", ranked.first);
    put(cell, "first_low", ranked.first_low);
    put(cell, "first_high", ranked.first_high);
    put(cell, "mean_rank", ranked.mean_place);
    put(cell, "mean_rank_low", ranked.place_low);
    put(cell, "mean_rank_high", ranked.place_high);
}

Json number_cell(const Json& key, const ProtectedGroup& group) {
    Json cell;
    cell["key"] = key;
    put(cell, "base", group.mean_base);
    put(cell, "mean", group.mean);
    put(cell, "median", group.median);
    put(cell, "lower_quartile", group.lower_quartile);
    put(cell, "upper_quartile", group.upper_quartile);
    put(cell, "low", group.mean_low);
    put(cell, "high", group.mean_high);
    put(cell, "se", group.mean_se);
    put(cell, "median_low", group.median_low);
    put(cell, "median_high", group.median_high);
    cell["suppressed"] = group.mean_hidden;
    return cell;
}

/// Of a date question: days, or months where counts are moved, as ISO 8601 writes them.
Json date_cell(const Json& key, const ProtectedGroup& group, const Wording& wording) {
    Json cell;
    cell["key"] = key;
    put(cell, "base", group.mean_base);
    for (const auto& [name, day] : {std::pair{"median", group.median}, std::pair{"lower_quartile", group.lower_quartile},
                                    std::pair{"upper_quartile", group.upper_quartile}, std::pair{"median_low", group.median_low},
                                    std::pair{"median_high", group.median_high}})
        if (day) cell[name] = wording.iso_date(*day);
    cell["suppressed"] = !group.median;
    return cell;
}

Json cells_of(const ProtectedTable& table, const Wording& wording) {
    Json cells = Json::array();
    for (const auto& group : table.groups()) {
        const Json key = key_of(table, group);
        if (table.has_mean()) {
            cells.push_back(number_cell(key, group));
            put_gap(cells.back(), group, group.cells.size());
        }
        if (table.dated()) cells.push_back(date_cell(key, group, wording));
        for (std::size_t i = 0; i < group.cells.size(); ++i) {
            cells.push_back(answer_cell(key, group, table.question().categories[i], group.cells[i]));
            if (i < group.ranked.size()) put_ranked(cells.back(), group.ranked[i]);
            put_gap(cells.back(), group, i);
        }
    }
    return cells;
}

Json tests_of(const ProtectedTable& table) {
    Json tests = Json::array();
    for (const auto& test : table.tests())
        tests.push_back({{"name", test.name},
                         {"statistic", test.statistic},
                         {"df1", test.df1},
                         {"df2", test.df2},
                         {"p", test.p}});
    return tests;
}

Json base_of(const ProtectedTable& table) {
    const auto& everybody = table.everybody();
    return {{"respondents", or_null(table.people())},    {"answered", or_null(everybody.base)},
            {"not_asked", or_null(everybody.not_asked)}, {"no_answer", or_null(everybody.no_answer)},
            {"refused", or_null(everybody.refused)},     {"unclassified", or_null(table.unclassified())}};
}

/// How the figures were protected, for who audits or compares them.
Json protection_of(const ProtectedTable& table) {
    const auto limits = table.limits();
    const auto noise = table.perturbed() ? usual_noise().noise() : Noise{0, 0, 0};
    return {{"audience", name(table.audience())},
            {"smallest_count", limits.smallest_count},
            {"smallest_base", limits.smallest_base},
            {"noise", noise.most},
            {"noise_variance", noise.variance}};
}

Json official_of(const Heading& heading) {
    Json figures = Json::array();
    for (const auto& figure : heading.official)
        figures.push_back({{"territory", figure.territory},
                           {"name", figure.place},
                           {"indicator", figure.indicator},
                           {"value", or_null(figure.value)},
                           {"unit", figure.unit},
                           {"year", figure.year},
                           {"source", figure.source}});
    return figures;
}

}  // namespace

std::string to_json(const ProtectedTable& table, const Heading& heading) {
    Json by = Json::array();
    for (const auto& variable : table.by()) by.push_back(variable.asked);
    const Wording wording{table, heading};
    Json document{{"campaign", heading.campaign_id},
                  {"snapshot", heading.snapshot},
                  {"question", table.question().name},
                  {"title", wording.title()},
                  {"by", by},
                  {"where", heading.where.empty() ? Json(nullptr) : Json(heading.where)},
                  {"gap", table.gap_reference().empty() ? Json(nullptr) : Json(table.gap_reference())},
                  {"weighted", table.weighted()},
                  {"multiple", table.multiple()},
                  {"protection", protection_of(table)},
                  {"base", base_of(table)},
                  {"cells", cells_of(table, wording)},
                  {"tests", tests_of(table)},
                  {"notes", wording.notes()}};
    if (!heading.official.empty()) document["official"] = official_of(heading);
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ecoute::analysis
