#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::server::cli {

/// A file of the library that is part of the program ("ecoute-habitants.json", "lyon-2016.csv"); nullopt when there is none.
std::optional<std::string_view> library_file(std::string_view name);

/// A questionnaire by the path of its file, or by its name in the library ("ecoute-habitants").
std::optional<std::string> questionnaire_document(const std::string& file_or_name);

/// Names of the questionnaires in the library, "a, b, c".
std::string library_names();

}  // namespace ecoute::server::cli
