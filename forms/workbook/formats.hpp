#pragma once
#include "forms/workbook/parts.hpp"

namespace ecoute::forms::workbook {

/// ECMA-376 part 1, SpreadsheetML: sheets by their relations, shared strings, styles for what is a date.
Result<Workbook> read_xlsx(Parts& parts);

/// OpenDocument 1.3 part 3: content.xml, cells and rows with how often they are repeated.
Result<Workbook> read_ods(Parts& parts);

}  // namespace ecoute::forms::workbook
