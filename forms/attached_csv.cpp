#include "forms/attached_csv.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "forms/answers.hpp"
#include "forms/convert/conversion.hpp"
#include "forms/convert/xlsform/cells.hpp"
#include "forms/csv.hpp"
#include "forms/document/names.hpp"
#include "forms/numbers.hpp"

namespace ecoute::forms {
namespace {

using Facts = std::map<std::string, std::string>;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// "Français (fr)" -> "fr"; "fr" -> "fr".
std::string_view tag_of(std::string_view written) {
    written = trimmed(written);
    const auto open = written.rfind('(');
    if (open == written.npos || !written.ends_with(')')) return written;
    return trimmed(written.substr(open + 1, written.size() - open - 2));
}

/// "image::Français (fr)" -> true: a picture or a sound of a choice.
bool names_media(std::string_view column) {
    constexpr std::array<std::string_view, 4> media{"image", "audio", "video", "big-image"};
    return std::find(media.begin(), media.end(), column.substr(0, column.find("::"))) != media.end();
}

/// What the header makes of each column.
struct Columns {
    struct Label {
        std::size_t column;
        std::string language;
    };
    std::optional<std::size_t> value;
    std::vector<Label> labels;
    std::vector<std::size_t> read;  ///< by expressions, under their own names
    std::optional<std::size_t> exclusive, missing, score;
};

class ListReader {
public:
    ListReader(CsvReader& file, const AttachedList& wanted, std::string_view default_language, ListUse use)
        : file_(file), wanted_(wanted), default_language_(default_language), use_(use) {
        reading_.list.name = wanted.list;
    }

    ListReading read() {
        read_header();
        if (reading_.mistakes.empty()) read_rows();
        return std::move(reading_);
    }

private:
    void mistake(Code code, std::size_t line, std::string subject, Facts facts) {
        facts["line"] = std::to_string(line);
        reading_.mistakes.push_back({code, std::move(subject), "line " + std::to_string(line), std::move(facts)});
    }

    void read_header() {
        const auto& header = file_.header();
        if (header.size() > most_list_columns) return mistake(Code::csv_too_large, 1, {}, {{"limit", std::to_string(most_list_columns)}});
        columns_.value = file_.column(wanted_.value);
        for (std::size_t at = 0; at < header.size(); ++at) read_column_name(at, header[at]);
        if (use_ == ListUse::table) return;
        columns_.exclusive = file_.column("exclusive");
        columns_.missing = file_.column("missing");
        columns_.score = file_.column("score");
        for (const auto& name : header)
            if (names_media(name)) reading_.warnings.push_back(convert_unused("column", name, "line 1", "list_media"));
        if (!columns_.value) column_missing(wanted_.value);
        if (columns_.labels.empty()) column_missing(wanted_.label);
    }

    void read_column_name(std::size_t at, const std::string& name) {
        if (name == wanted_.label) columns_.labels.push_back({at, std::string{default_language_}});
        if (name.starts_with(wanted_.label + "::")) return read_translation(at, name);
        const bool is_value = name == wanted_.value && name == "name", is_label = name == wanted_.label && name == "label";
        if (!name.empty() && !is_value && !is_label) columns_.read.push_back(at);
    }

    void read_translation(std::size_t at, const std::string& name) {
        const auto language = tag_of(std::string_view{name}.substr(wanted_.label.size() + 2));
        if (document::is_language_tag(language))
            columns_.labels.push_back({at, std::string{language}});
        else
            mistake(Code::workbook_language_unknown, 1, name, {{"value", document::excerpt(language)}});
    }

    void column_missing(const std::string& column) {
        Facts facts{{"value", wanted_.file}};
        const std::vector<std::string_view> names(file_.header().begin(), file_.header().end());
        if (const auto near = document::nearest(column, names)) facts["known"] = *near;
        mistake(Code::workbook_column_missing, 1, column, std::move(facts));
    }

    void read_rows() {
        while (auto row = file_.next()) {
            if (reading_.mistakes.size() >= most_list_mistakes) return;
            if (!*row) {
                reading_.mistakes.push_back(row->error());
            } else if (reading_.list.choices.size() == longest_list) {
                return mistake(Code::form_too_large, (*row)->line, wanted_.list, {{"limit", std::to_string(longest_list)}});
            } else {
                read_row(**row);
            }
        }
    }

    void read_row(const CsvRow& row) {
        const auto blank = [](const std::string& cell) { return trimmed(cell).empty(); };
        if (std::all_of(row.cells.begin(), row.cells.end(), blank)) return;  // spreadsheets end their files with such rows
        const auto fits = [](const std::string& cell) { return cell.size() <= longest_list_cell_bytes; };
        if (!std::all_of(row.cells.begin(), row.cells.end(), fits))
            return mistake(Code::csv_too_large, row.line, {}, {{"limit", std::to_string(longest_list_cell_bytes)}});
        Choice choice;
        if (columns_.value) choice.name = trimmed(row.cells[*columns_.value]);
        for (const auto& [column, language] : columns_.labels)
            if (const auto label = trimmed(row.cells[column]); !label.empty()) choice.label[language] = label;
        for (const auto column : columns_.read) choice.columns[file_.header()[column]] = trimmed(row.cells[column]);
        if (use_ == ListUse::choices) read_own_columns(row, choice);
        if (use_ == ListUse::choices && !is_choice(choice, row.line)) return;
        reading_.list.choices.push_back(std::move(choice));
    }

    void read_own_columns(const CsvRow& row, Choice& choice) {
        const auto cell = [&](std::optional<std::size_t> column) { return column ? trimmed(row.cells[*column]) : std::string_view{}; };
        const auto invalid = [&](std::string_view written, const char* expected) {
            mistake(Code::workbook_cell_invalid, row.line, {}, {{"value", document::excerpt(written)}, {"expected", expected}});
        };
        if (const auto written = cell(columns_.exclusive); !written.empty()) {
            const auto said = xlsform::yes_or_no(written);
            choice.exclusive = said.value_or(false);
            if (!said) invalid(written, "yes, no");
        }
        if (const auto written = cell(columns_.missing); !written.empty()) {
            choice.refusal = written == refused_word;
            if (!choice.refusal) invalid(written, "refused");
        }
        if (std::string written{cell(columns_.score)}; !written.empty()) {
            std::replace(written.begin(), written.end(), ',', '.');  // as French spreadsheets write it
            choice.score = plain_number(written);
            if (!choice.score) invalid(written, "number");
        }
    }

    /// True when a question can offer it.
    bool is_choice(const Choice& choice, std::size_t line) {
        const auto before = reading_.mistakes.size();
        if (choice.name.empty()) mistake(Code::workbook_cell_invalid, line, {}, {{"value", ""}, {"expected", wanted_.value}});
        if (choice.name == refused_word) mistake(Code::form_choice_invalid, line, wanted_.list, {{"value", choice.name}});
        if (choice.label.empty()) mistake(Code::workbook_cell_invalid, line, {}, {{"value", ""}, {"expected", wanted_.label}});
        const auto [place, is_new] = lines_.emplace(choice.name, line);
        if (!is_new && !choice.name.empty())
            mistake(Code::form_choice_twice, line, wanted_.list,
                    {{"value", document::excerpt(choice.name)}, {"first", std::to_string(place->second)}});
        return reading_.mistakes.size() == before;
    }

    CsvReader& file_;
    const AttachedList& wanted_;
    std::string_view default_language_;
    ListUse use_;
    Columns columns_;
    ByName<std::size_t> lines_;  ///< on which each name stands first
    ListReading reading_;
};

}  // namespace

ListUse use_of(const Form& form, std::string_view list) {
    const auto copy = std::string{list} + ".or_other";
    const bool offered = std::any_of(form.questions.begin(), form.questions.end(), [&](const Question& question) {
        return question.list != none && (form.lists[question.list].name == list || form.lists[question.list].name == copy);
    });
    return offered ? ListUse::choices : ListUse::table;
}

ListReading list_from_csv(std::string_view text, const AttachedList& wanted, std::string_view default_language, ListUse use) {
    if (text.size() > largest_list_file_bytes)
        return {{}, {{Code::csv_too_large, {}, {}, {{"line", "1"}, {"limit", std::to_string(largest_list_file_bytes)}}}}};
    auto file = CsvReader::open(text);
    if (!file) return {{}, {file.error()}};
    return ListReader(*file, wanted, default_language, use).read();
}

}  // namespace ecoute::forms
