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

/// Fewer people are counted in the time that a thread takes to start.
inline constexpr std::size_t people_worth_a_thread = 500'000;
/// A laptop in a community centre has two cores.
inline constexpr int most_counting_threads = 2;

/// People in each cell of the cube (cube.hpp). One pass over the columns, half of it beside when they are many.
std::vector<std::int64_t> count_cells(std::span<const Axis> axes, std::size_t people, int threads = most_counting_threads);

/// The same with each person's record key in place of 1; one entry a person.
std::vector<std::int64_t> sum_keys(std::span<const Axis> axes, std::span<const std::uint32_t> keys, int threads = most_counting_threads);

/// The cube with `answer` as one more axis, folded into a tally a cell. `categories` of the answer.
std::vector<Tally> tally_answers(std::span<const Axis> axes, const Axis& answer, std::size_t categories,
                                 std::size_t people);
/// select_multiple: bits of `ticks`, base = those whose state is answered.
std::vector<Tally> tally_ticks(std::span<const Axis> axes, const forms::Column& column,
                               std::span<const int> category_of_choice, std::size_t categories, std::size_t people);
/// rank: each choice counts once, whatever its place.
std::vector<Tally> tally_ranks(std::span<const Axis> axes, const forms::Column& column,
                               std::span<const int> category_of_choice, std::size_t categories, std::size_t people);

}  // namespace ecoute::analysis
