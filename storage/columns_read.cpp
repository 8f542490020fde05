#include "storage/columns_read.hpp"

namespace ecoute::storage {
namespace {

void append_new(Responses& responses, std::string_view campaign, const forms::Form& form, forms::Columns& columns) {
    forms::Problems left_out;
    responses.read_answers(campaign, columns.last_seq, [&](const Responses::AnswersRow& row) {
        if (!row.refusal) {
            left_out.clear();
            const auto answers = forms::answers_from_json(form, row.answers, left_out);
            for (const auto& problem : left_out)
                if (problem.code == forms::Code::response_malformed) throw StorageFault{"a stored response can't be read"};
            forms::append(columns, form, answers);
        }
        columns.last_seq = row.seq;
        return true;
    });
}

}  // namespace

void read_columns(Responses& responses, std::string_view campaign, const forms::Form& form, forms::Columns& columns) {
    if (columns.by_question.empty()) columns = forms::columns_of(form);
    append_new(responses, campaign, form, columns);
    // More people in the columns than in the store: some were removed since.
    if (static_cast<std::int64_t>(columns.people) <= responses.tally(campaign).responses) return;
    columns = forms::columns_of(form);
    append_new(responses, campaign, form, columns);
}

}  // namespace ecoute::storage
