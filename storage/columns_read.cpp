#include "storage/columns_read.hpp"

#include <future>
#include <limits>
#include <map>
#include <mutex>

#include "forms/stored_answers.hpp"
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
    Reader(const forms::Form& form, const FormOfVersion& older)
        : form_(form), older_(older), stored_(form, [this](forms::Columns& columns, std::string_view answers) {
              forms::append(columns, form_, read_answers(form_, answers, left_out_));
          }) {}

    void append(forms::Columns& columns, const Responses::AnswersRow& row) {
        if (row.form_version == form_.version) return stored_.append(columns, row.answers);
        flush(columns);
        const Older* other = of(row.form_version);
        if (!other) return forms::append(columns, form_, read_answers(form_, row.answers, left_out_));
        forms::append(columns, form_, other->translation(read_answers(*other->form, row.answers, left_out_)));
    }
    void flush(forms::Columns& columns) { stored_.flush(columns); }
    void make_room(forms::Columns& columns, std::size_t people) const { stored_.make_room(columns, people); }

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
    forms::StoredAnswers stored_;
    std::map<std::string, std::unique_ptr<Older>, std::less<>> versions_;
    forms::Problems left_out_;
};

/// What all threads of one reading share.
struct Source {
    Responses& responses;
    std::string_view campaign;
    const forms::Form& form;
    const FormOfVersion& older;
    const RecordKey& record_key;
    std::size_t people;  ///< about so many
};

/// Adds the responses after columns.last_seq, up to `last`. A fault on the way leaves columns that are of no use.
void append_up_to(const Source& source, std::int64_t last, forms::Columns& columns) {
    Reader reader(source.form, source.older);
    if (columns.people == 0) reader.make_room(columns, source.people);
    source.responses.read_answers(source.campaign, columns.last_seq, [&](const Responses::AnswersRow& row) {
        if (row.seq > last) return false;
        if (!row.refusal) {
            reader.append(columns, row);
            columns.seqs.push_back(row.seq);
            if (source.record_key) columns.record_keys.push_back(source.record_key(row.id));
        }
        columns.last_seq = row.seq;
        return true;
    });
    reader.flush(columns);
}

/// The first half of the numbers here, the second beside. Each half is read as of a moment of its own, but none later than
/// `last`: a response that is corrected or removed in between is missing or counted as it was, and the next reading sees it.
void append_in_two(const Source& source, std::int64_t last, forms::Columns& columns) {
    const auto middle = columns.last_seq + (last - columns.last_seq) / 2;
    auto second = forms::columns_of(source.form);
    second.last_seq = middle;
    auto beside = std::async(std::launch::async, [&source, &second, last] { append_up_to(source, last, second); });
    append_up_to(source, middle, columns);
    beside.get();
    forms::append(columns, std::move(second));
}

void append_new(const Source& source, int threads, forms::Columns& columns) {
    const auto last = source.responses.last_seq(source.campaign);
    std::mutex one_at_a_time;
    const FormOfVersion shared = [&](std::string_view version) {
        const std::scoped_lock lock{one_at_a_time};
        return source.older(version);
    };
    const FormOfVersion nobody;
    const Source both{source.responses, source.campaign, source.form, source.older ? shared : nobody, source.record_key, source.people};
    if (threads > 1 && last - columns.last_seq >= responses_worth_a_thread) append_in_two(both, last, columns);
    append_up_to(both, std::numeric_limits<std::int64_t>::max(), columns);
}

}  // namespace

void read_columns(Responses& responses, std::string_view campaign, const forms::Form& form, forms::Columns& columns,
                  const FormOfVersion& older, const RecordKey& record_key, int threads) {
    const Source source{responses, campaign, form, older, record_key, static_cast<std::size_t>(responses.tally(campaign).responses)};
    if (columns.by_question.empty()) columns = forms::columns_of(form);
    append_new(source, threads, columns);
    // More people in the columns than in the store: some were removed since.
    if (static_cast<std::int64_t>(columns.people) <= responses.tally(campaign).responses) return;
    columns = forms::columns_of(form);
    append_new(source, threads, columns);
}

}  // namespace ecoute::storage
