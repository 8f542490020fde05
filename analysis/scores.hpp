#pragma once
#include <optional>

#include "analysis/table.hpp"

namespace ecoute::analysis {

/// True when some answer is worth points.
bool has_scores(const Variable& question) noexcept;

/// Each class of a number is one value (steps of a range, "0", "1", "2"): its answers are worth themselves, and the counts give the mean.
bool is_scale(const Variable& question) noexcept;

/// Points of the answers of a group. An answer without points ("je ne sais pas") is in the shares, not here.
struct Points {
    std::int64_t people = 0;
    double mean = 0;
    double variance = 0;  ///< of the points, divided by `people`
};

/// From the counts alone: points (of a scale, its values) are a column of numbers that hold one value a category. Nothing when nobody gave an
/// answer with points.
std::optional<Points> points_of(const Variable& question, const Group& group);

/// Variance that the noise of moved counts adds to the mean of their points: counts c are moved apart from each other,
/// each with variance V, so that of m = sum(c s) / sum(c) it makes V sum((s - m)^2) / sum(c)^2 (first order).
double noise_of_points(const Variable& question, const Points& moved);

}  // namespace ecoute::analysis
