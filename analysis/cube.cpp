#include "analysis/cube.hpp"

namespace ecoute::analysis {
namespace {

/// The commonest axis, computed in place: position and cell in one loop without a branch. `is_first`: cells hold nothing yet.
template <bool is_first, class Cell>
void add_codes(const Axis& axis, std::size_t first, std::span<Cell> cells) noexcept {
    const auto size = static_cast<Cell>(axis.size());
    axis.codes->visit([&](auto codes) {
        fetch_next_block(codes, first);
        for_each_position(axis, codes, first, cells.size(), [&](std::size_t i, auto position) {
            cells[i] = is_first ? Cell{position} : static_cast<Cell>(cells[i] * size + position);
        });
    });
}

template <class Cell>
void add_positions(const Axis& axis, std::size_t first, std::span<Cell> cells) noexcept {
    std::array<std::uint16_t, block_rows> positions;
    positions_of(axis, first, {positions.data(), cells.size()});
    const auto size = static_cast<Cell>(axis.size());
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = static_cast<Cell>(cells[i] * size + positions[i]);
}

template <class Cell>
void write_cells(std::span<const Axis> axes, std::size_t first, std::span<Cell> cells) noexcept {
    const bool begins_with_codes = !axes.empty() && axes.front().codes;
    if (begins_with_codes)
        add_codes<true>(axes.front(), first, cells);
    else
        std::fill(cells.begin(), cells.end(), Cell{0});
    for (const auto& axis : axes.subspan(begins_with_codes)) {
        if (axis.codes)
            add_codes<false>(axis, first, cells);
        else
            add_positions(axis, first, cells);
    }
}

}  // namespace

std::size_t cells_of(std::span<const Axis> axes) noexcept {
    std::size_t cells = 1;
    for (const auto& axis : axes) cells *= axis.size();
    return cells;
}

void cells_of_block(std::span<const Axis> axes, std::size_t first, std::span<std::uint16_t> cells) noexcept { write_cells(axes, first, cells); }
void cells_of_block(std::span<const Axis> axes, std::size_t first, std::span<std::uint32_t> cells) noexcept { write_cells(axes, first, cells); }

}  // namespace ecoute::analysis
