#pragma once
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "forms/convert/xlsform/columns.hpp"
#include "forms/convert/xlsform/teller.hpp"
#include "forms/workbook/workbook.hpp"

namespace ecoute::forms::xlsform {

/// The column of a table: its header, and the tag of its language.
struct TableColumn {
    Header header;
    std::string written;  ///< the header as written
    std::string tag;      ///< of a text; "" where the header names no language
    std::uint32_t column = 0;
    bool told = false;  ///< that it is not used was said
};

/// A sheet whose first row names its columns.
class Table {
public:
    Table() = default;
    /// Reads the headers. Mistakes: workbook_column_twice, workbook_language_unknown, workbook_cell_invalid for an
    /// error value.
    Table(Teller& teller, const workbook::Sheet& sheet, std::span<const Column> known, Kind unknown);

    bool is_there() const noexcept { return sheet_ != nullptr; }
    const std::string& name() const noexcept { return sheet_->name; }
    std::span<const workbook::Row> rows() const noexcept { return rows_; }
    /// The column in which a cell stands; null, told once, where no header stands above it.
    const TableColumn* column_of(Teller& teller, const workbook::Row& row, const workbook::Cell& cell);
    /// The text of a column that has no language; "" when the row has none.
    std::string_view text(const workbook::Row& row, std::string_view column) const;
    bool has(std::string_view column) const { return find(column) != nullptr; }
    /// Where a cell of that column and row stands, or would.
    std::string place(const workbook::Row& row, std::string_view column) const;
    std::string place(const workbook::Row& row, std::uint32_t column) const;
    /// The columns of a sheet are known: adds workbook_column_missing, fact "known" when a header is near, and gives
    /// false.
    bool require(Teller& teller, std::string_view column) const;
    /// Tags of languages in the order in which headers name them.
    std::vector<std::string> languages() const;
    /// Tags in which a column is there, "" for a header that names no language.
    std::set<std::string> languages_of(std::string_view column) const;

private:
    void read_header(Teller& teller, const workbook::Cell& cell, std::span<const Column> known, Kind unknown);
    void refuse_twice(Teller& teller, const TableColumn& column) const;
    const TableColumn* find(std::string_view column) const;

    const workbook::Sheet* sheet_ = nullptr;
    std::span<const workbook::Row> rows_;
    std::uint32_t header_row_ = 0;
    std::vector<TableColumn> columns_;  ///< those that have a header
    std::vector<std::uint32_t> at_;     ///< sheet column -> position in columns_, or none
    std::vector<bool> told_without_header_;
};

/// The sheet of that name, in any case; null when there is none.
const workbook::Sheet* find_sheet(const workbook::Workbook& workbook, std::string_view name);

}  // namespace ecoute::forms::xlsform
