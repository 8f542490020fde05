#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "analysis/interval.hpp"
#include "analysis/table.hpp"

/// Quantiles of a distribution over classes: what is told of numbers and dates where counts are moved, because the value of a quantile
/// itself is somebody's answer (STATISTICS.md B7).
namespace ecoute::analysis {

/// What a group shows of its distribution.
struct BandedGroup {
    std::span<const double> masses;        ///< one a class of the question: counts, or weighted shares
    std::span<const std::int64_t> counts;  ///< people in each, as they are told
    std::int64_t base = 0;
    double design_effect = 1;              ///< of shares in this group
    double degrees_of_freedom = 0;
    double below = 0;                      ///< in the unit of the masses: who answered less than the first class
};

/// The value that so many people are at or under, class by class: of a class of one value ("0 enfant", a step of a scale) that value; of
/// whole numbers the one that is reached when people are spread evenly over those of the class ("1 à 2" gives 1 or 2); of decimals and
/// dates by interpolation. Woodruff's interval in the same way, from the share's t sqrt(deff q(1-q)/n); nothing where it ends in
/// an open class. Numbers have two significant digits and an interval rounded outwards; dates are the first day of their month.
/// Nothing below the first class, in an open class, in one of fewer than `smallest` people, or of fewer than `fewest_for_a_quantile` answers.
std::optional<Estimate> banded_quantile(const Variable& question, const BandedGroup& group, double share, std::int64_t smallest);

/// max(11, 10/min(q, 1-q)): 20 for a median, 40 for a quartile (STATISTICS.md B7).
std::int64_t fewest_for_a_quantile(double share) noexcept;

}  // namespace ecoute::analysis
