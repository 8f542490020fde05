#include "analysis/grid.hpp"

#include <algorithm>

#include "analysis/wording.hpp"

namespace ecoute::analysis {
namespace {

constexpr std::size_t widest_words = 34;    // a name of a quartier on one line
constexpr std::size_t widest_heading = 14;  // an answer's words above its figures, on several lines
constexpr std::size_t gap = 2;

std::size_t widest(const std::vector<std::string>& lines) {
    std::size_t width = 0;
    for (const auto& line : lines) width = std::max(width, display_width(line));
    return width;
}

std::size_t width_of(const GridColumn& column) {
    std::size_t width = widest(wrapped(column.heading, column.words ? widest_words : widest_heading));
    for (const auto& cell : column.cells) width = std::max(width, widest(wrapped(cell, widest_words)));
    return width;
}

std::string padded(const std::string& text, std::size_t width, bool at_start) {
    const std::size_t used = std::min(width, display_width(text));
    const std::string space(width - used, ' ');
    return at_start ? text + space : space + text;
}

/// One row of cells, as many lines as its tallest cell. Headings stand on their last line, cells on their first.
void write_row(std::string& out, const std::vector<GridColumn>& columns, const std::vector<std::size_t>& block,
               const std::vector<std::size_t>& widths, const std::vector<std::string>& row, bool heading) {
    std::vector<std::vector<std::string>> parts;
    std::size_t height = 1;
    for (const auto column : block) {
        const std::size_t limit = heading && !columns[column].words ? widest_heading : widest_words;
        parts.push_back(wrapped(row[column], std::min(limit, std::max<std::size_t>(widths[column], 1))));
        height = std::max(height, parts.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        for (std::size_t i = 0; i < block.size(); ++i) {
            const std::size_t skipped = heading ? height - parts[i].size() : 0;
            const bool here = line >= skipped && line - skipped < parts[i].size();
            if (i > 0) text.append(gap, ' ');
            text += padded(here ? parts[i][line - skipped] : "", widths[block[i]], columns[block[i]].words);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + "\n";
    }
}

void write_block(std::string& out, const std::vector<GridColumn>& columns, const std::vector<std::size_t>& block,
                 const std::vector<std::size_t>& widths) {
    std::vector<std::string> row;
    for (const auto& column : columns) row.push_back(column.heading);
    write_row(out, columns, block, widths, row, true);
    std::size_t total = 0;
    for (const auto column : block) total += widths[column] + (total > 0 ? gap : 0);
    for (std::size_t i = 0; i < total; ++i) out += "─";
    out += "\n";
    for (std::size_t i = 0; i < columns.front().cells.size(); ++i) {
        for (std::size_t column = 0; column < columns.size(); ++column) row[column] = columns[column].cells[i];
        write_row(out, columns, block, widths, row, false);
    }
}

}  // namespace

std::string grid_text(const std::vector<GridColumn>& columns, std::size_t fixed, std::size_t width) {
    std::vector<std::size_t> widths, first;
    for (const auto& column : columns) widths.push_back(width_of(column));
    std::size_t start = 0;
    for (std::size_t i = 0; i < std::min(fixed, columns.size()); ++i) {
        first.push_back(i);
        start += widths[i] + (i > 0 ? gap : 0);
    }

    std::string out;
    auto block = first;
    std::size_t used = start;
    for (std::size_t i = first.size(); i < columns.size(); ++i) {
        if (block.size() > first.size() && used + gap + widths[i] > width) {
            write_block(out, columns, block, widths);
            out += "\n";
            block = first;
            used = start;
        }
        block.push_back(i);
        used += gap + widths[i];
    }
    write_block(out, columns, block, widths);
    return out;
}

}  // namespace ecoute::analysis
