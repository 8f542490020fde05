#include "analysis/key_tallies.hpp"

#include <bit>

#include "analysis/cube.hpp"

namespace ecoute::analysis {
namespace {

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
    const auto sums = sum_keys(all, keys);
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
