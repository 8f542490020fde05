#include "storage/columns_read.hpp"

#include <map>

#include "forms/translation.hpp"

namespace ecoute::storage {
namespace {

forms::Answers read_answers(const forms::Form& form, std::string_view answers, forms::Problems& left_out) {
    left_out.clear();
    auto read = forms::answers_from_json(form, answers, left_out);
    for (const auto& problem : left_out)
        if (problem.code == forms::Code::response_malformed) throw StorageFault{"a stored response can't be read"};
    return read;
}

/// Reads each response with the form that it was given under.
class Reader {
public:
    Reader(const forms::Form& form, const FormOfVersion& older) : form_(form), older_(older) {}

    void append(forms::Columns& columns, const Responses::AnswersRow& row) {
        const Older* other = row.form_version == form_.version ? nullptr : of(row.form_version);
        if (!other) return forms::append(columns, form_, read_answers(form_, row.answers, left_out_));
        forms::append(columns, form_, other->translation(read_answers(*other->form, row.answers, left_out_)));
    }

private:
    struct Older {
        std::shared_ptr<const forms::Form> form;
        forms::Translation translation;
    };
    /// nullptr when nobody knows the version.
    const Older* of(std::string_view version) {
        if (!older_) return nullptr;
        const auto known = versions_.find(version);
        if (known != versions_.end()) return known->second.get();
        auto form = older_(version);
        std::unique_ptr<Older> made;
        if (form) made = std::make_unique<Older>(Older{form, forms::Translation(*form, form_)});
        return versions_.emplace(version, std::move(made)).first->second.get();
    }

    const forms::Form& form_;
    const FormOfVersion& older_;
    std::map<std::string, std::unique_ptr<Older>, std::less<>> versions_;
    forms::Problems left_out_;
};

void append_new(Responses& responses, std::string_view campaign, const forms::Form& form, forms::Columns& columns,
                const FormOfVersion& older, const RecordKey& record_key) {
    Reader reader(form, older);
    responses.read_answers(campaign, columns.last_seq, [&](const Responses::AnswersRow& row) {
        if (!row.refusal) {
            reader.append(columns, row);
            columns.seqs.push_back(row.seq);
            if (record_key) columns.record_keys.push_back(record_key(row.id));
        }
        columns.last_seq = row.seq;
        return true;
    });
}

}  // namespace

void read_columns(Responses& responses, std::string_view campaign, const forms::Form& form, forms::Columns& columns,
                  const FormOfVersion& older, const RecordKey& record_key) {
    if (columns.by_question.empty()) columns = forms::columns_of(form);
    append_new(responses, campaign, form, columns, older, record_key);
    // More people in the columns than in the store: some were removed since.
    if (static_cast<std::int64_t>(columns.people) <= responses.tally(campaign).responses) return;
    columns = forms::columns_of(form);
    append_new(responses, campaign, form, columns, older, record_key);
}

}  // namespace ecoute::storage
