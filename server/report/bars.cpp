#include "server/report/bars.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

namespace ecoute::server {
namespace {

using analysis::ProtectedGroup;
using analysis::ProtectedTable;
using analysis::Wording;
using nlohmann::json;

/// A segment narrower than this holds no text.
constexpr double narrowest_with_text = 13;

/// From least to most over the seven colours of report.css.
std::string colour_of(std::size_t answer, std::size_t answers) {
    if (answers <= 1) return "6";
    return std::to_string(answers <= most_segments ? answer * (most_segments - 1) / (answers - 1) : answer % most_segments);
}

json segments_of(const ProtectedGroup& group, const Wording& wording) {
    json segments = json::array();
    for (std::size_t i = 0; i < group.cells.size(); ++i) {
        const auto& percent = group.cells[i].percent;
        if (!percent || *percent <= 0) continue;
        segments.push_back({{"width", std::to_string(static_cast<int>(std::lround(*percent * 10)))},
                            {"text", *percent >= narrowest_with_text ? wording.percent(*percent) : ""},
                            {"colour", colour_of(i, group.cells.size())}});
    }
    return segments;
}

/// What is hidden of an answered question stands together at the end, hatched, as wide as the shown shares leave.
json hidden_segment(const json& segments) {
    int left = 1000;
    for (const auto& segment : segments) left -= std::stoi(segment["width"].get<std::string>());
    return {{"width", std::to_string(std::max(left, 0))}, {"text", ""}, {"colour", "x"}};
}

bool is_shown(const ProtectedGroup* group) { return group && !group->suppressed && group->base && *group->base > 0; }

bool shows_all(const ProtectedGroup& group) {
    return std::none_of(group.cells.begin(), group.cells.end(), [](const analysis::Cell& cell) { return cell.suppressed || !cell.percent; });
}

/// The answers that are shown, in words: "Oui 83 % · Non 17 %". A picture says it to those who hear pages.
std::string told(const BarRow& row) {
    std::string text;
    const auto& question = row.table.question();
    for (std::size_t i = 0; i < row.group->cells.size(); ++i)
        if (const auto& cell = row.group->cells[i]; !cell.suppressed && cell.percent && *cell.percent > 0)
            text += (text.empty() ? "" : " · ") + row.wording.label(question, question.categories[i]) + " " + row.wording.percent(*cell.percent);
    return text;
}

json bar_of(const BarRow& row) {
    json bar{{"label", row.label}};
    if (!is_shown(row.group)) {
        bar["hidden"] = row.wording.say("tables.too_few");
        return bar;
    }
    bar["base"] = row.wording.count(*row.group->base);
    auto segments = segments_of(*row.group, row.wording);
    if (segments.empty()) {
        bar["hidden"] = row.wording.say("tables.protected");
        return bar;
    }
    bar["told"] = told(row);
    bar["partly"] = !shows_all(*row.group);
    if (bar["partly"]) segments.push_back(hidden_segment(segments));
    bar["segments"] = std::move(segments);
    return bar;
}

json stacked(const std::vector<BarRow>& rows) {
    json legend = json::array(), bars = json::array();
    const auto& first = rows.front();
    const auto& answers = first.table.question().categories;
    for (std::size_t i = 0; i < answers.size(); ++i)
        legend.push_back({{"label", first.wording.label(first.table.question(), answers[i])}, {"colour", colour_of(i, answers.size())}});
    for (const auto& row : rows) bars.push_back(bar_of(row));
    if (std::any_of(bars.begin(), bars.end(), [](const json& bar) { return bar.value("partly", false); }))
        legend.push_back({{"label", first.wording.say("tables.protected")}, {"colour", "x"}});
    return {{"legend", legend}, {"bars", bars}};
}

std::string cell_text(const BarRow& row, std::size_t answer) {
    if (!is_shown(row.group) || answer >= row.group->cells.size() || !row.group->cells[answer].percent) return "\u2014";
    return row.wording.percent(*row.group->cells[answer].percent);
}

std::string mean_text(const BarRow& row) {
    return row.group && row.group->mean ? row.wording.decimal(*row.group->mean) : "\u2014";
}

/// The answers that most of the first row's people gave, all of them when they are few.
std::vector<std::size_t> answers_told(const BarRow& row) {
    std::vector<std::size_t> told(row.table.question().categories.size());
    std::iota(told.begin(), told.end(), std::size_t{0});
    if (told.size() <= most_lines || !row.group) return told;
    const auto share = [&](std::size_t answer) {
        return answer < row.group->cells.size() ? row.group->cells[answer].percent.value_or(-1) : -1;
    };
    std::stable_sort(told.begin(), told.end(), [&](auto a, auto b) { return share(a) > share(b); });
    told.resize(most_lines);
    return told;
}

json lines_of(const std::vector<BarRow>& rows) {
    const auto& first = rows.front();
    json heads = json::array(), lines = json::array();
    for (const auto& row : rows) heads.push_back(row.label);
    const auto add = [&](const std::string& label, auto text) {
        json cells = json::array();
        for (const auto& row : rows) cells.push_back(text(row));
        lines.push_back({{"label", label}, {"cells", cells}});
    };
    if (first.table.number()) {
        add(first.wording.say("tables.mean"), mean_text);
    } else {
        const auto& question = first.table.question();
        for (const auto i : answers_told(first))
            add(first.wording.label(question, question.categories[i]), [i](const BarRow& row) { return cell_text(row, i); });
    }
    const auto answers = first.table.question().categories.size();
    const bool hidden = std::any_of(lines.begin(), lines.end(), [](const json& line) {
        return std::find(line["cells"].begin(), line["cells"].end(), "\u2014") != line["cells"].end();
    });
    return {{"heads", heads}, {"lines", lines}, {"any_line", true}, {"cut", !first.table.number() && answers > most_lines},
            {"any_hidden", hidden}};
}

}  // namespace

json bars_of(const std::vector<BarRow>& rows) {
    const auto& table = rows.front().table;
    const bool one_answer = !table.multiple() && !table.number() && table.question().categories.size() <= most_segments;
    return one_answer ? stacked(rows) : lines_of(rows);
}

}  // namespace ecoute::server
