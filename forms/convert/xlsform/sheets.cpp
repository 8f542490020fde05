#include "forms/convert/xlsform/sheets.hpp"

#include <map>

#include "forms/convert/xlsform/cells.hpp"
#include "forms/form.hpp"

namespace ecoute::forms::xlsform {
namespace {

using workbook::Cell;
using workbook::Row;

/// Lists of one workbook: more than one a question would need.
constexpr std::size_t most_lists = 10'000;

/// The cells of a row but for those of structure, which the caller reads by name.
Item read_item(Teller& teller, Table& table, const Row& row, std::string_view default_tag) {
    Item item;
    item.row = row.number;
    for (const Cell& cell : row.cells) {
        const TableColumn* column = table.column_of(teller, row, cell);
        if (!column || is_blank(cell.text)) continue;
        if (column->header.kind != Kind::structure)
            add_cell(teller, table, row, cell, *column, default_tag, item);
        else if (cell.type == workbook::CellType::error)
            teller.mistake(Code::workbook_cell_invalid, {}, table.place(row, cell.column), {{"value", cell.text}});
        else
            item.members.push_back(
                {std::string(column->header.column->name), std::string(trimmed(cell.text)), cell.column});
    }
    return item;
}

/// A list by its name; lists of one sheet are few beside their choices.
class Lists {
public:
    Lists(Draft& draft, std::string sheet) : draft_(draft), sheet_(std::move(sheet)) {
        for (std::size_t i = 0; i < draft.lists.size(); ++i) by_name_.emplace(draft.lists[i].name, i);
    }
    List& named(const std::string& name) {
        const auto [place, first] = by_name_.emplace(name, draft_.lists.size());
        if (first) draft_.lists.push_back({name, sheet_, {}});
        return draft_.lists[place->second];
    }

private:
    Draft& draft_;
    std::string sheet_;
    std::map<std::string, std::size_t> by_name_;
};

}  // namespace

void read_settings(Teller& teller, Table& table, std::string_view default_tag, Draft& draft) {
    draft.settings_sheet = table.name();
    bool first = true;
    for (const Row& row : table.rows()) {
        if (first)
            draft.top = read_item(teller, table, row, default_tag);
        else
            teller.report(
                convert_unused("row", row.cells.front().text, table.place(row, row.cells.front().column), "one_row"));
        first = false;
    }
}

void read_choices(Teller& teller, Table& table, std::string_view default_tag, Draft& draft) {
    if (table.rows().empty() || !table.require(teller, "list_name")) return;
    Lists lists(draft, table.name());
    for (const Row& row : table.rows()) {
        if (teller.is_full()) return;
        Item item = read_item(teller, table, row, default_tag);
        const std::string name(item.text("list_name"));
        if (item.members.empty() && item.kept.empty()) continue;
        if (name.empty()) {
            const auto first = table.place(row, row.cells.front().column);
            if (item.find("name"))
                teller.mistake(Code::form_field_missing, "list_name", table.place(row, "list_name"));
            else
                teller.report(convert_unused("row", row.cells.front().text, first, "comment"));
            continue;
        }
        if (draft.lists.size() >= most_lists)
            return teller.mistake(Code::form_too_large, "choices", table.place(row, "list_name"),
                                  {{"limit", std::to_string(most_lists)}});
        List& list = lists.named(name);
        item.type_column = item.find("list_name")->column;
        item.erase("list_name");
        if (!item.members.empty() || !item.kept.empty()) list.choices.push_back(std::move(item));
    }
}

void read_attached(Teller& teller, Table& table, Draft& draft) {
    if (table.rows().empty() || !table.require(teller, "list_name")) return;
    constexpr std::size_t most_files = 500;
    for (const Row& row : table.rows()) {
        if (draft.attached.size() >= most_files)
            return teller.mistake(Code::form_too_large, "attached", table.place(row, "list_name"),
                                  {{"limit", std::to_string(most_files)}});
        const Item item = read_item(teller, table, row, "fr");
        draft.attached.push_back({std::string(item.text("list_name")), std::string(item.text("file")),
                                  std::string(item.text("value")), std::string(item.text("label")),
                                  table.place(row, "list_name")});
    }
}

}  // namespace ecoute::forms::xlsform
