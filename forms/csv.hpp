#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::forms {

/// Largest file read: a hundred thousand responses of 2.5 kB, all in memory once.
inline constexpr std::size_t largest_csv_bytes = 256 * 1024 * 1024;
/// Longest cell: a hundred times the longest answer; beyond it a quote was forgotten.
inline constexpr std::size_t longest_csv_cell_bytes = 1024 * 1024;
/// Most columns: the rows of the longest questionnaire, and some more about the response.
inline constexpr std::size_t most_csv_columns = 20'100;

/// One record. It always has as many cells as the header has columns.
struct CsvRow {
    std::size_t line = 0;  ///< line of the file on which it begins, from 1
    std::vector<std::string> cells;
};

/// A CSV file (RFC 4180), as people's programs write it: UTF-8 with or without BOM; "," ";" or tab, whichever
/// the header uses (or Excel's own first line "sep=;"); lines ended by CRLF, LF or CR, inside quotes too; blank lines
/// skipped; cells left empty beyond the last column dropped. A quote inside an unquoted cell is text.
///
///     auto file = CsvReader::open(text);
///     while (auto row = file->next()) ...
class CsvReader {
public:
    /// Reads the header; names are trimmed. `text` must outlive the reader.
    /// Refuses with csv_empty, csv_too_large, csv_encoding (not UTF-8: Excel's "CSV" in place of "CSV UTF-8"),
    /// csv_column_twice, csv_quote.
    static Result<CsvReader> open(std::string_view text);

    const std::vector<std::string>& header() const noexcept { return header_; }
    char separator() const noexcept { return separator_; }
    /// Where a column stands; nullopt when the file has none of that name.
    std::optional<std::size_t> column(std::string_view name) const noexcept;

    /// The next row, or why it can't be read ("where" is "line 12", fact "line" 12): csv_row_length, after which
    /// reading may go on; csv_quote (a quote never closed, or followed by text) and csv_too_large, after which the file
    /// is over. nullopt at the end.
    std::optional<Result<CsvRow>> next();

private:
    explicit CsvReader(std::string_view text) : text_(text) {}
    Result<CsvRow> record();
    Result<std::string> cell();
    Result<std::string> quoted_cell();
    std::string plain_cell();
    bool at_line_end() const noexcept;
    void pass_line_end() noexcept;
    void skip_blank_lines() noexcept;
    Problem stop(Code code, std::size_t line, std::size_t limit = 0);

    std::string_view text_;
    std::size_t at_ = 0, line_ = 1;
    char separator_ = ',';
    std::vector<std::string> header_;
};

}  // namespace ecoute::forms
