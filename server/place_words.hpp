#pragma once
#include "server/words.hpp"

namespace ecoute::server {

/// A place as people read it: "lieux.csv line 3" is "lieux.csv ligne 3" in French; pointers and cells stay as they are.
std::string place_in_words(const Words& words, std::string_view language, std::string_view where);

}  // namespace ecoute::server
