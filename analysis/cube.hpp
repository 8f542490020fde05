#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "analysis/axis.hpp"

namespace ecoute::analysis {

/// A cube has a cell for each combination of positions along its axes, the last axis fastest.
std::size_t cells_of(std::span<const Axis> axes) noexcept;

/// Cells of a cube with fewer than 65,536 of them have numbers of 16 bits, since that doubles what one instruction does.
inline constexpr std::size_t most_short_cells = std::numeric_limits<std::uint16_t>::max();

/// Writes the cell at which each person from `first` on stands; at most block_rows of them.
void cells_of_block(std::span<const Axis> axes, std::size_t first, std::span<std::uint16_t> cells) noexcept;
void cells_of_block(std::span<const Axis> axes, std::size_t first, std::span<std::uint32_t> cells) noexcept;

/// Asks for the next block of a column while this one is worked on: the processor's own foresight ends at each page of memory,
/// which is about as long as a block.
template <class Entry>
void fetch_next_block(std::span<const Entry> column, std::size_t first) noexcept {
    const auto last = std::min(column.size(), first + 2 * block_rows);
    for (auto at = first + block_rows; at < last; at += 64 / sizeof(Entry)) __builtin_prefetch(column.data() + at);
}

/// Calls visit(first, cells) for blocks of people, which together are those from `first` to `last`: what is known of a block
/// stays in the first cache.
template <class Cell, class Visit>
void for_each_block(std::span<const Axis> axes, std::size_t first, std::size_t last, Visit visit) {
    std::array<Cell, block_rows> cells;
    for (; first < last; first += block_rows) {
        const std::span<Cell> block{cells.data(), std::min(block_rows, last - first)};
        cells_of_block(axes, first, block);
        visit(first, std::span<const Cell>{block});
    }
}

/// Calls visit(first, cells) for blocks of people, with the shortest numbers that the cube allows.
template <class Visit>
void for_each_block_of_cube(std::span<const Axis> axes, std::size_t first, std::size_t last, Visit visit) {
    if (cells_of(axes) <= most_short_cells)
        for_each_block<std::uint16_t>(axes, first, last, visit);
    else
        for_each_block<std::uint32_t>(axes, first, last, visit);
}

/// Where the second of two threads begins: whole blocks before it, so that only the last of all people's blocks is short.
inline std::size_t middle_of(std::size_t people) noexcept { return people / 2 / block_rows * block_rows; }

/// Calls visit(person, cell) for everybody.
template <class Visit>
void for_each_person(std::span<const Axis> axes, std::size_t people, Visit visit) {
    for_each_block<std::uint32_t>(axes, 0, people, [&](std::size_t first, std::span<const std::uint32_t> cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) visit(first + i, cells[i]);
    });
}

}  // namespace ecoute::analysis
