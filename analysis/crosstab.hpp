#pragma once
#include "analysis/table.hpp"

namespace ecoute::analysis {

/// Counts. Refuses with table_question_unknown or table_breakdown_unknown (fact "known": what may be asked), and with
/// table_too_fine (fact "limit") over `most_breakdowns` or `most_cells`.
forms::Result<Table> crosstab(const forms::Form& form, const forms::Columns& columns, const TableRequest& request);

/// Questions that can be tabulated, and variables that tables can be split by, in document order. The question of
/// consent is in neither list: all who are counted agreed.
std::vector<std::uint32_t> tabulated(const forms::Form& form);
std::vector<std::uint32_t> breakdowns(const forms::Form& form);

/// Groups times answers of one table. A hundred quartiers x 6 ages x 3 genders x 60 answers fit; more is not read by
/// anybody.
inline constexpr std::size_t most_cells = 200'000;

}  // namespace ecoute::analysis
