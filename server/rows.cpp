#include "server/rows.hpp"

#include <nlohmann/json.hpp>

#include "forms/answers.hpp"
#include "forms/csv.hpp"
#include "forms/form_json.hpp"
#include "server/attached_lists.hpp"

namespace ecoute::server {
namespace {

forms::Result<forms::Form> form_of(storage::Store& store, const storage::Campaign& campaign) {
    const auto kept = store.forms().find(campaign.form_id, campaign.form_version);
    if (!kept) return forms::Problem{forms::Code::form_unknown, campaign.form_id, "", {{"version", campaign.form_version}}};
    auto reading = forms::read_form(kept->document, attached_lists(store, campaign));
    if (!reading.form) return reading.mistakes.front();
    return std::move(*reading.form);
}

/// Answers as they were kept; what today's version no longer has is passed over, what can't be read at all is a damaged file.
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

void put_csv_cell(std::string& line, std::string_view cell) {
    const bool formula = !cell.empty() && std::string_view{"=+-@\t\r"}.find(cell.front()) != std::string_view::npos &&
                         cell.find_first_not_of("+-0123456789.") != std::string_view::npos;
    const bool quote = cell.find_first_of(";\"\r\n") != std::string_view::npos;
    if (quote) line += '"';
    if (formula) line += '\'';
    for (const char c : cell) {
        if (c == '"') line += '"';
        line += c;
    }
    if (quote) line += '"';
}

}  // namespace

forms::Result<std::size_t> write_rows_csv(storage::Store& store, const storage::Campaign& campaign, const Sink& sink) {
    std::size_t count = 0;
    const auto form = form_of(store, campaign);
    if (!form) return form.error();
    std::string text = "\xEF\xBB\xBFid;form_version;channel;language;started_at;ended_at;minutes;simulated";
    for (const auto& question : form->questions)
        if (has_column(question)) text += ';' + question.name;
    sink(text += "\r\n");
    store.responses().read(campaign.id, 0, [&](const storage::StoredResponse& response) {
        ++count;
        text = response.id + ';' + response.form_version + ';' + response.channel + ';' + response.language + ';' +
                response.started_at + ';' + response.ended_at + ';' + (response.minutes ? std::to_string(*response.minutes) : "") +
                ';' + (response.simulated ? "1" : "0");
        const auto answers = stored_answers(*form, response);
        for (std::uint32_t q = 0; q < form->questions.size(); ++q) {
            if (!has_column(form->questions[q])) continue;
            text += ';';
            put_csv_cell(text, forms::answer_text(*form, q, answers.by_question[q]));
        }
        sink(text += "\r\n");
        return true;
    });
    return count;
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
