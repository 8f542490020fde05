#include "forms/expression/functions.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

namespace ecoute::forms::expression {
namespace {

/// Names longer than this are no misspelling of anything; keeps the distance cheap on hostile texts.
constexpr std::size_t longest_compared_bytes = 64;

using Table = std::unordered_map<std::string_view, const Function*>;

const Table& table() {
    static const Table rows = [] {
        Table all;
        for (const auto family :
             {logic_functions(), text_functions(), number_functions(), date_functions(), choice_functions(),
              set_functions(), chance_functions(), geo_functions(), code_functions()})
            for (const auto& row : family) all.emplace(row.name, &row);
        return all;
    }();
    return rows;
}

/// Letters to add, remove, replace or swap with their neighbour (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
    std::array<std::array<std::size_t, longest_compared_bytes + 1>, 3> rows{};
    for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i + 2) % 3];
        const auto& twice_above = rows[(i + 1) % 3];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], twice_above[j - 2] + 1);
        }
    }
    return rows[a.size() % 3][b.size()];
}

}  // namespace

const Function* find_function(std::string_view name) noexcept {
    const auto row = table().find(name);
    return row == table().end() ? nullptr : row->second;
}

std::vector<std::string_view> function_names() {
    std::vector<std::string_view> names;
    for (const auto& [name, row] : table()) names.push_back(name);
    std::ranges::sort(names);
    return names;
}

std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> names) {
    if (name.empty() || name.size() > longest_compared_bytes) return std::nullopt;
    std::optional<std::string_view> best;
    std::size_t least = std::max<std::size_t>(1, name.size() / 3) + 1;
    for (const auto candidate : names) {
        if (candidate.size() > longest_compared_bytes) continue;
        const auto gap = std::max(candidate.size(), name.size()) - std::min(candidate.size(), name.size());
        if (gap >= least) continue;
        const auto apart = distance(name, candidate);
        if (apart < least) {
            least = apart;
            best = candidate;
        }
    }
    return best;
}

}  // namespace ecoute::forms::expression
