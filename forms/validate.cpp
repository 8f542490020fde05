#include "forms/validate.hpp"

#include <cmath>

#include "forms/answer_values.hpp"
#include "forms/json_read.hpp"
#include "forms/numbers.hpp"
#include "forms/record.hpp"

namespace ecoute::forms {
namespace {

using expression::number_text;

/// Looks for what is wrong with answers, in document order. They are evaluated already.
class Checks {
public:
    Checks(const Form& form, const Answers& answers, const Clock& clock, std::string_view language, Problems& problems)
        : form_(form), record_(form, answers, language), values_(form, problems) {
        context_.record = &record_;
        context_.clock = &clock;
        context_.language = language;
        context_.current.emplace();
    }

    /// Checks questions [from, to); `first` is the question of the holder's first entry.
    void check_all(const Answers& holder, std::uint32_t from, std::uint32_t to, std::uint32_t first) {
        for (auto question = from; question < to;) {
            const Question& asked = form_.questions[question];
            const Answer& answer = holder.by_question[question - first];
            const bool goes_inside = asked.type == QuestionType::group || asked.type == QuestionType::grid;
            if (answer.state == State::not_asked) {
                question = asked.end;
            } else if (goes_inside) {
                ++question;
            } else {
                check(question, answer);
                question = asked.end;
            }
        }
    }

private:
    void check(std::uint32_t question, const Answer& answer) {
        const Question& asked = form_.questions[question];
        context_.current->question = question;
        if (asked.type == QuestionType::repeat) return check_repeat(question, answer);
        if (!is_asked(asked.type)) return;
        if (answer.state != State::answered) return check_required(question);
        if (const auto* number = std::get_if<double>(&answer.value)) check_number(question, *number);
        if (const auto* choices = std::get_if<std::vector<ChoiceIndex>>(&answer.value))
            check_choices(question, *choices);
        if (!asked.constraint.empty() && !asked.constraint.test(context_))
            complain_in_its_words(Code::answer_constraint, question, asked.constraint_message);
    }

    void check_required(std::uint32_t question) {
        const Question& asked = form_.questions[question];
        if (asked.always_required || (!asked.required.empty() && asked.required.test(context_)))
            complain_in_its_words(Code::answer_required, question, asked.required_message);
    }

    void check_number(std::uint32_t question, double number) {
        const Question& asked = form_.questions[question];
        if (asked.type == QuestionType::range && !is_step_of(asked, number))
            values_.complain(Code::answer_out_of_range, question,
                             {{"value", number_text(number)},
                              {"start", number_text(asked.range_start)},
                              {"end", number_text(asked.range_end)},
                              {"step", number_text(asked.range_step)}});
        if (asked.type == QuestionType::integer && !is_whole(number))
            values_.complain(Code::answer_out_of_range, question,
                             {{"value", number_text(number)}, {"limit", number_text(largest_whole)}});
    }

    /// start + k * step, within the range; a hair's breadth is allowed for steps like 0.1.
    static bool is_step_of(const Question& range, double number) {
        const double low = std::min(range.range_start, range.range_end),
                     high = std::max(range.range_start, range.range_end);
        const double steps = (number - range.range_start) / range.range_step;
        return number >= low && number <= high && std::fabs(steps - std::round(steps)) < 1e-6;
    }

    void check_choices(std::uint32_t question, const std::vector<ChoiceIndex>& choices) {
        const Question& asked = form_.questions[question];
        const ChoiceList& list = form_.list_of(question);
        if (asked.most_choices && choices.size() > *asked.most_choices)
            values_.complain(Code::answer_too_many_choices, question, {{"limit", std::to_string(*asked.most_choices)}});
        for (const ChoiceIndex choice : choices) {
            const bool alone = list.choices[choice].exclusive || list.choices[choice].refusal;
            if (alone && choices.size() > 1) {
                values_.complain(Code::answer_choice_exclusive, question, {{"value", list.choices[choice].name}});
                break;
            }
        }
    }

    void check_repeat(std::uint32_t repeat, const Answer& answer) {
        const auto* rows = std::get_if<std::vector<Answers>>(&answer.value);
        if (!rows) return;
        const std::string outer = values_.row;
        context_.current->instances.push_back(0);
        for (const Answers& row : *rows) {
            const auto position = context_.current->instances.back();
            values_.row = outer + pointer_step(form_.questions[repeat].name) + "/" + std::to_string(position);
            check_all(row, repeat + 1, form_.questions[repeat].end, repeat + 1);
            context_.current->instances.back() = position + 1;
        }
        context_.current->instances.pop_back();
        values_.row = outer;
    }

    void complain_in_its_words(Code code, std::uint32_t question, const Text& sentence) {
        std::map<std::string, std::string> facts;
        if (!sentence.empty())
            facts["message"] = std::string(shown(sentence, context_.language, form_.default_language).text);
        values_.complain(code, question, std::move(facts));
    }

    const Form& form_;
    FormRecord record_;
    AnswerValues values_;
    expression::Context context_;
};

}  // namespace

void validate(const Form& form, Answers& answers, const Clock& clock, std::string_view language, Problems& problems) {
    evaluate(form, answers, clock, language);
    Checks(form, answers, clock, language, problems)
        .check_all(answers, 0, static_cast<std::uint32_t>(form.questions.size()), 0);
}

}  // namespace ecoute::forms
