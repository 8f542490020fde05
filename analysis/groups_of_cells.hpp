#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/counting.hpp"
#include "analysis/distribution.hpp"
#include "analysis/table.hpp"

namespace ecoute::analysis {

/// Where the cells of a cube along a table's breakdowns stand among its groups: in that of their categories and in the totals above it.
/// Who has no category of a variable counts in totals over it only.
class GroupsOfCells {
public:
    /// `axes`: one for each of `by`, in their order.
    GroupsOfCells(const std::vector<Variable>& by, std::span<const Axis> axes);

    std::size_t cells() const noexcept { return starts_.size() - 1; }
    /// Positions in Table::groups.
    std::span<const std::uint32_t> of(std::size_t cell) const noexcept { return {groups_.data() + starts_[cell], starts_[cell + 1] - starts_[cell]}; }
    /// In no category of some variable.
    bool outside(std::size_t cell) const noexcept { return outside_[cell]; }

private:
    std::vector<std::uint32_t> groups_;
    std::vector<std::size_t> starts_;
    std::vector<bool> outside_;
};

/// Every combination of categories and totals, totals last; of nobody yet.
std::vector<Group> empty_groups(const std::vector<Variable>& by, std::size_t categories);

/// Adds up the counts of each group, and how many stand outside. `tallies`: one a cell.
void fill_counts(Table& table, const GroupsOfCells& groups, std::span<const Tally> tallies);
/// The same of sums of record keys.
void fill_keys(Table& table, const GroupsOfCells& groups, std::span<const Tally> tallies);

/// What each group gave. `numbers`: ascending.
std::vector<Distribution> distributions_of(const Table& table, const GroupsOfCells& groups, std::span<const NumberInCell> numbers);
/// Mean, spread and quantiles of a number's groups, quantiles of a date's. `quantiles`: whether anybody looks at them.
void describe_numbers(Table& table, std::span<const Distribution> of_groups, bool quantiles = true);

}  // namespace ecoute::analysis
