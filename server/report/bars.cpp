#include "server/report/bars.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace ecoute::server {
namespace {

using analysis::ProtectedGroup;
using analysis::ProtectedTable;
using analysis::Wording;
using nlohmann::json;

/// A segment narrower than this holds no text.
constexpr double narrowest_with_text = 9;

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

/// A hidden answer would leave a gap as wide as itself: then the bar is not drawn at all.
bool shows_all(const ProtectedGroup& group) {
    if (group.suppressed || !group.base || *group.base == 0) return false;
    for (const auto& cell : group.cells)
        if (cell.suppressed || !cell.percent) return false;
    return true;
}

json bar_of(const ProtectedTable& table, const Wording& wording, const std::vector<int>& key) {
    json bar{{"label", wording.key(key)}};
    const auto* group = table.find(key);
    if (!group || !shows_all(*group)) {
        bar["hidden"] = wording.say("tables.too_few");
        return bar;
    }
    bar["base"] = wording.count(*group->base);
    bar["segments"] = segments_of(*group, wording);
    return bar;
}

json stacked(const ProtectedTable& table, const Wording& wording, const std::vector<std::vector<int>>& keys) {
    json legend = json::array(), bars = json::array();
    const auto& answers = table.question().categories;
    for (std::size_t i = 0; i < answers.size(); ++i)
        legend.push_back({{"label", wording.label(table.question(), answers[i])}, {"colour", colour_of(i, answers.size())}});
    for (const auto& key : keys) bars.push_back(bar_of(table, wording, key));
    return {{"legend", legend}, {"bars", bars}};
}

std::string cell_text(const ProtectedGroup* group, std::size_t answer, const Wording& wording) {
    if (!group || group->suppressed || answer >= group->cells.size() || !group->cells[answer].percent)
        return wording.say("tables.too_few");
    return wording.percent(*group->cells[answer].percent);
}

std::string mean_text(const ProtectedGroup* group, const Wording& wording) {
    return group && group->mean ? wording.decimal(*group->mean) : wording.say("tables.too_few");
}

json lines_of(const ProtectedTable& table, const Wording& wording, const std::vector<std::vector<int>>& keys) {
    json heads = json::array(), lines = json::array();
    for (const auto& key : keys) heads.push_back(wording.key(key));
    const auto add = [&](const std::string& label, auto text) {
        json cells = json::array();
        for (const auto& key : keys) cells.push_back(text(table.find(key)));
        lines.push_back({{"label", label}, {"cells", cells}});
    };
    if (table.number())
        add(wording.say("tables.mean"), [&](const ProtectedGroup* group) { return mean_text(group, wording); });
    else
        for (std::size_t i = 0; i < table.question().categories.size(); ++i)
            add(wording.label(table.question(), table.question().categories[i]),
                [&](const ProtectedGroup* group) { return cell_text(group, i, wording); });
    return {{"heads", heads}, {"lines", lines}};
}

}  // namespace

json bars_of(const ProtectedTable& table, const Wording& wording, const std::vector<std::vector<int>>& keys) {
    const bool one_answer = !table.multiple() && !table.number() && table.question().categories.size() <= most_segments;
    return one_answer ? stacked(table, wording, keys) : lines_of(table, wording, keys);
}

}  // namespace ecoute::server
