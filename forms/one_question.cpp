#include "forms/one_question.hpp"

#include <algorithm>
#include <cmath>

#include "forms/answer_values.hpp"

namespace ecoute::forms {
namespace {

/// The choices of `names` as far as the list has them.
Answer chosen(const Form& form, std::uint32_t question, std::string_view names) {
    Chosen found;
    while (!names.empty()) {
        const auto name = names.substr(0, names.find(' '));
        names.remove_prefix(std::min(names.size(), name.size() + 1));
        if (const auto choice = form.list_of(question).find(name)) found.add(*choice);
    }
    if (found.choices.empty()) return {};
    if (holds_one_choice(form.questions[question])) return {State::answered, found.choices.front()};
    if (form.questions[question].type == QuestionType::select_multiple)
        std::sort(found.choices.begin(), found.choices.end());
    return {State::answered, std::move(found.choices)};
}

}  // namespace

OneQuestion::OneQuestion(const Form& form, const Answers& answers, const Clock& clock, std::string_view language)
    : form_(form), record_(form, answers, language) {
    context_.record = &record_;
    context_.clock = &clock;
    context_.language = language;
    context_.current.emplace();
}

const expression::Context& OneQuestion::at(std::uint32_t question, Instances instances) {
    context_.current->question = question;
    context_.current->instances.assign(instances.begin(), instances.end());
    return context_;
}

bool OneQuestion::relevant(std::uint32_t question, Instances instances) {
    const auto& condition = form_.questions[question].relevant;
    return condition.empty() || condition.test(at(question, instances));
}

Answer OneQuestion::typed(std::uint32_t question, const expression::Expression& expression) {
    const Question& asked = form_.questions[question];
    if (holds_number(asked)) {
        const double number = expression.number(context_);
        return std::isfinite(number) ? Answer{State::answered, number + 0.0} : Answer{};
    }
    std::string text = kept_text(expression.string(context_));
    if (text.empty() || text.size() > longest_text_answer_bytes) return {};
    return asked.list == none ? Answer{State::answered, std::move(text)} : chosen(form_, question, text);
}

Answer OneQuestion::calculated(std::uint32_t question, Instances instances) {
    at(question, instances);
    return typed(question, form_.questions[question].calculation);
}

Answer OneQuestion::initial(std::uint32_t question, Instances instances) {
    at(question, instances);
    Answer answer = typed(question, form_.questions[question].default_value);
    if (const auto* text = std::get_if<std::string>(&answer.value)) {
        Problems problems;
        answer = AnswerValues(form_, problems).of_text(question, *text);
    } else if (const auto* number = std::get_if<double>(&answer.value)) {
        Problems problems;
        answer = AnswerValues(form_, problems).of_number(question, *number);
    }
    return answer;
}

bool OneQuestion::keeps(std::uint32_t question, ChoiceIndex choice) {
    context_.choice_row = choice;
    return form_.questions[question].choice_filter.test(context_);
}

bool OneQuestion::filter(std::uint32_t question, Instances instances, Answer& answer) {
    if (form_.questions[question].choice_filter.empty() || answer.state != State::answered) return false;
    at(question, instances);
    context_.choice_list = form_.list_of(question).name;
    bool changed = false;
    if (const auto* choice = std::get_if<ChoiceIndex>(&answer.value)) {
        changed = !keeps(question, *choice);
        if (changed) answer = {};
    } else if (auto* choices = std::get_if<std::vector<ChoiceIndex>>(&answer.value)) {
        changed = std::erase_if(*choices, [&](ChoiceIndex each) { return !keeps(question, each); }) > 0;
        if (choices->empty()) answer = {};
    }
    context_.choice_list = {};
    context_.choice_row.reset();
    return changed;
}

std::size_t OneQuestion::count(std::uint32_t repeat, Instances instances) {
    const double wanted = std::trunc(form_.questions[repeat].repeat_count.number(at(repeat, instances)));
    if (!(wanted > 0)) return 0;
    return static_cast<std::size_t>(std::min(wanted, static_cast<double>(most_repeat_rows)));
}

bool OneQuestion::triggered(std::uint32_t question, Instances instances) const {
    const auto answered = [&](const expression::Node& node) {
        return record_.value(node) != expression::Value(std::string());
    };
    const auto& triggers = form_.questions[question].triggers;
    return std::any_of(triggers.begin(), triggers.end(), [&](std::uint32_t trigger) {
        const auto nodes = record_.nodes(trigger, shared_instances(form_, trigger, question, instances));
        return std::any_of(nodes.begin(), nodes.end(), answered);
    });
}

}  // namespace ecoute::forms
