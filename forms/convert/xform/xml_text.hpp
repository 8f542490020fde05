#pragma once
#include <string>
#include <string_view>

namespace ecoute::forms::xform {

/// Text between tags: & < > written as entities, characters that XML can't hold left out.
std::string escaped(std::string_view text);
/// The same within "": quotes and line ends too, so that they are read back.
std::string in_quotes(std::string_view text);
/// Without blanks at both ends.
std::string trimmed(std::string_view text);
/// True for what may be the name of an element here: ASCII letters, digits, "_", "-", ".".
bool is_element_name(std::string_view text) noexcept;

}  // namespace ecoute::forms::xform
