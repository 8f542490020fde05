#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "server/pages/filling.hpp"
#include "server/words.hpp"

namespace ecoute::server {

/// What a person answered, question by question, as they read it: items with "question" and "said" (HTML both; "said" is a
/// list), or "heading" for a group or a row. Questions that were not asked or left blank are left out.
nlohmann::json answers_read_back(const forms::Form& form, const Words& words, std::string_view language,
                                 std::string_view answers, const forms::Clock& clock);

}  // namespace ecoute::server
