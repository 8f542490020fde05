#include "forms/expression/convert.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "forms/expression/expression.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The shortest decimal that reads back as a number above zero: its digits, and the power of ten of the first.
struct Decimal {
    std::array<char, 32> digits{};
    int count = 0;
    int exponent = 0;
};

Decimal shortest(double number) {
    std::array<char, 40> written{};
    const auto end =
        std::to_chars(written.data(), written.data() + written.size(), number, std::chars_format::scientific).ptr;
    Decimal decimal;
    const char* at = written.data();
    for (; at != end && *at != 'e'; ++at)
        if (*at != '.') decimal.digits[static_cast<std::size_t>(decimal.count++)] = *at;
    ++at;
    if (at != end && *at == '+') ++at;
    std::from_chars(at, end, decimal.exponent);
    return decimal;
}

std::string laid_out(const Decimal& decimal) {
    const std::string_view digits(decimal.digits.data(), static_cast<std::size_t>(decimal.count));
    if (decimal.exponent < 0)
        return "0." + std::string(static_cast<std::size_t>(-decimal.exponent - 1), '0').append(digits);
    const auto whole = static_cast<std::size_t>(decimal.exponent) + 1;
    if (whole >= digits.size()) return std::string(digits).append(whole - digits.size(), '0');
    return std::string(digits.substr(0, whole)).append(".").append(digits.substr(whole));
}

double read_scientific(const Decimal& decimal, int shift) {
    std::string text(decimal.digits.data(), static_cast<std::size_t>(decimal.count));
    if (text.size() > 1) text.insert(1, ".");
    text += "e" + std::to_string(decimal.exponent + shift);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return decimal.exponent + shift > 0 ? HUGE_VAL : 0.0;
    return value;
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(blanks, at)) != std::string_view::npos) {
        const auto end = std::min(text.find_first_of(blanks, at), text.size());
        found.push_back(text.substr(at, end - at));
        at = end;
    }
    return found;
}

double plain_number(std::string_view text) noexcept {
    const auto body = trimmed(text);
    const auto unsigned_part = body.starts_with('-') ? body.substr(1) : body;
    bool digit = false;
    int dots = 0;
    for (const char c : unsigned_part) {
        if (c == '.')
            ++dots;
        else if (c < '0' || c > '9')
            return not_a_number;
        else
            digit = true;
    }
    if (!digit || dots > 1) return not_a_number;
    double value = 0;
    const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), value, std::chars_format::fixed);
    if (error == std::errc::result_out_of_range)  // either 310 digits before the dot or 310 zeros after it
        return unsigned_part.find_first_of("123456789") < unsigned_part.find('.')
                   ? std::copysign(HUGE_VAL, body.starts_with('-') ? -1.0 : 1.0)
                   : 0.0;
    return error == std::errc() ? value : not_a_number;
}

double rounded(double number, double digits) noexcept {
    if (std::isnan(digits) || std::isnan(number)) return not_a_number;
    if (!std::isfinite(number) || number == 0) return number;
    constexpr double most_digits = 400;  // beyond, no double has anything left to round
    const int places = static_cast<int>(std::clamp(std::trunc(digits), -most_digits, most_digits));
    const double shifted = places == 0 ? std::fabs(number) : read_scientific(shortest(std::fabs(number)), places);
    if (!std::isfinite(shifted)) return number;
    const double whole = std::round(shifted);
    const double result = whole == 0 || places == 0 ? whole : read_scientific(shortest(whole), -places);
    return result == 0 ? 0.0 : std::copysign(result, number);
}

std::string number_text(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
    if (number == 0) return "0";
    std::string text = laid_out(shortest(std::fabs(number)));
    return number < 0 ? text.insert(0, "-") : text;
}

}  // namespace ecoute::forms::expression
