#include "forms/expression/unicode.hpp"

namespace ecoute::forms::expression {
namespace {

bool continues(std::string_view text, std::size_t at) noexcept {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

/// Length that the first byte announces; 1 for a byte that can't begin a character.
std::size_t announced(unsigned char first) noexcept {
    if (first < 0xC2 || first > 0xF4) return 1;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

}  // namespace

std::size_t character_length(std::string_view text) noexcept {
    const auto length = announced(static_cast<unsigned char>(text[0]));
    for (std::size_t i = 1; i < length; ++i)
        if (!continues(text, i)) return 1;
    return length;
}

std::size_t count_characters(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += character_length(text.substr(at))) ++count;
    return count;
}

std::vector<std::size_t> character_offsets(std::string_view text) {
    std::vector<std::size_t> offsets;
    std::size_t at = 0;
    for (; at < text.size(); at += character_length(text.substr(at))) offsets.push_back(at);
    offsets.push_back(at);
    return offsets;
}

char32_t code_point(std::string_view character) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(character[i])); };
    switch (character.size()) {
        case 2:
            return ((byte(0) & 0x1F) << 6) | (byte(1) & 0x3F);
        case 3:
            return ((byte(0) & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
        case 4:
            return ((byte(0) & 0x07) << 18) | ((byte(1) & 0x3F) << 12) | ((byte(2) & 0x3F) << 6) | (byte(3) & 0x3F);
        default:
            return byte(0) < 0x80 ? byte(0) : 0xDC00 + byte(0);
    }
}

}  // namespace ecoute::forms::expression
