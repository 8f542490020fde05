#pragma once
#include <string_view>

#include "forms/convert/xlsform/draft.hpp"
#include "forms/convert/xlsform/table.hpp"

namespace ecoute::forms::xlsform {

/// Adds a cell to an item as its column demands. Not for columns of structure and roles, which are the caller's.
/// Mistakes: workbook_cell_invalid. `default_tag`: the language of a header that names none.
void add_cell(Teller& teller, const Table& table, const workbook::Row& row, const workbook::Cell& cell,
              const TableColumn& column, std::string_view default_tag, Item& item);

/// "yes", "oui", "TRUE", "1"... in any case; nullopt when it is neither yes nor no.
std::optional<bool> yes_or_no(std::string_view written);

/// Words separated by blanks, commas or semicolons.
std::vector<std::string_view> words(std::string_view text);

/// True for a text of nothing but blanks.
bool is_blank(std::string_view text) noexcept;

/// A text without blanks around it.
std::string_view trimmed(std::string_view text) noexcept;

}  // namespace ecoute::forms::xlsform
