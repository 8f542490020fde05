#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

/// Spreadsheets as they come from people: bytes in memory -> sheets of typed cells. No formulas are run, no macros,
/// nothing is fetched.
namespace ecoute::forms::workbook {

// What is read of a file that anybody may send. Each limit is several times what the largest form met in the field
// needs (600 questions with ten languages: 2 MB of XML), and keeps a hostile file to a few hundred megabytes and about
// a second.
inline constexpr std::size_t largest_file_bytes = 16 * 1024 * 1024;
inline constexpr std::size_t most_entries = 4'000;                    ///< files within the zip
inline constexpr std::size_t largest_part_bytes = 32 * 1024 * 1024;   ///< one XML file, unpacked
inline constexpr std::size_t largest_parts_bytes = 64 * 1024 * 1024;  ///< all that are read, unpacked
/// Text packs at most a thousand times; what packs better is made to harm. Small parts are let through whatever their
/// ratio.
inline constexpr std::size_t highest_ratio = 400, always_unpacked_bytes = 1024 * 1024;
inline constexpr std::size_t most_elements =
    2'000'000;  ///< XML elements and attributes of one part: each takes 40 to 70 bytes
inline constexpr int deepest_element = 64;
inline constexpr std::size_t most_sheets = 200;
inline constexpr std::uint32_t most_rows = 200'000,
                               most_columns = 600;                ///< beyond them nothing but blank cells is accepted
inline constexpr std::size_t most_cells = 1'000'000;              ///< that hold something
inline constexpr std::size_t longest_cell_bytes = 200'000;        ///< Excel stops at 32,767 characters
inline constexpr std::size_t most_text_bytes = 32 * 1024 * 1024;  ///< of all cells: one shared text may stand in each
inline constexpr std::size_t most_merges = 10'000;                ///< told; the others are passed over

enum class CellType : std::uint8_t {
    text,
    number,
    boolean,
    date,   ///< a day, an hour or both
    error,  ///< "#N/A": what a formula could not compute
};

/// A cell that holds something.
struct Cell {
    std::uint32_t column = 0;  ///< 0 is A
    CellType type = CellType::text;
    /// What it says: a number as "42" or "0.5", "TRUE" or "FALSE", "2026-05-17", "2026-05-17T18:00:00" or "18:00:00";
    /// lines of a text are separated by "\n".
    std::string text;

    friend bool operator==(const Cell&, const Cell&) = default;
};

struct Row {
    std::uint32_t number = 0;  ///< 0 is the row that people call 1
    std::vector<Cell> cells;   ///< by ascending column

    friend bool operator==(const Row&, const Row&) = default;
};

/// Cells joined into one: the first keeps its content, the others are blank.
struct Merge {
    std::uint32_t row = 0, column = 0, last_row = 0, last_column = 0;
    friend bool operator==(const Merge&, const Merge&) = default;
};

struct Sheet {
    std::string name;
    std::vector<Row> rows;  ///< those that hold something, by ascending number
    std::vector<Merge> merges;
    std::vector<int> widths;  ///< of columns, in characters; for writing only
};

struct Workbook {
    std::vector<Sheet> sheets;
    bool macros = false;  ///< the file has macros, which are left alone
};

/// Reads an .xlsx, .xlsm or .ods file, told apart by their content. Refusals: workbook_malformed (fact "part": what
/// can't be read), workbook_locked (a password), workbook_old (.xls), workbook_too_large (facts "what", "limit").
Result<Workbook> read_workbook(std::string_view bytes);

/// "survey!C12", as people see it; row and column count from 0.
std::string place(std::string_view sheet, std::uint32_t row, std::uint32_t column);
/// "C", "AA".
std::string column_name(std::uint32_t column);

}  // namespace ecoute::forms::workbook
