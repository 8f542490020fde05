#include "forms/calendar.hpp"

#include <chrono>

namespace ecoute::forms {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Takes `digits` digits off the front; -1 when they are not there.
int take_number(std::string_view& text, std::size_t digits) noexcept {
    if (text.size() < digits) return -1;
    int number = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (!is_digit(text[i])) return -1;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return number;
}

bool take(std::string_view& text, char expected) noexcept {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

bool take_hours_and_minutes(std::string_view& text) noexcept {
    const int hour = take_number(text, 2);
    if (hour < 0 || hour > 23 || !take(text, ':')) return false;
    const int minute = take_number(text, 2);
    return minute >= 0 && minute <= 59;
}

bool take_seconds(std::string_view& text) noexcept {
    const int second = take_number(text, 2);
    if (second < 0 || second > 59) return false;
    if (!take(text, '.')) return true;
    std::size_t decimals = 0;
    while (decimals < text.size() && is_digit(text[decimals])) ++decimals;
    text.remove_prefix(decimals);
    return decimals >= 1 && decimals <= 9;
}

}  // namespace

bool is_date(std::string_view text) noexcept {
    const int year = take_number(text, 4);
    if (year < 1 || !take(text, '-')) return false;
    const int month = take_number(text, 2);
    if (month < 0 || !take(text, '-')) return false;
    const int day = take_number(text, 2);
    if (day < 0 || !text.empty()) return false;
    return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                       std::chrono::day{static_cast<unsigned>(day)}}
        .ok();
}

bool is_time(std::string_view text) noexcept {
    if (!take_hours_and_minutes(text)) return false;
    if (take(text, ':') && !take_seconds(text)) return false;
    if (take(text, 'Z')) return text.empty();
    if (take(text, '+') || take(text, '-')) return take_hours_and_minutes(text) && text.empty();
    return text.empty();
}

bool is_date_time(std::string_view text) noexcept {
    const auto t = text.find('T');
    return t != std::string_view::npos && is_date(text.substr(0, t)) && is_time(text.substr(t + 1));
}

}  // namespace ecoute::forms
