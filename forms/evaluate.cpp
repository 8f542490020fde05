#include <algorithm>

#include "forms/answer_values.hpp"
#include "forms/one_question.hpp"
#include "forms/validate.hpp"

namespace ecoute::forms {
namespace {

/// No row is made that would bring the answers beyond so many entries: 1,000 rows in each of 1,000 rows would make megabytes of a submission of
/// eleven bytes. A household of 20 with 100 questions each is 2,000.
constexpr std::size_t most_entries_with_rows_made = 50'000;
static_assert(most_entries_with_rows_made <= most_answer_entries, "what is kept must be readable again");

class Evaluation {
public:
    Evaluation(const Form& form, Answers& answers, const Clock& clock, std::string_view language)
        : form_(form), answers_(answers), one_(form, answers, clock, language) {}

    void run() {
        fill_unseen();
        suppose_asked(answers_);
        for (const auto question : form_.evaluation_order) {
            repeats_ = enclosing_repeats(form_, question);
            evaluate_in(question, answers_, 0);
        }
    }

private:
    /// Nobody sees hidden questions: what no device sent begins as the questionnaire says.
    void fill_unseen() {
        for (const auto question : form_.unseen_defaults)
            if (answers_.by_question[question].state == State::not_asked)
                answers_.by_question[question] = one_.initial(question, {});
    }

    void suppose_asked(Answers& holder) {
        for (Answer& answer : holder.by_question) {
            if (answer.state == State::not_asked) answer.state = State::no_answer;
            if (auto* rows = std::get_if<std::vector<Answers>>(&answer.value))
                for (Answers& row : *rows) suppose_row_asked(row);
            entries_ += 1;
        }
    }

    /// A row costs one entry more than its questions, as when answers are read: what is kept must be readable again.
    void suppose_row_asked(Answers& row) {
        suppose_asked(row);
        entries_ += 1;
    }

    /// Evaluates a question in every row of the repeats around it, of which `level` are entered; most have none.
    void evaluate_in(std::uint32_t question, Answers& holder, std::size_t level) {
        if (level == repeats_.size()) return evaluate(question, holder, level == 0 ? 0 : repeats_.back() + 1);
        auto* rows = std::get_if<std::vector<Answers>>(&holder.by_question[entry_of(form_, repeats_[level])].value);
        if (!rows) return;
        instances_.push_back(0);
        for (Answers& row : *rows) {
            evaluate_in(question, row, level + 1);
            ++instances_.back();
        }
        instances_.pop_back();
    }

    /// `first`: the question of the holder's first entry.
    void evaluate(std::uint32_t question, Answers& holder, std::uint32_t first) {
        const Question& asked = form_.questions[question];
        Answer& answer = holder.by_question[question - first];
        if (answer.state == State::not_asked) return;  // nor is the group around it
        if (!one_.relevant(question, instances_)) {
            for (auto inside = question; inside < asked.end; ++inside)
                holder.by_question[inside - first] = {State::not_asked, {}};
            return;
        }
        if (!asked.repeat_count.empty()) return set_rows(question, answer);
        if (!asked.calculation.empty() && is_made_anew(question, answer))
            answer = one_.calculated(question, instances_);
        one_.filter(question, instances_, answer);
    }

    bool is_made_anew(std::uint32_t question, const Answer& answer) const {
        const Question& asked = form_.questions[question];
        if (asked.keeps_sent && answer.state == State::answered) return false;
        return asked.triggers.empty() || one_.triggered(question, instances_);
    }

    /// As many rows as repeat_count says: what is too much goes from the end, what lacks is blank, so that it is asked for.
    void set_rows(std::uint32_t repeat, Answer& answer) {
        const auto wanted = one_.count(repeat, instances_);
        const std::uint32_t first = repeat + 1, last = form_.questions[repeat].end;
        if (answer.state == State::refused) return;
        auto* rows = std::get_if<std::vector<Answers>>(&answer.value);
        if (!rows) rows = &answer.value.emplace<std::vector<Answers>>();
        if (rows->size() > wanted) rows->resize(wanted);
        while (rows->size() < wanted && entries_ + (last - first + 1) <= most_entries_with_rows_made) {
            make_blank(form_, first, last, rows->emplace_back());
            suppose_row_asked(rows->back());
        }
        answer.state = rows->empty() ? State::no_answer : State::answered;
        if (rows->empty()) answer.value = {};
    }

    const Form& form_;
    Answers& answers_;
    OneQuestion one_;
    std::size_t entries_ = 0;  ///< answers held, against most_entries_with_rows_made
    std::vector<std::uint32_t> repeats_;    ///< around the question that is evaluated, outermost first
    std::vector<std::uint32_t> instances_;  ///< the row of each
};

}  // namespace

void evaluate(const Form& form, Answers& answers, const Clock& clock, std::string_view language) {
    Evaluation(form, answers, clock, language).run();
}

}  // namespace ecoute::forms
