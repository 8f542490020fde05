#include "analysis/crosstab.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/counting.hpp"
#include "analysis/date_classes.hpp"
#include "analysis/drawn_in.hpp"
#include "analysis/key_tallies.hpp"
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

bool is_tabulated(const forms::Form& form, std::uint32_t index) {
    const auto& question = form.questions[index];
    if (inside_repeat(form, index) || is_interviewer(question)) return false;
    if (forms::holds_number(question) || forms::holds_one_choice(question) || holds_days(question)) return true;
    switch (question.type) {
        case QuestionType::acknowledge:
            return true;
        case QuestionType::select_multiple:
        case QuestionType::rank:
            return question.list != forms::none;
        default:
            return false;
    }
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

/// Category of each choice of a list; -1 for a choice that means a refusal.
std::vector<int> categories_of_choices(const forms::Form& form, std::uint32_t question) {
    std::vector<int> categories;
    int next = 0;
    for (const auto& choice : form.list_of(question).choices) categories.push_back(choice.refusal ? -1 : next++);
    return categories;
}

std::vector<Tally> tallies_of(const forms::Form& form, const forms::Columns& columns, const Plan& plan,
                              const std::vector<Axis>& axes, const Variable& question) {
    const auto type = form.questions[plan.question].type;
    const auto& column = columns.by_question[plan.question];
    const std::size_t categories = question.categories.size();
    const auto people = columns.people;
    if (type == QuestionType::select_multiple && column.states.size() == people &&
        column.ticks.size() == people * column.words)
        return tally_ticks(axes, column, categories_of_choices(form, plan.question), categories, people);
    if (type == QuestionType::rank && column.states.size() == people && column.ranks.size() == people)
        return tally_ranks(axes, column, categories_of_choices(form, plan.question), categories, people);
    auto tallies = tally_answers(axes, axis_of(form, columns, question), categories, people);
    const auto& asked = form.questions[plan.question];
    if (plan.together == Together::apart && (forms::holds_number(asked) || holds_days(asked)) && column.states.size() == people && column.numbers.size() == people)
        add_values(tallies, axes, column, people);
    return tallies;
}

/// The same cells, filled with sums of record keys.
std::vector<Tally> key_tallies(const forms::Form& form, const forms::Columns& columns, const Plan& plan,
                               const std::vector<Axis>& axes, const Variable& question) {
    const std::size_t categories = question.categories.size();
    const auto type = form.questions[plan.question].type;
    const auto& column = columns.by_question[plan.question];
    const bool options = type == QuestionType::select_multiple || type == QuestionType::rank;
    if (options && column.states.size() == columns.people)
        return key_tallies_of_options(axes, column, categories_of_choices(form, plan.question), categories,
                                      columns.record_keys);
    return key_tallies_of_answers(axes, axis_of(form, columns, question), categories, columns.record_keys);
}

/// The classes of a date are those of everybody.
Variable variable_in(const forms::Form& form, const forms::Columns& all, Split split) {
    return holds_days(form.questions[split.question]) ? date_variable(form, all, split.question) : variable_of(form, split);
}

/// Every combination of categories and totals, totals last.
std::vector<Group> empty_groups(const std::vector<Variable>& by, std::size_t categories) {
    std::size_t size = 1;
    for (const auto& variable : by) size *= variable.categories.size() + 1;
    std::vector<Group> groups(size);
    for (std::size_t i = 0; i < size; ++i) {
        auto& group = groups[i];
        group.counts.assign(categories, 0);
        group.key.assign(by.size(), all_of_them);
        std::size_t rest = i;
        for (std::size_t v = by.size(); v-- > 0;) {
            const std::size_t places = by[v].categories.size() + 1;
            if (rest % places + 1 < places) group.key[v] = static_cast<int>(rest % places);
            rest /= places;
        }
    }
    return groups;
}

void add(Group& group, const Tally& tally) noexcept {
    group.base += tally.base;
    group.not_asked += tally.not_asked;
    group.no_answer += tally.no_answer;
    group.refused += tally.refused;
    for (std::size_t i = 0; i < group.counts.size(); ++i) group.counts[i] += tally.counts[i];
}

/// The categories at which a cell of the cube stands; what is no category of its variable is all_of_them.
std::vector<int> place_of(const std::vector<Axis>& axes, std::size_t cell) {
    std::vector<int> place(axes.size(), all_of_them);
    for (std::size_t v = axes.size(); v-- > 0;) {
        place[v] = std::max(all_of_them, axes[v].meanings[cell % axes[v].size()]);
        cell /= axes[v].size();
    }
    return place;
}

/// The first value that more than a share of the values are at or under; the mean of it and the one before when the share falls between
/// two (STATISTICS.md A9). The median is that of a half.
double quantile_of(std::vector<double>& values, double share) {
    const double reached = share * static_cast<double>(values.size());
    const auto rank = static_cast<std::size_t>(reached);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::min(rank, values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    if (static_cast<double>(rank) != reached || rank == 0) return *at;
    return (*std::max_element(values.begin(), at) + *at) / 2;
}

void describe_quantiles(Group& group, std::vector<double>& values) {
    group.median = quantile_of(values, .5);
    group.lower_quartile = quantile_of(values, .25);
    group.upper_quartile = quantile_of(values, .75);
}

/// Woodruff's interval of a simple sample of `sample` people, as for shares in interval.hpp: that of the share at or under the median,
/// turned back into values. A limit outside 0..1 has no value.
void add_interval_of_median(Group& group, std::vector<double>& values, std::int64_t sample) {
    const auto base = static_cast<std::int64_t>(values.size());
    const auto under = std::count_if(values.begin(), values.end(), [&](double value) { return value <= *group.median; });
    const double reached = static_cast<double>(under) / static_cast<double>(base);
    const auto around = mean_of(reached, reached * (1 - reached), base, sample);
    if (!around) return;
    if (around->low >= 0) group.median_low = quantile_of(values, around->low);
    if (around->high <= 1) group.median_high = quantile_of(values, around->high);
}

void describe(Group& group, std::vector<double>& values) {
    if (values.empty()) return;
    const double count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    group.mean = mean;
    group.variance = squares / count;
    describe_quantiles(group, values);
}

/// Calls visit(cell, group) for each cell of the cube with its group and the totals above it; who has no category counts
/// in totals only.
template <class Visit>
void for_each_group(const Table& table, const std::vector<Axis>& axes, std::size_t cells, Visit visit) {
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const auto place = place_of(axes, cell);
        for (unsigned totals = 0; totals < 1u << axes.size(); ++totals) {
            auto key = place;
            bool stands = true;
            for (std::size_t v = 0; v < key.size(); ++v) {
                if (totals >> v & 1u)
                    key[v] = all_of_them;
                else
                    stands = stands && key[v] != all_of_them;
            }
            if (stands) visit(cell, *group_at(table.by, key));
        }
    }
}

/// Of people who were asked and stand in no category of some variable.
std::int64_t outside(const std::vector<Axis>& axes, const std::vector<Tally>& tallies) {
    std::int64_t sum = 0;
    for (std::size_t cell = 0; cell < tallies.size(); ++cell) {
        const auto place = place_of(axes, cell);
        if (std::find(place.begin(), place.end(), all_of_them) != place.end())
            sum += tallies[cell].base + tallies[cell].no_answer + tallies[cell].refused;
    }
    return sum;
}

void describe_drawn_in(Group& group, std::vector<double> values, const DrawnIn& in) {
    for (auto& value : values) value = in(value);
    Group drawn_in;
    describe(drawn_in, values);
    group.winsorised_mean = drawn_in.mean;
    group.winsorised_variance = drawn_in.variance;
}

void fill(Table& table, const std::vector<Axis>& axes, const std::vector<Tally>& tallies) {
    std::vector<std::vector<double>> values(table.number || table.dated ? table.groups.size() : 0);
    for_each_group(table, axes, tallies.size(), [&](std::size_t cell, std::size_t at) {
        add(table.groups[at], tallies[cell]);
        if (!values.empty()) values[at].insert(values[at].end(), tallies[cell].values.begin(), tallies[cell].values.end());
    });
    table.unclassified = outside(axes, tallies);
    if (values.empty() || values.back().empty()) return;
    const auto drawn_in = table.number ? std::optional{DrawnIn{values.back()}} : std::nullopt;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].empty()) continue;
        if (table.dated)
            describe_quantiles(table.groups[i], values[i]);
        else
            describe(table.groups[i], values[i]);
        add_interval_of_median(table.groups[i], values[i], table.sample);
        if (drawn_in) describe_drawn_in(table.groups[i], values[i], *drawn_in);
    }
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

void fill_keys(Table& table, const std::vector<Axis>& axes, const std::vector<Tally>& tallies,
               std::span<const std::uint32_t> keys) {
    table.key_sums = empty_groups(table.by, table.question.categories.size());
    for_each_group(table, axes, tallies.size(),
                   [&](std::size_t cell, std::size_t at) { add(table.key_sums[at], tallies[cell]); });
    table.unclassified_key_sum = outside(axes, tallies);
    table.people_key_sum = std::accumulate(keys.begin(), keys.end(), std::int64_t{0});
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

    const auto type = form.questions[plan.question].type;
    Table table;
    table.question = variable_in(form, all, {plan.question, plan.together});
    table.question.asked = request.question;
    table.multiple = type == QuestionType::select_multiple || type == QuestionType::rank;
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

    table.groups = empty_groups(table.by, categories);
    fill(table, axes, tallies_of(form, columns, plan, axes, table.question));
    if (request.keys && columns.people > 0 && columns.record_keys.size() == columns.people)
        fill_keys(table, axes, key_tallies(form, columns, plan, axes, table.question), columns.record_keys);
    return table;
}

}  // namespace ecoute::analysis
