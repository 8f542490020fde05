#pragma once
#include <string>
#include <vector>

namespace ecoute::analysis {

/// One column of a table in a terminal. The first `fixed` columns of a grid come back in each block.
struct GridColumn {
    std::string heading;
    std::vector<std::string> cells;
    bool words = false;  ///< at the start of its place, wrapped; figures stand at the end
};

/// Lines of at most `width` signs: columns that do not fit go to further blocks below, each with the first `fixed`
/// columns.
std::string grid_text(const std::vector<GridColumn>& columns, std::size_t fixed, std::size_t width);

}  // namespace ecoute::analysis
