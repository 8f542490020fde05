#pragma once
#include <string_view>

#include "forms/convert/xlsform/draft.hpp"
#include "forms/convert/xlsform/table.hpp"

namespace ecoute::forms::xlsform {

/// Rows of the sheet survey -> the tree of questions, roles and lists from files. Mistakes: workbook_begin_without_end,
/// workbook_end_without_begin, form_field_missing (a name without a type), form_too_large (groups in groups).
void read_survey(Teller& teller, Table& table, std::string_view default_tag, Draft& draft);

}  // namespace ecoute::forms::xlsform
