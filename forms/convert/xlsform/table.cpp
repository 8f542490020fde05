#include "forms/convert/xlsform/table.hpp"

#include <algorithm>

#include "forms/convert/xlsform/languages.hpp"
#include "forms/document/names.hpp"

namespace ecoute::forms::xlsform {
namespace {

constexpr std::uint32_t no_column = 0xFFFFFFFF;

/// Two headers of one meaning: the same column in the same language, or the same unknown name.
bool same_meaning(const TableColumn& a, const TableColumn& b) {
    return a.header.column == b.header.column && a.header.key == b.header.key && a.tag == b.tag &&
           a.header.kind == b.header.kind;
}

}  // namespace

const workbook::Sheet* find_sheet(const workbook::Workbook& workbook, std::string_view name) {
    for (const workbook::Sheet& sheet : workbook.sheets)
        if (folded(sheet.name) == name) return &sheet;
    return nullptr;
}

Table::Table(Teller& teller, const workbook::Sheet& sheet, std::span<const Column> known, Kind unknown)
    : sheet_(&sheet) {
    if (sheet.rows.empty()) return;
    const workbook::Row& header = sheet.rows.front();
    header_row_ = header.number;
    rows_ = std::span(sheet.rows).subspan(1);
    columns_.reserve(header.cells.size());
    for (const workbook::Cell& cell : header.cells) read_header(teller, cell, known, unknown);
}

void Table::read_header(Teller& teller, const workbook::Cell& cell, std::span<const Column> known, Kind unknown) {
    const std::string where = workbook::place(sheet_->name, header_row_, cell.column);
    if (folded(cell.text).empty()) return;
    TableColumn column{header_of(cell.text, known, unknown), cell.text, {}, cell.column, false};
    if (const std::string& language = column.header.language; !names_no_language(language)) {
        const auto tag = language_tag(language);
        if (!tag) {
            teller.mistake(Code::workbook_language_unknown, {}, where, {{"value", document::excerpt(language)}});
            column.header.kind = Kind::vendor;  // said once; its cells say nothing more
            column.told = true;
        }
        if (tag && !says_its_tag(language)) teller.report(convert_changed("language", language, *tag, where));
        column.tag = tag.value_or(language);
    }
    refuse_twice(teller, column);
    if (!column.header.column && column.header.kind != Kind::vendor)
        if (const auto near = near_column(cell.text, known)) {
            Problem hint = column.header.kind == Kind::extra
                               ? convert_changed("column", cell.text, column.header.key, where, "extra")
                               : convert_kept("column", cell.text, where, "not_known");
            hint.facts["known"] = *near;
            teller.report(std::move(hint));
            column.told = true;
        }
    at_.resize(std::max<std::size_t>(at_.size(), cell.column + 1), no_column);
    at_[cell.column] = static_cast<std::uint32_t>(columns_.size());
    columns_.push_back(std::move(column));
}

void Table::refuse_twice(Teller& teller, const TableColumn& column) const {
    for (const TableColumn& before : columns_) {
        if (!same_meaning(before, column)) continue;
        teller.mistake(Code::workbook_column_twice, {}, workbook::place(sheet_->name, header_row_, column.column),
                       {{"value", document::excerpt(column.written)},
                        {"first", workbook::place(sheet_->name, header_row_, before.column)}});
        return;
    }
}

const TableColumn* Table::column_of(Teller& teller, const workbook::Row& row, const workbook::Cell& cell) {
    if (cell.column < at_.size() && at_[cell.column] != no_column) {
        TableColumn& column = columns_[at_[cell.column]];
        const bool not_used = column.header.kind == Kind::vendor || column.header.kind == Kind::kept;
        if (not_used && !column.told) {
            const std::string where = workbook::place(sheet_->name, header_row_, column.column);
            teller.report(column.header.kind == Kind::vendor ? convert_unused("column", column.written, where, "vendor")
                                                             : convert_kept("column", column.header.key, where));
            column.told = true;
        }
        return &column;
    }
    told_without_header_.resize(std::max<std::size_t>(told_without_header_.size(), cell.column + 1), false);
    if (!told_without_header_[cell.column])
        teller.report(
            convert_unused("cell", cell.text, workbook::place(sheet_->name, row.number, cell.column), "no_header"));
    told_without_header_[cell.column] = true;
    return nullptr;
}

const TableColumn* Table::find(std::string_view column) const {
    for (const TableColumn& one : columns_)
        if (one.header.column && one.header.column->name == column && one.tag.empty()) return &one;
    return nullptr;
}

std::string_view Table::text(const workbook::Row& row, std::string_view column) const {
    const TableColumn* found = find(column);
    if (!found) return {};
    for (const workbook::Cell& cell : row.cells)
        if (cell.column == found->column) return cell.text;
    return {};
}

std::string Table::place(const workbook::Row& row, std::string_view column) const {
    const TableColumn* found = find(column);
    return place(row, found ? found->column : 0);
}

std::string Table::place(const workbook::Row& row, std::uint32_t column) const {
    return workbook::place(sheet_->name, row.number, column);
}

bool Table::require(Teller& teller, std::string_view column) const {
    if (has(column)) return true;
    std::map<std::string, std::string> facts{{"value", sheet_->name}};
    std::vector<std::string_view> written;
    for (const TableColumn& one : columns_) written.push_back(one.written);
    if (auto near = document::nearest(column, written)) facts["known"] = *std::move(near);
    teller.mistake(Code::workbook_column_missing, std::string(column), workbook::place(sheet_->name, header_row_, 0),
                   std::move(facts));
    return false;
}

std::vector<std::string> Table::languages() const {
    std::vector<std::string> tags;
    for (const TableColumn& column : columns_)
        if (!column.tag.empty() && column.header.kind != Kind::vendor &&
            std::find(tags.begin(), tags.end(), column.tag) == tags.end())
            tags.push_back(column.tag);
    return tags;
}

std::set<std::string> Table::languages_of(std::string_view name) const {
    std::set<std::string> tags;
    for (const TableColumn& column : columns_)
        if (column.header.column && column.header.column->name == name) tags.insert(column.tag);
    return tags;
}

}  // namespace ecoute::forms::xlsform
