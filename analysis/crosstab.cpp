#include "analysis/crosstab.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/counting.hpp"
#include "analysis/date_classes.hpp"
#include "analysis/groups_of_cells.hpp"
#include "analysis/scores.hpp"

namespace ecoute::analysis {
namespace {

using forms::Code;
using forms::Problem;
using forms::QuestionType;

/// A question of a repeat has as many answers as rows, not one a person: it stands in no table.
bool inside_repeat(const forms::Form& form, std::uint32_t question) noexcept {
    for (auto parent = form.questions[question].parent; parent != forms::none; parent = form.questions[parent].parent)
        if (form.questions[parent].type == QuestionType::repeat) return true;
    return false;
}

/// Who asked is nobody's answer, and with a day or a quartier it is nearly a name (STATISTICS.md B6 b). The field sheet's question for the
/// interviewer's code has this name.
bool is_interviewer(const forms::Question& question) noexcept { return question.field_sheet && question.name == "enqueteur"; }

bool splits(const forms::Form& form, std::uint32_t index) {
    const auto& question = form.questions[index];
    if (inside_repeat(form, index) || is_interviewer(question)) return false;
    if (forms::holds_number(question)) return !bands_of(form, index).empty();
    return holds_days(question) || question.type == QuestionType::acknowledge || forms::holds_one_choice(question);
}

/// Several answers a person.
bool gives_options(const forms::Question& question) noexcept {
    return question.type == QuestionType::select_multiple || question.type == QuestionType::rank;
}

bool is_tabulated(const forms::Form& form, std::uint32_t index) {
    const auto& question = form.questions[index];
    if (inside_repeat(form, index) || is_interviewer(question)) return false;
    if (forms::holds_number(question) || forms::holds_one_choice(question) || holds_days(question)) return true;
    if (gives_options(question)) return question.list != forms::none;
    return question.type == QuestionType::acknowledge;
}

template <class Accepts>
std::vector<std::uint32_t> listed(const forms::Form& form, Accepts accepts) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < form.questions.size(); ++i) {
        const bool consent = form.consent && form.consent->question == i;
        if (!consent && accepts(form, i)) found.push_back(i);
    }
    return found;
}

std::optional<std::uint32_t> question_named(const forms::Form& form, std::string_view name) {
    for (std::uint32_t i = 0; i < form.questions.size(); ++i)
        if (form.questions[i].name == name) return i;
    return std::nullopt;
}

/// Roles first: "age" is the form's age, whatever its question is called.
std::optional<std::uint32_t> by_role_or_name(const forms::Form& form, std::string_view name) {
    const std::pair<std::string_view, std::uint32_t> roles[] = {
        {"quartier", form.breakdowns.quartier}, {"age", form.breakdowns.age}, {"gender", form.breakdowns.gender}};
    for (const auto& [role, question] : roles)
        if (role == name && question != forms::none) return question;
    return question_named(form, name);
}

Problem unknown(Code code, std::string_view name, const forms::Form& form, const std::vector<std::uint32_t>& known) {
    std::string names;
    for (const auto question : known) names += (names.empty() ? "" : ", ") + form.questions[question].name;
    return {code, std::string{name}, "", {{"value", std::string{name}}, {"known", names}}};
}

/// What was asked, found in the form.
struct Plan {
    std::uint32_t question = 0;
    Together together = Together::apart;  ///< of its answers
    std::vector<Split> by;
    std::vector<std::string> asked;
};

/// A quartier tells its kind, an age its broad class: beside them these say nothing more.
void drop_what_is_told(Plan& plan) {
    const auto by = plan.by;
    for (const auto& split : by) {
        const bool told = split.together != Together::apart && std::find(by.begin(), by.end(), Split{split.question}) != by.end();
        const auto at = std::find(plan.by.begin(), plan.by.end(), split) - plan.by.begin();
        if (!told) continue;
        plan.asked.erase(plan.asked.begin() + at);
        plan.by.erase(plan.by.begin() + at);
    }
}

std::optional<Split> split_named(const forms::Form& form, std::string_view name) {
    if (const auto together = split_together(form, name)) return together;
    const auto found = by_role_or_name(form, name);
    if (!found || !splits(form, *found)) return std::nullopt;
    return Split{*found};
}

forms::Result<Plan> plan_of(const forms::Form& form, const TableRequest& request) {
    const auto together = split_together(form, request.question);
    const auto question = together ? std::optional{together->question} : by_role_or_name(form, request.question);
    if (!question || !is_tabulated(form, *question))
        return unknown(Code::table_question_unknown, request.question, form, tabulated(form));
    Plan plan{*question, together ? together->together : Together::apart, {}, {}};
    for (const auto& name : request.by) {
        const auto found = split_named(form, name);
        if (!found) return unknown(Code::table_breakdown_unknown, name, form, breakdowns(form));
        if (std::find(plan.by.begin(), plan.by.end(), *found) != plan.by.end()) continue;
        plan.by.push_back(*found);
        plan.asked.push_back(name);
    }
    drop_what_is_told(plan);
    if (plan.by.size() > most_breakdowns)
        return Problem{Code::table_too_fine, "", "", {{"variables", std::to_string(most_breakdowns)}}};
    return plan;
}

Tallies tallies_of(const forms::Form& form, const forms::Columns& columns, const Plan& plan, const std::vector<Axis>& axes,
                   const Variable& question, std::span<const std::uint32_t> keys) {
    const auto categories = question.categories.size();
    if (gives_options(form.questions[plan.question]))
        return tally_options(axes, columns.by_question[plan.question], {categories_of_choices(form, plan.question), categories}, columns.people, keys);
    return tally_answers(axes, axis_of(form, columns, question), categories, columns.people, keys);
}

/// The classes of a date are those of everybody.
Variable variable_in(const forms::Form& form, const forms::Columns& all, Split split) {
    return holds_days(form.questions[split.question]) ? date_variable(form, all, split.question) : variable_of(form, split);
}

/// The columns that the plan reads, of the people within.
forms::Columns columns_within(const forms::Columns& all, const Plan& plan, std::span<const std::uint8_t> within) {
    forms::Columns needed;
    needed.people = all.people;
    needed.record_keys = all.record_keys;
    needed.by_question.resize(all.by_question.size());
    needed.by_question[plan.question] = all.by_question[plan.question];
    for (const auto& by : plan.by) needed.by_question[by.question] = all.by_question[by.question];
    return forms::selected(needed, {within.begin(), within.end()});
}

}  // namespace

std::vector<std::uint32_t> tabulated(const forms::Form& form) { return listed(form, is_tabulated); }

std::vector<std::uint32_t> breakdowns(const forms::Form& form) { return listed(form, splits); }

forms::Result<Table> crosstab(const forms::Form& form, const forms::Columns& all, const TableRequest& request,
                              std::span<const std::uint8_t> within) {
    const auto planned = plan_of(form, request);
    if (!planned) return planned.error();
    const Plan& plan = *planned;
    const auto chosen = within.empty() ? forms::Columns{} : columns_within(all, plan, within);
    const auto& columns = within.empty() ? all : chosen;

    Table table;
    table.question = variable_in(form, all, {plan.question, plan.together});
    table.question.asked = request.question;
    table.multiple = gives_options(form.questions[plan.question]);
    table.number = plan.together == Together::apart && forms::holds_number(form.questions[plan.question]);
    table.dated = holds_days(form.questions[plan.question]);
    table.scored = forms::holds_one_choice(form.questions[plan.question]) && has_scores(table.question);
    table.people = static_cast<std::int64_t>(columns.people);
    table.sample = static_cast<std::int64_t>(all.people);
    std::vector<Axis> axes;
    for (std::size_t i = 0; i < plan.by.size(); ++i) {
        table.by.push_back(variable_in(form, all, plan.by[i]));
        table.by.back().asked = plan.asked[i];
        axes.push_back(axis_of(form, columns, table.by.back()));
    }

    const std::size_t categories = table.question.categories.size();
    std::size_t cells = categories + 4;
    for (const auto& axis : axes) cells *= axis.size();
    if (cells > most_cells) return Problem{Code::table_too_fine, "", "", {{"limit", std::to_string(most_cells)}}};

    const GroupsOfCells groups{table.by, axes};
    const bool keyed = request.keys && columns.people > 0 && columns.record_keys.size() == columns.people;
    const auto tallies = tallies_of(form, columns, plan, axes, table.question, keyed ? std::span{columns.record_keys} : std::span<const std::uint32_t>{});
    fill_counts(table, groups, tallies.people);
    const auto& column = columns.by_question[plan.question];
    if ((table.number || table.dated) && column.states.size() == columns.people && column.numbers.size() == columns.people)
        describe_numbers(table, distributions_of(table, groups, numbers_in_cells(axes, column, columns.people)));
    if (keyed) {
        fill_keys(table, groups, tallies.keys);
        table.people_key_sum = std::accumulate(columns.record_keys.begin(), columns.record_keys.end(), std::int64_t{0});
    }
    return table;
}

}  // namespace ecoute::analysis
