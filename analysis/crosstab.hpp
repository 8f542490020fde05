#pragma once
#include <span>

#include "analysis/split.hpp"
#include "analysis/table.hpp"

namespace ecoute::analysis {

/// Counts. Refuses with table_question_unknown or table_breakdown_unknown (fact "known": what may be asked), and with
/// table_too_fine over `most_breakdowns` (fact "variables") or `most_cells` (fact "limit"). `within`: 1 or 0 a person, those who are counted
/// (mask_of of the request's condition); empty for everybody.
forms::Result<Table> crosstab(const forms::Form& form, const forms::Columns& columns, const TableRequest& request,
                              std::span<const std::uint8_t> within = {});

/// Questions that can be tabulated, and variables that tables can be split by, in document order. The question of
/// consent is in neither list: all who are counted agreed.
std::vector<std::uint32_t> tabulated(const forms::Form& form);
std::vector<std::uint32_t> breakdowns(const forms::Form& form);

/// Groups times answers of one table. A hundred quartiers x 6 ages x 3 genders x 60 answers fit; more is not read by
/// anybody.
inline constexpr std::size_t most_cells = 200'000;

}  // namespace ecoute::analysis
