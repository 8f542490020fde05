#include "analysis/protect.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/interval.hpp"
#include "analysis/perturb.hpp"
#include "analysis/shown_figures.hpp"
#include "analysis/shown_test.hpp"
#include "analysis/suppression.hpp"
#include "analysis/telling.hpp"

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

Cell shown_cell(std::int64_t count, const std::optional<ShareEstimate>& share) {
    Cell cell;
    cell.count = count;
    if (!share) return cell;
    cell.percent = share->percent;
    cell.low = share->low;
    cell.high = share->high;
    cell.se = share->se;
    cell.n_effective = share->n_effective;
    cell.deff = share->deff;
    cell.weighted_count = share->weighted_count;
    cell.weighted_count_se = share->weighted_count_se;
    cell.weighted_count_low = share->weighted_count_low;
    cell.weighted_count_high = share->weighted_count_high;
    cell.degrees_of_freedom = share->degrees_of_freedom;
    return cell;
}

Cell hidden_cell() {
    Cell cell;
    cell.suppressed = true;
    return cell;
}

/// All of a group, or none of it: on a sensitive question that tells everybody's answer (STATISTICS.md B1, B8). Counts
/// of a few are told in the same way, so that nobody and a few look alike.
constexpr std::int64_t fewest_for_a_bound = 20;
constexpr int nearly_nobody = 5, nearly_everybody = 95;

void tell_only_a_bound(Cell& cell, std::int64_t count, std::int64_t base) {
    if (base < fewest_for_a_bound) return;
    const double percent = 100.0 * static_cast<double>(count) / static_cast<double>(base);
    if (percent > nearly_nobody && percent < nearly_everybody) return;
    cell = hidden_cell();
    (percent <= nearly_nobody ? cell.at_most : cell.at_least) = percent <= nearly_nobody ? nearly_nobody : nearly_everybody;
}

/// Nearly everybody of a group gave one answer. Numbers without classes, and places of a rank, have no bound to tell it by: theirs are nearly
/// alike when half are the same number, or when the variance is less than that of one in four who differs by 1.
bool tells_of_everybody(const Shown& from, std::size_t at, const std::vector<Cell>& cells) {
    constexpr double nearly_alike = 0.2;
    const auto& exact = from.exact.groups[at];
    if (cells.empty()) return (exact.lower_quartile && exact.lower_quartile == exact.upper_quartile) || (exact.variance && *exact.variance < nearly_alike);
    return std::any_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.at_least.has_value(); });
}

ProtectedGroup shown_group(const Shown& from, std::size_t at, const Hidden::InGroup& hidden) {
    const auto& group = from.table.groups[at];
    ProtectedGroup shown;
    shown.key = group.key;
    shown.suppressed = hidden.whole;
    const bool moved_under = from.moved && people_behind_the_mean(from, at) < fewest_for_a_mean;  // as a count that was moved under k
    shown.mean_hidden = hidden.whole || hidden.mean || moved_under;
    shown.cells.assign(group.counts.size(), hidden_cell());
    if (hidden.whole) return shown;
    shown.base = group.base;
    shown.not_asked = unless(hidden.not_asked, group.not_asked);
    shown.no_answer = unless(hidden.no_answer, group.no_answer);
    shown.refused = unless(hidden.refused, group.refused);
    for (std::size_t i = 0; i < group.counts.size(); ++i) {
        if (!hidden.counts[i]) shown.cells[i] = shown_cell(group.counts[i], share_in(from, at, i));
        if (from.moved && group.counts[i] > 0 && shown.cells[i].percent)  // a count of nobody is never moved
            shown.cells[i].noise = 1e4 * noise_variance(*shown.cells[i].percent / 100, static_cast<double>(group.base));
        if (from.sensitive) tell_only_a_bound(shown.cells[i], group.counts[i], group.base);
    }
    // Where nearly everybody gave one answer that is not told, a mean or a median would tell it.
    if (from.sensitive && (from.table.scored || from.table.number || from.table.dated) && tells_of_everybody(from, at, shown.cells)) {
        shown.mean_hidden = true;
        return shown;
    }
    if (from.table.scored) {
        shown.mean_hidden = hides_points(from, at, shown.cells, from.everything);
        if (!shown.mean_hidden) show_points(shown, from, at);
        return shown;
    }
    if (from.table.number || from.table.dated) shown.mean_base = group.base;
    if (from.table.dated && (from.moved || from.everything)) show_quantiles(shown, from, at);
    if (!from.table.number || shown.mean_hidden) return shown;
    show_mean(shown, from, at);
    show_quantiles(shown, from, at);
    return shown;
}

/// A part of a whole in points: of what is shown; of weighted people the exact part, shifted as the noise moved that of the counts
/// (as B7 moves a weighted share), both in whole points where counts are moved.
std::optional<double> part_of(const Shown& from, std::pair<std::int64_t, std::int64_t> shown, std::pair<std::int64_t, std::int64_t> exact,
                              std::optional<double> weighted, std::optional<double> weighted_whole) {
    if (shown.second <= 0 || exact.second <= 0) return std::nullopt;
    const auto ratio = [](double part, double whole) { return 100 * part / whole; };
    double points = ratio(double(shown.first), double(shown.second));
    if (weighted && weighted_whole && *weighted_whole > 0)
        points += ratio(*weighted, *weighted_whole) - ratio(double(exact.first), double(exact.second));
    points = std::clamp(points, 0.0, 100.0);
    return from.moved ? std::round(points) : points;
}

/// Sum w of who gave an answer, or of who answered when there is none.
std::optional<double> weight_of(const Group& group, std::optional<std::size_t> answer) {
    if (answer) return *answer < group.shares.size() && group.shares[*answer] ? group.shares[*answer]->weighted_count : std::nullopt;
    for (const auto& share : group.shares)
        if (share && share->weighted_count && share->percent > 0) return *share->weighted_count * 100 / share->percent;
    return std::nullopt;
}

void add_parts(std::vector<ProtectedGroup>& groups, const Shown& from) {
    const auto &exact_whole = from.exact.groups.back(), &shown_whole = from.table.groups.back();
    const auto& everybody = groups.back();
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto &exact = from.exact.groups[g], &shown = from.table.groups[g];
        for (std::size_t i = 0; i < groups[g].cells.size(); ++i) {
            auto& cell = groups[g].cells[i];
            if (cell.suppressed || !cell.count || everybody.suppressed) continue;
            const auto weighted = weight_of(exact, i);
            cell.of_all = part_of(from, {shown.counts[i], shown_whole.base}, {exact.counts[i], exact_whole.base}, weighted, weight_of(exact_whole, std::nullopt));
            if (!everybody.cells[i].suppressed)
                cell.of_answer = part_of(from, {shown.counts[i], shown_whole.counts[i]}, {exact.counts[i], exact_whole.counts[i]}, weighted, weight_of(exact_whole, i));
        }
    }
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

std::string_view name(Audience audience) noexcept {
    switch (audience) {
        case Audience::team:
            return "team";
        case Audience::everyone:
            return "public";
        case Audience::exact:
            break;
    }
    return "none";
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

bool is_firm(const Gap& gap) noexcept {
    constexpr double chance = 0.05;
    return gap.change && gap.p_holm.value_or(1) < chance;
}

bool is_fragile(const ProtectedGroup& group, const Cell& cell) noexcept {
    if (cell.suppressed || !cell.percent) return false;
    if (group.base.value_or(0) < fewest_to_compare) return true;
    return cell.low && cell.high && *cell.high - *cell.low > 2 * widest_firm_half_width;
}

bool ProtectedTable::anything_fragile() const noexcept {
    return std::any_of(groups_.begin(), groups_.end(), [](const ProtectedGroup& group) {
        return std::any_of(group.cells.begin(), group.cells.end(), [&](const Cell& cell) { return is_fragile(group, cell); });
    });
}

void ProtectedTable::set_gaps(std::string reference, std::vector<std::vector<Gap>> gaps) {
    gap_reference_ = std::move(reference);
    for (std::size_t i = 0; i < groups_.size(); ++i) groups_[i].gaps = std::move(gaps[i]);
}

void ProtectedTable::set_ranking(std::vector<std::vector<Ranked>> ranked) {
    for (std::size_t i = 0; i < groups_.size(); ++i) groups_[i].ranked = std::move(ranked[i]);
}

bool too_sparse(const Table& table, const Thresholds& limits) noexcept {
    std::size_t with_people = 0, small = 0;
    for (const auto& group : table.groups) {
        if (std::find(group.key.begin(), group.key.end(), all_of_them) != group.key.end()) continue;
        for (const auto count : group.counts) {
            with_people += count > 0;
            small += count > 0 && count < limits.smallest_count;
        }
    }
    return !table.by.empty() && table.groups.back().base >= limits.smallest_base && 2 * small > with_people;
}

ProtectedTable protect(Table table, Audience audience, bool sensitive, const Hidden* published, const Table* whole) {
    ProtectedTable shown;
    shown.audience_ = audience;
    shown.limits_ = thresholds(audience, sensitive);
    const bool exact = audience == Audience::exact;
    shown.released_ = published != nullptr;
    shown.perturbed_ = !exact && !published && !table.key_sums.empty();
    const Table as_shown = shown.perturbed_ ? moved(table, shown.limits_) : table;
    Hidden hidden = published ? *published : exact ? nothing_of(table) : hidden_of(table, shown.limits_, shown.perturbed_ ? &as_shown : nullptr);
    if (!exact && !published) hide_what_tells_of_everybody(table, whole, shown.limits_, hidden);
    const Shown from{table, as_shown, shown.perturbed_, sensitive && !exact && !published, exact, shown.limits_.smallest_count, published != nullptr};
    shown.people_ = unless(hidden.people, as_shown.people);
    shown.unclassified_ = unless(hidden.unclassified, as_shown.unclassified);
    shown.hidden_ = hidden.anything;
    for (std::size_t i = 0; i < table.groups.size(); ++i) {
        shown.groups_.push_back(shown_group(from, i, hidden.groups[i]));
        for (const auto& cell : shown.groups_.back().cells) shown.hidden_ = shown.hidden_ || cell.suppressed;
        shown.hidden_ = shown.hidden_ || (table.scored && shown.groups_.back().mean_hidden);
    }
    add_parts(shown.groups_, from);
    shown.question_ = std::move(table.question);
    shown.by_ = std::move(table.by);
    shown.multiple_ = table.multiple;
    shown.number_ = table.number;
    shown.dated_ = table.dated;
    shown.scored_ = table.scored;
    shown.weighted_ = table.weighted;
    if (table.test_over) {
        const auto unhidden = shown_whole(shown.groups_);
        const auto test = shown.perturbed_ || shown.released_ ? test_of_shown(shown.groups_, shown.weighted_) : table.test_over(unhidden);
        if (test) shown.tests_.push_back(*test);
    }
    return shown;
}

}  // namespace ecoute::analysis
