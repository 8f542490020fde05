#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/axis.hpp"

namespace ecoute::analysis {

/// People who stand at one place of the breakdowns' axes.
struct Tally {
    std::int64_t base = 0, not_asked = 0, no_answer = 0, refused = 0;
    std::vector<std::int64_t> counts;  ///< one per answer category
};

/// Tallies of the same cells: of people; and with each person's record key in place of 1. The sum of a cell's keys says who is in it and
/// nothing else (STATISTICS.md B4); sums are exact (fewer than 2^31 people), their last 32 bits are the cell key. Empty without keys.
struct Tallies {
    std::vector<Tally> people, keys;
};

/// Fewer people are counted in the time that a thread takes to start.
inline constexpr std::size_t people_worth_a_thread = 500'000;
/// A laptop in a community centre has two cores.
inline constexpr int most_counting_threads = 2;

/// People in each cell of the cube (cube.hpp). One pass over the columns, half of it beside when they are many.
std::vector<std::int64_t> count_cells(std::span<const Axis> axes, std::size_t people, int threads = most_counting_threads);

/// The same with each person's record key in place of 1; one entry a person.
std::vector<std::int64_t> sum_keys(std::span<const Axis> axes, std::span<const std::uint32_t> keys, int threads = most_counting_threads);

/// The cube with `answer` as one more axis, folded into a tally a cell. `categories` of the answer; `keys`: one entry a person, or none.
Tallies tally_answers(std::span<const Axis> axes, const Axis& answer, std::size_t categories, std::size_t people,
                      std::span<const std::uint32_t> keys);

/// Of several choices a person, `column` being a select_multiple or a rank of form's columns; the base are those who answered.
struct OptionsCounted {
    std::vector<int> category_of_choice;          ///< as categories_of_choices
    std::size_t categories = 0;
    std::size_t places = 1;                       ///< of a rank that are told apart, the last with all behind it
    std::span<const std::uint8_t> within = {};    ///< one entry a person, or none: everybody
};
/// Counts of categories; where places are told apart, of category i at place j at i * places + j.
Tallies tally_options(std::span<const Axis> axes, const forms::Column& column, const OptionsCounted& options, std::size_t people,
                      std::span<const std::uint32_t> keys);

}  // namespace ecoute::analysis
