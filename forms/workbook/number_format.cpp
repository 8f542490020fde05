#include "forms/workbook/number_format.hpp"

#include <algorithm>
#include <array>

namespace ecoute::forms::workbook {
namespace {

struct Range {
    std::uint32_t first, last;
    NumberFormat format;
};
/// 27 to 36 and 50 to 58 are dates in the East Asian versions, and nothing else elsewhere.
constexpr std::array built_in{
    Range{14, 17, {true, false}}, Range{18, 21, {false, true}}, Range{22, 22, {true, true}},
    Range{27, 31, {true, false}}, Range{32, 35, {false, true}}, Range{36, 36, {true, false}},
    Range{45, 45, {false, true}}, Range{47, 47, {false, true}}, Range{50, 58, {true, false}},
};

/// What follows an opening character up to its closing one.
std::string_view after(std::string_view rest, char closing) noexcept {
    const auto end = rest.find(closing, 1);
    return end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
}

bool is_elapsed(std::string_view rest) noexcept {
    return rest.size() > 1 && std::string_view("hHmMsS").find(rest[1]) != std::string_view::npos;
}

}  // namespace

NumberFormat number_format(std::string_view code) noexcept {
    bool day = false, month_or_minute = false, hour = false;
    std::string_view rest = code.substr(0, code.find(';'));  // what is for positive numbers
    while (!rest.empty()) {
        const char c = rest.front();
        if (c == '"') {
            rest = after(rest, '"');
            continue;
        }
        if (c == '[' && is_elapsed(rest)) return {};
        if (c == '[') {
            rest = after(rest, ']');
            continue;
        }
        if (c == '0' || c == '#' || c == '?' || c == '@') {
            const bool fraction_of_seconds = c == '0' && (hour || month_or_minute);
            if (!fraction_of_seconds) return {};
        }
        day = day || c == 'd' || c == 'D' || c == 'y' || c == 'Y';
        month_or_minute = month_or_minute || c == 'm' || c == 'M';
        hour = hour || c == 'h' || c == 'H' || c == 's' || c == 'S';
        if (c == 'G' || c == 'E') return {};  // "General", "0.00E+00"
        rest.remove_prefix(c == '\\' || c == '_' || c == '*' ? std::min<std::size_t>(2, rest.size()) : 1);
    }
    return {day || (month_or_minute && !hour), hour};
}

NumberFormat built_in_format(std::uint32_t id) noexcept {
    for (const Range& range : built_in)
        if (id >= range.first && id <= range.last) return range.format;
    return {};
}

}  // namespace ecoute::forms::workbook
