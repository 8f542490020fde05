#include "forms/convert/xlsform/cells.hpp"

#include <algorithm>
#include <array>

#include "forms/convert/xlsform/typography.hpp"
#include "forms/document/names.hpp"
#include "forms/numbers.hpp"

namespace ecoute::forms::xlsform {
namespace {

using workbook::Cell;
using workbook::CellType;

constexpr std::string_view blanks = " \t\r\n";

/// One cell on its way into an item.
struct Entry {
    Teller& teller;
    const Table& table;
    const workbook::Row& row;
    const Cell& cell;
    const TableColumn& column;
    std::string_view default_tag;
    Item& item;

    std::string where() const { return table.place(row, cell.column); }
    std::string name() const { return std::string(column.header.column->name); }
    void put(Value value) const { item.members.push_back({name(), std::move(value), cell.column}); }
    void refuse(std::string expected) const {
        teller.mistake(Code::workbook_cell_invalid, {}, where(),
                       {{"value", document::excerpt(cell.text)}, {"expected", std::move(expected)}});
    }
};

void add_text(const Entry& entry) { entry.put(std::string(trimmed(entry.cell.text))); }

/// A text whose header names its language stands before one whose header doesn't.
void add_spoken(const Entry& entry) {
    const bool explicit_tag = !entry.column.tag.empty();
    Spoken spoken{explicit_tag ? entry.column.tag : std::string(entry.default_tag), entry.cell.text, entry.cell.column,
                  explicit_tag};
    Member* member = entry.item.find(entry.name());
    if (!member) {
        entry.put(Texts{std::move(spoken)});
        return;
    }
    auto& texts = std::get<Texts>(member->value);
    const auto before =
        std::find_if(texts.begin(), texts.end(), [&](const Spoken& one) { return one.tag == spoken.tag; });
    if (before == texts.end()) {
        texts.push_back(std::move(spoken));
        return;
    }
    if (explicit_tag) std::swap(*before, spoken);
    if (before->text != spoken.text)
        entry.teller.report(
            convert_unused("value", spoken.text, entry.table.place(entry.row, spoken.column), "said_twice"));
}

/// A default is an expression only if it calls or reads something (as XLSForm has it); otherwise its quotes are
/// people's own.
bool is_computed(const Entry& entry) {
    const std::string_view text = entry.cell.text;
    return entry.name() != "default" || text.find("${") != std::string_view::npos ||
           text.find('(') != std::string_view::npos;
}

void add_expression(const Entry& entry) {
    if (entry.cell.type == CellType::number) return entry.put(Number{entry.cell.text});
    if (entry.cell.type == CellType::boolean && entry.name() != "default") return entry.put(entry.cell.text == "TRUE");
    const std::string written(trimmed(entry.cell.text));
    std::string straight = is_computed(entry) ? straightened(written) : written;
    straight = std::string(trimmed(straight));
    if (straight != written)
        entry.teller.report(convert_changed("value", written, straight, entry.where(), "typography"));
    entry.put(std::move(straight));
}

void add_scalar(const Entry& entry) {
    if (entry.cell.type == CellType::number)
        entry.put(Number{entry.cell.text});
    else
        add_text(entry);
}

void add_yes_no(const Entry& entry) {
    if (const auto said = yes_or_no(entry.cell.text))
        entry.put(*said);
    else
        entry.refuse("yes / no");
}

void add_numbers(const Entry& entry) {
    Numbers numbers;
    for (const std::string_view word : words(entry.cell.text)) {
        if (!plain_number(word)) return entry.refuse("15 25 60");
        numbers.push_back({std::string(word)});
    }
    entry.put(std::move(numbers));
}

void add_extra(const Entry& entry) {
    Value value = std::string(trimmed(entry.cell.text));
    if (entry.cell.type == CellType::number) value = Number{entry.cell.text};
    entry.item.members.push_back({entry.column.header.key, std::move(value), entry.cell.column});
}

}  // namespace

void add_cell(Teller& teller, const Table& table, const workbook::Row& row, const Cell& cell, const TableColumn& column,
              std::string_view default_tag, Item& item) {
    if (is_blank(cell.text)) return;
    const Entry entry{teller, table, row, cell, column, default_tag, item};
    const Kind kind = column.header.kind;
    if (kind == Kind::vendor) return;
    if (cell.type == CellType::error) return entry.refuse({});
    if (kind == Kind::kept) return void(item.kept.emplace_back(column.header.key, cell.text));
    if (kind == Kind::extra) return add_extra(entry);
    if (kind == Kind::text) return add_text(entry);
    if (kind == Kind::by_language) return add_spoken(entry);
    if (kind == Kind::expression) return add_expression(entry);
    if (kind == Kind::scalar) return add_scalar(entry);
    if (kind == Kind::yes_no) return add_yes_no(entry);
    if (kind == Kind::numbers) return add_numbers(entry);
}

std::optional<bool> yes_or_no(std::string_view written) {
    static constexpr std::array<std::string_view, 5> yes{"yes", "true", "true()", "oui", "1"},
        no{"no", "false", "false()", "non", "0"};
    const std::string word = folded(written);
    if (std::find(yes.begin(), yes.end(), word) != yes.end()) return true;
    if (std::find(no.begin(), no.end(), word) != no.end()) return false;
    return std::nullopt;
}

std::vector<std::string_view> words(std::string_view text) {
    constexpr std::string_view separators = " \t\r\n,;";
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const auto begin = std::min(text.find_first_not_of(separators), text.size());
        text.remove_prefix(begin);
        const auto word = text.substr(0, text.find_first_of(separators));
        if (!word.empty()) found.push_back(word);
        text.remove_prefix(word.size());
    }
    return found;
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_blank(std::string_view text) noexcept { return trimmed(text).empty(); }

}  // namespace ecoute::forms::xlsform
