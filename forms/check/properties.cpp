#include <algorithm>

#include "forms/answers.hpp"
#include "forms/check/rules.hpp"
#include "forms/document/names.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"
#include "forms/numbers.hpp"
#include "forms/residents.hpp"

namespace ecoute::forms::check {
namespace {

using expression::Op;
using expression::Tree;

/// Nobody can answer what is only shown or computed: `required` would stop the interview for ever, or be ignored.
void required_but_not_asked(const Question& question, Findings& found) {
    const bool not_asked = question.type == QuestionType::note || question.type == QuestionType::calculate ||
                           question.type == QuestionType::hidden;
    if (not_asked && (question.always_required || !question.required.empty()))
        found.warning(Code::check_required_not_asked, question.name, question.pointer + "/required",
                      {{"value", std::string(name(question.type))}});
}

/// What a resident's own page has no part for is asked on a tablet alone, or in ODK alone: an answer from elsewhere is not refused for want
/// of it. The field sheet is the interviewer's, who knows, unless the tablet can't ask it there.
void required_but_not_on_page(const Form& form, std::uint32_t index, Findings& found) {
    const Question& question = form.questions[index];
    const bool on_tablet = is_asked_on_tablet(form, index);
    if ((on_tablet && !is_asked_of_people(question)) || is_told_by_device(question.type) || is_shown(form, index)) return;
    if (!is_asked(question.type) || (!question.always_required && question.required.empty())) return;
    Facts facts{{"value", std::string(name(question.type))}};
    if (on_tablet) facts.emplace("app", "/t");
    found.warning(Code::check_not_on_page, question.name, question.pointer + "/required", facts);
}

/// The value of a default that is written as it is; nullptr when it is computed.
const std::string* written_default(const Question& question) {
    const Tree* tree = question.default_value.tree();
    if (!tree || tree->branches[tree->top].op != Op::text) return nullptr;
    return &tree->texts[tree->branches[tree->top].index];
}

/// True when a constraint can be tried without a respondent: it reads the answer alone, not the day or chance.
bool needs_nothing_else(const expression::Expression& constraint) {
    if (constraint.empty() || !constraint.depends_on().empty()) return false;
    const auto& branches = constraint.tree()->branches;
    return std::none_of(branches.begin(), branches.end(), [](const auto& branch) {
        if (branch.op != Op::call) return branch.op == Op::rows || branch.op == Op::path;
        const auto called = branch.function->name;
        return called == "today" || called == "now" || called == "random" || called == "uuid" || called == "pulldata";
    });
}

/// Defaults tried in one questionnaire: each is read as a response of its own, which costs as much as there are questions.
constexpr int most_defaults_tried = 500;

/// A default that the reader of answers would refuse: no choice of the list, no number, not in the range.
bool is_no_answer(const Form& form, const Question& question, const std::string& value) {
    if (question.list != none && form.lists[question.list].choices.empty()) return false;  // it comes with the campaign
    if (question.type == QuestionType::range) {
        const auto number = plain_number(value);
        const auto [low, high] = std::minmax(question.range_start, question.range_end);
        if (!number || *number < low || *number > high) return true;
    }
    Problems problems;
    answers_from_text(form, {{question.name, value}}, problems);
    return !problems.empty();
}

void impossible_default(const Form& form, const Question& question, Findings& found) {
    const std::string* value = written_default(question);
    if (!value || !is_asked(question.type) || question.repeat != none) return;
    expression::Context context;
    context.candidate = *value;
    const bool breaks = needs_nothing_else(question.constraint) && !question.constraint.test(context);
    if (breaks || is_no_answer(form, question, *value))
        found.warning(Code::check_impossible_default, question.name, question.pointer + "/default",
                      {{"value", document::excerpt(*value)}});
}

}  // namespace

void check_properties(const Form& form, Findings& found) {
    int tried = 0;
    for (std::uint32_t index = 0; index < form.questions.size(); ++index) {
        const Question& question = form.questions[index];
        required_but_not_asked(question, found);
        required_but_not_on_page(form, index, found);
        if (question.default_value.empty() || tried++ >= most_defaults_tried) continue;
        impossible_default(form, question, found);
    }
}

}  // namespace ecoute::forms::check
