#pragma once
#include <string_view>

#include "forms/convert/conversion.hpp"
#include "forms/workbook/workbook.hpp"

namespace ecoute::forms {

/// An XLSForm (.xlsx, .xlsm or .ods) -> a questionnaire document, with the place of each part ("survey!C12"). DESIGN.md
/// of this room has the columns, ours among them. Mistakes here are those of the workbook; what read_form says of the
/// document comes after, through `places`.
Conversion document_of_xlsform(std::string_view bytes);
Conversion document_of_xlsform(const workbook::Workbook& workbook);

/// A document as the sheets of an XLSForm, that convert back to the same document.
struct Sheets {
    workbook::Workbook workbook;
    Problems mistakes;  ///< what a cell can't hold, by JSON pointer
    Problems report;    ///< what comes back otherwise, by JSON pointer
};
Sheets xlsform_of_document(std::string_view document);

}  // namespace ecoute::forms
