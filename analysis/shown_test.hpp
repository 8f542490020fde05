#pragma once
#include <optional>
#include <vector>

#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// The test of association that a reader can make of a table whose counts were moved: of what is shown of the innermost
/// groups that are shown whole, and of nothing else (STATISTICS.md B6 e). Rao and Scott's first-order correction with one mean
/// design effect a group:
///   X2 = Sum_i n_i Sum_j (p_ij - p_+j)^2 / p_+j
///   d_i = Sum_j V_ij / Sum_j (p_ij (1 - p_ij) / n_i), 1 where everybody gives one answer
///   E = (columns - 1) Sum_i d_i (1 - n_i/n), what X2 is on average when all groups answer alike
///   F = X2 / E against F(d, d nu), d = (rows - 1)(columns - 1), nu the degrees of freedom of the groups together.
/// V_ij are the shown variances: they hold the design and the noise. For a simple sample without noise this is the test
/// of the counts (weighted.hpp). Shares of a weighted table are whole points: 1/12 of a squared point is added. Nothing
/// under two rows or columns, or without degrees of freedom.
std::optional<TestResult> test_of_shown(const std::vector<ProtectedGroup>& groups, bool weighted);

}  // namespace ecoute::analysis
