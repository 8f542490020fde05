#include "analysis/residues.hpp"

#include <algorithm>

namespace ecoute::analysis::residues {

std::uint32_t product(std::uint64_t a, std::uint64_t b) noexcept { return static_cast<std::uint32_t>(a * b % prime); }

std::uint32_t inverse(std::uint32_t a) noexcept {
    std::uint32_t result = 1, power = a;
    for (std::uint64_t exponent = prime - 2; exponent > 0; exponent >>= 1) {
        if (exponent & 1) result = product(result, power);
        power = product(power, power);
    }
    return result;
}

Row sum(const Row& row, std::uint32_t factor, const Row& other) {
    Row result;
    result.reserve(row.size() + other.size());
    auto a = row.begin();
    auto b = other.begin();
    while (a != row.end() || b != other.end()) {
        if (b == other.end() || (a != row.end() && a->rank < b->rank))
            result.push_back(*a++);
        else if (a == row.end() || b->rank < a->rank) {
            result.push_back({b->rank, product(b->factor, factor)});
            ++b;
        } else {
            const auto both =
                static_cast<std::uint32_t>((a->factor + std::uint64_t{product(b->factor, factor)}) % prime);
            if (both != 0) result.push_back({a->rank, both});
            ++a, ++b;
        }
    }
    return result;
}

Row scaled(Row row) {
    if (row.empty()) return row;
    const auto scale = inverse(row.front().factor);
    for (auto& term : row) term.factor = product(term.factor, scale);
    return row;
}

std::uint32_t factor_at(const Row& row, std::uint32_t rank) noexcept {
    const auto found =
        std::lower_bound(row.begin(), row.end(), rank, [](const Term& term, std::uint32_t r) { return term.rank < r; });
    return found != row.end() && found->rank == rank ? found->factor : 0;
}

}  // namespace ecoute::analysis::residues
