#pragma once
#include <optional>

#include "analysis/interval.hpp"
#include "analysis/protect.hpp"
#include "analysis/suppression.hpp"

namespace ecoute::analysis {

/// The table as readers will know it: each count moved by its cell key, margins like any other (never as sums), a
/// shown base never under the smallest one, an answer never over its base. Everything downstream is computed from this
/// one. Precondition: the table has key sums.
Table moved(const Table& exact, const Thresholds& limits);

/// Hides, beside what is hidden already, the counts that were moved under k, so that a count of 0 is nobody for certain
/// and no count from 1 to k-1 is ever shown. What is added needs no cover: its count is k or more, and the others are
/// moved.
void hide_what_moved_under(const Table& exact, const Table& moved, const Thresholds& limits, Hidden& hidden);

/// A share of moved counts, in whole points; the noise adds V (1 + p^2) / n^2 to the variance (STATISTICS.md B7).
std::optional<ShareEstimate> moved_share(std::int64_t count, std::int64_t base, std::int64_t sample);

/// A weighted share of exact answers, in points, as readers may know it: its percent is shifted as the unweighted share
/// was by the noise, clamped and rounded like any other (B7); its interval grows by the noise.
ShareEstimate moved_weighted_share(const ShareEstimate& exact, std::int64_t count, std::int64_t base,
                                   std::int64_t moved_count, std::int64_t moved_base);

/// Mean of a group: of its moved distribution where each category is one value, else drawn in and to two significant
/// digits. Nothing for a group without answers.
std::optional<double> moved_mean(const Variable& question, const Group& moved);

/// Quantile of the moved distribution over bands, by interpolation: of half of the answers the median. Nothing without bands, in
/// an open last band, or of fewer than `fewest_for_a_quantile` answers.
std::optional<double> moved_quantile(const Variable& question, const Group& moved, double share);
/// max(11, 10/min(q, 1-q)): 20 for a median, 40 for a quartile (STATISTICS.md B7).
std::int64_t fewest_for_a_quantile(double share) noexcept;

/// To so many significant digits.
double to_digits(double value, int digits);

}  // namespace ecoute::analysis
