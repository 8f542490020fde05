#pragma once
#include <span>

#include "analysis/given.hpp"
#include "analysis/linearised.hpp"
#include "analysis/table.hpp"

namespace ecoute::analysis {

/// Adds to a table what its answers say of the population: shares, means and medians with their uncertainty, and the test
/// of the first-order association (Rao-Scott) when it is one answer a person, split by something (Table::test_over;
/// `sample` must outlive its call). Counts stay what they are. `columns` and the sample are those that the table was
/// counted from, with everybody in them: `within` (as for crosstab) is a domain, outside which people count as not asked,
/// so that margins, strata and degrees of freedom are those of the whole sample. `weighted`: the weights are not all one.
void add_estimates(Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                   IntervalKind kind, bool weighted, std::span<const std::uint8_t> within = {});

/// The same figures without a test, from those who gave one answer each. `table` says whether it is weighted and what its intervals are;
/// `quantiles`: whether anybody looks at those of a number.
void estimate(Table& table, const GroupsOfCells& groups, std::span<const GivenAlike> all, const Linearised& sample, bool quantiles = true);

/// The same shares of several answers a person; `first`: of a rank, of what each put first.
void estimate(Table& table, const GroupsOfCells& groups, const GivenOptions& options, const Linearised& sample, bool first = false);

/// The same test from the counts of a simple sample without weights (rao_scott_of_counts).
void add_test_of_counts(Table& table);

}  // namespace ecoute::analysis
