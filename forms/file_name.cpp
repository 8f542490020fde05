#include "forms/file_name.hpp"

#include <algorithm>

namespace ecoute::forms {
namespace {

bool is_refused(char c) noexcept {
    constexpr std::string_view marks = "/\\:*?\"<>|%";
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || marks.find(c) != std::string_view::npos;
}

bool is_bad_end(char c) noexcept { return c == '.' || c == ' '; }

}  // namespace

bool is_file_name(std::string_view text) noexcept {
    return !text.empty() && text.size() <= longest_file_name_bytes && !is_bad_end(text.front()) &&
           !is_bad_end(text.back()) && std::none_of(text.begin(), text.end(), is_refused);
}

}  // namespace ecoute::forms
