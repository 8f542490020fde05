#include "forms/columns.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "forms/column_shape.hpp"
#include "forms/expression/dates.hpp"
#include "forms/numbers.hpp"

namespace ecoute::forms {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

std::uint16_t code_of(const Form& form, std::uint32_t question, const Answer& answer) {
    if (answer.state == State::not_asked) return code_not_asked;
    if (answer.state == State::no_answer) return code_no_answer;
    if (answer.state == State::refused) return code_refused;
    const auto* choice = std::get_if<ChoiceIndex>(&answer.value);
    if (!choice) return 0;  // an acknowledge: "OK"
    return form.list_of(question).choices[*choice].refusal ? code_refused : *choice;
}

/// The state of an answer of several choices: a ticked "prefers not to say" counts as refused.
State state_of(const ChoiceList& list, const std::vector<ChoiceIndex>* chosen, State state) {
    if (!chosen) return state;
    for (const ChoiceIndex choice : *chosen)
        if (list.choices[choice].refusal) return State::refused;
    return state;
}

double number_of(const Answer& answer) noexcept {
    if (const auto* number = std::get_if<double>(&answer.value)) return *number;
    if (const auto* text = std::get_if<std::string>(&answer.value)) return plain_number(*text).value_or(not_a_number);
    return not_a_number;
}

double day_of(const Answer& answer) noexcept {
    const auto* text = std::get_if<std::string>(&answer.value);
    return text ? day_in(*text) : not_a_number;
}

void append_ticks(Column& column, const ChoiceList& list, const Answer& answer) {
    const auto* chosen = std::get_if<std::vector<ChoiceIndex>>(&answer.value);
    column.states.push_back(state_of(list, chosen, answer.state));
    const std::size_t first = column.ticks.size();
    column.ticks.resize(first + column.words);
    if (column.states.back() != State::answered || !chosen) return;
    for (const ChoiceIndex choice : *chosen) column.ticks[first + choice / 64] |= std::uint64_t{1} << (choice % 64);
}

void append_rank(Column& column, const ChoiceList& list, const Answer& answer) {
    const auto* chosen = std::get_if<std::vector<ChoiceIndex>>(&answer.value);
    column.states.push_back(state_of(list, chosen, answer.state));
    column.ranks.push_back(column.states.back() == State::answered && chosen ? Ranks::Rank{*chosen} : Ranks::Rank{});
}

std::string name_in(const Answer& answer) {
    if (const auto* text = std::get_if<std::string>(&answer.value)) return *text;
    const auto* number = std::get_if<double>(&answer.value);
    if (!number) return "";
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, *number).ptr};
}

void append_answer(Column& column, const Form& form, std::uint32_t question, const Answer& answer) {
    switch (column_shape(form.questions[question])) {
        case ColumnShape::codes:
            column.codes.push_back(code_of(form, question, answer));
            break;
        case ColumnShape::ticks:
            append_ticks(column, form.list_of(question), answer);
            break;
        case ColumnShape::ranks:
            append_rank(column, form.list_of(question), answer);
            break;
        case ColumnShape::numbers:
            column.states.push_back(answer.state);
            column.numbers.push_back(number_of(answer));
            break;
        case ColumnShape::days:
            column.states.push_back(answer.state);
            column.numbers.push_back(day_of(answer));
            break;
        case ColumnShape::states:
            column.states.push_back(answer.state);
            break;
        case ColumnShape::nothing:
            break;
    }
    if (names_a_part_of_the_sample(form, question)) column.texts.push_back(name_in(answer));
}

}  // namespace

ColumnShape column_shape(const Question& question) noexcept {
    using enum QuestionType;
    if (question.repeat != none) return ColumnShape::nothing;  // many values a person
    if (question.type == calculate && holds_one_choice(question)) return ColumnShape::codes;
    switch (question.type) {
        case select_one:
        case acknowledge:
            return ColumnShape::codes;
        case select_multiple:
            return ColumnShape::ticks;
        case rank:
            return ColumnShape::ranks;
        case integer:
        case decimal:
        case range:
        case calculate:
        case hidden:
            return ColumnShape::numbers;
        case date:
        case date_time:
        case today:
            return ColumnShape::days;
        case text:
        case time:
        case geopoint:
        case geotrace:
        case geoshape:
        case barcode:
        case image:
        case audio:
        case video:
        case file:
        case start:
        case end:
        case deviceid:
        case username:
        case email:
        case phonenumber:
            return ColumnShape::states;
        case note:
        case group:
        case repeat:
        case grid:
        case unused:
            break;
    }
    return ColumnShape::nothing;
}

double day_in(std::string_view text) noexcept {
    const auto moment = expression::read_moment(text);
    return moment ? static_cast<double>(moment->day) : not_a_number;
}

bool names_a_part_of_the_sample(const Form& form, std::uint32_t question) noexcept {
    return question == form.design.stratum || question == form.design.cluster;
}

Columns columns_of(const Form& form) {
    Columns columns;
    columns.by_question.resize(form.questions.size());
    for (std::uint32_t q = 0; q < form.questions.size(); ++q)
        if (column_shape(form.questions[q]) == ColumnShape::ticks)
            columns.by_question[q].words = static_cast<std::uint32_t>((form.list_of(q).choices.size() + 63) / 64);
    return columns;
}

void append(Columns& columns, const Form& form, const Answers& answers) {
    for (std::uint32_t q = 0; q < form.questions.size(); ++q)
        append_answer(columns.by_question[q], form, q, answers.by_question[q]);
    ++columns.people;
}

namespace {

/// Neighbours that are kept, from the first to one past the last: few are left out, so that whole runs are copied.
std::vector<std::pair<std::size_t, std::size_t>> runs_of(const std::vector<bool>& keep) {
    std::vector<std::pair<std::size_t, std::size_t>> runs;
    for (std::size_t at = 0; at < keep.size(); ++at) {
        if (!keep[at]) continue;
        if (runs.empty() || runs.back().second != at) runs.emplace_back(at, at);
        runs.back().second = at + 1;
    }
    return runs;
}

}  // namespace

Columns selected(const Columns& columns, const std::vector<bool>& keep) {
    const auto runs = runs_of(keep);
    const auto pick = [&](auto& kept, const auto& all, std::size_t each) {
        if (all.empty()) return;
        kept.reserve(all.size());
        for (const auto& run : runs)
            kept.insert(kept.end(), all.begin() + static_cast<std::ptrdiff_t>(run.first * each),
                        all.begin() + static_cast<std::ptrdiff_t>(run.second * each));
    };
    Columns kept;
    kept.people = static_cast<std::size_t>(std::count(keep.begin(), keep.end(), true));
    kept.last_seq = columns.last_seq;
    pick(kept.seqs, columns.seqs, 1);
    pick(kept.record_keys, columns.record_keys, 1);
    for (const auto& column : columns.by_question) {
        auto& chosen = kept.by_question.emplace_back();
        chosen.words = column.words;
        chosen.codes.reserve(column.codes.size());
        for (const auto& run : runs) {
            if (!column.codes.empty()) chosen.codes.append(column.codes, run.first, run.second);
            if (!column.ranks.empty()) chosen.ranks.append(column.ranks, run.first, run.second);
        }
        pick(chosen.states, column.states, 1);
        pick(chosen.ticks, column.ticks, column.words);
        pick(chosen.numbers, column.numbers, 1);
        pick(chosen.texts, column.texts, 1);
    }
    return kept;
}

}  // namespace ecoute::forms
