#include "forms/places.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "forms/numbers.hpp"

namespace ecoute::forms {
namespace {

constexpr std::string_view blanks = " \t\r\n";

struct Point {
    double latitude = 0, longitude = 0;
};

/// The next word of `rest`; "" after the last.
std::string_view take_word(std::string_view& rest) noexcept {
    const auto first = std::min(rest.find_first_not_of(blanks), rest.size());
    const auto end = std::min(rest.find_first_of(blanks, first), rest.size());
    const auto word = rest.substr(first, end - first);
    rest.remove_prefix(end);
    return word;
}

std::optional<Point> read_point(std::string_view text) noexcept {
    struct Bound {
        double low, high;
    };
    constexpr double any = std::numeric_limits<double>::max();
    constexpr std::array<Bound, 4> bounds{Bound{-90, 90}, Bound{-180, 180}, Bound{-any, any}, Bound{0, any}};
    std::array<double, 4> numbers{};
    std::size_t count = 0;
    for (auto word = take_word(text); !word.empty(); word = take_word(text)) {
        const auto number = plain_number(word);
        if (count == numbers.size() || !number) return std::nullopt;
        if (!(*number >= bounds[count].low && *number <= bounds[count].high)) return std::nullopt;
        numbers[count++] = *number;
    }
    if (count < 2) return std::nullopt;
    return Point{numbers[0], numbers[1]};
}

struct Trace {
    std::size_t points = 0;
    Point first, last;
};

std::optional<Trace> read_trace(std::string_view text) noexcept {
    Trace trace;
    while (text.find_first_not_of(blanks) != std::string_view::npos) {
        const auto end = std::min(text.find(';'), text.size());
        const auto point = read_point(text.substr(0, end));
        if (!point) return std::nullopt;
        if (trace.points++ == 0) trace.first = *point;
        trace.last = *point;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return trace;
}

}  // namespace

bool is_geopoint(std::string_view text) noexcept { return read_point(text).has_value(); }

bool is_geotrace(std::string_view text) noexcept {
    const auto trace = read_trace(text);
    return trace && trace->points >= 2;
}

bool is_geoshape(std::string_view text) noexcept {
    const auto trace = read_trace(text);
    return trace && trace->points >= 3 && trace->first.latitude == trace->last.latitude &&
           trace->first.longitude == trace->last.longitude;
}

}  // namespace ecoute::forms
