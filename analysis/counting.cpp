#include "analysis/counting.hpp"

#include <algorithm>
#include <bit>
#include <future>
#include <utility>

#include "analysis/cube.hpp"

namespace ecoute::analysis {
namespace {

/// A small cube is counted in four tables in turn, so that neighbours in one cell do not wait for each other; of a large one
/// they seldom are, and four tables would not stay in the first cache.
constexpr std::size_t most_cells_counted_apart = 2048;

std::vector<std::int64_t> count_part(std::span<const Axis> axes, std::size_t first, std::size_t last) {
    std::vector<std::int64_t> counts(cells_of(axes));
    const std::size_t size = counts.size(), apart = size <= most_cells_counted_apart ? size : 0;
    std::vector<std::uint32_t> part(size + 3 * apart);
    const auto flush = [&] {
        for (std::size_t i = 0; i < part.size(); ++i) counts[i % size] += std::exchange(part[i], 0u);
    };
    std::uint32_t* const tables[] = {part.data(), part.data() + apart, part.data() + 2 * apart, part.data() + 3 * apart};
    std::size_t since_flush = 0;
    for_each_block_of_cube(axes, first, last, [&](std::size_t, auto cells) {
        std::size_t i = 0;
        for (; i + 4 <= cells.size(); i += 4) {
            ++tables[0][cells[i]];
            ++tables[1][cells[i + 1]];
            ++tables[2][cells[i + 2]];
            ++tables[3][cells[i + 3]];
        }
        for (; i < cells.size(); ++i) ++tables[0][cells[i]];
        since_flush += cells.size();
        if (since_flush < 1u << 31) return;
        flush();
        since_flush = 0;
    });
    flush();
    return counts;
}

std::vector<std::int64_t> sum_part(std::span<const Axis> axes, std::span<const std::uint32_t> keys, std::size_t begin, std::size_t end) {
    std::vector<std::int64_t> sums(cells_of(axes));
    for_each_block_of_cube(axes, begin, end, [&](std::size_t first, auto cells) {
        fetch_next_block(keys, first);
        const auto* const of_block = keys.data() + first;
        for (std::size_t i = 0; i < cells.size(); ++i) sums[cells[i]] += of_block[i];
    });
    return sums;
}

/// part(first, last) of everybody, half of it beside when they are many.
template <class Part>
auto in_two(std::size_t people, int threads, const Part& part) {
    if (threads < 2 || people < people_worth_a_thread) return part(0, people);
    const auto half = middle_of(people);
    auto beside = std::async(std::launch::async, [&] { return part(half, people); });
    auto sums = part(0, half);
    const auto others = beside.get();
    for (std::size_t cell = 0; cell < sums.size(); ++cell) sums[cell] += others[cell];
    return sums;
}

std::vector<Tally> tallies(std::span<const Axis> axes, std::size_t categories) {
    Tally empty;
    empty.counts.assign(categories, 0);
    return std::vector<Tally>(cells_of(axes), empty);
}

/// Counts the person as answering or missing; true when answering.
bool add_state(Tally& tally, forms::State state) noexcept {
    switch (state) {
        case forms::State::not_asked:
            ++tally.not_asked;
            return false;
        case forms::State::refused:
            ++tally.refused;
            return false;
        case forms::State::answered:
            ++tally.base;
            return true;
        default:
            ++tally.no_answer;
            return false;
    }
}

void add_meaning(Tally& tally, int meaning, std::int64_t people) noexcept {
    if (meaning == meaning_not_asked)
        tally.not_asked += people;
    else if (meaning == meaning_no_answer)
        tally.no_answer += people;
    else if (meaning == meaning_refused)
        tally.refused += people;
    else {
        tally.base += people;
        if (meaning >= 0) tally.counts[static_cast<std::size_t>(meaning)] += people;
    }
}

}  // namespace

std::vector<std::int64_t> count_cells(std::span<const Axis> axes, std::size_t people, int threads) {
    return in_two(people, threads, [axes](std::size_t first, std::size_t last) { return count_part(axes, first, last); });
}

std::vector<std::int64_t> sum_keys(std::span<const Axis> axes, std::span<const std::uint32_t> keys, int threads) {
    return in_two(keys.size(), threads,
                  [&](std::size_t first, std::size_t last) { return sum_part(axes, keys, first, last); });
}

std::vector<Tally> tally_answers(std::span<const Axis> axes, const Axis& answer, std::size_t categories,
                                 std::size_t people) {
    std::vector<Axis> all(axes.begin(), axes.end());
    all.push_back(answer);
    const auto counts = count_cells(all, people);
    auto result = tallies(axes, categories);
    for (std::size_t cell = 0; cell < result.size(); ++cell)
        for (std::size_t i = 0; i < answer.size(); ++i)
            add_meaning(result[cell], answer.meanings[i], counts[cell * answer.size() + i]);
    return result;
}

std::vector<Tally> tally_ticks(std::span<const Axis> axes, const forms::Column& column,
                               std::span<const int> category_of_choice, std::size_t categories, std::size_t people) {
    auto result = tallies(axes, categories);
    for_each_person(axes, people, [&](std::size_t person, std::uint32_t cell) {
        auto& tally = result[cell];
        if (!add_state(tally, column.states[person])) return;
        for (std::uint32_t word = 0; word < column.words; ++word) {
            auto bits = column.ticks[person * column.words + word];
            for (; bits != 0; bits &= bits - 1) {
                const std::size_t choice = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
                if (choice < category_of_choice.size() && category_of_choice[choice] >= 0)
                    ++tally.counts[static_cast<std::size_t>(category_of_choice[choice])];
            }
        }
    });
    return result;
}

std::vector<Tally> tally_ranks(std::span<const Axis> axes, const forms::Column& column,
                               std::span<const int> category_of_choice, std::size_t categories, std::size_t people) {
    auto result = tallies(axes, categories);
    for_each_person(axes, people, [&](std::size_t person, std::uint32_t cell) {
        auto& tally = result[cell];
        if (!add_state(tally, column.states[person])) return;
        for (const auto choice : column.ranks[person])
            if (choice < category_of_choice.size() && category_of_choice[choice] >= 0)
                ++tally.counts[static_cast<std::size_t>(category_of_choice[choice])];
    });
    return result;
}

}  // namespace ecoute::analysis
