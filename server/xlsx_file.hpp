#pragma once
#include <string>

#include "forms/workbook/workbook.hpp"

namespace ecoute::server {

/// A workbook as the bytes of an .xlsx file, made to be read by people too: the first row of each sheet bold and in
/// place while the rest scrolls, texts wrapped, columns as wide as the sheet says. The same workbook gives the same
/// bytes. Throws std::runtime_error when the machine fails.
std::string xlsx_bytes(const forms::workbook::Workbook& workbook);

}  // namespace ecoute::server
