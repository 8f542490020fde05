#pragma once
#include <optional>
#include <string_view>

namespace ecoute::forms {

/// A number as people write it: digits with at most one decimal point, a minus sign before. No exponent, no "+", no
/// infinity (LANGUAGE.md section 5). nullopt for anything else.
std::optional<double> plain_number(std::string_view text) noexcept;

/// True for a number without decimals that a double holds exactly (up to 2^53).
bool is_whole(double number) noexcept;

}  // namespace ecoute::forms
