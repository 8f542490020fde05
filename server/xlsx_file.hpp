#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "forms/workbook/workbook.hpp"

namespace ecoute::server {

/// A workbook as the bytes of an .xlsx file, made to be read by people too: the first row of each sheet bold and in
/// place while the rest scrolls, texts wrapped, columns as wide as the sheet says. The same workbook gives the same
/// bytes. Throws std::runtime_error when the machine fails.
std::string xlsx_bytes(const forms::workbook::Workbook& workbook);

/// What a sheet of Excel can hold.
inline constexpr std::size_t most_xlsx_rows = 1'048'576, most_xlsx_columns = 16'384, longest_xlsx_cell_letters = 32'767;

/// An .xlsx file of one sheet that is written row by row: memory for one row, the rest in temporary files of the disk that
/// have no name. Throws std::runtime_error when the machine fails.
class XlsxRows {
public:
    /// The first row; at most most_xlsx_columns.
    XlsxRows(const std::string& sheet, std::span<const std::string> header);
    ~XlsxRows();
    XlsxRows(const XlsxRows&) = delete;
    XlsxRows& operator=(const XlsxRows&) = delete;

    /// The next row, cells by ascending column; false, and nothing is added, when the sheet is full. A text longer than a cell may be is cut.
    bool add(std::span<const forms::workbook::Cell> cells);
    std::size_t cut() const noexcept;  ///< texts that were
    /// The whole file, a piece at a time. Nothing may be added afterwards.
    void finish(const std::function<void(std::string_view)>& sink);

private:
    struct Book;
    std::unique_ptr<Book> book_;
};

}  // namespace ecoute::server
