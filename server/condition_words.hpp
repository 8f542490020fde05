#pragma once
#include <string>
#include <string_view>

#include "analysis/table.hpp"
#include "server/words.hpp"

/// Words of conditions and of the groups that they keep (table_condition.hpp has what tells a whole one).
namespace ecoute::server {

/// "genre" of the form's gender, else the question's label, else its name.
std::string label_of_question(const Words& words, std::string_view language, const forms::Form& form, std::uint32_t question);
/// A band in words: "25 à 59 ans".
std::string band_in_words(const Words& words, std::string_view language, const analysis::Category& band, bool age);

}  // namespace ecoute::server
