#include "server/rows.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "forms/answers.hpp"
#include "forms/csv.hpp"
#include "server/campaign_versions.hpp"
#include "server/csv_cell.hpp"
#include "server/xlsx_file.hpp"

namespace ecoute::server {
namespace {

using FormRead = std::shared_ptr<const forms::Form>;

/// The versions that a campaign asked, today's first: a response is written by the one that it was given under.
class VersionsAsked {
public:
    VersionsAsked(storage::Store& store, const storage::Campaign& campaign) : store_(store), campaign_(campaign) {
        add(campaign.form_version);
        for (const auto& version : store.versions().of(campaign.id)) add(version.version);
    }
    /// nullptr when today's version can't be read.
    FormRead today() const { return forms_.find(campaign_.form_version)->second; }
    /// Today's when the version is not known.
    const forms::Form& of(const std::string& version) {
        add(version);
        const auto& form = forms_.find(version)->second;
        return form ? *form : *today();
    }
    /// Columns of a file: those of today's version in its order, then what only older versions asked.
    std::vector<std::string> questions() const;
    /// Those before them.
    std::vector<std::string> beside() const;

private:
    void add(const std::string& version) {
        if (forms_.contains(version)) return;
        forms_.emplace(version, form_of_version(store_, campaign_, version));
        order_.push_back(version);
    }
    storage::Store& store_;
    const storage::Campaign& campaign_;
    std::map<std::string, FormRead, std::less<>> forms_;
    std::vector<std::string> order_;
};

/// Answers as they were kept; what its version no longer reads is passed over, what can't be read at all is a damaged file.
forms::Answers stored_answers(const forms::Form& form, const storage::StoredResponse& response) {
    forms::Problems problems;
    auto answers = forms::answers_from_json(form, response.answers, problems);
    for (const auto& problem : problems)
        if (problem.code == forms::Code::response_malformed) throw storage::StorageFault{"response " + response.id + " can't be read"};
    return answers;
}

bool has_column(const forms::Question& question) {
    using enum forms::QuestionType;
    return question.type != group && question.type != grid && question.type != note && question.type != repeat;
}

std::vector<std::string> VersionsAsked::questions() const {
    std::vector<std::string> names;
    std::set<std::string_view> known;
    for (const auto& version : order_) {
        const auto& form = forms_.find(version)->second;
        if (!form) continue;
        for (const auto& question : form->questions)
            if (has_column(question) && known.insert(question.name).second) names.push_back(question.name);
    }
    return names;
}

std::vector<std::string> VersionsAsked::beside() const {
    const auto is_question = [&](std::string_view name) {
        return std::any_of(forms_.begin(), forms_.end(), [&](const auto& version) { return version.second && version.second->find(name); });
    };
    std::vector<std::string> names;
    for (const auto name : about_a_response) names.push_back(beside_name(name, is_question));
    return names;
}

using forms::workbook::Cell;
using forms::workbook::CellType;

/// One row of a sheet, from left to right; blanks take no cell.
struct SheetRow {
    std::vector<Cell> cells;
    std::uint32_t column = 0;
    void put(std::string text, CellType type = CellType::text) {
        if (!text.empty()) cells.push_back({column, type, std::move(text)});
        ++column;
    }
};

std::string shortest(double number) {
    std::array<char, 32> text;
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

void put_answer(SheetRow& row, const forms::Form& form, const std::string& question, const forms::Answers& answers) {
    const auto q = form.find(question);
    if (!q) return row.put({});
    const auto& answer = answers.by_question[*q];
    const auto* number = std::get_if<double>(&answer.value);
    if (number && answer.state == forms::State::answered) return row.put(shortest(*number), CellType::number);
    row.put(forms::answer_text(form, *q, answer));
}

SheetRow sheet_row(const storage::StoredResponse& response, const forms::Form& form, const std::vector<std::string>& questions) {
    SheetRow row;
    for (const auto& text : {response.id, response.form_version, response.channel, response.language, response.started_at, response.ended_at})
        row.put(text);
    row.put(response.minutes ? std::to_string(*response.minutes) : "", CellType::number);
    row.put(response.simulated ? "1" : "0", CellType::number);
    const auto answers = stored_answers(form, response);
    for (const auto& question : questions) put_answer(row, form, question, answers);
    return row;
}

forms::Problem sheet_too_small(const storage::Campaign& campaign, const char* what, std::size_t limit) {
    return {forms::Code::workbook_too_large, campaign.id, "", {{"what", what}, {"limit", std::to_string(limit)}}};
}

}  // namespace

std::string beside_name(std::string_view name, const std::function<bool(std::string_view)>& is_question) {
    std::string free{name};
    while (is_question(free)) free.insert(0, 1, '_');
    return free;
}

forms::Result<std::size_t> write_rows_csv(storage::Store& store, const storage::Campaign& campaign, const Sink& sink) {
    std::size_t count = 0;
    VersionsAsked versions(store, campaign);
    if (!versions.today())
        return forms::Problem{forms::Code::form_unknown, campaign.form_id, "", {{"version", campaign.form_version}}};
    const auto questions = versions.questions();
    std::string text = "\xEF\xBB\xBF";
    for (const auto& name : versions.beside()) text.append(text.size() > 3 ? ";" : "").append(name);
    for (const auto& question : questions) text += ';' + question;
    sink(text += "\r\n");
    store.responses().read(campaign.id, 0, [&](const storage::StoredResponse& response) {
        ++count;
        text = response.id + ';' + response.form_version + ';' + response.channel + ';' + response.language + ';' +
                response.started_at + ';' + response.ended_at + ';' + (response.minutes ? std::to_string(*response.minutes) : "") +
                ';' + (response.simulated ? "1" : "0");
        const auto& form = versions.of(response.form_version);
        const auto answers = stored_answers(form, response);
        for (const auto& question : questions) {
            text += ';';
            if (const auto q = form.find(question)) put_csv_cell(text, forms::answer_text(form, *q, answers.by_question[*q]));
        }
        sink(text += "\r\n");
        return true;
    });
    return count;
}

forms::Result<WorkbookRows> write_rows_xlsx(storage::Store& store, const storage::Campaign& campaign, const Sink& sink) {
    VersionsAsked versions(store, campaign);
    if (!versions.today())
        return forms::Problem{forms::Code::form_unknown, campaign.form_id, "", {{"version", campaign.form_version}}};
    const auto questions = versions.questions();
    auto header = versions.beside();
    header.insert(header.end(), questions.begin(), questions.end());
    if (header.size() > most_xlsx_columns) return sheet_too_small(campaign, "columns", most_xlsx_columns);
    XlsxRows sheet("responses", header);
    std::size_t count = 0;
    bool full = false;
    store.responses().read(campaign.id, 0, [&](const storage::StoredResponse& response) {
        full = !sheet.add(sheet_row(response, versions.of(response.form_version), questions).cells);
        if (!full) ++count;
        return !full;
    });
    if (full) return sheet_too_small(campaign, "rows", most_xlsx_rows - 1);
    sheet.finish(sink);
    return WorkbookRows{count, sheet.cut()};
}

forms::Result<std::size_t> write_rows_ndjson(storage::Store& store, const storage::Campaign& campaign, const Sink& sink) {
    std::size_t count = 0;
    store.responses().read(campaign.id, 0, [&](const storage::StoredResponse& response) {
        ++count;
        nlohmann::ordered_json row{{"id", response.id}, {"form_version", response.form_version}, {"language", response.language},
                                   {"channel", response.channel}};
        if (!response.started_at.empty()) row["started_at"] = response.started_at;
        if (!response.ended_at.empty()) row["ended_at"] = response.ended_at;
        if (response.simulated) row["simulated"] = true;
        auto line = row.dump();
        line.pop_back();
        sink(line += ",\"answers\":" + response.answers + "}\n");
        return true;
    });
    return count;
}

}  // namespace ecoute::server
