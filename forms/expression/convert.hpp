#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::forms::expression {

/// The blanks of XML: space, tab, carriage return, line feed.
inline constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) noexcept;

/// Words between blanks; none in a text of blanks.
std::vector<std::string_view> words(std::string_view text);

/// LANGUAGE.md section 5: blanks around, "-", digits, one dot. No exponent, no "+", no comma: NaN, as is "".
/// Dates are not looked at.
double plain_number(std::string_view text) noexcept;

/// `number` rounded half away from zero at `digits` decimals (negative: tens, hundreds...), as written in
/// decimal: 1.005 at 2 is 1.01.
double rounded(double number, double digits) noexcept;

}  // namespace ecoute::forms::expression
