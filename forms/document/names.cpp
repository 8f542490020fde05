#include "forms/document/names.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace ecoute::forms::document {
namespace {

constexpr std::size_t longest_identifier_bytes = 64, longest_excerpt_bytes = 80;
/// Longer words are not compared: they are not mistakes of typing.
constexpr std::size_t longest_compared_bytes = 64;

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_name_byte(char c) noexcept { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }
bool is_alphanumeric(char c) noexcept { return is_letter(c) || is_digit(c); }

/// Levenshtein's distance by bytes.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

bool is_name(std::string_view text) noexcept {
    return !text.empty() && (is_letter(text.front()) || text.front() == '_') &&
           std::all_of(text.begin(), text.end(), is_name_byte);
}

bool is_identifier(std::string_view text) noexcept {
    return !text.empty() && text.size() <= longest_identifier_bytes &&
           (is_alphanumeric(text.front()) || text.front() == '_') &&
           std::all_of(text.begin(), text.end(), is_name_byte);
}

bool is_language_tag(std::string_view text) noexcept {
    const auto first = text.substr(0, text.find('-'));
    if (first.size() < 2 || !std::all_of(first.begin(), first.end(), is_letter)) return false;
    for (bool more = true; more;) {
        const auto subtag = text.substr(0, text.find('-'));
        if (subtag.empty() || subtag.size() > 8 || !std::all_of(subtag.begin(), subtag.end(), is_alphanumeric))
            return false;
        more = subtag.size() < text.size();
        text.remove_prefix(more ? subtag.size() + 1 : subtag.size());
    }
    return true;
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> candidates) {
    std::optional<std::string> best;
    if (word.size() > longest_compared_bytes) return best;
    std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        if (candidate.size() > word.size() + 5 || word.size() > candidate.size() + 5) continue;
        const std::size_t d = distance(word, candidate);
        if (d >= best_distance) continue;
        best_distance = d;
        best = std::string(candidate);
    }
    return best;
}

std::string excerpt(std::string_view text) {
    if (text.size() <= longest_excerpt_bytes) return std::string(text);
    std::size_t end = longest_excerpt_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

}  // namespace ecoute::forms::document
