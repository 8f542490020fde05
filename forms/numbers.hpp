#pragma once
#include <optional>
#include <string_view>

namespace ecoute::forms {

/// A number as people write it: digits with at most one decimal point, a minus sign before. No exponent, no "+", no
/// infinity (LANGUAGE.md section 5). nullopt for anything else.
std::optional<double> plain_number(std::string_view text) noexcept;

/// 2^53: up to here a double holds every whole number exactly.
inline constexpr double largest_whole = 9007199254740992.0;

/// True for a number without decimals up to largest_whole, on either side of zero.
bool is_whole(double number) noexcept;

}  // namespace ecoute::forms
