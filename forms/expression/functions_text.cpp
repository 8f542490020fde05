#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "forms/expression/convert.hpp"
#include "forms/expression/evaluation.hpp"
#include "forms/expression/unicode.hpp"

namespace ecoute::forms::expression {
namespace {

Value string(Arguments& a) { return a.text(0); }

Value string_length(Arguments& a) { return static_cast<double>(count_characters(a.text(0))); }

/// Appends every item of the arguments from `first`, with `separator` between; stops where a result gets too long.
std::string joined(Arguments& a, std::size_t first, std::string_view separator) {
    std::string text;
    bool begun = false;
    for (std::size_t i = first; i < a.size(); ++i)
        a.items(i, [&](const Value& item) {
            if (text.size() > longest_result_bytes) return;
            if (begun) text += separator;
            begun = true;
            text += a.evaluation().to_text(item);
        });
    return text;
}

Value concat(Arguments& a) { return joined(a, 0, ""); }
Value join(Arguments& a) { return joined(a, 1, a.text(0)); }

/// Position in characters that an index of substr() means: negative counts from the end; clamped.
std::size_t place(double index, std::size_t length) {
    if (std::isnan(index)) return 0;
    const double whole = std::trunc(index);
    const double from_start = whole < 0 ? whole + static_cast<double>(length) : whole;
    return static_cast<std::size_t>(std::clamp(from_start, 0.0, static_cast<double>(length)));
}

/// substr(text, from, to?): 0-based, end excluded.
Value substr(Arguments& a) {
    const auto text = a.text(0);
    const auto offsets = character_offsets(text);
    const auto length = offsets.size() - 1;
    const auto from = place(a.number(1), length);
    const auto to = a.size() > 2 ? place(a.number(2), length) : length;
    if (from >= to) return std::string();
    return text.substr(offsets[from], offsets[to] - offsets[from]);
}

/// substring(text, from, length?) of XPath: 1-based, both rounded half up.
Value substring(Arguments& a) {
    const auto text = a.text(0);
    const auto offsets = character_offsets(text);
    const auto half_up = [](double x) { return std::floor(x + 0.5); };
    const double from = half_up(a.number(1));
    const double to = a.size() > 2 ? from + half_up(a.number(2)) : HUGE_VAL;
    std::string part;
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
        const auto position = static_cast<double>(i + 1);
        if (position >= from && position < to) part.append(text, offsets[i], offsets[i + 1] - offsets[i]);
    }
    return part;
}

Value contains(Arguments& a) { return a.text(0).find(a.text(1)) != std::string::npos; }
Value starts_with(Arguments& a) { return a.text(0).starts_with(a.text(1)); }
Value ends_with(Arguments& a) { return a.text(0).ends_with(a.text(1)); }

Value substring_before(Arguments& a) {
    const auto text = a.text(0);
    const auto at = text.find(a.text(1));
    return at == std::string::npos ? std::string() : text.substr(0, at);
}

Value substring_after(Arguments& a) {
    const auto text = a.text(0);
    const auto needle = a.text(1);
    const auto at = text.find(needle);
    return at == std::string::npos ? std::string() : text.substr(at + needle.size());
}

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> all;
    for (std::size_t at = 0; at < text.size(); at += all.back().size())
        all.push_back(text.substr(at, character_length(text.substr(at))));
    return all;
}

/// translate(text, from, to): characters of `from` become those at the same place of `to`, or vanish. The first counts.
Value translate(Arguments& a) {
    const auto text = a.text(0), from = a.text(1), to = a.text(2);
    const auto new_ones = characters(to);
    std::unordered_map<std::string_view, std::string_view> becomes;
    std::size_t i = 0;
    for (const auto old : characters(from)) {
        becomes.emplace(old, i < new_ones.size() ? new_ones[i] : std::string_view());
        ++i;
    }
    std::string result;
    for (const auto character : characters(text)) {
        const auto found = becomes.find(character);
        result += found == becomes.end() ? character : found->second;
    }
    return result;
}

Value normalize_space(Arguments& a) {
    const auto text = a.size() > 0 ? a.text(0) : a.evaluation().to_text(a.evaluation().self());
    std::string result;
    for (const auto word : words(text)) {
        if (!result.empty()) result += ' ';
        result += word;
    }
    return result;
}

/// regex(text, pattern): the pattern describes the whole text. A pattern that is not understood describes nothing.
Value regex(Arguments& a) {
    const auto text = a.text(0);
    if (const auto ready = a.call().index; ready > 0) return a.evaluation().tree().patterns[ready - 1].matches(text);
    std::size_t mistake = 0;
    const auto pattern = Pattern::read(a.text(1), mistake);
    return pattern && pattern->matches(text);
}

constexpr std::array table{
    Function{"string", 1, 1, Gives::text, string},
    Function{"string-length", 1, 1, Gives::number, string_length},
    Function{"concat", 1, no_limit, Gives::text, concat},
    Function{"join", 1, no_limit, Gives::text, join},
    Function{"substr", 2, 3, Gives::text, substr},
    Function{"substring", 2, 3, Gives::text, substring, Wants::values, Browser::more},
    Function{"contains", 2, 2, Gives::boolean, contains},
    Function{"starts-with", 2, 2, Gives::boolean, starts_with},
    Function{"ends-with", 2, 2, Gives::boolean, ends_with},
    Function{"substring-before", 2, 2, Gives::text, substring_before, Wants::values, Browser::more},
    Function{"substring-after", 2, 2, Gives::text, substring_after, Wants::values, Browser::more},
    Function{"translate", 3, 3, Gives::text, translate, Wants::values, Browser::more},
    Function{"normalize-space", 0, 1, Gives::text, normalize_space},
    Function{"regex", 2, 2, Gives::boolean, regex, Wants::pattern},
};

}  // namespace

std::span<const Function> text_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression
