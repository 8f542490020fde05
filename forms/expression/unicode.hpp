#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::forms::expression {

/// Texts are counted and cut by code points, so that "é" and an emoji are one character each. A byte that is not
/// UTF-8 counts as one character and stays as it is.

/// Bytes of the first character of a text that is not empty.
std::size_t character_length(std::string_view text) noexcept;

std::size_t count_characters(std::string_view text) noexcept;

/// Offset in bytes of each character, and the length of the text at the end.
std::vector<std::size_t> character_offsets(std::string_view text);

/// The code point of a character as character_length cut it; of a stray byte, 0xDC00 and the byte (no real character).
char32_t code_point(std::string_view character) noexcept;

}  // namespace ecoute::forms::expression
