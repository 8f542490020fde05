#include "analysis/counting.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <future>
#include <limits>

namespace ecoute::analysis {
namespace {

/// Writes the cell of each person of a block. 16 bits when the cube allows, since that doubles what one instruction
/// does.
template <class Index>
void cells_of_block(std::span<const Axis> axes, std::size_t first, std::size_t rows, Index* cells) noexcept {
    std::array<std::uint16_t, block_rows> positions;
    std::fill(cells, cells + rows, Index{0});
    for (const auto& axis : axes) {
        positions_of(axis, first, {positions.data(), rows});
        const auto size = static_cast<Index>(axis.size());
        for (std::size_t i = 0; i < rows; ++i) cells[i] = static_cast<Index>(cells[i] * size + positions[i]);
    }
}

template <class Index, class Visit>
void for_each_block(std::span<const Axis> axes, std::size_t people, Visit visit) {
    std::array<Index, block_rows> cells;
    std::size_t first = 0;
    for (; first + block_rows <= people; first += block_rows) {
        cells_of_block<Index>(axes, first, block_rows, cells.data());
        visit(first, block_rows, cells.data());
    }
    if (first == people) return;
    cells_of_block<Index>(axes, first, people - first, cells.data());
    visit(first, people - first, cells.data());
}

/// Four tables of counts in turn, so that two neighbours in one cell do not wait for each other.
template <class Index>
void count_blocks(std::span<const Axis> axes, std::size_t people, std::vector<std::int64_t>& counts) {
    const std::size_t size = counts.size();
    const std::size_t copies = size <= 4096 ? 4 : 1;
    std::vector<std::uint32_t> part(size * copies);
    const auto flush = [&] {
        for (std::size_t i = 0; i < part.size(); ++i) counts[i % size] += part[i];
        std::fill(part.begin(), part.end(), 0u);
    };
    std::array<std::uint32_t*, 4> table{};
    for (std::size_t i = 0; i < 4; ++i) table[i] = part.data() + (i % copies) * size;
    std::size_t since_flush = 0;
    for_each_block<Index>(axes, people, [&](std::size_t, std::size_t rows, const Index* cells) {
        const std::size_t fours = rows - rows % 4;
        for (std::size_t i = 0; i < fours; i += 4) {
            ++table[0][cells[i]];
            ++table[1][cells[i + 1]];
            ++table[2][cells[i + 2]];
            ++table[3][cells[i + 3]];
        }
        for (std::size_t i = fours; i < rows; ++i) ++table[0][cells[i]];
        since_flush += rows;
        if (since_flush < 1u << 31) return;
        flush();
        since_flush = 0;
    });
    flush();
}

/// Calls visit(person, cell) for everybody.
template <class Visit>
void for_each_person(std::span<const Axis> axes, std::size_t people, Visit visit) {
    for_each_block<std::uint32_t>(axes, people, [&](std::size_t first, std::size_t rows, const std::uint32_t* cells) {
        for (std::size_t i = 0; i < rows; ++i) visit(first + i, cells[i]);
    });
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

std::size_t cells_of(std::span<const Axis> axes) noexcept {
    std::size_t cells = 1;
    for (const auto& axis : axes) cells *= axis.size();
    return cells;
}

namespace {

/// The same axes over some of the people.
std::vector<Axis> part_of(std::span<const Axis> axes, std::size_t first, std::size_t people) {
    std::vector<Axis> part(axes.begin(), axes.end());
    for (auto& axis : part) {
        if (!axis.codes.empty()) axis.codes = axis.codes.subspan(first, people);
        if (!axis.numbers.empty()) axis.numbers = axis.numbers.subspan(first, people);
        if (!axis.states.empty()) axis.states = axis.states.subspan(first, people);
    }
    return part;
}

std::vector<std::int64_t> count_part(std::span<const Axis> axes, std::size_t people) {
    std::vector<std::int64_t> counts(cells_of(axes));
    if (counts.size() <= std::numeric_limits<std::uint16_t>::max())
        count_blocks<std::uint16_t>(axes, people, counts);
    else
        count_blocks<std::uint32_t>(axes, people, counts);
    return counts;
}

}  // namespace

std::vector<std::int64_t> count_cells(std::span<const Axis> axes, std::size_t people, int threads) {
    if (threads < 2 || people < people_worth_a_thread) return count_part(axes, people);
    // Whole blocks here, so that only the last of all people's blocks is short.
    const auto half = people / 2 / block_rows * block_rows;
    const auto second = part_of(axes, half, people - half);
    auto beside = std::async(std::launch::async, [&] { return count_part(second, people - half); });
    auto counts = count_part(part_of(axes, 0, half), half);
    const auto others = beside.get();
    for (std::size_t cell = 0; cell < counts.size(); ++cell) counts[cell] += others[cell];
    return counts;
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

void add_values(std::vector<Tally>& result, std::span<const Axis> axes, const forms::Column& column,
                std::size_t people) {
    for_each_person(axes, people, [&](std::size_t person, std::uint32_t cell) {
        if (column.states[person] == forms::State::answered && std::isfinite(column.numbers[person]))
            result[cell].values.push_back(column.numbers[person]);
    });
}

}  // namespace ecoute::analysis
