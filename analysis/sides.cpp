#include "analysis/sides.hpp"

#include <cmath>

namespace ecoute::analysis {

std::optional<Side> share_side(const Cell& cell) {
    if (cell.suppressed || !cell.percent || !cell.se || !cell.degrees_of_freedom) return std::nullopt;
    Side side{*cell.percent, *cell.se, *cell.degrees_of_freedom};
    side.noise = cell.noise;
    const bool nobody = side.value <= 0, everybody = side.value >= 100;
    if (side.se > 0 || !(nobody || everybody)) return side;
    if (!cell.low || !cell.high) return std::nullopt;
    side.lowest = nobody;
    side.highest = everybody;
    side.se = std::hypot((*cell.high - *cell.low) / t_quantile(side.degrees_of_freedom), std::sqrt(side.noise));
    return side;
}

std::optional<Side> mean_side(const ProtectedGroup& group) {
    if (!group.mean || !group.mean_se || !group.mean_df || !(*group.mean_se > 0)) return std::nullopt;
    Side side{*group.mean, *group.mean_se, *group.mean_df};
    side.noise = group.mean_noise;
    return side;
}

}  // namespace ecoute::analysis
