#include "forms/numbers.hpp"

#include <charconv>
#include <cmath>

namespace ecoute::forms {

std::optional<double> plain_number(std::string_view text) noexcept {
    if (text.empty() || text.find_first_not_of("0123456789.-") != std::string_view::npos) return std::nullopt;
    if (text.back() == '.') text.remove_suffix(1);  // "12." is a number too
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool is_whole(double number) noexcept { return std::fabs(number) <= largest_whole && std::trunc(number) == number; }

}  // namespace ecoute::forms
