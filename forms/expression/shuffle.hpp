#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "forms/expression/expression.hpp"

namespace ecoute::forms::expression {

/// An order of `count` things, as indexes: that of randomize() and of "parameters": "randomize=true seed=...". The same
/// seed gives the same order on every client of the field (LANGUAGE.md section 8: Park-Miller numbers, inside-out
/// Fisher-Yates). NaN is the seed 0.
std::vector<std::uint32_t> shuffled(std::uint32_t count, double seed);

/// An order by chance.
std::vector<std::uint32_t> shuffled(std::uint32_t count, const Context& context);

/// The next number of the context's chance, or of the machine's generator.
std::uint64_t next_chance(const Context& context);

}  // namespace ecoute::forms::expression
