#include <algorithm>
#include <charconv>
#include <cstdint>

#include "forms/workbook/collector.hpp"
#include "forms/workbook/formats.hpp"

namespace ecoute::forms::workbook {
namespace {

/// How often a row or cell stands there. LibreOffice repeats the blank end of a sheet up to its last row; whatever is
/// said, no further than that.
std::uint32_t times(pugi::xml_node node, std::string_view what) {
    constexpr std::uint32_t last_row_of_any_program = 1'048'576;
    const auto written = attribute(node, what);
    std::uint32_t number = 1;
    std::from_chars(written.data(), written.data() + written.size(), number);
    return std::clamp(number, std::uint32_t{1}, last_row_of_any_program);
}

/// A paragraph's text. Blanks that are not written as <text:s/> count once, and not at its ends (ODF 1.3 part
/// 3, 6.1.2).
class Paragraph {
public:
    explicit Paragraph(pugi::xml_node paragraph) {
        add_all(paragraph);
        if (ends_with_typed_blank_) text_.pop_back();
    }
    std::string text() && { return std::move(text_); }

private:
    void add_all(pugi::xml_node parent) {
        for (pugi::xml_node node = parent.first_child(); node; node = node.next_sibling()) add(node);
    }

    void add(pugi::xml_node node) {
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) return add_text(node.value());
        const auto name = local(node.name());
        if (name == "s")
            return add_written(std::string(std::min<std::size_t>(times(node, "c"), longest_cell_bytes), ' '));
        if (name == "tab") return add_written("\t");
        if (name == "line-break") return add_written("\n");
        if (name == "annotation" || name == "note" || name == "ruby-text") return;
        add_all(node);
    }

    void add_text(std::string_view text) {
        for (const char c : text) {
            const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
            if (blank && (text_.empty() || ends_with_typed_blank_)) continue;
            text_ += blank ? ' ' : c;
            ends_with_typed_blank_ = blank;
        }
    }

    void add_written(std::string_view blanks) {
        if (text_.size() <= longest_cell_bytes) text_ += blanks;
        ends_with_typed_blank_ = false;
    }

    std::string text_;
    bool ends_with_typed_blank_ = false;
};

/// Every paragraph of a cell on a line of its own; notes that people stick on cells are no part of them.
std::string paragraphs(pugi::xml_node cell) {
    std::string text;
    bool first = true;
    for (pugi::xml_node node = cell.first_child(); node; node = node.next_sibling()) {
        if (local(node.name()) != "p" && local(node.name()) != "h") continue;
        if (text.size() > longest_cell_bytes) break;  // refused as it is
        if (!first) text += '\n';
        text += Paragraph(node).text();
        first = false;
    }
    return text;
}

/// "PT18H05M30.25S" -> "18:05:30", as it is always written: hours, minutes and seconds.
std::string hour_of(std::string_view duration) {
    std::string hour, digits;
    for (const char c : duration) {
        if (c >= '0' && c <= '9') digits += c;
        if (c != 'H' && c != 'M' && c != 'S' && c != '.') continue;
        hour += (hour.empty() ? "" : ":") + std::string(digits.size() < 2 ? 2 - digits.size() : 0, '0') + digits;
        digits.clear();
        if (c == '.') break;
    }
    return hour;
}

bool is_error(pugi::xml_node cell) {
    for (const pugi::xml_attribute one : cell.attributes())
        if (std::string_view(one.name()) == "calcext:value-type" && std::string_view(one.value()) == "error")
            return true;
    return false;
}

Cell value_of(pugi::xml_node node) {
    const auto type = attribute(node, "value-type");
    if (type == "float" || type == "percentage" || type == "currency")
        return {0, CellType::number, number_as_text(attribute(node, "value"))};
    if (type == "boolean") return {0, CellType::boolean, attribute(node, "boolean-value") == "true" ? "TRUE" : "FALSE"};
    if (type == "date") return {0, CellType::date, std::string(attribute(node, "date-value"))};
    if (type == "time") return {0, CellType::date, hour_of(attribute(node, "time-value"))};
    std::string text = paragraphs(node);
    if (text.empty()) text = attribute(node, "string-value");
    return {0, is_error(node) ? CellType::error : CellType::text, std::move(text)};
}

class OdsReader {
public:
    Result<Workbook> read(pugi::xml_node spreadsheet, bool macros) {
        for (const pugi::xml_node table : spreadsheet.children()) {
            if (local(table.name()) != "table") continue;
            collector_.begin_sheet(attribute(table, "name"));
            if (collector_.full()) break;
            row_ = 0;
            read_rows(table);
            if (!collector_.full()) collector_.end_sheet();
        }
        return std::move(collector_).finish(macros);
    }

private:
    /// Rows may stand in groups and headers, which the depth of a part bounds.
    void read_rows(pugi::xml_node parent) {
        for (pugi::xml_node node = parent.first_child(); node && !collector_.full(); node = node.next_sibling()) {
            const auto name = local(node.name());
            if (name == "table-row")
                read_row(node);
            else if (name == "table-rows" || name == "table-row-group" || name == "table-header-rows")
                read_rows(node);
        }
    }

    struct Repeated {
        Cell cell;
        std::uint32_t times;
    };

    void read_row(pugi::xml_node node) {
        const std::uint32_t repeated = times(node, "number-rows-repeated");
        const auto cells = cells_of(node);
        // Blank rows cost nothing; as for the others, the collector's limits end the loops.
        for (std::uint32_t i = 0; !cells.empty() && i < repeated && !collector_.full(); ++i) add_row(row_ + i, cells);
        row_ = std::min(row_ + repeated, most_rows);
    }

    void add_row(std::uint32_t row, const std::vector<Repeated>& cells) {
        for (const Repeated& one : cells)
            for (std::uint32_t i = 0; i < one.times && !collector_.full(); ++i) {
                Cell cell = one.cell;
                cell.column += i;
                collector_.add(row, std::move(cell));
            }
    }

    /// The cells that hold something.
    std::vector<Repeated> cells_of(pugi::xml_node row) {
        std::vector<Repeated> cells;
        std::uint32_t column = 0;
        for (pugi::xml_node node = row.first_child(); node; node = node.next_sibling()) {
            const auto name = local(node.name());
            if (name != "table-cell" && name != "covered-table-cell") continue;
            const std::uint32_t repeated = times(node, "number-columns-repeated");
            note_merge(node, column);
            if (name == "table-cell")
                if (Cell cell = value_of(node); !cell.text.empty()) {
                    cell.column = column;
                    cells.push_back({std::move(cell), repeated});
                }
            column = std::min(column + repeated, most_columns + 1);
        }
        return cells;
    }

    void note_merge(pugi::xml_node cell, std::uint32_t column) {
        const auto columns = times(cell, "number-columns-spanned"), rows = times(cell, "number-rows-spanned");
        if (columns > 1 || rows > 1) collector_.merge({row_, column, row_ + rows - 1, column + columns - 1});
    }

    Collector collector_;
    std::uint32_t row_ = 0;
};

}  // namespace

Result<Workbook> read_ods(Parts& parts) {
    // A password leaves content.xml in place, as bytes that are no XML; the manifest says so.
    if (parts.has("META-INF/manifest.xml"))
        if (const auto manifest = parts.read("META-INF/manifest.xml");
            manifest && manifest->find("encryption-data") != std::string::npos)
            return Problem{Code::workbook_locked, {}, {}, {}};
    const auto content = parts.read_xml("content.xml");
    if (!content) return content.error();
    const auto spreadsheet = child(child(child(*content, "document-content"), "body"), "spreadsheet");
    if (!spreadsheet) return malformed("content.xml");
    return OdsReader().read(spreadsheet, parts.has("Basic/script-lc.xml"));
}

}  // namespace ecoute::forms::workbook
