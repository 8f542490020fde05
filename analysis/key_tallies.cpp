#include "analysis/key_tallies.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace ecoute::analysis {
namespace {

/// Calls visit(person, cell) for everybody, cells numbered as in counting.hpp.
template <class Visit>
void for_each_person(std::span<const Axis> axes, std::size_t people, Visit visit) {
    std::array<std::uint16_t, block_rows> positions;
    std::array<std::uint32_t, block_rows> cells;
    for (std::size_t first = 0; first < people; first += block_rows) {
        const std::size_t rows = std::min(block_rows, people - first);
        std::fill_n(cells.begin(), rows, 0u);
        for (const auto& axis : axes) {
            positions_of(axis, first, {positions.data(), rows});
            const auto size = static_cast<std::uint32_t>(axis.size());
            for (std::size_t i = 0; i < rows; ++i) cells[i] = cells[i] * size + positions[i];
        }
        for (std::size_t i = 0; i < rows; ++i) visit(first + i, cells[i]);
    }
}

std::vector<Tally> empty_tallies(std::span<const Axis> axes, std::size_t categories) {
    Tally empty;
    empty.counts.assign(categories, 0);
    return std::vector<Tally>(cells_of(axes), empty);
}

/// Where a person who did not answer is counted; nullptr when answered.
std::int64_t* missing(Tally& tally, forms::State state) noexcept {
    switch (state) {
        case forms::State::not_asked:
            return &tally.not_asked;
        case forms::State::refused:
            return &tally.refused;
        case forms::State::answered:
            return nullptr;
        default:
            return &tally.no_answer;
    }
}

void add_meaning(Tally& tally, int meaning, std::int64_t key_sum) noexcept {
    if (meaning == meaning_not_asked)
        tally.not_asked += key_sum;
    else if (meaning == meaning_no_answer)
        tally.no_answer += key_sum;
    else if (meaning == meaning_refused)
        tally.refused += key_sum;
    else {
        tally.base += key_sum;
        if (meaning >= 0) tally.counts[static_cast<std::size_t>(meaning)] += key_sum;
    }
}

}  // namespace

std::vector<Tally> key_tallies_of_answers(std::span<const Axis> axes, const Axis& answer, std::size_t categories,
                                          std::span<const std::uint32_t> keys) {
    std::vector<Axis> all(axes.begin(), axes.end());
    all.push_back(answer);
    std::vector<std::int64_t> sums(cells_of(all));
    for_each_person(all, keys.size(), [&](std::size_t person, std::uint32_t cell) { sums[cell] += keys[person]; });
    auto result = empty_tallies(axes, categories);
    for (std::size_t cell = 0; cell < result.size(); ++cell)
        for (std::size_t i = 0; i < answer.size(); ++i)
            add_meaning(result[cell], answer.meanings[i], sums[cell * answer.size() + i]);
    return result;
}

std::vector<Tally> key_tallies_of_options(std::span<const Axis> axes, const forms::Column& column,
                                          std::span<const int> category_of_choice, std::size_t categories,
                                          std::span<const std::uint32_t> keys) {
    auto result = empty_tallies(axes, categories);
    for_each_person(axes, keys.size(), [&](std::size_t person, std::uint32_t cell) {
        auto& tally = result[cell];
        if (auto* const place = missing(tally, column.states[person])) {
            *place += keys[person];
            return;
        }
        tally.base += keys[person];
        const auto tick = [&](std::size_t choice) {
            if (choice < category_of_choice.size() && category_of_choice[choice] >= 0)
                tally.counts[static_cast<std::size_t>(category_of_choice[choice])] += keys[person];
        };
        if (!column.ranks.empty())
            for (const auto choice : column.ranks[person]) tick(choice);
        for (std::uint32_t word = 0; word < column.words; ++word)
            for (auto bits = column.ticks[person * column.words + word]; bits != 0; bits &= bits - 1)
                tick(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
    });
    return result;
}

}  // namespace ecoute::analysis
