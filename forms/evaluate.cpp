#include <algorithm>
#include <cmath>

#include "forms/answer_values.hpp"
#include "forms/record.hpp"
#include "forms/validate.hpp"

namespace ecoute::forms {
namespace {

bool is_number(QuestionType type) {
    return type == QuestionType::integer || type == QuestionType::decimal || type == QuestionType::range;
}

class Evaluation {
public:
    Evaluation(const Form& form, Answers& answers, const Clock& clock, std::string_view language)
        : form_(form), answers_(answers), record_(form, answers, language) {
        context_.record = &record_;
        context_.clock = &clock;
        context_.language = language;
        context_.current.emplace();
    }

    void run() {
        suppose_asked(answers_);
        for (const auto question : form_.evaluation_order) {
            repeats_.clear();
            for (auto repeat = form_.questions[question].repeat; repeat != none;
                 repeat = form_.questions[repeat].repeat)
                repeats_.push_back(repeat);
            std::reverse(repeats_.begin(), repeats_.end());
            evaluate_in(question, answers_, 0);
        }
    }

private:
    void suppose_asked(Answers& holder) {
        for (Answer& answer : holder.by_question) {
            if (answer.state == State::not_asked) answer.state = State::no_answer;
            if (auto* rows = std::get_if<std::vector<Answers>>(&answer.value))
                for (Answers& row : *rows) suppose_asked(row);
        }
    }

    /// Evaluates a question in every row of the repeats around it, of which `level` are entered; most have none.
    void evaluate_in(std::uint32_t question, Answers& holder, std::size_t level) {
        if (level == repeats_.size()) return evaluate(question, holder, level == 0 ? 0 : repeats_.back() + 1);
        auto* rows = std::get_if<std::vector<Answers>>(&holder.by_question[entry_of(form_, repeats_[level])].value);
        if (!rows) return;
        context_.current->instances.push_back(0);
        for (Answers& row : *rows) {
            evaluate_in(question, row, level + 1);
            ++context_.current->instances.back();
        }
        context_.current->instances.pop_back();
    }

    /// `first`: the question of the holder's first entry.
    void evaluate(std::uint32_t question, Answers& holder, std::uint32_t first) {
        const Question& asked = form_.questions[question];
        Answer& answer = holder.by_question[question - first];
        if (answer.state == State::not_asked) return;  // nor is the group around it
        context_.current->question = question;
        if (!asked.relevant.empty() && !asked.relevant.test(context_)) {
            for (auto inside = question; inside < asked.end; ++inside)
                holder.by_question[inside - first] = {State::not_asked, {}};
        } else if (!asked.calculation.empty() && !(asked.keeps_sent && answer.state == State::answered)) {
            answer = calculated(question);
        }
    }

    Answer calculated(std::uint32_t question) const {
        const Question& asked = form_.questions[question];
        if (is_number(asked.type)) {
            const double number = asked.calculation.number(context_);
            return std::isfinite(number) ? Answer{State::answered, number + 0.0} : Answer{};
        }
        std::string text = kept_text(asked.calculation.string(context_));
        if (text.empty() || text.size() > longest_text_answer_bytes) return {};
        return asked.list == none ? Answer{State::answered, std::move(text)} : chosen(question, text);
    }

    /// The choices that a calculation names, as far as the list has them.
    Answer chosen(std::uint32_t question, std::string_view names) const {
        const ChoiceList& list = form_.list_of(question);
        Chosen found;
        while (!names.empty()) {
            const auto name = names.substr(0, names.find(' '));
            names.remove_prefix(std::min(names.size(), name.size() + 1));
            if (const auto choice = list.find(name)) found.add(*choice);
        }
        if (found.choices.empty()) return {};
        if (form_.questions[question].type == QuestionType::select_one) return {State::answered, found.choices.front()};
        if (form_.questions[question].type == QuestionType::select_multiple)
            std::sort(found.choices.begin(), found.choices.end());
        return {State::answered, std::move(found.choices)};
    }

    const Form& form_;
    Answers& answers_;
    FormRecord record_;
    expression::Context context_;
    std::vector<std::uint32_t> repeats_;  ///< around the question that is evaluated, outermost first
};

}  // namespace

void evaluate(const Form& form, Answers& answers, const Clock& clock, std::string_view language) {
    Evaluation(form, answers, clock, language).run();
}

}  // namespace ecoute::forms
