#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "forms/workbook/collector.hpp"
#include "forms/workbook/formats.hpp"
#include "forms/workbook/number_format.hpp"

namespace ecoute::forms::workbook {
namespace {

template <class Number>
std::optional<Number> whole(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "C12" -> row 11, column 2; nullopt for anything else. Wrong places far away are refused later, by their size.
struct Address {
    std::uint32_t row, column;
};
std::optional<Address> address(std::string_view text) {
    std::uint32_t column = 0;
    std::size_t letters = 0;
    while (letters < text.size() && letters < 4 && text[letters] >= 'A' && text[letters] <= 'Z')
        column = column * 26 + static_cast<std::uint32_t>(text[letters++] - 'A' + 1);
    const auto row = whole<std::uint32_t>(text.substr(letters));
    if (letters == 0 || !row || *row == 0) return std::nullopt;
    return Address{*row - 1, column - 1};
}

std::optional<std::uint32_t> escaped_character(std::string_view text) {
    if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return std::nullopt;
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
    if (error != std::errc{} || end != text.data() + 6) return std::nullopt;
    if (code >= 0xD800 && code <= 0xDFFF) return std::nullopt;
    return code;
}

/// A character of at most 16 bits as UTF-8.
std::string utf8(std::uint32_t code) {
    const auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
    if (code < 0x80) return {byte(code)};
    if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
    return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
}

/// "_x000D_" is how the format writes characters that XML can't ("_x005F_" a "_" that would look like it); line ends
/// become "\n".
std::string unescaped(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        if (const auto escaped = text[0] == '_' ? escaped_character(text) : std::nullopt) {
            if (*escaped != '\r' && *escaped != 0) plain += utf8(*escaped);
            text.remove_prefix(7);
            continue;
        }
        plain += text[0];
        text.remove_prefix(1);
    }
    return plain;
}

/// The text of a shared or inline string: its runs one after the other, without the reading aids of Japanese (rPh).
std::string string_text(pugi::xml_node string) {
    std::string text;
    for (pugi::xml_node node = string.first_child(); node; node = node.next_sibling()) {
        const auto name = local(node.name());
        if (name == "t") text += node.text().get();
        if (name == "r") text += child(node, "t").text().get();
    }
    return unescaped(text);
}

/// "xl/workbook.xml" and "../a/b.xml" -> "a/b.xml"; a target with a slash in front stands from the top.
std::string target_beside(std::string_view base, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::string folder(base.substr(0, base.rfind('/') + 1));
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        if (folder.empty()) break;
        folder.resize(folder.size() - 1);
        folder.resize(folder.rfind('/') + 1);
    }
    return folder + std::string(target);
}

struct Relation {
    std::string id, type, target;
};

/// What a part is related to. The type is the last word of its address: transitional and strict files differ before it.
std::vector<Relation> relations_of(Parts& parts, const std::string& part) {
    const auto slash = part.rfind('/') + 1;
    const auto read = parts.read_xml(part.substr(0, slash) + "_rels/" + part.substr(slash) + ".rels");
    std::vector<Relation> relations;
    if (!read) return relations;
    for (const pugi::xml_node node : child(*read, "Relationships").children()) {
        const auto type = attribute(node, "Type");
        relations.push_back({std::string(attribute(node, "Id")), std::string(type.substr(type.rfind('/') + 1)),
                             target_beside(part, attribute(node, "Target"))});
    }
    return relations;
}

class XlsxReader {
public:
    explicit XlsxReader(Parts& parts) : parts_(parts) {}

    Result<Workbook> read() {
        const std::string start = workbook_part();
        const auto workbook = parts_.read_xml(start);
        if (!workbook) return workbook.error();
        const auto top = child(*workbook, "workbook");
        const auto sheets = child(top, "sheets");
        if (!sheets) return malformed(start);
        const auto since = attribute(child(top, "workbookPr"), "date1904");
        from_1904_ = since == "1" || since == "true";
        relations_ = relations_of(parts_, start);
        if (auto refused = read_shared()) return *std::move(refused);
        if (auto refused = read_styles()) return *std::move(refused);
        for (const pugi::xml_node sheet : sheets.children())
            if (auto refused = read_sheet(sheet)) return *std::move(refused);
        return std::move(collector_).finish(of_type("vbaProject") != nullptr);
    }

private:
    std::string workbook_part() {
        for (const Relation& relation : relations_of(parts_, ""))
            if (relation.type == "officeDocument") return relation.target;
        return "xl/workbook.xml";
    }

    const Relation* of_type(std::string_view type) const {
        const auto found =
            std::find_if(relations_.begin(), relations_.end(), [&](const Relation& one) { return one.type == type; });
        return found == relations_.end() ? nullptr : &*found;
    }

    std::optional<Problem> read_shared() {
        const Relation* relation = of_type("sharedStrings");
        if (!relation) return std::nullopt;
        const auto read = parts_.read_xml(relation->target);
        if (!read) return read.error();
        for (const pugi::xml_node string : child(*read, "sst").children())
            if (string.type() == pugi::node_element) shared_.push_back(string_text(string));
        return std::nullopt;
    }

    std::optional<Problem> read_styles() {
        const Relation* relation = of_type("styles");
        if (!relation) return std::nullopt;
        const auto read = parts_.read_xml(relation->target);
        if (!read) return read.error();
        const auto sheet = child(*read, "styleSheet");
        std::map<std::uint32_t, NumberFormat> own;
        for (const pugi::xml_node format : child(sheet, "numFmts").children())
            if (const auto id = whole<std::uint32_t>(attribute(format, "numFmtId")))
                own[*id] = number_format(attribute(format, "formatCode"));
        for (const pugi::xml_node style : child(sheet, "cellXfs").children()) {
            const auto id = whole<std::uint32_t>(attribute(style, "numFmtId")).value_or(0);
            const auto found = own.find(id);
            styles_.push_back(found != own.end() ? found->second : built_in_format(id));
        }
        return std::nullopt;
    }

    std::optional<Problem> read_sheet(pugi::xml_node listed) {
        std::string_view id;
        for (const pugi::xml_attribute one : listed.attributes())  // "r:id", beside "sheetId"
            if (local(one.name()) == "id") id = one.value();
        const auto relation =
            std::find_if(relations_.begin(), relations_.end(), [&](const Relation& one) { return one.id == id; });
        if (relation == relations_.end()) return malformed(attribute(listed, "name"));
        if (relation->type != "worksheet") return std::nullopt;  // a chart that has a sheet for itself
        const auto read = parts_.read_xml(relation->target);
        if (!read) return read.error();
        const auto sheet = child(*read, "worksheet");
        if (!sheet) return malformed(relation->target);
        collector_.begin_sheet(attribute(listed, "name"));
        read_rows(child(sheet, "sheetData"));
        read_merges(child(sheet, "mergeCells"));
        if (!collector_.full()) collector_.end_sheet();
        return std::nullopt;
    }

    void read_rows(pugi::xml_node rows) {
        std::uint32_t next = 0;
        for (pugi::xml_node row = rows.first_child(); row && !collector_.full(); row = row.next_sibling()) {
            if (local(row.name()) != "row") continue;
            const auto written = whole<std::uint32_t>(attribute(row, "r"));
            const std::uint32_t number = written && *written > 0 ? *written - 1 : next;
            read_cells(row, number);
            next = number + 1;
        }
    }

    void read_cells(pugi::xml_node row, std::uint32_t number) {
        std::uint32_t next = 0;
        for (pugi::xml_node node = row.first_child(); node && !collector_.full(); node = node.next_sibling()) {
            if (local(node.name()) != "c") continue;
            if (const auto written = address(attribute(node, "r"))) next = written->column;
            Cell cell = read_cell(node);
            cell.column = next++;
            collector_.add(number, std::move(cell));
        }
    }

    Cell read_cell(pugi::xml_node node) const {
        const auto type = attribute(node, "t");
        if (type == "inlineStr") return {0, CellType::text, string_text(child(node, "is"))};
        const std::string_view value = child(node, "v").text().get();
        if (value.empty()) return {};
        if (type == "s") {
            const auto index = whole<std::size_t>(value);
            return {0, CellType::text, index && *index < shared_.size() ? shared_[*index] : std::string{}};
        }
        if (type == "str") return {0, CellType::text, unescaped(value)};
        if (type == "b") return {0, CellType::boolean, value == "1" || value == "true" ? "TRUE" : "FALSE"};
        if (type == "e") return {0, CellType::error, std::string(value)};
        if (type == "d") return {0, CellType::date, std::string(value)};
        return number_cell(value, whole<std::size_t>(attribute(node, "s")).value_or(0));
    }

    Cell number_cell(std::string_view value, std::size_t style) const {
        const NumberFormat format = style < styles_.size() ? styles_[style] : NumberFormat{};
        double serial = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), serial);
        if (error == std::errc{} && end == value.data() + value.size() && (format.has_day || format.has_hour))
            if (auto date = date_of_serial(serial, from_1904_, format.has_day || serial >= 1, format.has_hour))
                return {0, CellType::date, *std::move(date)};
        return {0, CellType::number, number_as_text(value)};
    }

    void read_merges(pugi::xml_node merges) {
        std::size_t told = 0;
        for (pugi::xml_node node = merges.first_child(); node && told < most_merges;
             node = node.next_sibling(), ++told) {
            const auto range = attribute(node, "ref");
            const auto colon = range.find(':');
            if (colon == std::string_view::npos) continue;
            const auto first = address(range.substr(0, colon)), last = address(range.substr(colon + 1));
            if (first && last) collector_.merge({first->row, first->column, last->row, last->column});
        }
    }

    Parts& parts_;
    Collector collector_;
    std::vector<Relation> relations_;
    std::vector<std::string> shared_;
    std::vector<NumberFormat> styles_;
    bool from_1904_ = false;
};

}  // namespace

Result<Workbook> read_xlsx(Parts& parts) { return XlsxReader(parts).read(); }

}  // namespace ecoute::forms::workbook
