#pragma once
#include <optional>
#include <vector>

#include "analysis/protect.hpp"

/// Tests that a reader can make of a table: of what is shown of the innermost groups, and of nothing else (STATISTICS.md B6 e).
namespace ecoute::analysis {

/// The test of association of a table whose counts were moved, over the groups that are shown whole. Rao and Scott's first-order
/// correction with one mean design effect a group:
///   X2 = Sum_i n_i Sum_j (p_ij - p_+j)^2 / p_+j
///   d_i = Sum_j V_ij / Sum_j (p_ij (1 - p_ij) / n_i), 1 where everybody gives one answer
///   E = Sum_j (1 - p_+j) Sum_i d_i (1 - n_i/n), what X2 is on average when all groups answer alike
///   F = X2 / E against F(d, d nu), nu the degrees of freedom of the groups together.
/// V_ij are the shown variances: they hold the design and the noise. Of `columns` answers that some part o of the people gave none of
/// (their number is in no class), Sum_j (1 - p_+j) is columns - 1 + o, and d = (rows - 1) (columns - 1 + o)^2 / (columns - 1 + o^2),
/// Satterthwaite's for columns - 1 parts of weight 1 and one of weight o; without such people (rows - 1)(columns - 1). For a simple sample
/// without noise this is the test
/// of the counts (weighted.hpp). Shares of a weighted table are whole points: 1/12 of a squared point is added. Nothing
/// under two rows or columns, or without degrees of freedom.
std::optional<TestResult> test_of_shown(const std::vector<ProtectedGroup>& groups, bool weighted);

/// The same test of who gave one answer and who did not, over the groups in which that answer is shown: what may be said of the groups
/// with its highest and lowest share, also where people give several answers.
std::optional<TestResult> test_of_answer(const std::vector<ProtectedGroup>& groups, std::size_t answer, bool weighted);

/// Whether the shown means of groups may be one (Welch 1951, without equal variances), with w_i = 1 / se_i^2 and k groups:
///   F = Sum_i w_i (m_i - m)^2 / (k - 1) / (1 + 2 (k - 2) L / (k^2 - 1)), m the mean of the m_i by w_i,
///   L = Sum_i (1 - w_i / Sum w)^2 / df_i, against F(k - 1, (k^2 - 1) / (3 L)).
/// `two_digits`: means are told with two digits, and a twelfth of the last one's square is added to each se^2, as rounding parts groups too.
/// Nothing under two groups, or when one has no standard error or one of 0.
std::optional<TestResult> test_of_means(const std::vector<ProtectedGroup>& groups, bool two_digits);

}  // namespace ecoute::analysis
