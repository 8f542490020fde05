#include "analysis/weighted.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/association.hpp"
#include "analysis/drawn_in.hpp"
#include "analysis/estimates.hpp"

namespace ecoute::analysis {
namespace {

/// Those of each group, totals included, by their place among all.
std::vector<std::vector<std::uint32_t>> people_of_groups(const Table& table, const GroupsOfCells& groups, std::span<const GivenAlike> all) {
    std::vector<std::vector<std::uint32_t>> of_groups(table.groups.size());
    for (std::uint32_t at = 0; at < all.size(); ++at)
        for (const auto group : groups.of(all[at].cell)) of_groups[group].push_back(at);
    return of_groups;
}

Answered answered_by(const Linearised& sample, std::span<const GivenAlike> all, const std::vector<std::uint32_t>& who) {
    std::vector<Alike> people;
    people.reserve(who.size());
    for (const auto at : who) people.push_back(all[at].alike);
    return {sample, std::move(people)};
}

/// The numbers of everybody in the table, in which a mean is drawn in.
DrawnIn drawn_in(const Table& table, std::span<const GivenAlike> all) {
    std::vector<std::pair<double, std::int64_t>> numbers;
    for (const auto& given : all)
        if (table.number && !std::isnan(given.number)) numbers.emplace_back(given.number, given.alike.people);
    std::sort(numbers.begin(), numbers.end());
    Distribution everybody;
    for (const auto& [number, people] : numbers) everybody.add(number, people);
    return DrawnIn{everybody};
}

/// Mean (not of dates), and of numbers and dates the median and quartiles, of those whose answer stands for a number.
void estimate_numbers(Group& group, const Table& table, const Linearised& sample, std::span<const GivenAlike> all, const std::vector<std::uint32_t>& who,
                      const DrawnIn& in, bool quantiles) {
    std::vector<std::uint32_t> with_number;
    std::vector<double> values;
    for (const auto at : who) {
        if (std::isnan(all[at].number)) continue;
        with_number.push_back(at);
        values.push_back(all[at].number);
    }
    const auto counted = answered_by(sample, all, with_number);
    if (!table.dated) group.weighted_mean = weighted_mean(sample, counted, values);
    if (table.scored) return;
    if (quantiles) {
        group.weighted_median = weighted_quantile(sample, counted, values, .5);
        group.weighted_lower_quartile = weighted_quantile(sample, counted, values, .25);
        group.weighted_upper_quartile = weighted_quantile(sample, counted, values, .75);
    }
    if (table.dated) return;
    group.winsorised_weighted_mean = group.weighted_mean;
    if (std::all_of(values.begin(), values.end(), [&](double value) { return in(value) == value; })) return;
    for (auto& value : values) value = in(value);
    group.winsorised_weighted_mean = weighted_mean(sample, counted, values);
}

std::vector<int> categories_of(std::span<const GivenAlike> all, const std::vector<std::uint32_t>& who) {
    std::vector<int> categories;
    categories.reserve(who.size());
    for (const auto at : who) categories.push_back(all[at].category);
    return categories;
}

/// Rows of a tested table: every combination of the breakdown.
std::size_t rows_of(const Table& table) {
    std::size_t rows = 1;
    for (const auto& variable : table.by) rows *= variable.categories.size();
    return rows;
}

/// A date that too few people told has no classes, and a table split by it no row.
bool is_testable(const Table& table) {
    const auto rows = rows_of(table), columns = table.question.categories.size();
    return !table.by.empty() && !table.multiple && rows > 1 && columns > 1 && rows * columns <= most_tested_cells * 10;
}

/// Those who stand in one of the innermost groups with an answer, by row and column.
void add_test(Table& table, const GroupsOfCells& groups, std::span<const GivenAlike> all, const Linearised& sample) {
    if (!is_testable(table)) return;
    std::vector<int> row_of(table.groups.size(), -1);
    for (int g = 0, row = 0; g < static_cast<int>(row_of.size()); ++g) {
        const auto& key = table.groups[static_cast<std::size_t>(g)].key;
        if (std::find(key.begin(), key.end(), all_of_them) == key.end()) row_of[static_cast<std::size_t>(g)] = row++;
    }
    const std::size_t columns = table.question.categories.size();
    std::vector<Alike> people;
    std::vector<int> cell_of;
    for (const auto& given : all) {
        if (given.category < 0 || groups.outside(given.cell)) continue;
        const auto row = static_cast<std::size_t>(row_of[groups.of(given.cell).front()]);
        people.push_back(given.alike);
        cell_of.push_back(static_cast<int>(row * columns) + given.category);
    }
    table.test_over = [people = std::move(people), cell_of = std::move(cell_of), &sample, rows = rows_of(table),
                       columns](const std::vector<bool>& shown_groups) {
        auto shown = cell_of;
        for (int& cell : shown)
            if (!shown_groups[static_cast<std::size_t>(cell) / columns]) cell = -1;
        return rao_scott(sample, people, shown, rows, columns);
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

void estimate(Table& table, const GroupsOfCells& groups, std::span<const GivenAlike> all, const Linearised& sample, bool quantiles) {
    const auto of_groups = people_of_groups(table, groups, all);
    const auto in = drawn_in(table, all);
    for (std::size_t g = 0; g < of_groups.size(); ++g) {
        auto& group = table.groups[g];
        const auto categories = categories_of(all, of_groups[g]);
        if (!group.counts.empty()) group.shares = weighted_shares(sample, answered_by(sample, all, of_groups[g]), categories, group.counts.size(), table.interval, table.weighted);
        if (table.number || table.scored || table.dated) estimate_numbers(group, table, sample, all, of_groups[g], in, quantiles);
    }
}

void estimate(Table& table, const GroupsOfCells& groups, const GivenOptions& options, const Linearised& sample, bool first) {
    const auto all = options.everybody();
    const auto of_groups = people_of_groups(table, groups, all);
    for (std::size_t g = 0; g < of_groups.size(); ++g) {
        const auto& who = of_groups[g];
        const auto part_of = [&](std::size_t k, std::size_t option) { return first ? options.part_first(who[k], option) : options.part(who[k], option); };
        table.groups[g].shares = weighted_shares(sample, answered_by(sample, all, who), PartOf{part_of}, table.question.categories.size(), table.interval, table.weighted);
    }
}

void add_estimates(Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                   IntervalKind kind, bool weighted, std::span<const std::uint8_t> within) {
    table.weighted = weighted;
    table.interval = kind;
    const GroupsOfCells groups{table.by, axes_of(table, form, columns)};
    const auto sides = Sides::of_table(columns.people, within);
    if (!table.multiple) {
        const auto all = given_answers(table, form, columns, sample, sides);
        estimate(table, groups, all, sample);
        return add_test(table, groups, all, sample);
    }
    estimate(table, groups, GivenOptions{table, form, columns, sample, sides}, sample);
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
