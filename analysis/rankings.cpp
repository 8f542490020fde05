#include "analysis/rankings.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/perturb.hpp"
#include "analysis/split.hpp"

namespace ecoute::analysis {
namespace {

std::uint16_t code_of(forms::State state) noexcept {
    switch (state) {
        case forms::State::not_asked:
            return forms::code_not_asked;
        case forms::State::refused:
            return forms::code_refused;
        default:
            return forms::code_no_answer;
    }
}

/// What a breakdown reads: its own column, be it asked by role, by name or put together.
std::optional<std::uint32_t> read_by(const forms::Form& form, const std::string& name) {
    if (const auto together = split_together(form, name)) return together->question;
    const std::pair<std::string_view, std::uint32_t> roles[] = {
        {"quartier", form.breakdowns.quartier}, {"age", form.breakdowns.age}, {"gender", form.breakdowns.gender}};
    for (const auto& [role, question] : roles)
        if (role == name && question != forms::none) return question;
    return form.find(name);
}

Ranked ranked_of(const ProtectedGroup* first, std::size_t answer, const ProtectedGroup* places) {
    Ranked ranked;
    if (first != nullptr && !first->suppressed) {
        const auto& cell = first->cells[answer];
        ranked.first = cell.percent;
        ranked.first_low = cell.low;
        ranked.first_high = cell.high;
        ranked.first_count = cell.count;
    }
    if (places != nullptr && !places->suppressed && !places->mean_hidden) {
        ranked.mean_place = places->mean;
        ranked.place_low = places->mean_low;
        ranked.place_high = places->mean_high;
    }
    return ranked;
}

}  // namespace

Rankings::Rankings(const forms::Form& form, const forms::Columns& columns, std::uint32_t question, const std::vector<std::string>& by)
    : form_(form),
      question_(question),
      list_(form.questions[question].list),
      ranks_(columns.by_question[question].ranks),
      states_(columns.by_question[question].states) {
    columns_.people = columns.people;
    columns_.record_keys = columns.record_keys;
    columns_.by_question.resize(columns.by_question.size());
    for (const auto& name : by)
        if (const auto read = read_by(form, name)) columns_.by_question[*read] = columns.by_question[*read];
    const auto& choices = form.list_of(question).choices;
    for (std::size_t i = 0; i < choices.size(); ++i)
        if (!choices[i].refusal) choices_.push_back(static_cast<forms::ChoiceIndex>(i));
}

void Rankings::see_first_choice() {
    auto& seen = form_.questions[question_];
    seen.type = forms::QuestionType::select_one;
    seen.label.erase(std::string{part_of_a_question});
    seen.list = list_;
    auto& column = columns_.by_question[question_] = {};
    if (ranks_.size() != columns_.people || states_.size() != columns_.people) return;
    for (std::size_t i = 0; i < ranks_.size(); ++i)
        column.codes.push_back(states_[i] == forms::State::answered && !ranks_[i].empty() ? ranks_[i].front() : code_of(states_[i]));
}

void Rankings::see_place_of(std::size_t category) {
    auto& seen = form_.questions[question_];
    seen.type = forms::QuestionType::integer;
    // Moved on its own: where all choices are ranked by the same people, one change of all mean places would show in their sum.
    seen.label[std::string{part_of_a_question}] = form_.lists[list_].choices[choices_[category]].name;
    seen.list = forms::none;
    seen.bands.clear();
    seen.constraint = {};
    auto& column = columns_.by_question[question_] = {};
    if (ranks_.size() != columns_.people || states_.size() != columns_.people) return;
    for (std::size_t i = 0; i < ranks_.size(); ++i) {
        const auto found = std::find(ranks_[i].begin(), ranks_[i].end(), choices_[category]);
        const bool ranked = states_[i] == forms::State::answered && found != ranks_[i].end();
        column.states.push_back(ranked ? forms::State::answered : states_[i] == forms::State::answered ? forms::State::not_asked : states_[i]);
        column.numbers.push_back(ranked ? static_cast<double>(found - ranks_[i].begin() + 1) : std::numeric_limits<double>::quiet_NaN());
    }
}

void add_ranking(ProtectedTable& table, const ProtectedTable* first, std::span<const ProtectedTable> places) {
    std::vector<std::vector<Ranked>> ranked(table.groups().size());
    for (std::size_t g = 0; g < ranked.size(); ++g) {
        const auto& group = table.groups()[g];
        if (group.suppressed) continue;
        for (std::size_t i = 0; i < group.cells.size(); ++i)
            ranked[g].push_back(group.cells[i].suppressed ? Ranked{} : ranked_of(first ? &first->groups()[g] : nullptr, i, i < places.size() ? &places[i].groups()[g] : nullptr));
    }
    table.set_ranking(std::move(ranked));
}

}  // namespace ecoute::analysis
