#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::forms::check {

/// The words of a text or a name in small letters without accents: "Né·e à l'étranger" -> ne, e, a, l, etranger;
/// "date_naissance" -> date, naissance. "œ" is "oe". Letters of other scripts stay as they are.
std::vector<std::string> plain_words(std::string_view text);

/// True when the words of `phrase`, which is written plainly ("pays d origine"), follow one another in `words`. A word
/// that ends in "*" stands for all that begin like it; "=" before the phrase asks that there be no other words.
bool says(std::span<const std::string> words, std::string_view phrase);

/// True when one of the phrases is said.
bool says_any(std::span<const std::string> words, std::span<const std::string_view> phrases);

}  // namespace ecoute::forms::check
