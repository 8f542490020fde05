#include "analysis/groups_of_cells.hpp"

#include <algorithm>

#include "analysis/cube.hpp"
#include "analysis/drawn_in.hpp"

namespace ecoute::analysis {
namespace {

/// The categories at which a cell of the cube stands; what is no category of its variable is all_of_them.
void place_of(std::span<const Axis> axes, std::size_t cell, std::vector<int>& place) {
    for (std::size_t v = axes.size(); v-- > 0;) {
        place[v] = std::max(all_of_them, axes[v].meanings[cell % axes[v].size()]);
        cell /= axes[v].size();
    }
}

void add(Group& group, const Tally& tally) noexcept {
    group.base += tally.base;
    group.not_asked += tally.not_asked;
    group.no_answer += tally.no_answer;
    group.refused += tally.refused;
    for (std::size_t i = 0; i < group.counts.size(); ++i) group.counts[i] += tally.counts[i];
}

void add_up(std::vector<Group>& sums, const GroupsOfCells& groups, std::span<const Tally> tallies) {
    for (std::size_t cell = 0; cell < tallies.size(); ++cell)
        for (const auto group : groups.of(cell)) add(sums[group], tallies[cell]);
}

/// Of people who were asked and stand in no category of some variable.
std::int64_t outside(const GroupsOfCells& groups, std::span<const Tally> tallies) {
    std::int64_t sum = 0;
    for (std::size_t cell = 0; cell < tallies.size(); ++cell)
        if (groups.outside(cell)) sum += tallies[cell].base + tallies[cell].no_answer + tallies[cell].refused;
    return sum;
}

/// Woodruff's interval of a simple sample of `sample` people, as for shares in interval.hpp: that of the share at or under the median,
/// turned back into values. A limit outside 0..1 has no value.
void add_interval_of_median(Group& group, const Distribution& numbers, std::int64_t sample) {
    const auto base = numbers.people();
    const double reached = static_cast<double>(numbers.at_or_under(*group.median)) / static_cast<double>(base);
    const auto around = mean_of(reached, reached * (1 - reached), base, sample);
    if (!around) return;
    if (around->low >= 0) group.median_low = numbers.quantile(around->low);
    if (around->high <= 1) group.median_high = numbers.quantile(around->high);
}

void describe_quantiles(Group& group, const Distribution& numbers, std::int64_t sample) {
    group.median = numbers.quantile(.5);
    group.lower_quartile = numbers.quantile(.25);
    group.upper_quartile = numbers.quantile(.75);
    add_interval_of_median(group, numbers, sample);
}

}  // namespace

GroupsOfCells::GroupsOfCells(const std::vector<Variable>& by, std::span<const Axis> axes) {
    const auto cells = cells_of(axes);
    std::vector<int> place(axes.size()), key(axes.size());
    starts_.push_back(0);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        place_of(axes, cell, place);
        outside_.push_back(std::find(place.begin(), place.end(), all_of_them) != place.end());
        for (unsigned totals = 0; totals < 1u << axes.size(); ++totals) {
            bool stands = true;
            for (std::size_t v = 0; v < key.size(); ++v) {
                key[v] = totals >> v & 1u ? all_of_them : place[v];
                stands = stands && (key[v] != all_of_them || (totals >> v & 1u));
            }
            if (stands) groups_.push_back(static_cast<std::uint32_t>(*group_at(by, key)));
        }
        starts_.push_back(groups_.size());
    }
}

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

void fill_counts(Table& table, const GroupsOfCells& groups, std::span<const Tally> tallies) {
    table.groups = empty_groups(table.by, table.question.categories.size());
    add_up(table.groups, groups, tallies);
    table.unclassified = outside(groups, tallies);
}

void fill_keys(Table& table, const GroupsOfCells& groups, std::span<const Tally> tallies) {
    table.key_sums = empty_groups(table.by, table.question.categories.size());
    add_up(table.key_sums, groups, tallies);
    table.unclassified_key_sum = outside(groups, tallies);
}

std::vector<Distribution> distributions_of(const Table& table, const GroupsOfCells& groups, std::span<const NumberInCell> numbers) {
    std::vector<Distribution> of_groups(table.groups.size());
    for (const auto& one : numbers)
        for (const auto group : groups.of(one.cell)) of_groups[group].add(one.number, one.people);
    return of_groups;
}

void describe_numbers(Table& table, std::span<const Distribution> of_groups, bool quantiles) {
    const DrawnIn drawn_in{of_groups.back()};
    for (std::size_t i = 0; i < of_groups.size(); ++i) {
        const auto& numbers = of_groups[i];
        if (numbers.empty()) continue;
        auto& group = table.groups[i];
        if (quantiles) describe_quantiles(group, numbers, table.sample);
        if (!table.number) continue;
        const auto of_drawn_in = drawn_in(numbers);
        group.mean = numbers.mean();
        group.variance = numbers.variance(*group.mean);
        group.winsorised_mean = of_drawn_in.mean();
        group.winsorised_variance = of_drawn_in.variance(*group.winsorised_mean);
    }
}

}  // namespace ecoute::analysis
