#pragma once
#include <optional>
#include <string_view>

#include "analysis/interval.hpp"
#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// The table as readers will know it: each count moved by its cell key, margins like any other (never as sums), a
/// shown base never under the smallest one, an answer never over its base. Everything downstream is computed from this
/// one. Precondition: the table has key sums.
Table moved(const Table& exact, const Thresholds& limits);

/// Variance that the noise of count and base adds to their share, 0 to 1 (STATISTICS.md B7): V (1 + p^2) / n^2.
double noise_variance(double share, double base);

/// A share of moved counts, in whole points; the noise adds V (1 + p^2) / n^2 to the variance (STATISTICS.md B7).
std::optional<ShareEstimate> moved_share(std::int64_t count, std::int64_t base, std::int64_t sample);

/// Exact and moved counts of one answer in one group.
struct MovedCounts {
    std::int64_t count = 0, base = 0, moved_count = 0, moved_base = 0;
};

/// A weighted share of exact answers, in points, as readers may know it: its percent is shifted as the unweighted share
/// was by the noise, clamped and rounded like any other (B7). Of what belongs to it, the exact answers give one thing only: how
/// many times the variance is that of a simple sample, to two digits. Standard error, effective size, interval, degrees of freedom
/// and weighted count are worked out from that and from moved figures. Told with two digits of their own they would give the exact
/// counts back: with weights of 23.8 a weighted count of 170 is 7 people.
ShareEstimate moved_weighted_share(const ShareEstimate& exact, const MovedCounts& counts, IntervalKind kind);

/// Degrees of freedom in proportion to the moved base.
double moved_freedom(double degrees_of_freedom, std::int64_t base, std::int64_t moved_base) noexcept;

/// What a mean of drawn-in answers is moved by: the change of one more cell key, of the group's people and the question, times
/// the spread of everybody's answers, over the base. So a sum moves as a count does, when `spread` is what one person more or fewer
/// usually adds. `variance` is what that adds to the mean's.
struct MeanNoise {
    double shift = 0, variance = 0;
};
/// In the label of a variable, the entry that tells the parts of one question apart (mean places of a rank's choices); no language.
inline constexpr std::string_view part_of_a_question = "";
MeanNoise noise_of_mean(const Variable& question, std::uint32_t key, double spread, std::int64_t moved_base);

/// To so many significant digits.
double to_digits(double value, int digits);

}  // namespace ecoute::analysis
