#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/convert/xlsform/columns.hpp"
#include "forms/workbook/workbook.hpp"

/// Members of a document as a workbook has them.
namespace ecoute::forms::xlsform {

workbook::Cell text_cell(std::string text);

/// The string of a member; "" when it is not there or no string.
std::string string_of(const nlohmann::ordered_json& object, const char* member);

/// A member as a cell of its column; nullopt when it has not the type that the column takes. What has no cell is told
/// at the end, by reading the workbook back.
std::optional<workbook::Cell> cell_of(const nlohmann::ordered_json& value, Kind kind);

/// Languages of the texts of a document: its own first, then as they are met.
std::vector<std::string> languages_of(const nlohmann::ordered_json& document, std::string_view own);

/// The language of a document: the one that it names, else that of its title as read_form has it.
std::string own_language(const nlohmann::ordered_json& document);

}  // namespace ecoute::forms::xlsform
