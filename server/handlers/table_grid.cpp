#include "server/handlers/table_grid.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

namespace ecoute::server::admin {
namespace {

using analysis::all_of_them;
using analysis::Cell;
using analysis::ProtectedGroup;
using analysis::ProtectedTable;
using nlohmann::json;

json hidden_cell(const Reading& reading, std::size_t span = 1) {
    return {{"hidden", reading.wording.say("tables.too_few")}, {"span", span}};
}

json answer_cell(const ProtectedGroup& group, std::size_t answer, const Reading& reading) {
    if (group.suppressed || !group.base || answer >= group.cells.size()) return hidden_cell(reading);
    const Cell& cell = group.cells[answer];
    if (cell.suppressed || !cell.count) return {{"hidden", reading.wording.hidden(group, cell)}, {"span", 1}};
    if (reading.of != PercentOf::group) {
        const auto& part = reading.of == PercentOf::answer ? cell.of_answer : cell.of_all;
        return {{"percent", part ? reading.wording.percent(*part) : Reading::nothing}, {"count", reading.wording.count(*cell.count)}, {"fragile", false}};
    }
    return {{"percent", cell.percent ? reading.wording.percent(*cell.percent) : Reading::nothing},
            {"count", reading.say("of", {{"count", reading.wording.count(*cell.count)},
                                         {"base", reading.wording.count(*group.base)}})},
            {"fragile", analysis::is_fragile(group, cell)}};
}

/// "100 %" of a question with one answer a person; a multiple choice has no share to add up.
json total_cell(const ProtectedGroup& group, const Reading& reading) {
    if (group.suppressed || !group.base) return hidden_cell(reading);
    const auto count = reading.wording.count(*group.base);
    const bool adds_up = !reading.table.multiple() && !reading.table.question().categories.empty() && *group.base > 0;
    if (!adds_up || reading.of != PercentOf::group) return {{"figure", count}};
    return {{"percent", reading.wording.percent(100)}, {"count", count}};
}

json mean_cell(const ProtectedGroup& group, const std::optional<double>& figure, const Reading& reading) {
    if (group.suppressed || group.mean_hidden) return hidden_cell(reading);
    return {{"figure", figure ? reading.wording.decimal(*figure) : std::string{Reading::nothing}}};
}

json quantile_cell(const ProtectedGroup& group, const std::optional<double>& value, const Reading& reading) {
    if (group.suppressed || group.mean_hidden) return hidden_cell(reading);
    return {{"figure", value ? reading.wording.quantile(*value) : std::string{Reading::nothing}}};
}

std::string total_word(const ProtectedTable& table, const Reading& reading) {
    return table.multiple() ? reading.say("answered") : reading.say("total");
}

std::size_t figures_across(const ProtectedTable& table) {
    return table.question().categories.size() + 1 + (table.has_mean() ? 1 : 0) + (table.has_median() ? 3 : 0);
}

json group_cells(const ProtectedGroup& group, const Reading& reading) {
    if (group.suppressed) return json::array({hidden_cell(reading, figures_across(reading.table))});
    json cells = json::array();
    for (std::size_t i = 0; i < reading.table.question().categories.size(); ++i)
        cells.push_back(answer_cell(group, i, reading));
    cells.push_back(total_cell(group, reading));
    if (reading.table.has_mean()) cells.push_back(mean_cell(group, group.mean, reading));
    if (reading.table.has_median())
        for (const auto& figure : {group.median, group.lower_quartile, group.upper_quartile}) cells.push_back(quantile_cell(group, figure, reading));
    return cells;
}

json answer_columns(const Reading& reading) {
    json columns = json::array();
    for (const auto& answer : reading.table.question().categories)
        columns.push_back({{"label", reading.wording.label(reading.table.question(), answer)}});
    columns.push_back({{"label", total_word(reading.table, reading)}});
    if (reading.table.has_mean()) columns.push_back({{"label", reading.wording.say("tables.mean")}});
    if (reading.table.has_median())
        for (const char* word : {"tables.median", "tables.lower_quartile", "tables.upper_quartile"}) columns.push_back({{"label", reading.wording.say(word)}});
    return columns;
}

std::vector<int> all_but_last(const std::vector<int>& key) { return {key.begin(), key.end() - 1}; }

/// Groups down: one body, or one for each key of the breakdowns but the last, with the values of the last in it.
json groups_down(const Reading& reading) {
    const auto& table = reading.table;
    const std::size_t last = table.by().size() - 1;
    json bodies = json::array();
    std::vector<int> open_body;
    for (const auto& group : table.groups()) {
        const auto body = all_but_last(group.key);
        if (bodies.empty() || body != open_body) {
            bodies.push_back({{"span", figures_across(table) + 1}, {"rows", json::array()}});
            bodies.back()["group"] = last == 0 ? "" : reading.wording.key(body);
            open_body = body;
        }
        bodies.back()["rows"].push_back({{"label", reading.wording.part(last, group.key.back())},
                                         {"total", group.key.back() == all_of_them},
                                         {"cells", group_cells(group, reading)}});
    }
    std::string corner;
    for (const auto& by : table.by()) corner += (corner.empty() ? "" : ", ") + reading.wording.heading(by);
    return {{"corner", corner}, {"columns", answer_columns(reading)}, {"bodies", bodies}};
}

template <class CellOf>
json answer_row(const Reading& reading, const std::string& label, bool total, CellOf cell_of) {
    json cells = json::array();
    for (const auto& group : reading.table.groups()) cells.push_back(cell_of(group));
    return {{"label", label}, {"total", total}, {"cells", cells}};
}

json down(const Reading& reading, const json& rows) {
    json columns = json::array();
    for (const auto& group : reading.table.groups()) columns.push_back({{"label", reading.wording.key(group.key)}});
    json bodies = json::array();
    bodies.push_back({{"rows", rows}});
    return {{"corner", reading.wording.say("tables.answer")}, {"columns", columns}, {"bodies", bodies}};
}

/// Answers down, groups across; the total of each group last.
json answers_down(const Reading& reading) {
    json rows = json::array();
    const auto& answers = reading.table.question().categories;
    for (std::size_t i = 0; i < answers.size(); ++i)
        rows.push_back(answer_row(reading, reading.wording.label(reading.table.question(), answers[i]), false,
                                  [&](const auto& group) { return answer_cell(group, i, reading); }));
    rows.push_back(answer_row(reading, total_word(reading.table, reading), true,
                              [&](const auto& group) { return total_cell(group, reading); }));
    if (reading.table.has_mean())
        rows.push_back(answer_row(reading, reading.wording.say("tables.mean"), false,
                                  [&](const auto& group) { return mean_cell(group, group.mean, reading); }));
    if (!reading.table.has_median()) return down(reading, rows);
    const auto add = [&](const char* word, std::optional<double> ProtectedGroup::*figure) {
        rows.push_back(answer_row(reading, reading.wording.say(word), false, [&](const auto& group) { return quantile_cell(group, group.*figure, reading); }));
    };
    add("tables.median", &ProtectedGroup::median);
    add("tables.lower_quartile", &ProtectedGroup::lower_quartile);
    add("tables.upper_quartile", &ProtectedGroup::upper_quartile);
    return down(reading, rows);
}

json missing_of(const ProtectedGroup& group, const Reading& reading) {
    const auto said = [&](const std::optional<std::int64_t>& count) {
        return count && !group.suppressed ? reading.wording.count(*count) : reading.wording.say("tables.too_few");
    };
    return {
        {"not_asked", said(group.not_asked)}, {"no_answer", said(group.no_answer)}, {"refused", said(group.refused)}};
}

/// What most people cite first; what is hidden last.
json ranked_rows(const Reading& reading, const ProtectedGroup& group) {
    const auto& question = reading.table.question();
    std::vector<std::size_t> order(group.ranked.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return group.cells[a].percent.value_or(-1) > group.cells[b].percent.value_or(-1); });
    const auto share = [&](const std::optional<double>& percent) { return percent ? reading.wording.percent(*percent) : std::string{Reading::nothing}; };
    json rows = json::array();
    for (const auto i : order) {
        const auto& ranked = group.ranked[i];
        rows.push_back({{"label", reading.wording.label(question, question.categories[i])},
                        {"cited", share(group.cells[i].percent)},
                        {"first", share(ranked.first)},
                        {"mean", ranked.mean_place ? reading.wording.decimal(*ranked.mean_place) : std::string{Reading::nothing}}});
    }
    return rows;
}

}  // namespace

bool answers_go_down(const ProtectedTable& table) {
    const std::size_t answers = table.question().categories.size();
    if (table.by().empty()) return true;
    return table.by().size() == 1 && answers > most_answers_across && table.groups().size() < answers;
}

json grid(const Reading& reading) {
    return answers_go_down(reading.table) ? answers_down(reading) : groups_down(reading);
}

json ranking(const Reading& reading) {
    const auto& table = reading.table;
    json bodies = json::array();
    for (const auto& group : table.groups())
        if (!group.ranked.empty()) bodies.push_back({{"group", table.by().empty() ? "" : reading.wording.key(group.key)}, {"rows", ranked_rows(reading, group)}});
    json everybody = json::array();  // the total stands last
    if (!table.everybody().ranked.empty()) {
        everybody.push_back(bodies.back());
        bodies.erase(bodies.size() - 1);
    }
    return {{"title", reading.say("ranking")},
            {"corner", reading.wording.say("tables.answer")},
            {"cited", reading.wording.say("tables.rank.cited")},
            {"first", reading.wording.say("tables.rank.first")},
            {"mean", reading.wording.say("tables.rank.mean")},
            {"everybody", everybody},
            {"any_group", !bodies.empty()},
            {"groups", bodies}};
}

json gaps(const Reading& reading) {
    const auto& table = reading.table;
    const std::size_t answers = table.question().categories.size();
    json rows = json::array();
    for (const auto& group : table.groups()) {
        json cells = json::array();
        for (std::size_t i = 0; i < group.gaps.size(); ++i)
            cells.push_back({{"figure", reading.wording.gap(group.gaps[i], i < answers)},
                             {"firm", analysis::is_firm(group.gaps[i])}});
        if (!cells.empty()) rows.push_back({{"label", reading.wording.key(group.key)}, {"cells", cells}});
    }
    json columns = json::array();
    for (const auto& answer : table.question().categories)
        columns.push_back({{"label", reading.wording.label(table.question(), answer)}});
    if (table.has_mean()) columns.push_back({{"label", reading.wording.say("tables.mean")}});
    return {{"title", reading.say("gap_title", {{"reference", reading.wording.reference()}})},
            {"caption", reading.say("gap_caption")},
            {"corner", reading.say("group")},
            {"columns", columns},
            {"rows", rows}};
}

json missing(const Reading& reading) {
    json rows = json::array();
    for (const auto& group : reading.table.groups()) {
        json row = missing_of(group, reading);
        row["label"] = reading.wording.key(group.key);
        row["total"] = &group == &reading.table.everybody();
        rows.push_back(row);
    }
    return {{"total", missing_of(reading.table.everybody(), reading)}, {"rows", rows}};
}

}  // namespace ecoute::server::admin
