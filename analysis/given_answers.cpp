#include "analysis/given_answers.hpp"

#include <algorithm>

#include "analysis/split.hpp"

namespace ecoute::analysis {

using forms::QuestionType;

namespace {

std::uint32_t question_named(const forms::Form& form, const std::string& name) {
    std::uint32_t at = 0;
    while (form.questions[at].name != name) ++at;
    return at;
}

}  // namespace

GivenAnswers::GivenAnswers(const forms::Form& form, const forms::Columns& columns, const Table& table, std::span<const std::uint8_t> within)
    : within_(within),
      question_(question_named(form, table.question.name)),
      type_(form.questions[question_].type),
      column_(columns.by_question[question_]) {
    if (table.multiple)
        choices_ = choices_of_categories(form);
    else
        meanings_ = meanings_of(columns, axis_of(form, columns, table.question));
    if (table.scored)
        for (const auto& answer : table.question.categories) points_.push_back(answer.score);
}

bool GivenAnswers::answered(std::size_t person) const {
    if (!within_.empty() && within_[person] == 0) return false;
    if (!meanings_.empty()) return meanings_[person] >= meaning_outside;
    return person < column_.states.size() && column_.states[person] == forms::State::answered;
}

bool GivenAnswers::gave(std::size_t person, std::size_t category) const {
    if (!meanings_.empty()) return meanings_[person] == static_cast<int>(category);
    const auto choice = choices_[category];
    if (type_ == QuestionType::rank) {
        const auto& rank = column_.ranks[person];
        return std::find(rank.begin(), rank.end(), choice) != rank.end();
    }
    return column_.ticks[person * column_.words + choice / 64] >> (choice % 64) & 1u;
}

std::optional<double> GivenAnswers::number(std::size_t person) const {
    if (points_.empty()) return column_.numbers.empty() ? std::nullopt : std::optional{column_.numbers[person]};
    const int answer = meanings_[person];
    return answer >= 0 ? points_[static_cast<std::size_t>(answer)] : std::nullopt;
}

std::vector<forms::ChoiceIndex> GivenAnswers::choices_of_categories(const forms::Form& form) const {
    std::vector<forms::ChoiceIndex> choices;
    const auto& all = form.list_of(question_).choices;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].refusal) choices.push_back(static_cast<forms::ChoiceIndex>(i));
    return choices;
}

std::vector<std::vector<int>> places_of(const Table& table, const forms::Form& form, const forms::Columns& columns) {
    std::vector<std::vector<int>> by;
    for (const auto& variable : table.by) by.push_back(meanings_of(columns, axis_of(form, columns, variable)));
    return by;
}

}  // namespace ecoute::analysis
