#pragma once
#include <Eigen/Dense>
#include <span>
#include <vector>

#include "analysis/calibration.hpp"

namespace ecoute::analysis {

/// X'AX over the levels, with one weight a pattern.
Eigen::MatrixXd products_of(const Memberships& people, std::span<const double> weight_of_pattern);

/// Levels that are linearly independent under these weights, in ascending order. Each margin sums to one, so that of
/// several margins some levels follow from the others. Found by pivoting on the scaled matrix of products; what is left
/// of a level when it is taken off the others counts as nothing under 1e-9 of it (STATISTICS.md A6: a cut-off near the
/// rounding error gives wrong standard errors).
std::vector<Eigen::Index> independent_levels(const Eigen::MatrixXd& products);

}  // namespace ecoute::analysis
