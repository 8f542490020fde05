#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace ecoute::forms::xlsform {

/// The BCP-47 tag that a language in a header means: the code in brackets ("Français (fr)"), a tag by itself ("pt-BR"),
/// or the name of a usual language in French, English or itself, in any case and with or without accents. nullopt when
/// none of these is it.
std::optional<std::string> language_tag(std::string_view written);

/// True when the tag is written in it, by itself or in brackets: nothing was guessed.
bool says_its_tag(std::string_view written);

/// How a language is written in a header: "Français (fr)"; "xx (xx)" for one whose name we don't know.
std::string language_label(std::string_view tag);

}  // namespace ecoute::forms::xlsform
