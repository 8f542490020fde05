#include "server/simulate/interview.hpp"

#include <algorithm>
#include <set>

#include "forms/validate.hpp"

namespace ecoute::server {
namespace {

using forms::Answer;
using forms::Answers;
using forms::QuestionType;
using forms::State;

/// Instances of a repeat that a person fills in at most.
constexpr std::size_t most_instances = 3;
/// Tries at an answer that the questionnaire accepts, before it is left blank.
constexpr int most_attempts = 200;

/// Questions that some relevance, calculation or filter reads.
std::vector<bool> deciding_questions(const forms::Form& form) {
    std::vector<bool> decides(form.questions.size(), false);
    for (const auto& question : form.questions)
        for (const auto* expression : {&question.relevant, &question.calculation, &question.choice_filter})
            for (const auto read : expression->depends_on()) decides[read] = true;
    return decides;
}

Answers blank(std::size_t questions) { return Answers{std::vector<Answer>(questions)}; }

}  // namespace

Interview::Interview(const forms::Form& form, const Plan& plan, const Setting& setting, std::vector<Given> given,
                     Chance& chance)
    : form_(form),
      plan_(plan),
      setting_(setting),
      given_(std::move(given)),
      chance_(chance),
      decides_(deciding_questions(form)),
      answers_(blank(form.questions.size())) {
    clock_.at = setting.started_at;
}

Answers Interview::answers() {
    ask(0, static_cast<std::uint32_t>(form_.questions.size()));
    mend();
    return answers_;
}

void Interview::ask(std::uint32_t begin, std::uint32_t end) {
    for (auto q = begin; q < end;) {
        const auto& question = form_.questions[q];
        if (question.type == QuestionType::repeat) {
            ask_repeat(q);
            q = question.end;
            continue;
        }
        if (is_put(question)) ask_one(q);
        ++q;
    }
}

void Interview::ask_one(std::uint32_t question) {
    settle();
    const auto place = here();
    if (!place.answers || place[question].state == State::not_asked) return;
    place[question] = reply(question, false, 0);
    unsettled_ = unsettled_ || decides_[question];
}

void Interview::ask_repeat(std::uint32_t repeat) {
    settle();
    const auto place = here();
    if (!place.answers || place[repeat].state == State::not_asked) return;
    const auto instances = chance_.below(most_instances + 1);
    if (instances == 0) return;
    const auto end = form_.questions[repeat].end;
    place[repeat] = {State::answered, std::vector<Answers>(instances, blank(end - repeat - 1))};
    unsettled_ = true;
    for (std::size_t instance = 0; instance < instances; ++instance) {
        path_.push_back({repeat, instance});
        ask(repeat + 1, end);
        path_.pop_back();
    }
}

Answer Interview::reply(std::uint32_t question, bool must_answer, int attempt) {
    for (const auto& given : given_) {
        if (given.question != question) continue;
        if (form_.questions[question].type == QuestionType::acknowledge) return {State::answered, std::string{"OK"}};
        return {State::answered, given.choice};
    }
    return draw_answer(form_, plan_, question, answers_, setting_, must_answer, attempt, chance_);
}

/// The field sheet is filled in by interviewers only.
bool Interview::is_put(const forms::Question& question) const {
    const auto& channel = setting_.channel;
    return forms::is_asked(question.type) &&
           (!question.field_sheet || channel == "tablet" || channel == "phone" || channel == "paper");
}

Interview::Place Interview::here() {
    Place place{&answers_, 0};
    for (const auto& step : path_) {
        auto* instances = std::get_if<std::vector<Answers>>(&place[step.repeat].value);
        if (!instances || step.instance >= instances->size()) return {};
        place = {&(*instances)[step.instance], step.repeat + 1};
    }
    return place;
}

/// Finds out what applies now.
void Interview::settle() {
    if (!unsettled_) return;
    forms::Problems not_yet;
    forms::validate(form_, answers_, clock_, setting_.language, not_yet);
    unsettled_ = false;
}

/// Answers again what the questionnaire refuses, and leaves blank what can't be answered.
void Interview::mend() {
    for (int attempt = 1; attempt <= most_attempts; ++attempt) {
        forms::Problems problems;
        forms::validate(form_, answers_, clock_, setting_.language, problems);
        if (problems.empty()) return;
        std::set<std::string_view> subjects;
        for (const auto& problem : problems) subjects.insert(problem.subject);
        for (const auto subject : subjects)
            if (const auto question = form_.find(subject)) redraw({&answers_, 0}, *question, attempt);
    }
}

void Interview::redraw(Place place, std::uint32_t question, int attempt) {
    const auto end = place.first + static_cast<std::uint32_t>(place.answers->by_question.size());
    for (auto q = place.first; q < end;
         q = form_.questions[q].type == QuestionType::repeat ? form_.questions[q].end : q + 1) {
        auto& answer = place[q];
        if (auto* instances = std::get_if<std::vector<Answers>>(&answer.value))
            for (auto& instance : *instances) redraw({&instance, q + 1}, question, attempt);
        if (q != question || answer.state == State::not_asked) continue;
        if (attempt == most_attempts)
            answer = {};
        else if (is_put(form_.questions[q]))
            answer = reply(q, true, attempt);
    }
}

}  // namespace ecoute::server
