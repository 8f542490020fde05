#include "forms/workbook/collector.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "forms/expression/expression.hpp"

namespace ecoute::forms::workbook {
namespace {

bool is_blank(const Cell& cell) { return cell.type == CellType::text && cell.text.empty(); }

std::string hour_text(std::int64_t second_of_day) {
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d:%02d", static_cast<int>(second_of_day / 3600),
                  static_cast<int>(second_of_day / 60 % 60), static_cast<int>(second_of_day % 60));
    return text;
}

std::string day_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

/// Rows and cells in order, each place once (the first that was met).
void put_in_order(Sheet& sheet) {
    std::stable_sort(sheet.rows.begin(), sheet.rows.end(),
                     [](const Row& a, const Row& b) { return a.number < b.number; });
    std::vector<Row> rows;
    for (Row& row : sheet.rows) {
        if (rows.empty() || rows.back().number != row.number)
            rows.push_back(std::move(row));
        else
            std::move(row.cells.begin(), row.cells.end(), std::back_inserter(rows.back().cells));
    }
    for (Row& row : rows) {
        const auto by_column = [](const Cell& a, const Cell& b) { return a.column < b.column; };
        const auto same = [](const Cell& a, const Cell& b) { return a.column == b.column; };
        std::stable_sort(row.cells.begin(), row.cells.end(), by_column);
        row.cells.erase(std::unique(row.cells.begin(), row.cells.end(), same), row.cells.end());
    }
    sheet.rows = std::move(rows);
}

}  // namespace

void Collector::begin_sheet(std::string_view name) {
    if (workbook_.sheets.size() >= most_sheets)
        refusal_ =
            Problem{Code::workbook_too_large, {}, {}, {{"what", "sheets"}, {"limit", std::to_string(most_sheets)}}};
    if (full()) return;
    workbook_.sheets.emplace_back().name = name;
    in_order_ = true;
}

void Collector::add(std::uint32_t row, Cell cell) {
    if (full() || is_blank(cell)) return;
    Sheet& sheet = workbook_.sheets.back();
    const auto refuse = [&](std::string_view what, std::size_t limit) {
        refusal_ = Problem{Code::workbook_too_large,
                           {},
                           place(sheet.name, row, cell.column),
                           {{"what", std::string(what)}, {"limit", std::to_string(limit)}}};
    };
    text_bytes_ += cell.text.size();
    if (row >= most_rows) return refuse("rows", most_rows);
    if (cell.column >= most_columns) return refuse("columns", most_columns);
    if (++cells_ > most_cells) return refuse("cells", most_cells);
    if (cell.text.size() > longest_cell_bytes) return refuse("cell", longest_cell_bytes);
    if (text_bytes_ > most_text_bytes) return refuse("text", most_text_bytes);
    if (sheet.rows.empty() || sheet.rows.back().number != row) {
        in_order_ = in_order_ && (sheet.rows.empty() || sheet.rows.back().number < row);
        sheet.rows.push_back({row, {}});
    }
    auto& cells = sheet.rows.back().cells;
    in_order_ = in_order_ && (cells.empty() || cells.back().column < cell.column);
    cells.push_back(std::move(cell));
}

void Collector::merge(const Merge& merge) {
    if (full() || workbook_.sheets.back().merges.size() >= most_merges) return;
    if (merge.row > merge.last_row || merge.column > merge.last_column) return;
    workbook_.sheets.back().merges.push_back(merge);
}

void Collector::end_sheet() {
    if (!full() && !in_order_) put_in_order(workbook_.sheets.back());
}

Result<Workbook> Collector::finish(bool macros) && {
    if (refusal_) return *std::move(refusal_);
    workbook_.macros = macros;
    return std::move(workbook_);
}

std::string number_as_text(std::string_view written) {
    double number = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
    if (error != std::errc{} || end != written.data() + written.size() || !std::isfinite(number))
        return std::string(written);
    return expression::number_text(number);
}

std::optional<std::string> date_of_serial(double serial, bool from_1904, bool has_day, bool has_hour) {
    constexpr double last_serial = 2'958'466;  // 9999-12-31
    if (!(serial >= 0 && serial < last_serial)) return std::nullopt;
    constexpr std::int64_t seconds_a_day = 86'400;
    const auto seconds = static_cast<std::int64_t>(std::llround(serial * static_cast<double>(seconds_a_day)));
    std::int64_t days = seconds / seconds_a_day;
    const std::string hour = hour_text(seconds % seconds_a_day);
    if (!has_day) return hour;
    // Excel counts a 29 February 1900 that never was: days before it are one less from 1899-12-30.
    if (!from_1904 && days < 60) ++days;
    const auto first = from_1904 ? std::chrono::year{1904} / 1 / 1 : std::chrono::year{1899} / 12 / 30;
    const std::string day = day_text(std::chrono::sys_days{first} + std::chrono::days{days});
    return has_hour ? day + "T" + hour : day;
}

std::string column_name(std::uint32_t column) {
    std::string name;
    for (std::uint64_t rest = std::uint64_t{column} + 1; rest > 0; rest = (rest - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return name;
}

std::string place(std::string_view sheet, std::uint32_t row, std::uint32_t column) {
    return std::string(sheet) + "!" + column_name(column) + std::to_string(std::uint64_t{row} + 1);
}

}  // namespace ecoute::forms::workbook
