#pragma once
#include <optional>
#include <vector>

#include "analysis/ledger.hpp"

namespace ecoute::analysis {

/// Which unknown figures follow exactly from those that are shown, by any chain of additions and subtractions.
///
/// A figure follows when it is 0 in every solution x of "each relation sums to 0 over its unknown figures". One random
/// solution, modulo the prime 2^31 - 1, tells: where it is not 0 the figure is free for certain; where it is 0 the
/// figure follows, but for a chance of 1 in 2^31, and then we hide one figure too many. Relations are brought to
/// echelon form with the figures of fewest relations eliminated first, which keeps rows short.
///
/// Nothing when that would take more than `most_elimination_steps`: the table is too large to be vouched for.
std::optional<std::vector<bool>> derivable(const Ledger& ledger);

/// Products of two residues: about a second. A hundred quartiers by six ages by four answers needs far less.
inline constexpr std::size_t most_elimination_steps = 100'000'000;

}  // namespace ecoute::analysis
