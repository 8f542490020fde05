#include <algorithm>
#include <array>

#include "forms/convert/xlsform/renames.hpp"
#include "forms/convert/xlsform/sheets.hpp"
#include "forms/form.hpp"

namespace ecoute::forms::xlsform {
namespace {

/// What a choice says that the group made of it says as well.
constexpr std::array<std::string_view, 5> texts_of_choice{"label", "image", "audio", "video", "big-image"};

void set(Item& item, std::string_view name, std::string text, std::uint32_t column) {
    item.erase(name);
    item.members.push_back({std::string(name), std::move(text), column});
}

/// What a document may grow by its matrices, in bytes of text: a long label times a long list would fill the memory.
constexpr std::size_t most_matrix_bytes = 8 * 1024 * 1024;

/// How many items stand in these, themselves included, and the texts in them.
struct Size {
    std::size_t items = 0, bytes = 0;
};
Size size_of(const std::vector<Item>& items) {
    Size size{items.size(), 0};
    for (const Item& item : items) {
        for (const Member& member : item.members) {
            if (const auto* text = std::get_if<std::string>(&member.value)) size.bytes += text->size();
            if (const auto* texts = std::get_if<Texts>(&member.value))
                for (const Spoken& spoken : *texts) size.bytes += spoken.text.size();
        }
        for (const auto& [header, text] : item.kept) size.bytes += header.size() + text.size();
        const Size inner = size_of(item.inside);
        size.items += inner.items;
        size.bytes += inner.bytes;
    }
    return size;
}

/// Puts `prefix` before the names of all of them; `renames` has every name that changed.
void prefix_names(std::vector<Item>& items, const std::string& prefix, Renames& renames) {
    for (Item& item : items) {
        if (Member* name = item.find("name")) {
            auto& text = std::get<std::string>(name->value);
            renames[text] = prefix + text;
            text.insert(0, prefix);
        }
        prefix_names(item.inside, prefix, renames);
    }
}

class KoboReader {
public:
    KoboReader(Teller& teller, Draft& draft) : teller_(teller), draft_(draft) {}

    void read(std::vector<Item>& items) {
        for (Item& item : items) {
            read(item.inside);
            if (item.shape == Shape::matrix) read_matrix(item);
            if (item.shape == Shape::score) read_score(item);
            if (item.shape == Shape::rank) read_rank(item);
        }
    }

private:
    std::string place(const Item& item) const { return workbook::place(draft_.survey_sheet, item.row, item.type_column); }

    void report(const Item& item, std::string_view from, std::string_view to, std::string_view because) {
        teller_.report(convert_changed("type", std::string(from), std::string(to), place(item), std::string(because)));
    }

    /// The list that an item names in its Kobo column, which it gives up; null, told, when there is none of that name.
    const List* take_list(Item& item) {
        const std::string name(item.text("choices"));
        item.erase("choices");
        for (const List& list : draft_.lists)
            if (list.name == name) return &list;
        teller_.mistake(Code::form_list_unknown, name, place(item));
        return nullptr;
    }

    /// One group a choice, with all the questions in it.
    void read_matrix(Item& matrix) {
        matrix.shape = Shape::group;
        report(matrix, "begin_kobomatrix", "group", "kobo_matrix");
        const List* list = take_list(matrix);
        if (!list) return;
        const Size columns_size = size_of(matrix.inside);
        made_.items += list->choices.size() * (1 + columns_size.items);
        made_.bytes += list->choices.size() * columns_size.bytes;
        const bool too_many = made_.items > most_questions;
        if (too_many || made_.bytes > most_matrix_bytes)
            return teller_.mistake(Code::form_too_large, std::string(matrix.text("name")), place(matrix),
                                   {{"limit", std::to_string(too_many ? most_questions : most_matrix_bytes)}});
        const std::vector<Item> columns = std::move(matrix.inside);
        matrix.inside.clear();
        for (const Item& choice : list->choices) matrix.inside.push_back(group_of(matrix, choice, columns));
    }

    Item group_of(const Item& matrix, const Item& choice, const std::vector<Item>& columns) const {
        Item group;
        group.shape = Shape::group;
        group.row = matrix.row;
        group.type_column = matrix.type_column;
        const std::string name = std::string(matrix.text("name")) + "_" + std::string(choice.text("name"));
        group.members.push_back({"type", std::string("group"), matrix.type_column});
        group.members.push_back({"name", name, matrix.type_column});
        for (const Member& member : choice.members)
            if (std::find(texts_of_choice.begin(), texts_of_choice.end(), member.name) != texts_of_choice.end())
                group.members.push_back({member.name, member.value, matrix.type_column});
        group.inside = columns;
        Renames renames;
        prefix_names(group.inside, name + "_", renames);
        rename_in(group, renames);
        return group;
    }

    /// A group shown as a table, of selects with one list.
    void read_score(Item& score) {
        score.shape = Shape::group;
        report(score, "begin_score", "grid", "kobo_score");
        const std::string list(score.text("choices"));
        if (!take_list(score)) return;
        set(score, "appearance", "table-list " + std::string(score.text("appearance")), score.type_column);
        for (Item& row : score.inside) {
            if (row.text("type") != "score__row") continue;
            row.find("type")->value = std::string("select_one");
            row.members.insert(row.members.begin() + 1, {"choices", list, row.type_column});
        }
    }

    /// One ranking of as many choices as there are levels. What the levels are called is told: no question bears their names any more.
    void read_rank(Item& rank) {
        rank.shape = Shape::leaf;
        report(rank, "begin_rank", "rank", "kobo_rank");
        const auto levels = std::move(rank.inside);
        rank.inside.clear();
        const std::string name(rank.text("choices"));
        const List* list = take_list(rank);
        if (!list) return;
        set(rank, "choices", name, rank.type_column);
        for (const Item& level : levels)
            teller_.report(convert_unused("value", std::string(level.text("name")), place(level), "kobo_rank_level"));
        if (!levels.empty() && levels.size() < list->choices.size())
            set(rank, "parameters", "max=" + std::to_string(levels.size()), rank.type_column);
    }

    Teller& teller_;
    Draft& draft_;
    Size made_;  ///< of matrices
};

}  // namespace

void make_kobo(Teller& teller, Draft& draft) { KoboReader(teller, draft).read(draft.questions); }

}  // namespace ecoute::forms::xlsform
