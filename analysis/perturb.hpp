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
std::optional<double> mean_of_scale(const Variable& question, const Group& group);  ///< as its counts make it
std::optional<double> moved_mean(const Variable& question, const Group& moved);

/// Each category stands for one value: a scale.
bool is_scale(const Variable& question) noexcept;

/// To so many significant digits.
double to_digits(double value, int digits);

}  // namespace ecoute::analysis
