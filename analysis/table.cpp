#include "analysis/table.hpp"

namespace ecoute::analysis {

std::optional<std::size_t> group_at(const std::vector<Variable>& by, const std::vector<int>& key) noexcept {
    if (key.size() != by.size()) return std::nullopt;
    std::size_t position = 0;
    for (std::size_t i = 0; i < by.size(); ++i) {
        const int categories = static_cast<int>(by[i].categories.size());
        if (key[i] != all_of_them && (key[i] < 0 || key[i] >= categories)) return std::nullopt;
        const int place = key[i] == all_of_them ? categories : key[i];
        position = position * static_cast<std::size_t>(categories + 1) + static_cast<std::size_t>(place);
    }
    return position;
}

}  // namespace ecoute::analysis
