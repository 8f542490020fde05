#include <algorithm>
#include <array>

#include "forms/convert/xlsform/cells.hpp"
#include "forms/convert/xlsform/renames.hpp"
#include "forms/convert/xlsform/sheets.hpp"

namespace ecoute::forms::xlsform {
namespace {

/// What a row of a grid may have (the schema says the same), and what makes it a row.
constexpr std::array<std::string_view, 13> row_members{"type",     "choices",  "name",  "label", "hint",
                                                       "relevant", "required", "volet", "theme", "same_as",
                                                       "score",    "audio",    "image"};
/// What a group may say that a grid can say too.
constexpr std::array<std::string_view, 16> grid_members{
    "type",  "name",  "label",   "hint",  "guidance_hint", "relevant",  "required",    "appearance",
    "volet", "theme", "same_as", "audio", "image",         "sensitive", "field_sheet", "required_message"};

template <std::size_t count>
bool has_only(const Item& item, const std::array<std::string_view, count>& members) {
    return item.kept.empty() && std::all_of(item.members.begin(), item.members.end(), [&](const Member& member) {
               return std::find(members.begin(), members.end(), member.name) != members.end();
           });
}

bool is_table(const Item& group) {
    const auto tokens = words(group.text("appearance"));
    return group.shape == Shape::group && std::find(tokens.begin(), tokens.end(), "table-list") != tokens.end();
}

/// True when every row is a select_one with the list of the first, and neither it nor the group says what a grid can't.
bool fits(const Item& group) {
    if (group.inside.empty() || !has_only(group, grid_members)) return false;
    const auto list = group.inside.front().text("choices");
    return !list.empty() && std::all_of(group.inside.begin(), group.inside.end(), [&](const Item& row) {
        return row.shape == Shape::leaf && row.text("type") == "select_one" && row.text("choices") == list &&
               has_only(row, row_members);
    });
}

std::string without_token(std::string_view appearance) {
    std::string rest;
    bool taken = false;
    for (const std::string_view word : words(appearance)) {
        if (!taken && word == "table-list") {
            taken = true;
            continue;
        }
        rest += (rest.empty() ? "" : " ") + std::string(word);
    }
    return rest;
}

class GridMaker {
public:
    GridMaker(Teller& teller, Draft& draft) : teller_(teller), draft_(draft) {}

    void make() {
        for (Item& item : draft_.questions) visit(item);
        if (renames_.empty()) return;
        for (Item& item : draft_.questions) rename_in(item, renames_);
        rename_in(draft_.top, renames_);
        for (Role& role : draft_.roles)
            if (const auto found = renames_.find(role.question); found != renames_.end()) role.question = found->second;
    }

private:
    void visit(Item& item) {
        const bool stays_group = !yes_or_no(item.text("grid")).value_or(true);
        item.erase("grid");
        if (is_table(item) && !stays_group) {
            const std::string where = workbook::place(draft_.survey_sheet, item.row, item.type_column);
            if (fits(item)) return make_grid(item);
            teller_.report(convert_kept("appearance", "table-list", where, "no_grid"));
        }
        for (Item& inner : item.inside) visit(inner);
    }

    void make_grid(Item& group) {
        group.shape = Shape::grid;
        const std::string name(group.text("name"));
        Member& appearance = *group.find("appearance");
        appearance.value = without_token(group.text("appearance"));
        const bool is_plain = group.text("appearance").empty();
        if (is_plain) group.erase("appearance");
        Member& type = *group.find("type");
        type.value = std::string("grid");
        group.members.insert(group.members.begin() + 1, {"choices", std::string(group.inside.front().text("choices")),
                                                         group.inside.front().type_column});
        bool renamed = false;
        for (Item& row : group.inside) renamed = make_row(row, name) || renamed;
        if (renamed)
            teller_.report(convert_changed("group", name, "grid",
                                           workbook::place(draft_.survey_sheet, group.row, group.type_column),
                                           "rows_named"));
    }

    /// True when the row's name changed for those who read it.
    bool make_row(Item& row, const std::string& grid) {
        row.erase("type");
        row.erase("choices");
        row.erase("grid");
        Member* name = row.find("name");
        if (!name) return false;
        auto& text = std::get<std::string>(name->value);
        if (text.starts_with(grid + ".")) {
            text.erase(0, grid.size() + 1);
            return false;
        }
        renames_.emplace(text, grid + "." + text);
        return true;
    }

    Teller& teller_;
    Draft& draft_;
    Renames renames_;
};

}  // namespace

void make_grids(Teller& teller, Draft& draft) { GridMaker(teller, draft).make(); }

}  // namespace ecoute::forms::xlsform
