#pragma once
#include <optional>
#include <string>
#include <vector>

#include "analysis/chart.hpp"

namespace ecoute::analysis {

/// More small charts are not compared by anybody, and more rows make them large ones.
inline constexpr std::size_t most_panels = 60, most_panel_rows = 16;

/// One small chart: a quartier.
struct Panel {
    std::string name;
    std::optional<std::int64_t> base;
    bool hidden = false;    ///< the whole of it: too few answers
    std::vector<Bar> bars;  ///< one a row of Panels; `name` only where a figure is told as a bound ("≤ 5 %")
};

/// Small charts side by side, with the same rows on the same scale, and of each row what everybody says.
struct Panels {
    std::string title, subtitle, description;
    std::vector<std::string> rows;
    std::vector<std::optional<double>> everybody;  ///< one a row: where the dashed line stands
    std::vector<Panel> panels;
    bool percent = true;  ///< as in Chart
};

/// A panel for each category of the quartier (of the first breakdown when the table is split by no place); rows are the answers,
/// or, of a table with more breakdowns, their categories for one answer (`answer`; -1: the mean of a number, else the answer
/// that everybody gives most).
Panels panels_of(const ProtectedTable& table, const Heading& heading, int answer);
/// False for a table without breakdown, a compared one, and one with too many panels or rows.
bool has_panels(const ProtectedTable& table);
std::string panels_svg(const ProtectedTable& table, const Heading& heading, int answer, Surroundings surroundings);

/// Answers end to end: one answer a person, few enough to be told apart.
inline constexpr std::size_t most_stacked_answers = 7, most_stacked_bars = 80;
bool can_be_stacked(const ProtectedTable& table);
/// A bar a group, the whole last. What is hidden is hatched and stands last, as wide as what the others leave.
std::string stacked_svg(const ProtectedTable& table, const Heading& heading, Surroundings surroundings);

}  // namespace ecoute::analysis
