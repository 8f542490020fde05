#include "analysis/protect.hpp"

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

Cell shown_cell(std::int64_t count, std::int64_t base, std::int64_t people) {
    Cell cell;
    cell.count = count;
    const auto share = share_of(count, base, people);
    if (!share) return cell;
    cell.percent = share->percent;
    cell.low = share->low;
    cell.high = share->high;
    cell.se = share->se;
    cell.n_effective = share->n_effective;
    cell.deff = share->deff;
    return cell;
}

Cell hidden_cell() {
    Cell cell;
    cell.suppressed = true;
    return cell;
}

void show_mean(ProtectedGroup& shown, const Group& group, std::int64_t people) {
    shown.mean = group.mean;
    shown.median = group.median;
    if (!group.mean || !group.variance) return;
    const auto estimate = mean_of(*group.mean, *group.variance, group.base, people);
    if (!estimate) return;
    shown.mean_low = estimate->low;
    shown.mean_high = estimate->high;
    shown.mean_se = estimate->se;
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
        if (!hidden.counts[i]) shown.cells[i] = shown_cell(group.counts[i], group.base, people);
    if (!hidden.mean) show_mean(shown, group, people);
    return shown;
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
    return shown;
}

}  // namespace ecoute::analysis
