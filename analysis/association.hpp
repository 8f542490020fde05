#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/linearised.hpp"
#include "analysis/test_result.hpp"

namespace ecoute::analysis {

/// Cells of a table whose association is tested; over it the covariance costs more than it tells.
inline constexpr std::size_t most_tested_cells = 150;

/// Rao and Scott's second-order test of independence of rows and columns (STATISTICS.md A10): X2 of Pearson on weighted
/// shares, scaled to the n people in the table, over tr(D), against F(d0, d0 nu). `cell_of`: row * columns + column of each
/// of `people`, -1 outside the table, where everybody else of the sample stands. Rows and columns of nobody are dropped. Nothing when fewer than two of
/// either are left, over `most_tested_cells`, or without degrees of freedom. nu is primary units minus strata of the whole sample when it
/// is calibrated, else of who stands in the table (as R's svychisq counts them).
std::optional<TestResult> rao_scott(const Linearised& sample, std::span<const Alike> people, std::span<const int> cell_of, std::size_t rows,
                                    std::size_t columns);
/// The same with an entry of `cell_of` for each person of the sample.
std::optional<TestResult> rao_scott(const Linearised& sample, std::span<const int> cell_of, std::size_t rows, std::size_t columns);

/// The same from the counts of a simple sample of `sample` people, without weights: V = m/(m-1) (diag(p) - pp')/n. No row and no
/// column may be of nobody.
std::optional<TestResult> rao_scott_of_counts(const std::vector<std::vector<double>>& rows, double sample);

}  // namespace ecoute::analysis
