#include "forms/text.hpp"

#include <algorithm>
#include <array>

namespace ecoute::forms {
namespace {

/// Languages written from right to left when their tag names no script (CLDR's likely subtags).
constexpr std::array<std::string_view, 12> right_to_left_languages{"ar", "arc", "ckb", "dv", "fa", "he",
                                                                   "ks", "ps",  "sd",  "ug", "ur", "yi"};
constexpr std::array<std::string_view, 7> right_to_left_scripts{"arab", "aran", "hebr", "nkoo", "rohg", "syrc", "thaa"};

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

template <class List>
bool holds(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

std::string_view primary(std::string_view tag) noexcept { return tag.substr(0, tag.find_first_of("-_")); }

}  // namespace

Shown shown(const Text& text, std::string_view language, std::string_view default_language) noexcept {
    if (text.empty()) return {};
    auto found = text.find(language);
    if (found == text.end()) found = text.find(primary(language));
    if (found != text.end()) return {found->second, found->first, false};
    found = text.find(default_language);
    if (found == text.end()) found = text.begin();
    return {found->second, found->first, true};
}

bool right_to_left(std::string_view language) noexcept {
    const std::string tag = lower(language);
    std::string_view rest = tag;
    const std::string_view first = primary(rest);
    for (rest.remove_prefix(first.size()); !rest.empty(); rest.remove_prefix(primary(rest).size())) {
        rest.remove_prefix(1);
        if (primary(rest).size() == 4) return holds(right_to_left_scripts, primary(rest));
    }
    return holds(right_to_left_languages, first);
}

}  // namespace ecoute::forms
