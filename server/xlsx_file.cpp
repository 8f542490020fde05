#include "server/xlsx_file.hpp"

#include <xlsxwriter.h>

#include <cstdlib>
#include <stdexcept>

#include "forms/memory_file.hpp"

namespace ecoute::server {
namespace {

using forms::workbook::Cell;
using forms::workbook::CellType;

struct Formats {
    lxw_format* header;
    lxw_format* text;
};

Formats add_formats(lxw_workbook* book) {
    lxw_format* header = workbook_add_format(book);
    format_set_bold(header);
    format_set_bg_color(header, 0xE6ECF5);
    format_set_align(header, LXW_ALIGN_VERTICAL_TOP);
    lxw_format* text = workbook_add_format(book);
    format_set_text_wrap(text);
    format_set_align(text, LXW_ALIGN_VERTICAL_TOP);
    return {header, text};
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

/// "_x0041_" would be read as an "A" (the format writes odd characters so), which the library of Debian 12 does not
/// prevent.
std::string guarded(const std::string& text) {
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool looks_escaped = text.compare(i, 2, "_x") == 0 && i + 6 < text.size() && text[i + 6] == '_' &&
                                   is_hex(text[i + 2]) && is_hex(text[i + 3]) && is_hex(text[i + 4]) &&
                                   is_hex(text[i + 5]);
        safe += looks_escaped ? "_x005F_" : std::string(1, text[i]);
    }
    return safe;
}

void write_cell(lxw_worksheet* sheet, std::uint32_t row, const Cell& cell, lxw_format* format) {
    const auto column = static_cast<lxw_col_t>(cell.column);
    if (cell.type == CellType::number)
        worksheet_write_number(sheet, row, column, std::strtod(cell.text.c_str(), nullptr), format);
    else if (cell.type == CellType::boolean)
        worksheet_write_boolean(sheet, row, column, cell.text == "TRUE", format);
    else
        worksheet_write_string(sheet, row, column, guarded(cell.text).c_str(), format);
}

void write_sheet(lxw_workbook* book, const forms::workbook::Sheet& sheet, const Formats& formats) {
    lxw_worksheet* out = workbook_add_worksheet(book, sheet.name.c_str());
    if (!out) throw std::runtime_error("a sheet can't be added: " + sheet.name);
    for (std::size_t column = 0; column < sheet.widths.size(); ++column) {
        const auto at = static_cast<lxw_col_t>(column);
        worksheet_set_column(out, at, at, sheet.widths[column], nullptr);
    }
    worksheet_freeze_panes(out, 1, sheet.name == "survey" ? 2 : 0);
    for (const auto& row : sheet.rows)
        for (const Cell& cell : row.cells)
            write_cell(out, row.number, cell, row.number == 0 ? formats.header : formats.text);
}

}  // namespace

std::string xlsx_bytes(const forms::workbook::Workbook& workbook) {
    const forms::MemoryFile file;
    lxw_workbook* book = workbook_new(file.path().c_str());
    if (!book) throw std::runtime_error("no memory for a workbook");
    lxw_doc_properties properties{};
    properties.created = 1;  // not the hour at which it was made: the same document gives the same file
    workbook_set_properties(book, &properties);
    const Formats formats = add_formats(book);
    for (const auto& sheet : workbook.sheets) write_sheet(book, sheet, formats);
    if (const lxw_error failed = workbook_close(book); failed != LXW_NO_ERROR)
        throw std::runtime_error(std::string("a workbook can't be written: ") + lxw_strerror(failed));
    return file.bytes();
}

}  // namespace ecoute::server
