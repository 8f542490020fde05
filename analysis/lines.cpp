#include "analysis/lines.hpp"

#include <algorithm>

namespace ecoute::analysis {
namespace {

Line answer_line(const ProtectedTable& table, const Wording& wording, const Category& answer,
                 const ProtectedGroup& group, const Cell& cell) {
    return {wording.label(table.question(), answer),
            cell.count,
            group.base,
            cell.percent,
            cell.low,
            cell.high,
            {},
            {},
            cell.suppressed,
            cell.suppressed ? wording.hidden(group, cell) : "",
            is_fragile(group, cell),
            {},
            {}};
}

Line mean_line(const Wording& wording, const ProtectedGroup& group) {
    return {wording.say("tables.any_answer"),
            group.mean_base,
            group.mean_base,
            {},
            group.mean_low,
            group.mean_high,
            group.mean,
            group.median,
            group.mean_hidden,
            "",
            false,
            {},
            {}};
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
    if (table.has_mean()) {
        lines.push_back(mean_line(wording, group));
        lines.back().lower_quartile = group.lower_quartile;
        lines.back().upper_quartile = group.upper_quartile;
    }
    for (std::size_t i = 0; i < std::min(lines.size(), group.gaps.size()); ++i) lines[i].gap = group.gaps[i].change;
    lines.push_back(missing_line(wording.say("tables.no_answer"), group.no_answer));
    lines.push_back(missing_line(wording.say("tables.refused"), group.refused));
    lines.push_back(missing_line(wording.say("tables.not_asked"), group.not_asked));
    return lines;
}

}  // namespace ecoute::analysis
