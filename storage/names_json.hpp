#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::storage {

/// A list of names as a column holds it: a JSON array of strings.
std::string names_to_json(const std::vector<std::string>& names);
/// The other way; a text that is none holds no names.
std::vector<std::string> names_from_json(std::string_view text);

}  // namespace ecoute::storage
