#include "server/pages/known.hpp"

#include "forms/validate.hpp"

namespace ecoute::server {
namespace {

forms::Answers evaluated(const forms::Form& form, const Filling& filling, const forms::Clock& clock) {
    forms::Problems unread;  // told when the answers are sent
    auto answers = forms::answers_from_text(form, named_texts(form, filling), unread);
    forms::evaluate(form, answers, clock, filling.language);
    return answers;
}

}  // namespace

Known::Known(const forms::Form& form, const Filling& filling, const forms::Clock& clock)
    : form_(form),
      language_(filling.language),
      clock_(clock),
      answers_(evaluated(form, filling, clock)),
      record_(form, answers_, language_) {}

forms::expression::Context Known::context(std::uint32_t question, const Rows& at) const {
    forms::expression::Context context;
    context.record = &record_;
    context.clock = &clock_;
    context.language = language_;
    context.current = forms::expression::Node{question, at};
    context.current->instances.resize(repeats_around(form_, question).size());
    return context;
}

std::string Known::value(std::uint32_t question, const Rows& at) const {
    const auto around = context(question, at);
    return forms::expression::to_string(record_.value(*around.current), around);
}

std::string Known::text(const forms::expression::Expression& expression, std::uint32_t question,
                        const Rows& at) const {
    return expression.string(context(question, at));
}

bool Known::test(const forms::expression::Expression& expression, std::uint32_t question, const Rows& at) const {
    return expression.test(context(question, at));
}

double Known::number(const forms::expression::Expression& expression, std::uint32_t question, const Rows& at) const {
    return expression.number(context(question, at));
}

bool Known::lets_through(std::uint32_t question, const Rows& at, forms::ChoiceIndex choice) const {
    auto around = context(question, at);
    around.choice_list = form_.list_of(question).name;
    around.choice_row = choice;
    return form_.questions[question].choice_filter.test(around);
}

}  // namespace ecoute::server
