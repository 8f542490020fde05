#include "analysis/weighted.hpp"

#include <algorithm>
#include <unordered_map>

#include "analysis/association.hpp"
#include "analysis/drawn_in.hpp"
#include "analysis/estimates.hpp"
#include "analysis/given_answers.hpp"
#include "analysis/kinds.hpp"
#include "analysis/split.hpp"

namespace ecoute::analysis {
namespace {

/// What people share whose answers and places are the same: a number in which each has its digit.
std::uint64_t key_of(std::uint32_t person, const Table& table, const GivenAnswers& answers, const std::vector<std::vector<int>>& by,
                     const Linearised& sample) {
    constexpr std::uint64_t no_categories = -meaning_refused;  // the meanings below 0
    std::uint64_t key = sample.place_of(person);
    const auto add = [&key](const Variable& variable, int meaning) {
        key = key * (variable.categories.size() + no_categories) + static_cast<std::uint64_t>(meaning - meaning_refused);
    };
    add(table.question, answers.category(person));
    for (std::size_t v = 0; v < by.size(); ++v) add(table.by[v], by[v][person]);
    return key;
}

/// The kinds of those within; the others are left out.
forms::Codes kinds_within(const Linearised& sample, std::span<const std::uint8_t> within) {
    auto kinds = sample.kinds();
    for (std::size_t person = 0; person < within.size(); ++person)
        if (within[person] == 0) kinds.set(person, forms::code_not_asked);
    return kinds;
}

/// Who answered, those of one cell of the table and of one kind as one: counted in one pass, so that n people weigh n times as much.
std::vector<Alike> who_answered_by_kind(const Table& table, const forms::Form& form, const forms::Columns& columns, const GivenAnswers& answers,
                                        const Linearised& sample, std::span<const std::uint8_t> within) {
    std::vector<Axis> axes;
    for (const auto& variable : table.by) axes.push_back(axis_of(form, columns, variable));
    axes.push_back(axis_of(form, columns, table.question));
    const auto met = within.empty() ? count_kinds(axes, sample.kinds(), sample.kind_count())
                                    : count_kinds(axes, kinds_within(sample, within), sample.kind_count());
    std::vector<Alike> all;
    for (const auto& one : met)
        if (answers.answered(one.first)) all.push_back(as_one(sample, one));
    return all;
}

/// Who answered, those of the same answer and the same place in the table and in the sample as one. Everybody stands alone
/// where people have more than one answer or a number of their own.
std::vector<Alike> who_answered(const Table& table, const GivenAnswers& answers, const std::vector<std::vector<int>>& by, const Linearised& sample,
                                std::size_t people) {
    std::vector<Alike> all;
    std::unordered_map<std::uint64_t, std::size_t> place_of;
    const bool each_alone = table.multiple || table.number || table.dated;
    for (std::uint32_t person = 0; person < people; ++person) {
        if (!answers.answered(person)) continue;
        const auto alone = sample.alone(person);
        const auto place = each_alone ? all.size() : place_of.try_emplace(key_of(person, table, answers, by, sample), all.size()).first->second;
        if (place == all.size()) {
            all.push_back(alone);
            continue;
        }
        ++all[place].people;
        all[place].base += alone.base;
        all[place].weight += alone.weight;
        all[place].square += alone.square;
    }
    return all;
}

/// Those of each group, totals included.
std::vector<std::vector<Alike>> people_of_groups(const Table& table, const std::vector<std::vector<int>>& by, const std::vector<Alike>& all) {
    std::vector<std::vector<Alike>> groups(table.groups.size());
    std::vector<int> key(by.size());
    for (const auto& alike : all)
        for (unsigned totals = 0; totals < 1u << by.size(); ++totals) {
            bool stands = true;
            for (std::size_t v = 0; v < by.size(); ++v) {
                key[v] = totals >> v & 1u ? all_of_them : by[v][alike.person];
                stands = stands && (key[v] >= 0 || totals >> v & 1u);
            }
            if (stands) groups[*group_at(table.by, key)].push_back(alike);
        }
    return groups;
}

/// The numbers of everybody in the table, in which a mean is drawn in.
DrawnIn drawn_in(const Table& table, const GivenAnswers& answers, const std::vector<Alike>& everybody) {
    std::vector<double> numbers;
    for (const auto& alike : everybody)
        if (const auto number = table.number ? answers.number(alike.person) : std::nullopt) numbers.push_back(*number);
    return DrawnIn{std::move(numbers)};
}

/// Mean (not of dates), and of numbers and dates the median and quartiles, of those whose answer stands for a number.
void estimate_numbers(Group& group, const Table& table, const GivenAnswers& answers, const Linearised& sample, const Answered& answered,
                      const DrawnIn& in) {
    std::vector<Alike> people;
    std::vector<double> values;
    for (const auto& alike : answered.people) {
        const auto number = answers.number(alike.person);
        if (!number) continue;
        people.push_back(alike);
        values.push_back(*number);
    }
    const Answered counted{sample, std::move(people)};
    if (!table.dated) group.weighted_mean = weighted_mean(sample, counted, values);
    if (table.scored) return;
    group.weighted_median = weighted_quantile(sample, counted, values, .5);
    group.weighted_lower_quartile = weighted_quantile(sample, counted, values, .25);
    group.weighted_upper_quartile = weighted_quantile(sample, counted, values, .75);
    if (table.dated) return;
    for (auto& value : values) value = in(value);
    group.winsorised_weighted_mean = weighted_mean(sample, counted, values);
}

/// Sum w of who gave an answer, with its interval (A5, A9).
void add_total(ShareEstimate& share, const Linearised& sample, const Answered& answered, std::span<const std::uint8_t> yes) {
    const std::vector<double> values(yes.begin(), yes.end());
    const auto total = weighted_total(sample, answered, values);
    if (!total) return;
    share.weighted_count_se = total->se;
    share.weighted_count_low = total->low ? std::optional{std::max(0.0, *total->low)} : std::nullopt;
    share.weighted_count_high = total->high;
}

void estimate(Group& group, const GivenAnswers& answers, const Linearised& sample, const Answered& answered, IntervalKind kind,
              bool weighted) {
    std::vector<std::uint8_t> yes(answered.people.size());
    for (std::size_t category = 0; category < group.counts.size(); ++category) {
        for (std::size_t k = 0; k < yes.size(); ++k) yes[k] = answers.gave(answered.people[k].person, category);
        group.shares.push_back(weighted_share(sample, answered, yes, kind));
        if (!group.shares.back()) continue;
        if (weighted)
            add_total(*group.shares.back(), sample, answered, yes);
        else
            group.shares.back()->weighted_count.reset();
    }
}

/// Rows of a tested table: every combination of the breakdown.
std::size_t rows_of(const Table& table) {
    std::size_t rows = 1;
    for (const auto& variable : table.by) rows *= variable.categories.size();
    return rows;
}

bool is_testable(const Table& table) {
    return !table.by.empty() && !table.multiple && table.question.categories.size() > 1 &&
           rows_of(table) * table.question.categories.size() <= most_tested_cells * 10;
}

void add_test(Table& table, const GivenAnswers& answers, const std::vector<std::vector<int>>& by, const Linearised& sample) {
    if (!is_testable(table)) return;
    const std::size_t columns = table.question.categories.size();
    std::vector<int> cell_of(sample.sample().weights.size(), -1);
    for (std::size_t person = 0; person < cell_of.size(); ++person) {
        std::size_t row = 0;
        bool stands = answers.answered(person) && answers.category(person) >= 0;
        for (std::size_t v = 0; v < by.size() && stands; ++v) {
            stands = by[v][person] >= 0;
            row = row * table.by[v].categories.size() + static_cast<std::size_t>(std::max(0, by[v][person]));
        }
        if (stands) cell_of[person] = static_cast<int>(row * columns) + answers.category(person);
    }
    table.test_over = [cell_of = std::move(cell_of), &sample, rows = rows_of(table),
                       columns](const std::vector<bool>& groups) {
        auto shown = cell_of;
        for (int& cell : shown)
            if (cell >= 0 && !groups[static_cast<std::size_t>(cell) / columns]) cell = -1;
        return rao_scott(sample, shown, rows, columns);
    };
}

/// The counts of a table's innermost groups, rows of nobody and columns of nobody left out.
std::vector<std::vector<double>> counts_of(const std::vector<std::vector<double>>& groups, const std::vector<bool>& chosen) {
    std::vector<double> of_column(groups.front().size(), 0.0);
    std::vector<std::vector<double>> rows;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (!chosen[g] || std::all_of(groups[g].begin(), groups[g].end(), [](double count) { return count == 0; })) continue;
        rows.push_back(groups[g]);
        for (std::size_t i = 0; i < of_column.size(); ++i) of_column[i] += groups[g][i];
    }
    for (auto& row : rows) {
        std::vector<double> kept;
        for (std::size_t i = 0; i < row.size(); ++i)
            if (of_column[i] > 0) kept.push_back(row[i]);
        row = std::move(kept);
    }
    return rows;
}

}  // namespace

void add_estimates(Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                   IntervalKind kind, bool weighted, std::span<const std::uint8_t> within) {
    const GivenAnswers answers{form, columns, table, within};
    const auto by = places_of(table, form, columns);
    const bool by_kind = !table.multiple && !table.number && !table.dated && sample.kind_count() > 0;
    const auto everybody = by_kind ? who_answered_by_kind(table, form, columns, answers, sample, within)
                                   : who_answered(table, answers, by, sample, columns.people);
    const auto in = drawn_in(table, answers, everybody);
    auto people = people_of_groups(table, by, everybody);
    for (std::size_t i = 0; i < table.groups.size(); ++i) {
        const Answered answered{sample, std::move(people[i])};
        estimate(table.groups[i], answers, sample, answered, kind, weighted);
        if (table.number || table.scored || table.dated) estimate_numbers(table.groups[i], table, answers, sample, answered, in);
    }
    table.weighted = weighted;
    table.interval = kind;
    add_test(table, answers, by, sample);
}

void add_test_of_counts(Table& table) {
    if (!is_testable(table)) return;
    std::vector<std::vector<double>> innermost;
    for (const auto& group : table.groups)
        if (std::find(group.key.begin(), group.key.end(), all_of_them) == group.key.end())
            innermost.emplace_back(group.counts.begin(), group.counts.end());
    table.test_over = [innermost = std::move(innermost),
                       people = static_cast<double>(table.sample)](const std::vector<bool>& groups) {
        return rao_scott_of_counts(counts_of(innermost, groups), people);
    };
}

}  // namespace ecoute::analysis
