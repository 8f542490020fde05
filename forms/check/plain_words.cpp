#include "forms/check/plain_words.hpp"

#include <algorithm>

namespace ecoute::forms::check {
namespace {

/// Letters of U+00C0 to U+00FF without their accents; a blank where there is no letter.
constexpr std::string_view latin = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

struct Letter {
    char32_t code = 0;
    std::size_t bytes = 1;
};

/// The code point at the start of a text; a byte that begins none stands for itself.
Letter first_letter(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const std::size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (bytes == 1 || bytes > text.size()) return {lead, 1};
    char32_t code = lead & (0xFFu >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) code = code << 6 | (byte(i) & 0x3F);
    return {code, bytes};
}

bool is_combining_accent(char32_t code) noexcept { return code >= 0x300 && code <= 0x36F; }

/// What a letter adds to a word: "" when it ends the word.
std::string plain(char32_t code, std::string_view written) {
    if (code < 0x80) {
        const char c = static_cast<char>(code);
        if (c >= 'A' && c <= 'Z') return {static_cast<char>(c - 'A' + 'a')};
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? std::string{c} : std::string{};
    }
    if (code >= 0xC0 && code <= 0xFF) return latin[code - 0xC0] == ' ' ? "" : std::string{latin[code - 0xC0]};
    if (code == 0x152 || code == 0x153) return "oe";
    const bool is_mark = code < 0xC0 || (code >= 0x2000 && code <= 0x206F);  // « · » no-break spaces, quotes, dashes
    return is_mark ? std::string{} : std::string{written};
}

bool fits(std::string_view word, std::string_view wanted) {
    if (wanted.ends_with('*')) return word.starts_with(wanted.substr(0, wanted.size() - 1));
    return word == wanted;
}

/// Number of words of the phrase when it stands at the beginning of `words`, 0 otherwise.
std::size_t begins_with(std::span<const std::string> words, std::string_view phrase) {
    std::size_t count = 0;
    while (!phrase.empty()) {
        const auto wanted = phrase.substr(0, phrase.find(' '));
        if (count == words.size() || !fits(words[count], wanted)) return 0;
        ++count;
        phrase.remove_prefix(std::min(phrase.size(), wanted.size() + 1));
    }
    return count;
}

}  // namespace

std::vector<std::string> plain_words(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    while (!text.empty()) {
        const Letter letter = first_letter(text);
        const std::string added = plain(letter.code, text.substr(0, letter.bytes));
        text.remove_prefix(letter.bytes);
        if (is_combining_accent(letter.code)) continue;
        if (!added.empty() && !inside) words.emplace_back();
        if (!added.empty()) words.back() += added;
        inside = !added.empty();
    }
    return words;
}

bool says(std::span<const std::string> words, std::string_view phrase) {
    if (phrase.starts_with('=')) return !words.empty() && begins_with(words, phrase.substr(1)) == words.size();
    for (std::size_t from = 0; from < words.size(); ++from)
        if (begins_with(words.subspan(from), phrase) > 0) return true;
    return false;
}

bool says_any(std::span<const std::string> words, std::span<const std::string_view> phrases) {
    return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) { return says(words, phrase); });
}

}  // namespace ecoute::forms::check
