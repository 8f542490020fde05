#include "analysis/lines.hpp"

#include <algorithm>

namespace ecoute::analysis {
namespace {

Line answer_line(const ProtectedTable& table, const Wording& wording, const Category& answer,
                 const ProtectedGroup& group, const Cell& cell) {
    Line line;
    line.answer = wording.label(table.question(), answer);
    line.count = cell.count;
    line.base = group.base;
    line.percent = cell.percent;
    line.low = cell.low;
    line.high = cell.high;
    line.n_effective = cell.n_effective;
    line.deff = cell.deff;
    line.hidden = cell.suppressed;
    if (cell.suppressed) line.reason = wording.hidden(group, cell);
    line.fragile = is_fragile(group, cell);
    return line;
}

Line mean_line(const ProtectedTable& table, const Wording& wording, const ProtectedGroup& group) {
    Line line;
    line.answer = wording.say("tables.any_answer");
    line.count = line.base = group.mean_base;
    line.low = group.mean_low;
    line.high = group.mean_high;
    line.mean = group.mean;
    line.median = group.median;
    line.median_low = group.median_low;
    line.median_high = group.median_high;
    line.lower_quartile = group.lower_quartile;
    line.upper_quartile = group.upper_quartile;
    line.hidden = table.has_mean() ? group.mean_hidden : group.suppressed;
    return line;
}

Line missing_line(std::string answer, const std::optional<std::int64_t>& count) {
    Line line;
    line.answer = std::move(answer);
    line.count = count;
    line.hidden = !count;
    return line;
}

}  // namespace

std::string Line::remark(const Wording& wording) const {
    if (hidden) return reason.empty() ? wording.say("tables.too_few") : reason;
    return fragile ? wording.say("tables.fragile") : "";
}

std::vector<Line> lines_of(const ProtectedTable& table, const Wording& wording, const ProtectedGroup& group) {
    std::vector<Line> lines;
    for (std::size_t i = 0; i < group.cells.size(); ++i)
        lines.push_back(answer_line(table, wording, table.question().categories[i], group, group.cells[i]));
    for (std::size_t i = 0; i < std::min(lines.size(), group.ranked.size()); ++i) lines[i].ranked = group.ranked[i];
    if (table.has_mean() || table.has_median()) lines.push_back(mean_line(table, wording, group));
    for (std::size_t i = 0; i < std::min(lines.size(), group.gaps.size()); ++i) lines[i].gap = group.gaps[i].change;
    lines.push_back(missing_line(wording.say("tables.no_answer"), group.no_answer));
    lines.push_back(missing_line(wording.say("tables.refused"), group.refused));
    lines.push_back(missing_line(wording.say("tables.not_asked"), group.not_asked));
    return lines;
}

}  // namespace ecoute::analysis
