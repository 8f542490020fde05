#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "forms/convert/xlsform.hpp"
#include "forms/convert/xlsform/languages.hpp"
#include "forms/convert/xlsform/members_out.hpp"
#include "forms/convert/xlsform/same.hpp"
#include "forms/convert/xlsform/table_writer.hpp"
#include "forms/convert/xlsform/types.hpp"
#include "forms/document/names.hpp"
#include "forms/expression/expression.hpp"
#include "forms/expression/unicode.hpp"
#include "forms/json_read.hpp"

namespace ecoute::forms {
namespace xlsform {
namespace {

using nlohmann::ordered_json;
using workbook::Cell;
using workbook::CellType;

/// What Excel holds in a cell, in characters.
constexpr std::size_t longest_cell = 32'767;

class Exporter {
public:
    explicit Exporter(const ordered_json& document)
        : document_(document),
          own_(own_language(document)),
          languages_(languages_of(document, own_)),
          survey_(survey_columns(), languages_),
          choices_(choices_columns(), languages_),
          settings_(settings_columns(), languages_),
          attached_(attached_columns(), languages_) {}

    Sheets write() && {
        collect_roles();
        write_settings();
        for (const char* column : {"type", "name"}) survey_.want(column);
        write_questions(member(document_, "questions"), "/questions");
        for (const char* column : {"list_name", "name"}) choices_.want(column);
        write_lists();
        write_attached();
        workbook::Workbook book;
        book.sheets.push_back(survey_.sheet("survey"));
        book.sheets.push_back(choices_.sheet("choices"));
        book.sheets.push_back(settings_.sheet("settings"));
        if (!attached_.empty()) book.sheets.push_back(attached_.sheet("attached"));
        return {std::move(book), std::move(mistakes_), {}};
    }

private:
    static const ordered_json& member(const ordered_json& object, const char* name) {
        static const ordered_json nothing;
        const auto found = object.is_object() ? object.find(name) : object.end();
        return found == object.end() ? nothing : *found;
    }

    /// Checks that a cell can hold it, and puts it.
    void put(TableWriter& table, const std::string& pointer, std::string_view column, std::string_view tag, Cell cell) {
        if (fits(pointer, cell)) table.put(column, tag, std::move(cell));
    }
    bool fits(const std::string& pointer, const Cell& cell) {
        if (expression::count_characters(cell.text) <= longest_cell) return true;
        mistakes_.push_back({Code::form_too_large, {}, pointer, {{"limit", std::to_string(longest_cell)}}});
        return false;
    }

    void put_texts(TableWriter& table, const std::string& pointer, std::string_view column, const ordered_json& texts) {
        if (!texts.is_object()) return;
        for (const auto& [tag, text] : texts.items()) {
            const bool has_column = std::find(languages_.begin(), languages_.end(), tag) != languages_.end();
            if (has_column && text.is_string())
                put(table, pointer + pointer_step(tag), column, tag, text_cell(text.get<std::string>()));
        }
    }

    /// A member that has a column of its own; false when it has none.
    bool put_member(TableWriter& table, std::span<const Column> columns, const std::string& pointer,
                    const std::string& name, const ordered_json& value) {
        const auto column =
            std::find_if(columns.begin(), columns.end(), [&](const Column& one) { return one.name == name; });
        if (column == columns.end() || column->kind == Kind::structure || column->kind == Kind::role) return false;
        if (column->kind == Kind::by_language)
            put_texts(table, pointer, name, value);
        else if (auto cell = cell_of(value, column->kind))
            put(table, pointer, name, {}, *std::move(cell));
        return true;
    }

    /// Columns that were kept come back under their own header, or behind "kept::" where it would mean something else.
    void put_kept(TableWriter& table, std::span<const Column> columns, Kind unknown, const std::string& pointer,
                  const ordered_json& kept) {
        if (!kept.is_object()) return;
        for (const auto& [name, value] : kept.items()) {
            const Header header = header_of(name, columns, unknown);
            const bool stands_for_itself =
                !header.column && header.kind == Kind::kept && header.key == name && !name.starts_with("kept::");
            if (value.is_string() && fits(pointer + pointer_step(name), text_cell(value.get<std::string>())))
                table.put_under(stands_for_itself ? name : "kept::" + name, text_cell(value.get<std::string>()));
        }
    }

    void collect_roles() {
        for (const auto& [member_name, column] :
             {std::pair{"breakdowns", "breakdown"}, std::pair{"design", "design"}}) {
            const ordered_json& named = member(document_, member_name);
            if (!named.is_object()) continue;
            for (const auto& [key, question] : named.items()) {
                if (!question.is_string()) continue;
                std::string& words = roles_[question.get<std::string>()][column];
                words += (words.empty() ? "" : " ") + key;
            }
        }
        for (const char* consent : {"consent", "sensitive_consent"}) {
            const ordered_json& named = member(document_, consent);
            if (!named.is_object()) continue;
            const std::string agrees = string_of(named, "agrees");
            roles_[string_of(named, "question")][consent] = agrees.empty() ? "OK" : agrees;
        }
    }

    void put_roles(const std::string& question) {
        const auto found = roles_.find(question);
        if (found == roles_.end()) return;
        for (const auto& [column, text] : found->second) survey_.put(column, {}, text_cell(text));
    }

    void write_settings() {
        settings_.next_row();
        const bool names_language = document_.contains("default_language");
        const ordered_json& title = member(document_, "title");
        if (title.is_object())
            for (const auto& [tag, text] : title.items())
                if (text.is_string())
                    put(settings_, "/title", "form_title", names_language && tag == own_ ? "" : tag,
                        text_cell(text.get<std::string>()));
        for (const auto& [name, column] : {std::pair{"id", "form_id"}, std::pair{"version", "version"}})
            if (auto text = string_of(document_, name); !text.empty())
                settings_.put(column, {}, text_cell(std::move(text)));
        if (names_language) settings_.put("default_language", {}, text_cell(language_label(own_)));
        const ordered_json& source = member(document_, "source");
        if (source.is_string()) put(settings_, "/source", "source", {}, text_cell(source.get<std::string>()));
        if (source.is_object()) put(settings_, "/source", "source", {}, text_cell(source.dump()));
        for (const auto& [name, value] : document_.items())
            put_member(settings_, settings_columns(), "/" + name, name, value);
        put_kept(settings_, settings_columns(), Kind::kept, "/kept", member(document_, "kept"));
    }

    void write_questions(const ordered_json& questions, const std::string& pointer) {
        if (!questions.is_array()) return;
        std::size_t position = 0;
        for (const auto& question : questions) write_question(question, pointer + "/" + std::to_string(position++));
    }

    void write_question(const ordered_json& question, const std::string& pointer) {
        if (!question.is_object()) return;
        const std::string type = string_of(question, "type"), name = string_of(question, "name");
        if (type == "group" || type == "repeat") return write_group(question, type, name, pointer);
        if (type == "grid") return write_grid(question, name, pointer);
        survey_.next_row();
        Type written{Row::question, type, {}, false, false, question.value("or_other", ordered_json(false)) == true,
                     false};
        const bool takes_list = type == "select_one" || type == "select_multiple" || type == "rank";
        if (takes_list) written.list = string_of(question, "choices");
        const std::string file = takes_list && type != "rank" ? file_of(written.list) : std::string{};
        if (!file.empty()) {
            written.list = file;
            written.from_file = true;
        }
        put(survey_, pointer + "/type", "type", {}, text_cell(type_cell(written)));
        write_members(question, name, pointer);
        if (!takes_list)
            if (auto list = string_of(question, "choices"); !list.empty())
                survey_.put("choices", {}, text_cell(std::move(list)));
        if (!file.empty()) put_file_parameters(question, pointer);
    }

    void write_members(const ordered_json& question, const std::string& name, const std::string& pointer) {
        put(survey_, pointer + "/name", "name", {}, text_cell(name));
        put_roles(name);
        for (const auto& [key, value] : question.items())
            put_member(survey_, survey_columns(), pointer + pointer_step(key), key, value);
        put_kept(survey_, survey_columns(), Kind::kept, pointer + "/kept", member(question, "kept"));
    }

    void write_end(const std::string& type, const std::string& name) {
        survey_.next_row();
        survey_.put("type", {}, text_cell("end " + type));
        survey_.put("name", {}, text_cell(name));
    }

    void write_group(const ordered_json& group, const std::string& type, const std::string& name,
                     const std::string& pointer) {
        survey_.next_row();
        survey_.put("type", {}, text_cell("begin " + type));
        write_members(group, name, pointer);
        // A group that is shown as a table and is no grid of ours says so, or it would be taken for one.
        if (type == "group" && string_of(group, "appearance").find("table-list") != std::string::npos)
            survey_.put("grid", {}, text_cell("no"));
        write_questions(member(group, "questions"), pointer + "/questions");
        write_end(type, name);
    }

    void write_grid(const ordered_json& grid, const std::string& name, const std::string& pointer) {
        const std::string list = string_of(grid, "choices"), own = string_of(grid, "appearance");
        survey_.next_row();
        survey_.put("type", {}, text_cell("begin group"));
        write_members(grid, name, pointer);
        survey_.put("appearance", {}, text_cell(own.empty() ? "table-list" : "table-list " + own));
        const ordered_json& rows = member(grid, "rows");
        if (rows.is_array())
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (!rows[i].is_object()) continue;
                survey_.next_row();
                survey_.put("type", {}, text_cell("select_one " + list));
                write_members(rows[i], name + "." + string_of(rows[i], "name"), pointer + "/rows/" + std::to_string(i));
            }
        write_end("group", name);
    }

    void write_lists() {
        const ordered_json& lists = member(document_, "choices");
        if (!lists.is_object()) return;
        for (const auto& [name, list] : lists.items()) {
            if (!list.is_array()) continue;
            if (list.empty()) {
                choices_.next_row();
                choices_.put("list_name", {}, text_cell(name));
            }
            for (std::size_t i = 0; i < list.size(); ++i)
                write_choice(name, list[i], "/choices" + pointer_step(name) + "/" + std::to_string(i));
        }
    }

    void write_choice(const std::string& list, const ordered_json& choice, const std::string& pointer) {
        if (!choice.is_object()) return;
        choices_.next_row();
        choices_.put("list_name", {}, text_cell(list));
        put(choices_, pointer + "/name", "name", {}, text_cell(string_of(choice, "name")));
        for (const auto& [key, value] : choice.items()) {
            if (key == "name" || key == "kept" ||
                put_member(choices_, choices_columns(), pointer + pointer_step(key), key, value))
                continue;
            auto cell = cell_of(value, Kind::extra);
            if (cell && fits(pointer + pointer_step(key), *cell)) choices_.put_under(key, *std::move(cell));
        }
        put_kept(choices_, choices_columns(), Kind::extra, pointer + "/kept", member(choice, "kept"));
    }

    /// The file of a list that is attached under the file's own name, so that other programs find it; "" for any other
    /// list.
    std::string file_of(const std::string& list) const {
        const ordered_json& lists = member(document_, "attached");
        const auto found = lists.is_object() ? lists.find(list) : lists.end();
        if (found == lists.end() || !found->is_object()) return {};
        std::string file = string_of(*found, "file");
        return file.substr(0, file.rfind('.')) == list ? file : std::string{};
    }

    /// Other programs want the columns of the file beside the question.
    void put_file_parameters(const ordered_json& question, const std::string& pointer) {
        const ordered_json& list = member(member(document_, "attached"), string_of(question, "choices").c_str());
        std::string parameters = string_of(question, "parameters");
        for (const char* name : {"value", "label"})
            if (const auto column = string_of(list, name); !column.empty())
                parameters += (parameters.empty() ? "" : " ") + std::string(name) + "=" + column;
        if (!parameters.empty())
            put(survey_, pointer + "/parameters", "parameters", {}, text_cell(std::move(parameters)));
    }

    void write_attached() {
        const ordered_json& lists = member(document_, "attached");
        if (!lists.is_object()) return;
        for (const auto& [name, list] : lists.items()) {
            attached_.next_row();
            attached_.put("list_name", {}, text_cell(name));
            for (const char* column : {"file", "value", "label"})
                if (auto text = string_of(list, column); !text.empty())
                    attached_.put(column, {}, text_cell(std::move(text)));
        }
    }

    const ordered_json& document_;
    std::string own_;
    std::vector<std::string> languages_;
    TableWriter survey_, choices_, settings_, attached_;
    std::map<std::string, std::map<std::string, std::string>> roles_;  ///< question -> column -> cell
    Problems mistakes_;
};

}  // namespace
}  // namespace xlsform

Sheets xlsform_of_document(std::string_view bytes) {
    const auto document = nlohmann::ordered_json::parse(bytes, nullptr, false);
    if (!document.is_object()) return {{}, {{Code::form_malformed, {}, {}, {{"expected", "object"}}}}, {}};
    Sheets sheets = xlsform::Exporter(document).write();
    // The law of the conversion, held on every export: what does not come back as it was is told.
    const Conversion back = document_of_xlsform(sheets.workbook);
    sheets.report = xlsform::differences(bytes, back.bytes);
    return sheets;
}

}  // namespace ecoute::forms
