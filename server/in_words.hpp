#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/words.hpp"

/// Days and numbers as people read them.
namespace ecoute::server {

/// "2026-05-17" (or an instant, whose first ten characters are a day) -> "17 mai 2026", "1er mai 2026". Anything else
/// comes back as it is.
std::string day_in_words(const Words& words, std::string_view language, std::string_view day);

/// "du 3 au 17 mai 2026", "du 28 avril au 17 mai 2026", "depuis le 3 mai 2026", "jusqu'au 17 mai 2026", "le 3 mai
/// 2026"; "" when both days are blank.
std::string period_in_words(const Words& words, std::string_view language, std::string_view from, std::string_view to);

/// 12495 -> "12 495" with narrow no-break spaces (French), "12,495" (English).
std::string number_in_words(std::string_view language, std::int64_t number);

/// What a file weighs: "412 Ko", "2,3 Mo" (thousands and millions of bytes), in the unit's words of the language.
std::string weight_in_words(const Words& words, std::string_view language, std::int64_t bytes);

/// Languages by their own names, "العربية, Türkçe"; one that we have no name for is its tag.
std::string languages_in_words(const Words& words, std::span<const std::string> languages);

}  // namespace ecoute::server
