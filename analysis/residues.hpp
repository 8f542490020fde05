#pragma once
#include <cstdint>
#include <vector>

/// Sparse rows of residues modulo the prime 2^31 - 1: exact elimination without fractions. What is independent modulo a
/// prime is independent in whole numbers too.
namespace ecoute::analysis::residues {

inline constexpr std::uint64_t prime = 2147483647;

/// One term of a row: the unknown's rank, and its factor, never 0.
struct Term {
    std::uint32_t rank = 0;
    std::uint32_t factor = 0;
    friend bool operator==(const Term&, const Term&) = default;
};
using Row = std::vector<Term>;  ///< ascending ranks

std::uint32_t product(std::uint64_t a, std::uint64_t b) noexcept;
std::uint32_t inverse(std::uint32_t a) noexcept;

/// row + factor * other.
Row sum(const Row& row, std::uint32_t factor, const Row& other);
/// The row divided by its first factor.
Row scaled(Row row);
/// The factor at a rank, 0 when there is none.
std::uint32_t factor_at(const Row& row, std::uint32_t rank) noexcept;

}  // namespace ecoute::analysis::residues
