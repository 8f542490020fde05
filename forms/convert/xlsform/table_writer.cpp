#include "forms/convert/xlsform/table_writer.hpp"

#include <algorithm>

#include "forms/convert/xlsform/languages.hpp"

namespace ecoute::forms::xlsform {
namespace {

bool is_media(std::string_view column) {
    return column == "image" || column == "audio" || column == "video" || column == "big-image";
}

}  // namespace

TableWriter::Slot TableWriter::slot(std::string_view column, std::string_view tag) {
    const auto known =
        std::find_if(known_.begin(), known_.end(), [column](const Column& one) { return one.name == column; });
    const auto language = std::find(languages_.begin(), languages_.end(), tag);
    const std::size_t position = tag.empty() ? 0 : static_cast<std::size_t>(language - languages_.begin()) + 1;
    const Slot place{static_cast<std::size_t>(known - known_.begin()), position, 0};
    std::string header(is_media(column) ? "media::" : "");
    header += column;
    if (!tag.empty()) header += "::" + language_label(tag);
    titles_.try_emplace(place, Title{std::move(header), known->width});
    return place;
}

void TableWriter::put(std::string_view column, std::string_view tag, workbook::Cell cell) {
    rows_.back()[slot(column, tag)] = std::move(cell);
}

void TableWriter::put_under(const std::string& header, workbook::Cell cell) {
    constexpr int width = 16;
    const auto order = unknown_.try_emplace(header, unknown_.size()).first->second;
    const Slot place{known_.size(), 0, order};
    titles_.try_emplace(place, Title{header, width});
    rows_.back()[place] = std::move(cell);
}

workbook::Sheet TableWriter::sheet(std::string name) const {
    workbook::Sheet sheet{std::move(name), {}, {}, {}};
    std::map<Slot, std::uint32_t> columns;
    workbook::Row header{0, {}};
    for (const auto& [place, title] : titles_) {
        const auto column = static_cast<std::uint32_t>(columns.size());
        columns.emplace(place, column);
        header.cells.push_back({column, workbook::CellType::text, title.header});
        sheet.widths.push_back(title.width);
    }
    sheet.rows.push_back(std::move(header));
    for (const auto& cells : rows_) {
        workbook::Row row{static_cast<std::uint32_t>(sheet.rows.size()), {}};
        for (const auto& [place, cell] : cells) row.cells.push_back({columns.at(place), cell.type, cell.text});
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

}  // namespace ecoute::forms::xlsform
