#include "analysis/protect.hpp"

#include <algorithm>
#include <utility>

#include "analysis/interval.hpp"
#include "analysis/suppression.hpp"

namespace ecoute::analysis {
namespace {

/// --protect none: everything is shown.
Hidden nothing_of(const Table& table) {
    Hidden hidden;
    hidden.groups.resize(table.groups.size());
    for (auto& group : hidden.groups) group.counts.assign(table.question.categories.size(), false);
    return hidden;
}

std::optional<std::int64_t> unless(bool hidden, std::int64_t count) {
    return hidden ? std::nullopt : std::optional{count};
}

/// What the sample says of the population: by weights and design when the table has them, else of a simple sample.
std::optional<ShareEstimate> share_in(const Group& group, std::size_t answer, std::int64_t people) {
    if (group.shares.empty()) return share_of(group.counts[answer], group.base, people);
    return group.shares[answer];
}

Cell shown_cell(const Group& group, std::size_t answer, std::int64_t people) {
    Cell cell;
    cell.count = group.counts[answer];
    const auto share = share_in(group, answer, people);
    if (!share) return cell;
    cell.percent = share->percent;
    cell.low = share->low;
    cell.high = share->high;
    cell.se = share->se;
    cell.n_effective = share->n_effective;
    cell.deff = share->deff;
    cell.weighted_count = share->weighted_count;
    cell.degrees_of_freedom = share->degrees_of_freedom;
    return cell;
}

Cell hidden_cell() {
    Cell cell;
    cell.suppressed = true;
    return cell;
}

void show_weighted_mean(ProtectedGroup& shown, const Group& group) {
    shown.mean = group.weighted_mean->value;
    shown.mean_low = group.weighted_mean->low;
    shown.mean_high = group.weighted_mean->high;
    shown.mean_se = group.weighted_mean->se;
    shown.mean_df = group.weighted_mean->degrees_of_freedom;
    if (!group.weighted_median) return;
    shown.median = group.weighted_median->value;
    shown.median_low = group.weighted_median->low;
    shown.median_high = group.weighted_median->high;
}

void show_mean(ProtectedGroup& shown, const Group& group, std::int64_t people) {
    if (group.weighted_mean) return show_weighted_mean(shown, group);
    shown.mean = group.mean;
    shown.median = group.median;
    if (!group.mean || !group.variance) return;
    const auto estimate = mean_of(*group.mean, *group.variance, group.base, people);
    if (!estimate) return;
    shown.mean_low = estimate->low;
    shown.mean_high = estimate->high;
    shown.mean_se = estimate->se;
    shown.mean_df = static_cast<double>(group.base - 1);
}

ProtectedGroup shown_group(const Group& group, const Hidden::InGroup& hidden, std::int64_t people) {
    ProtectedGroup shown;
    shown.key = group.key;
    shown.suppressed = hidden.whole;
    shown.mean_hidden = hidden.whole || hidden.mean;
    shown.cells.assign(group.counts.size(), hidden_cell());
    if (hidden.whole) return shown;
    shown.base = group.base;
    shown.not_asked = unless(hidden.not_asked, group.not_asked);
    shown.no_answer = unless(hidden.no_answer, group.no_answer);
    shown.refused = unless(hidden.refused, group.refused);
    for (std::size_t i = 0; i < group.counts.size(); ++i)
        if (!hidden.counts[i]) shown.cells[i] = shown_cell(group, i, people);
    if (!hidden.mean) show_mean(shown, group, people);
    return shown;
}

/// Which of the innermost groups have no hidden figure of an answer.
std::vector<bool> shown_whole(const std::vector<ProtectedGroup>& groups) {
    std::vector<bool> whole;
    for (const auto& group : groups) {
        if (std::find(group.key.begin(), group.key.end(), all_of_them) != group.key.end()) continue;
        whole.push_back(!group.suppressed && std::none_of(group.cells.begin(), group.cells.end(),
                                                          [](const Cell& cell) { return cell.suppressed; }));
    }
    return whole;
}

}  // namespace

std::optional<Audience> audience(std::string_view name) {
    if (name == "team") return Audience::team;
    if (name == "public") return Audience::everyone;
    if (name == "none") return Audience::exact;
    return std::nullopt;
}

Thresholds thresholds(Audience audience, bool sensitive) noexcept {
    if (audience == Audience::exact) return {0, 0};
    if (audience == Audience::everyone || sensitive) return {11, 30};
    return {5, 10};
}

const ProtectedGroup* ProtectedTable::find(const std::vector<int>& key) const noexcept {
    const auto position = group_at(by_, key);
    return position && *position < groups_.size() ? &groups_[*position] : nullptr;
}

ProtectedTable protect(Table table, Audience audience, bool sensitive) {
    ProtectedTable shown;
    shown.audience_ = audience;
    shown.limits_ = thresholds(audience, sensitive);
    const Hidden hidden = audience == Audience::exact ? nothing_of(table) : hidden_of(table, shown.limits_);
    shown.hidden_ = hidden.anything;
    shown.people_ = unless(hidden.people, table.people);
    shown.unclassified_ = unless(hidden.unclassified, table.unclassified);
    for (std::size_t i = 0; i < table.groups.size(); ++i)
        shown.groups_.push_back(shown_group(table.groups[i], hidden.groups[i], table.people));
    shown.question_ = std::move(table.question);
    shown.by_ = std::move(table.by);
    shown.multiple_ = table.multiple;
    shown.number_ = table.number;
    shown.weighted_ = table.weighted;
    if (table.test_over)
        if (const auto test = table.test_over(shown_whole(shown.groups_))) shown.tests_.push_back(*test);
    return shown;
}

}  // namespace ecoute::analysis
