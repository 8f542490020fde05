#pragma once
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "forms/form.hpp"

/// Classes of a number that has no "bands", from its questionnaire alone: classes made from answers would give the answers at
/// their ends away, and would differ from one day to the next.
namespace ecoute::analysis {

/// The least and the greatest number that a constraint of the shape ". >= 0 and . <= 120" allows (comparisons of "." with plain
/// numbers, joined by "and", others beside them being ignored); nothing when one end is open.
std::optional<std::pair<double, double>> declared_range(const forms::Question& question);

/// Lower bounds of at most `most_round_bands` classes of one round width (1, 2 or 5 times a power of ten) over a range, at its
/// multiples; an end narrower than half of it belongs to its neighbour.
std::vector<double> round_bands(double least, double greatest, bool whole);
inline constexpr int most_round_bands = 7;

/// The lower bounds that a number is classed by: its own, else those of its declared range (integers and decimals); or none.
std::vector<double> lower_bounds(const forms::Form& form, std::uint32_t question);

}  // namespace ecoute::analysis
