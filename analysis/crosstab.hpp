#pragma once
#include "analysis/table.hpp"

namespace ecoute::analysis {

/// Counts. Refuses with table_question_unknown or table_breakdown_unknown (fact "known": what may be asked), and table_too_fine over
/// `most_cells`.
forms::Result<Table> crosstab(const forms::Form& form, const forms::Columns& columns, const TableRequest& request);

/// Questions that can be tabulated, and variables that tables can be split by, in document order.
std::vector<std::uint32_t> tabulated(const forms::Form& form);
std::vector<std::uint32_t> breakdowns(const forms::Form& form);

inline constexpr std::size_t most_cells = 200'000;

}  // namespace ecoute::analysis
