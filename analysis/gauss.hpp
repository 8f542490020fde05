#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace ecoute::analysis {

/// One figure that might be published: the inner cells that it adds up, in ascending order.
struct Sum {
    std::vector<std::uint32_t> cells;
    bool primary = false;    ///< must not follow from what is published
    bool singleton = false;  ///< primary, and one person: he knows it, and must not find another primary out with it
};

/// Gauss suppression (Langsrud 2024): which figures stay hidden so that no primary one is a linear combination of the
/// published ones. Candidates are taken in `order`, what one would rather publish first; each that is published
/// becomes a pivot. One whose pivot would reduce a primary figure to nothing, or to a multiple of a singleton's, is
/// hidden instead. Works for any set of linked tables: it sees sums of inner cells only.
///
/// Guarantees linear independence, no more: neither non-negativity nor the width of intervals is looked at
/// (feasible.hpp does). Factors are residues modulo 2^31 - 1: what is independent there is independent in whole
/// numbers.
std::vector<bool> gauss_suppression(std::span<const Sum> sums, std::span<const std::uint32_t> order);

}  // namespace ecoute::analysis
