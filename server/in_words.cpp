#include "server/in_words.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ecoute::server {
namespace {

struct Day {
    int year = 0, month = 0, day = 0;
};

std::optional<int> number_at(std::string_view text, std::size_t begin, std::size_t length) {
    int value = 0;
    const char* first = text.data() + begin;
    const auto read = std::from_chars(first, first + length, value);
    if (read.ec != std::errc{} || read.ptr != first + length) return std::nullopt;
    return value;
}

std::optional<Day> day_of(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number_at(text, 0, 4), month = number_at(text, 5, 2), day = number_at(text, 8, 2);
    if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    return Day{*year, *month, *day};
}

std::string day_number(const Words& words, std::string_view language, int day) {
    return day == 1 ? words.say(language, "date.first") : std::to_string(day);
}

std::string month_name(const Words& words, std::string_view language, int month) {
    return words.say(language, "date.month." + std::to_string(month));
}

/// With as much as the other end of the period doesn't say already.
std::string without_year(const Words& words, std::string_view language, const Day& from, const Day& to) {
    const std::string day = day_number(words, language, from.day);
    if (from.month == to.month && from.year == to.year) return words.say(language, "date.day", {{"day", day}});
    const std::string month = month_name(words, language, from.month);
    if (from.year == to.year) return words.say(language, "date.day_month", {{"day", day}, {"month", month}});
    return words.say(language, "date.full", {{"day", day}, {"month", month}, {"year", std::to_string(from.year)}});
}

}  // namespace

std::string day_in_words(const Words& words, std::string_view language, std::string_view text) {
    const auto day = day_of(text);
    if (!day) return std::string{text};
    return words.say(language, "date.full",
                     {{"day", day_number(words, language, day->day)},
                      {"month", month_name(words, language, day->month)},
                      {"year", std::to_string(day->year)}});
}

std::string period_in_words(const Words& words, std::string_view language, std::string_view from, std::string_view to) {
    if (from.empty() && to.empty()) return "";
    const std::string last = day_in_words(words, language, to);
    if (from.empty()) return words.say(language, "date.until", {{"to", last}});
    if (to.empty()) return words.say(language, "date.since", {{"from", day_in_words(words, language, from)}});
    if (from == to) return words.say(language, "date.on", {{"day", last}});
    const auto begin = day_of(from), end = day_of(to);
    const std::string first =
        begin && end ? without_year(words, language, *begin, *end) : day_in_words(words, language, from);
    return words.say(language, "date.from_to", {{"from", first}, {"to", last}});
}

std::string number_in_words(std::string_view language, std::int64_t number) {
    const std::string_view separator = language == "en" ? "," : "\u202f";
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, separator);
    }
    return digits;
}

std::string weight_in_words(const Words& words, std::string_view language, std::int64_t bytes) {
    constexpr std::int64_t kilo = 1'000, mega = 1'000'000;
    if (bytes < mega) {
        const auto kilos = std::max<std::int64_t>((bytes + kilo / 2) / kilo, bytes > 0 ? 1 : 0);
        return words.say(language, "weight.kilo", {{"count", std::to_string(kilos)}});
    }
    const auto tenths = (bytes + mega / 20) / (mega / 10);
    const bool point = language == "en" || language == "ar";
    return words.say(language, "weight.mega", {{"count", std::to_string(tenths / 10) + (point ? "." : ",") + std::to_string(tenths % 10)}});
}

std::string languages_in_words(const Words& words, std::span<const std::string> languages) {
    std::string names;
    for (const auto& language : languages) {
        const auto key = "language." + language;
        names += (names.empty() ? "" : ", ") + (words.has("fr", key) ? words.say("fr", key) : language);
    }
    return names;
}

}  // namespace ecoute::server
