#pragma once
#include <map>
#include <string>
#include <string_view>

namespace ecoute::forms {

/// A text in several languages, by BCP-47 tag.
using Text = std::map<std::string, std::string, std::less<>>;

/// What a reader of `language` is shown. `missing` is true when the text had to fall back to
/// `default_language` (trap T11: it falls back visibly, so pages mark it with its own lang attribute).
struct Shown {
    std::string_view text;
    std::string_view language;  ///< language of the text, not of the reader
    bool missing = false;
};

/// Exact tag, then its primary subtag ("pt-BR" -> "pt"), then `default_language`, then any.
Shown shown(const Text& text, std::string_view language, std::string_view default_language) noexcept;

/// Writing direction of a language tag by its script: true for ar, fa, he, ur, ps, ku-Arab... Never guessed from the
/// text.
bool right_to_left(std::string_view language) noexcept;

}  // namespace ecoute::forms
