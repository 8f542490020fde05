#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/counting.hpp"

namespace ecoute::analysis {

/// The tallies of counting.hpp with each person's record key in place of 1: the sum of a cell's keys says who is in it
/// and nothing else (STATISTICS.md B4). Sums are exact (fewer than 2^31 people); their last 32 bits are the cell key.
std::vector<Tally> key_tallies_of_answers(std::span<const Axis> axes, const Axis& answer, std::size_t categories,
                                          std::span<const std::uint32_t> keys);
/// Of several options a person: `column` is a select_multiple or a rank.
std::vector<Tally> key_tallies_of_options(std::span<const Axis> axes, const forms::Column& column,
                                          std::span<const int> category_of_choice, std::size_t categories,
                                          std::span<const std::uint32_t> keys);

}  // namespace ecoute::analysis
