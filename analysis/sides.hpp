#pragma once
#include <optional>

#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// A shown share as one side of a comparison, in points; of gaps, of what sets a quartier apart and of waves alike. A share of 0 or
/// 100 % has a linearised variance of 0, and is no more certain than its neighbours for that: STATISTICS.md A8 gives it an interval
/// on Kish's effective size, and its standard error is that interval, over the t quantile that it was made with (plus the noise of
/// moved counts, but of nobody, whose count is never moved). So 0 of 40 differs from a certain share when that lies outside the
/// interval shown beside 0 of 40. Nothing where a figure is hidden or has no interval.
std::optional<Side> share_side(const Cell& cell);

/// A shown mean as one side of a comparison, in its own unit. Nothing where it is hidden, and where everybody gave the same number: a
/// mean has no interval of its own for that, and is not certain either.
std::optional<Side> mean_side(const ProtectedGroup& group);

}  // namespace ecoute::analysis
