#include "server/xlsx_file.hpp"

#include <xlsxwriter.h>

#include <array>
#include <cstdio>
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

namespace {

/// The first bytes of a text that a cell can hold; all of it when it is short enough.
std::string_view that_fits(std::string_view text) {
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (begins && ++letters > longest_xlsx_cell_letters) return text.substr(0, at);
    }
    return text;
}

using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
using OpenBook = std::unique_ptr<lxw_workbook, void (*)(lxw_workbook*)>;

}  // namespace

struct XlsxRows::Book {
    OpenFile file{std::tmpfile(), std::fclose};  ///< without a name: it goes away with us
    OpenBook book{nullptr, lxw_workbook_free};
    lxw_worksheet* sheet = nullptr;
    Formats formats{};
    std::size_t rows = 0, cut = 0;
};

XlsxRows::XlsxRows(const std::string& sheet, std::span<const std::string> header) : book_{std::make_unique<Book>()} {
    if (!book_->file) throw std::runtime_error("no temporary file for a workbook");
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_->book.reset(workbook_new_opt(("/proc/self/fd/" + std::to_string(fileno(book_->file.get()))).c_str(), &options));
    if (!book_->book) throw std::runtime_error("no memory for a workbook");
    book_->formats = add_formats(book_->book.get());
    book_->sheet = workbook_add_worksheet(book_->book.get(), sheet.c_str());
    if (!book_->sheet) throw std::runtime_error("a sheet can't be added: " + sheet);
    worksheet_freeze_panes(book_->sheet, 1, 1);
    for (std::size_t column = 0; column < header.size(); ++column)
        write_cell(book_->sheet, 0, {static_cast<std::uint32_t>(column), CellType::text, header[column]}, book_->formats.header);
    book_->rows = 1;
}

XlsxRows::~XlsxRows() = default;

bool XlsxRows::add(std::span<const Cell> cells) {
    if (book_->rows == most_xlsx_rows) return false;
    for (const Cell& cell : cells) {
        const auto text = that_fits(cell.text);
        const bool fits = text.size() == cell.text.size();
        if (!fits) ++book_->cut;
        write_cell(book_->sheet, static_cast<std::uint32_t>(book_->rows), fits ? cell : Cell{cell.column, cell.type, std::string{text}}, nullptr);
    }
    ++book_->rows;
    return true;
}

std::size_t XlsxRows::cut() const noexcept { return book_->cut; }

void XlsxRows::finish(const std::function<void(std::string_view)>& sink) {
    if (const lxw_error failed = workbook_close(book_->book.release()); failed != LXW_NO_ERROR)
        throw std::runtime_error(std::string("a workbook can't be written: ") + lxw_strerror(failed));
    std::rewind(book_->file.get());
    std::array<char, 64 * 1024> piece;
    while (const auto read = std::fread(piece.data(), 1, piece.size(), book_->file.get())) sink({piece.data(), read});
    if (std::ferror(book_->file.get())) throw std::runtime_error("a workbook can't be read back");
}

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
