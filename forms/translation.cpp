#include "forms/translation.hpp"

namespace ecoute::forms {
namespace {

/// What the value of an answer is, as far as columns care.
enum class Kind { nothing, one_choice, choices, number, text };

Kind kind_of(const Question& question) {
    switch (question.type) {
        case QuestionType::select_one:
            return Kind::one_choice;
        case QuestionType::select_multiple:
        case QuestionType::rank:
            return Kind::choices;
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range:
            return Kind::number;
        case QuestionType::note:
        case QuestionType::group:
        case QuestionType::repeat:
        case QuestionType::grid:
            return Kind::nothing;
        default:
            return Kind::text;
    }
}

std::vector<std::optional<ChoiceIndex>> by_name(const ChoiceList& from, const ChoiceList& to) {
    std::vector<std::optional<ChoiceIndex>> found;
    found.reserve(from.choices.size());
    for (const Choice& choice : from.choices) found.push_back(to.find(choice.name));
    return found;
}

}  // namespace

Translation::Translation(const Form& from, const Form& to) : ways_(to.questions.size()) {
    for (std::uint32_t q = 0; q < to.questions.size(); ++q) {
        const Question& now = to.questions[q];
        const auto old = from.find(now.name);
        if (!old) continue;
        const Question& was = from.questions[*old];
        const bool alike = kind_of(was) == kind_of(now) && (was.repeat == none) == (now.repeat == none);
        if (!alike) continue;
        Way& way = ways_[q];
        way.from = *old;
        if (was.list != none && now.list != none) {
            way.choices = by_name(from.lists[was.list], to.lists[now.list]);
            for (std::size_t i = 0; i < way.choices.size() && way.same_list; ++i) way.same_list = way.choices[i] == i;
        }
    }
}

Answer Translation::translated(const Way& way, const Answer& answer) const {
    if (const auto* choice = std::get_if<ChoiceIndex>(&answer.value)) {
        if (*choice >= way.choices.size()) return answer;  // an acknowledge
        const auto now = way.choices[*choice];
        return now ? Answer{answer.state, *now} : Answer{State::no_answer, {}};
    }
    const auto* chosen = std::get_if<std::vector<ChoiceIndex>>(&answer.value);
    if (!chosen) return answer;
    std::vector<ChoiceIndex> kept;
    for (const ChoiceIndex choice : *chosen)
        if (choice < way.choices.size() && way.choices[choice]) kept.push_back(*way.choices[choice]);
    if (kept.empty()) return {State::no_answer, {}};
    return {answer.state, std::move(kept)};
}

Answers Translation::operator()(const Answers& answers) const {
    Answers now;
    now.by_question.reserve(ways_.size());
    for (const Way& way : ways_) {
        if (way.from == none || way.from >= answers.by_question.size())
            now.by_question.push_back({State::not_asked, {}});
        else if (way.same_list && !std::holds_alternative<std::vector<Answers>>(answers.by_question[way.from].value))
            now.by_question.push_back(answers.by_question[way.from]);
        else
            now.by_question.push_back(translated(way, answers.by_question[way.from]));
    }
    return now;
}

}  // namespace ecoute::forms
