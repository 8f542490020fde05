#include "forms/convert/xlsform.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "forms/convert/xlsform/assemble.hpp"
#include "forms/convert/xlsform/cells.hpp"
#include "forms/convert/xlsform/languages.hpp"
#include "forms/convert/xlsform/sheets.hpp"
#include "forms/convert/xlsform/survey.hpp"
#include "forms/document/names.hpp"

namespace ecoute::forms {
namespace xlsform {
namespace {

using workbook::Workbook;

constexpr std::array<std::string_view, 5> sheets_read{"survey", "choices", "settings", "external_choices", "attached"};

/// "Enquête 2024 (v2)" -> "Enqu_te_2024_v2": what an identifier may hold; "" when nothing is left.
std::string identifier(std::string_view text) {
    std::string name;
    for (const char c : text) {
        const bool good = c != '.' && c != '-' && document::is_identifier(std::string("a") + c);
        const bool kept = good || ((c == '.' || c == '-') && !name.empty());
        if (kept) name += c;
        if (!kept && !name.empty() && name.back() != '_') name += '_';
        if (name.size() == 64) break;
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    return name;
}

/// Takes the string of a setting out of the row.
std::optional<Member> take(Item& top, std::string_view name) {
    const Member* found = top.find(name);
    if (!found) return std::nullopt;
    Member member = *found;
    top.erase(name);
    return member;
}

class Importer {
public:
    explicit Importer(const Workbook& workbook) : workbook_(workbook) {}

    Conversion import() && {
        Conversion conversion;
        read_sheets();
        if (!survey_.is_there()) {
            std::move(teller_).move_into(conversion);
            return conversion;
        }
        make_kobo(teller_, draft_);
        make_grids(teller_, draft_);
        attach_what_is_looked_up();
        settle_top();
        conversion.bytes = document_of(draft_, conversion.places);
        std::move(teller_).move_into(conversion);
        return conversion;
    }

private:
    /// The table of a sheet; one that is not there when the workbook has none of that name.
    Table table(std::string_view name, std::span<const Column> columns, Kind unknown) {
        const workbook::Sheet* sheet = find_sheet(workbook_, name);
        if (!sheet) return {};
        for (const workbook::Merge& merge : sheet->merges)
            teller_.report(convert_unused("merge",
                                          workbook::column_name(merge.column) + std::to_string(merge.row + 1) + ":" +
                                              workbook::column_name(merge.last_column) +
                                              std::to_string(merge.last_row + 1),
                                          workbook::place(sheet->name, merge.row, merge.column), "merged"));
        return Table(teller_, *sheet, columns, unknown);
    }

    void read_sheets() {
        if (workbook_.macros) teller_.report(convert_unused("macros", "VBA", "", "macros"));
        survey_ = table("survey", survey_columns(), Kind::kept);
        Table choices = table("choices", choices_columns(), Kind::extra);
        Table external = table("external_choices", choices_columns(), Kind::extra);
        Table settings = table("settings", settings_columns(), Kind::kept);
        Table attached = table("attached", attached_columns(), Kind::kept);
        tell_of_other_sheets();
        if (!survey_.is_there()) return refuse_without_survey();
        draft_.survey_sheet = survey_.name();
        default_tag_ = find_default_tag(settings, choices);
        if (settings.is_there()) read_settings(teller_, settings, default_tag_, draft_);
        if (attached.is_there()) read_attached(teller_, attached, draft_);
        if (choices.is_there()) read_choices(teller_, choices, default_tag_, draft_);
        if (external.is_there()) read_choices(teller_, external, default_tag_, draft_);
        const bool has_type = survey_.require(teller_, "type"), has_name = survey_.require(teller_, "name");
        if (has_type && has_name) read_survey(teller_, survey_, default_tag_, draft_);
    }

    /// The name of the sheet that was probably meant by `wanted`, among those that nothing is read from.
    std::optional<std::string> near_sheet(std::string_view wanted) const {
        for (const workbook::Sheet& sheet : workbook_.sheets) {
            const std::string name = folded(sheet.name);
            if (std::find(sheets_read.begin(), sheets_read.end(), name) != sheets_read.end()) continue;
            const std::array<std::string_view, 1> candidates{wanted};
            if (document::nearest(name, candidates)) return sheet.name;
        }
        return std::nullopt;
    }

    void refuse_without_survey() {
        std::map<std::string, std::string> facts;
        if (auto near = near_sheet("survey")) facts["known"] = *std::move(near);
        teller_.mistake(Code::workbook_sheet_missing, "survey", {}, std::move(facts));
    }

    void tell_of_other_sheets() {
        std::set<std::string> seen;
        for (const workbook::Sheet& sheet : workbook_.sheets) {
            const std::string name = folded(sheet.name);
            const bool is_read = std::find(sheets_read.begin(), sheets_read.end(), name) != sheets_read.end();
            if ((is_read && seen.insert(name).second) || sheet.rows.empty()) continue;
            Problem line = convert_unused("sheet", sheet.name, sheet.name, is_read ? "said_twice" : "other_sheet");
            if (const auto near = document::nearest(name, sheets_read);
                near && !is_read && !find_sheet(workbook_, *near))
                line.facts["known"] = *near;
            teller_.report(std::move(line));
        }
    }

    /// The language of headers that name none: what the settings say; else that of the titles, as read_form has it;
    /// else French if a header is French or none names a language; else the first that is named.
    std::string find_default_tag(const Table& settings, const Table& choices) {
        if (settings.is_there() && !settings.rows().empty()) {
            const auto written = trimmed(settings.text(settings.rows().front(), "default_language"));
            if (const auto tag = language_tag(written)) return *tag;
            if (!names_no_language(written))
                teller_.mistake(Code::workbook_language_unknown, {},
                                settings.place(settings.rows().front(), "default_language"),
                                {{"value", document::excerpt(written)}});
            const auto titles = settings.languages_of("form_title");
            if (!titles.empty() && !titles.contains("")) return usual_language(titles);
        }
        std::vector<std::string> tags = survey_.languages();
        for (const Table* table : {&settings, &choices})
            if (table->is_there())
                for (std::string& tag : table->languages()) tags.push_back(std::move(tag));
        return tags.empty() || std::find(tags.begin(), tags.end(), "fr") != tags.end() ? "fr" : tags.front();
    }

    /// The language of a document that names none (read_form).
    static std::string usual_language(const std::set<std::string>& titles) {
        return titles.contains("fr") ? "fr" : *titles.begin();
    }

    std::string settings_place() const { return draft_.settings_sheet.empty() ? "settings" : draft_.settings_sheet; }

    /// An identifier of the document: as written where it may be one, mended where not, `otherwise` where nothing is
    /// written.
    Member identified(std::string_view name, std::string_view setting, std::string_view otherwise) {
        const auto written = take(draft_.top, setting);
        const std::string text = written ? std::get<std::string>(written->value) : std::string{};
        if (written && document::is_identifier(text)) return {std::string(name), text, written->column};
        std::string mended = identifier(text);
        if (mended.empty()) mended = otherwise;
        teller_.report(convert_changed("setting", written ? text : std::string(setting), mended, settings_place(),
                                       written ? "identifier" : "absent"));
        return {std::string(name), mended, written ? written->column : 0};
    }

    /// The settings as the document has them: identifier, version, title and language first.
    void settle_top() {
        auto title = take(draft_.top, "form_title");
        const std::string otherwise = title ? identifier(std::get<Texts>(title->value).front().text) : std::string{};
        std::vector<Member> first;
        first.push_back(identified("id", "form_id", otherwise.empty() ? "questionnaire" : otherwise));
        first.push_back(identified("version", "version", "1"));
        const std::string id = std::get<std::string>(first.front().value);
        if (!title) {
            title = Member{"title", Texts{{default_tag_, id, 0, true}}, 0};
            teller_.report(convert_changed("setting", "form_title", id, settings_place(), "absent"));
        }
        title->name = "title";
        const auto language = take(draft_.top, "default_language");
        std::set<std::string> titles;
        for (const Spoken& spoken : std::get<Texts>(title->value)) titles.insert(spoken.explicit_tag ? spoken.tag : "");
        first.push_back(*std::move(title));
        if (language || titles.contains("") || default_tag_ != usual_language(titles)) {
            if (!language)
                teller_.report(
                    convert_changed("setting", "default_language", default_tag_, settings_place(), "absent"));
            first.push_back({"default_language", default_tag_, language ? language->column : 0});
        }
        if (auto source = take(draft_.top, "source")) first.push_back(*std::move(source));
        draft_.top.members.insert(draft_.top.members.begin(), std::make_move_iterator(first.begin()),
                                  std::make_move_iterator(first.end()));
    }

    /// Lists that pulldata() and instance() read and nobody declares come from files of that name.
    void attach_what_is_looked_up() {
        std::set<std::string, std::less<>> known{"quartiers"};
        for (const List& list : draft_.lists) known.insert(list.name);
        for (const Attached& one : draft_.attached) known.insert(one.list);
        look_into(draft_.questions, known);
    }

    void look_into(const std::vector<Item>& items, std::set<std::string, std::less<>>& known) {
        for (const Item& item : items) {
            if (item.text("type") == "xml-external") known.insert(std::string(item.text("name")));
            for (const Member& member : item.members)
                if (const auto* text = std::get_if<std::string>(&member.value))
                    look_into(*text, workbook::place(draft_.survey_sheet, item.row, member.column), known);
            look_into(item.inside, known);
        }
    }

    void look_into(std::string_view expression, const std::string& where, std::set<std::string, std::less<>>& known) {
        for (const std::string_view function : {"pulldata(", "instance("})
            for (auto at = expression.find(function); at != std::string_view::npos;
                 at = expression.find(function, at + 1)) {
                const auto argument = trimmed(expression.substr(at + function.size()));
                if (argument.empty() || (argument[0] != '\'' && argument[0] != '"')) continue;
                const std::string name(argument.substr(1, argument.find(argument[0], 1) - 1));
                if (!document::is_name(name) || known.size() > 500 || !known.insert(name).second) continue;
                draft_.attached.push_back({name, name + ".csv", {}, {}, where});
                teller_.report(convert_changed("list", name, name + ".csv", where, "looked_up"));
            }
    }

    const Workbook& workbook_;
    Teller teller_;
    Draft draft_;
    Table survey_;
    std::string default_tag_;
};

}  // namespace
}  // namespace xlsform

Conversion document_of_xlsform(const workbook::Workbook& workbook) { return xlsform::Importer(workbook).import(); }

Conversion document_of_xlsform(std::string_view bytes) {
    auto workbook = workbook::read_workbook(bytes);
    if (workbook) return document_of_xlsform(*workbook);
    Conversion refused;
    refused.mistakes.push_back(workbook.error());
    return refused;
}

}  // namespace ecoute::forms
