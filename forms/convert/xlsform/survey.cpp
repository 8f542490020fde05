#include "forms/convert/xlsform/survey.hpp"

#include <algorithm>
#include <array>

#include "forms/convert/xlsform/cells.hpp"
#include "forms/convert/xlsform/types.hpp"
#include "forms/document/names.hpp"
#include "forms/form.hpp"

namespace ecoute::forms::xlsform {
namespace {

using workbook::Cell;

/// Breakdowns, consents and files of one form: more than any has, few enough to be compared with one another.
constexpr std::size_t most_roles = 100, most_files = 500;

/// A row that begins or ends what holds others, and what is written there.
struct Bracket {
    Row begins, ends;
    Shape shape;
    std::string_view begin_word, end_word;
    std::string_view type;  ///< of the document, until make_kobo says more
    std::string_view list;  ///< the column that names Kobo's list
};
constexpr std::array brackets{
    Bracket{Row::begin_group, Row::end_group, Shape::group, "begin group", "end group", "group", ""},
    Bracket{Row::begin_repeat, Row::end_repeat, Shape::repeat, "begin repeat", "end repeat", "repeat", ""},
    Bracket{Row::begin_matrix, Row::end_matrix, Shape::matrix, "begin_kobomatrix", "end_kobomatrix", "group", "kobo--matrix_list"},
    Bracket{Row::begin_score, Row::end_score, Shape::score, "begin_score", "end_score", "group", "kobo--score-choices"},
    Bracket{Row::begin_rank, Row::end_rank, Shape::rank, "begin_rank", "end_rank", "rank", "kobo--rank-items"},
};

const Bracket& bracket_of(Shape shape) {
    return *std::find_if(brackets.begin(), brackets.end(), [shape](const Bracket& one) { return one.shape == shape; });
}

/// "places/lieux 2.csv" -> "lieux_2": a name that a list may bear.
std::string list_of_file(std::string_view file) {
    file = file.substr(file.find_last_of("/\\") + 1);
    std::string name;
    for (const char c : file.substr(0, file.rfind('.'))) {
        const char one[] = {c, '\0'};
        name += document::is_name(std::string("_") + one) ? c : '_';
    }
    return document::is_name(name) ? name : "_" + name;
}

class SurveyReader {
public:
    SurveyReader(Teller& teller, Table& table, std::string_view default_tag, Draft& draft)
        : teller_(teller), table_(table), default_tag_(default_tag), draft_(draft), open_(1) {}

    void read() {
        for (const workbook::Row& row : table_.rows()) {
            if (teller_.is_full()) break;
            read_row(row);
        }
        while (open_.size() > 1) close_unfinished();
        draft_.questions = std::move(open_.front().inside);
    }

private:
    void read_row(const workbook::Row& row) {
        const auto type = table_.text(row, "type");
        if (yes_or_no(table_.text(row, "disabled")).value_or(false))
            return teller_.report(convert_unused("row", row_name(row), table_.place(row, "disabled"), "disabled"));
        if (is_blank(type)) return read_row_without_type(row);
        const Type understood = type_of(type);
        for (const Bracket& bracket : brackets) {
            if (understood.row == bracket.begins) return begin(row, bracket);
            if (understood.row == bracket.ends) return end(row, bracket);
        }
        read_question(row, understood);
    }

    /// What a row is called in a report: its name, or the first thing that it says.
    std::string row_name(const workbook::Row& row) const {
        const auto name = table_.text(row, "name");
        return std::string(!is_blank(name) ? name : row.cells.empty() ? std::string_view{} : row.cells.front().text);
    }

    /// A row without a type is a comment, as XLSForm has it; one with a name is a question whose type was forgotten.
    void read_row_without_type(const workbook::Row& row) {
        if (!is_blank(table_.text(row, "name")))
            return teller_.mistake(Code::form_field_missing, "type", table_.place(row, "type"));
        const auto first =
            std::find_if(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return !is_blank(cell.text); });
        if (first != row.cells.end())
            teller_.report(convert_unused("row", first->text, table_.place(row, first->column), "comment"));
    }

    /// The cells of a row, but for those that decide on the structure.
    void read_cells(const workbook::Row& row, Item& item) {
        item.row = row.number;
        for (const Cell& cell : row.cells) {
            const TableColumn* column = table_.column_of(teller_, row, cell);
            if (!column || is_blank(cell.text)) continue;
            if (column->header.kind == Kind::structure)
                read_structure(row, cell, *column, item);
            else if (column->header.kind == Kind::role)
                read_role(row, cell, *column);
            else
                add_cell(teller_, table_, row, cell, *column, default_tag_, item);
        }
    }

    void read_structure(const workbook::Row& row, const Cell& cell, const TableColumn& column, Item& item) {
        const std::string_view name = column.header.column->name;
        if (cell.type == workbook::CellType::error)
            teller_.mistake(Code::workbook_cell_invalid, {}, table_.place(row, cell.column), {{"value", cell.text}});
        if (name == "type") item.type_column = cell.column;
        if (name == "name" || name == "grid")
            item.members.push_back({std::string(name), std::string(trimmed(cell.text)), cell.column});
        if (name == "$autoname" && is_blank(table_.text(row, "name")))
            item.members.push_back({"name", std::string(trimmed(cell.text)), cell.column});
        if (item.shape != Shape::leaf && name == bracket_of(item.shape).list)
            item.members.push_back({"choices", std::string(trimmed(cell.text)), cell.column});
        if (name == "choices" && !item.find("choices"))
            item.members.push_back({"choices", std::string(trimmed(cell.text)), cell.column});
    }

    void read_role(const workbook::Row& row, const Cell& cell, const TableColumn& column) {
        const std::string question(trimmed(table_.text(row, "name"))), where = table_.place(row, cell.column);
        const std::string_view role = column.header.column->name;
        if (role == "breakdown" || role == "design") {
            for (const std::string_view key : words(cell.text))
                add_role({role == "design" ? "design" : "breakdowns", std::string(key), question, {}, where});
            return;
        }
        const std::string type = type_of(table_.text(row, "type")).name;
        const bool is_tick = type == "acknowledge" || type == "trigger";
        add_role({std::string(role), {}, question, is_tick ? std::string{} : std::string(trimmed(cell.text)), where});
    }

    void add_role(Role role) {
        if (draft_.roles.size() >= most_roles)
            return teller_.mistake(Code::form_too_large, role.member, role.where,
                                   {{"limit", std::to_string(most_roles)}});
        for (const Role& before : draft_.roles)
            if (before.member == role.member && before.key == role.key)
                return teller_.mistake(Code::form_name_twice, role.key.empty() ? role.member : role.key, role.where,
                                       {{"first", before.where}});
        draft_.roles.push_back(std::move(role));
    }

    void read_question(const workbook::Row& row, const Type& type) {
        Item item;
        const std::uint32_t at = type_cell_column(row);
        item.members.push_back({"type", type.name, at});
        if (!type.list.empty()) item.members.push_back({"choices", type.from_file ? std::string{} : type.list, at});
        if (type.or_other) item.members.push_back({"or_other", true, at});
        read_cells(row, item);
        if (type.from_file) std::get<std::string>(item.find("choices")->value) = attach(row, type.list, item);
        const std::string where = table_.place(row, "type");
        if (type.never_asked) teller_.report(convert_kept("type", type.name, where, "never_asked"));
        if (type.external) teller_.report(convert_changed("type", "select_one_external", "select_one", where));
        if (type.name == "audit" && !item.find("name")) item.members.push_back({"name", std::string("audit"), at});
        if (type.name == "csv-external") attach_named(std::string(item.text("name")), where);
        open_.back().inside.push_back(std::move(item));
    }

    std::uint32_t type_cell_column(const workbook::Row& row) const {
        const auto type = table_.text(row, "type");
        for (const Cell& cell : row.cells)
            if (cell.text.data() == type.data()) return cell.column;
        return 0;
    }

    /// The list of a file, which is attached under its name. "value=code label=nom" among the parameters say which
    /// columns count.
    std::string attach(const workbook::Row& row, const std::string& file, Item& item) {
        Attached wanted{
            {}, file, take_parameter(item, "value"), take_parameter(item, "label"), table_.place(row, "type")};
        for (const Attached& one : draft_.attached) {
            const bool same_value = wanted.value.empty() || wanted.value == one.value;
            if (one.file == file && same_value && (wanted.label.empty() || wanted.label == one.label)) return one.list;
        }
        const std::string stem = list_of_file(file);
        wanted.list = stem;
        if (is_full_of_files(wanted.where)) return stem;
        const auto is_taken = [&] {
            return std::any_of(draft_.attached.begin(), draft_.attached.end(),
                               [&](const Attached& one) { return one.list == wanted.list; });
        };
        for (int next = 2; is_taken() && next < 1000; ++next) wanted.list = stem + "_" + std::to_string(next);
        draft_.attached.push_back(wanted);
        return wanted.list;
    }

    bool is_full_of_files(const std::string& where) {
        if (draft_.attached.size() < most_files) return false;
        teller_.mistake(Code::form_too_large, "attached", where, {{"limit", std::to_string(most_files)}});
        return true;
    }

    void attach_named(const std::string& name, const std::string& where) {
        const bool is_taken = std::any_of(draft_.attached.begin(), draft_.attached.end(),
                                          [&](const Attached& one) { return one.list == name; });
        if (!is_taken && document::is_name(name) && !is_full_of_files(where))
            draft_.attached.push_back({name, name + ".csv", {}, {}, where});
    }

    /// Takes "name=value" out of the parameters.
    static std::string take_parameter(Item& item, std::string_view name) {
        Member* parameters = item.find("parameters");
        if (!parameters) return {};
        auto& text = std::get<std::string>(parameters->value);
        std::string value, rest;
        for (const std::string_view word : words(text)) {
            if (value.empty() && word.starts_with(name) && word.size() > name.size() && word[name.size()] == '=')
                value = word.substr(name.size() + 1);
            else
                rest += (rest.empty() ? "" : " ") + std::string(word);
        }
        if (value.empty()) return {};
        text = rest;
        if (rest.empty()) item.erase("parameters");
        return value;
    }

    void begin(const workbook::Row& row, const Bracket& bracket) {
        if (open_.size() > static_cast<std::size_t>(deepest_group)) {
            if (too_deep_++ == 0)
                teller_.mistake(Code::form_too_large, row_name(row), table_.place(row, "type"),
                                {{"limit", std::to_string(deepest_group)}});
            return;
        }
        Item item;
        item.shape = bracket.shape;
        item.members.push_back({"type", std::string(bracket.type), type_cell_column(row)});
        read_cells(row, item);
        open_.push_back(std::move(item));
    }

    void end(const workbook::Row& row, const Bracket& bracket) {
        if (too_deep_ > 0) return void(--too_deep_);
        tell_of_cells_on_end(row);
        if (open_.size() > 1 && open_.back().shape == bracket.shape) return close();
        std::map<std::string, std::string> facts{{"value", std::string(bracket.end_word)}};
        if (open_.size() > 1) {
            const Item& innermost = open_.back();
            facts["open"] = std::string(bracket_of(innermost.shape).begin_word) + " " + std::string(innermost.text("name"));
            facts["first"] = workbook::place(table_.name(), innermost.row, innermost.type_column);
        }
        teller_.mistake(Code::workbook_end_without_begin, {}, table_.place(row, "type"), std::move(facts));
        // The wrong word at the right place is likelier than a row too many.
        if (open_.size() > 1) close();
    }

    /// Only type and name mean something on the row that ends a group; a label is often repeated there.
    void tell_of_cells_on_end(const workbook::Row& row) {
        for (const Cell& cell : row.cells) {
            const TableColumn* column = table_.column_of(teller_, row, cell);
            if (!column || column->header.kind == Kind::structure || column->header.kind == Kind::vendor ||
                is_blank(cell.text))
                continue;
            teller_.report(convert_unused("value", cell.text, table_.place(row, cell.column), "end_row"));
        }
    }

    void close() {
        Item done = std::move(open_.back());
        open_.pop_back();
        open_.back().inside.push_back(std::move(done));
    }

    void close_unfinished() {
        const Item& item = open_.back();
        const Bracket& bracket = bracket_of(item.shape);
        const std::string what = std::string(bracket.begin_word) + " " + std::string(item.text("name"));
        teller_.mistake(Code::workbook_begin_without_end, {},
                        workbook::place(table_.name(), item.row, item.type_column),
                        {{"value", what}, {"expected", std::string(bracket.end_word)}});
        close();
    }

    Teller& teller_;
    Table& table_;
    std::string_view default_tag_;
    Draft& draft_;
    std::vector<Item> open_;  ///< from the document itself to the innermost open group
    int too_deep_ = 0;        ///< groups opened beyond the limit
};

}  // namespace

void read_survey(Teller& teller, Table& table, std::string_view default_tag, Draft& draft) {
    SurveyReader(teller, table, default_tag, draft).read();
}

}  // namespace ecoute::forms::xlsform
