#pragma once
#include <string_view>

namespace ecoute::forms {

/// Longest name of a file, in bytes: what file systems take.
inline constexpr std::size_t longest_file_name_bytes = 255;

/// True for a name that a file may be kept under on any system, within its own folder: no "/", "\", ":" or other mark that
/// a shell, Windows or an address reads as something else, no control character, no point or blank at either end, and not
/// too long. Letters of every script are welcome.
bool is_file_name(std::string_view text) noexcept;

}  // namespace ecoute::forms
