#include "analysis/published_set.hpp"

namespace ecoute::analysis {
namespace {

std::size_t places(const SetVariable& variable) noexcept { return variable.categories.size() + variable.rest; }

std::size_t keys_of(const SetVariable& variable) noexcept {
    return variable.categories.size() + variable.groups.size() + 1;
}

/// Places of a variable that a part of a key covers.
std::vector<std::uint32_t> covered(const SetVariable& variable, int part) {
    std::vector<std::uint32_t> places_covered;
    if (part == all_of_them) {
        for (std::uint32_t place = 0; place < places(variable); ++place) places_covered.push_back(place);
        return places_covered;
    }
    const auto at = static_cast<std::size_t>(part);
    if (at < variable.categories.size()) return {static_cast<std::uint32_t>(part)};
    return variable.groups[at - variable.categories.size()].categories;
}

/// Product of sizes; `limit` + 1 when over it.
template <class Size>
std::size_t product(const PublishedSet& set, Size size, std::size_t limit) noexcept {
    std::size_t result = 1;
    for (const auto& variable : set.variables) {
        result *= size(variable);
        if (result > limit) return limit + 1;
    }
    return result;
}

forms::Problem too_large(std::size_t limit) {
    return {forms::Code::tables_too_large, "", "", {{"limit", std::to_string(limit)}}};
}

}  // namespace

std::vector<std::uint32_t> inner_cells(const PublishedSet& set, const SetKey& key) {
    std::vector<std::uint32_t> cells{0};
    for (std::size_t v = 0; v < set.variables.size(); ++v) {
        const auto parts = covered(set.variables[v], key[v]);
        const auto size = static_cast<std::uint32_t>(places(set.variables[v]));
        std::vector<std::uint32_t> finer;
        finer.reserve(cells.size() * parts.size());
        for (const auto cell : cells)
            for (const auto part : parts) finer.push_back(cell * size + part);
        cells = std::move(finer);
    }
    return cells;
}

std::size_t inner_size(const PublishedSet& set) noexcept { return product(set, places, most_inner_cells); }

std::vector<SetKey> all_keys(const PublishedSet& set) {
    std::vector<SetKey> keys{{}};
    for (const auto& variable : set.variables) {
        std::vector<SetKey> longer;
        for (const auto& key : keys)
            for (std::size_t place = 0; place < keys_of(variable); ++place) {
                longer.push_back(key);
                longer.back().push_back(place + 1 == keys_of(variable) ? all_of_them : static_cast<int>(place));
            }
        keys = std::move(longer);
    }
    return keys;
}

std::string name_of(const PublishedSet& set, const SetKey& key, std::string_view everybody) {
    std::string name;
    for (std::size_t v = 0; v < key.size(); ++v) {
        if (key[v] == all_of_them) continue;
        const auto& variable = set.variables[v];
        const auto at = static_cast<std::size_t>(key[v]);
        name += (name.empty() ? "" : ", ") + (at < variable.categories.size()
                                                  ? variable.categories[at]
                                                  : variable.groups[at - variable.categories.size()].name);
    }
    return name.empty() ? std::string{everybody} : name;
}

forms::Result<void> fits(const PublishedSet& set) {
    if (inner_size(set) > most_inner_cells) return too_large(most_inner_cells);
    if (product(set, keys_of, most_sums) > most_sums) return too_large(most_sums);
    return {};
}

}  // namespace ecoute::analysis
