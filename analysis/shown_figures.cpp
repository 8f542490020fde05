#include "analysis/shown_figures.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/banded_quantile.hpp"
#include "analysis/cell_keys.hpp"
#include "analysis/date_classes.hpp"
#include "analysis/perturb.hpp"
#include "analysis/scores.hpp"

namespace ecoute::analysis {

std::optional<ShareEstimate> share_in(const Shown& from, std::size_t at, std::size_t answer) {
    const auto &exact = from.exact.groups[at], &shown = from.table.groups[at];
    if (exact.shares.empty())
        return (from.moved ? moved_share : share_of)(shown.counts[answer], shown.base, from.exact.sample);
    const auto& share = exact.shares[answer];
    if (!share || !from.moved) return share;
    return moved_weighted_share(*share, {exact.counts[answer], exact.base, shown.counts[answer], shown.base}, from.exact.interval);
}

namespace {

/// Mean of the design effects that the shown shares of a group have; 1 where none has.
double design_effect_of(const std::vector<std::optional<ShareEstimate>>& shares) {
    double sum = 0, known = 0;
    for (const auto& share : shares)
        if (share && share->deff) sum += *share->deff, ++known;
    return known > 0 ? sum / known : 1;
}

/// Of numbers that are no scale.
MeanNoise noise_in(const Shown& from, std::size_t at) {
    const auto& spread = from.exact.groups.back().winsorised_variance;
    if (!from.moved || !spread) return {};
    return noise_of_mean(from.exact.question, static_cast<std::uint32_t>(from.exact.key_sums[at].base), std::sqrt(*spread), from.table.groups[at].base);
}

/// `sampling_se`: of the sample alone; `noise`: the variance that moving adds.
void write_mean(ProtectedGroup& shown, double mean, double sampling_se, double noise, double degrees_of_freedom) {
    const double se = std::sqrt(sampling_se * sampling_se + noise);
    const double half = t_quantile(degrees_of_freedom) * se;
    shown.mean_low = to_digits(mean - half, 2);
    shown.mean_high = to_digits(mean + half, 2);
    shown.mean_se = to_digits(se, 2);
    shown.mean_df = degrees_of_freedom;
    shown.mean_noise = noise;
}

/// Who answered and stands in no class, moved by their own cell key like those of a class: the base less all classes would have the noise
/// of each. As points of weighted people where the table is weighted, else as people. They answered less than the first class; of ages and
/// dates a few may be mistakes (over `oldest_plausible_age`, no day) as well, and are left out.
double below_the_classes(const Shown& from, std::size_t at) {
    const auto &exact = from.exact.groups[at], &keys = from.exact.key_sums[at], &shown = from.table.groups[at];
    auto people = exact.base, key = keys.base;
    for (std::size_t i = 0; i < exact.counts.size(); ++i) people -= exact.counts[i], key -= keys.counts[i];
    const auto told = std::min(shown.base, perturbed(people, static_cast<std::uint32_t>(key)));
    const auto& role = from.table.question.role;
    if ((role == "age" || role == date_role) && std::min(people, told) < from.smallest_count) return 0;
    if (exact.shares.empty() || told == 0) return static_cast<double>(told);
    ShareEstimate share;
    share.percent = 100;
    for (const auto& of_class : exact.shares) share.percent -= of_class ? of_class->percent : 0;
    return moved_weighted_share(share, {people, exact.base, told, shown.base}, from.exact.interval).percent;
}

/// A median is somebody's answer: where counts are moved, the one of the moved classes stands in its stead, of weighted people where the
/// table is weighted.
void show_moved_quantiles(ProtectedGroup& shown, const Shown& from, std::size_t at) {
    const auto& group = from.table.groups[at];
    std::vector<std::optional<ShareEstimate>> shares;
    std::vector<double> masses;
    for (std::size_t i = 0; i < group.counts.size(); ++i) {
        shares.push_back(share_in(from, at, i));
        masses.push_back(from.exact.groups[at].shares.empty() ? static_cast<double>(group.counts[i]) : shares.back() ? shares.back()->percent : 0);
    }
    BandedGroup banded{masses, group.counts, group.base, design_effect_of(shares), static_cast<double>(group.base - 1)};
    banded.below = below_the_classes(from, at);
    for (const auto& share : shares)
        if (share && share->degrees_of_freedom) banded.degrees_of_freedom = *share->degrees_of_freedom;
    const auto quantile = [&](double share) { return banded_quantile(from.table.question, banded, share, from.smallest_count); };
    const auto median = quantile(.5), lower = quantile(.25), upper = quantile(.75);
    if (median) shown.median = median->value, shown.median_low = median->low, shown.median_high = median->high;
    if (lower) shown.lower_quartile = lower->value;
    if (upper) shown.upper_quartile = upper->value;
}

void show_exact_quantiles(ProtectedGroup& shown, const Group& group) {
    shown.median = group.median, shown.median_low = group.median_low, shown.median_high = group.median_high;
    shown.lower_quartile = group.lower_quartile, shown.upper_quartile = group.upper_quartile;
    if (group.weighted_lower_quartile) shown.lower_quartile = group.weighted_lower_quartile->value;
    if (group.weighted_upper_quartile) shown.upper_quartile = group.weighted_upper_quartile->value;
    if (!group.weighted_median) return;
    shown.median = group.weighted_median->value;
    shown.median_low = group.weighted_median->low;
    shown.median_high = group.weighted_median->high;
}

/// The standard error is that of the moved base: with the exact one it would give it back.
void show_moved_weighted_mean(ProtectedGroup& shown, const Shown& from, std::size_t at) {
    const auto &exact = from.exact.groups[at], &moved = from.table.groups[at];
    const auto& mean = exact.winsorised_weighted_mean ? *exact.winsorised_weighted_mean : *exact.weighted_mean;
    const auto noise = noise_in(from, at);
    shown.mean = to_digits(mean.value + noise.shift, 2);
    if (!mean.se || !mean.degrees_of_freedom) return;
    const double part = static_cast<double>(exact.base) / static_cast<double>(moved.base);
    write_mean(shown, *shown.mean, *mean.se * std::sqrt(part), noise.variance, moved_freedom(*mean.degrees_of_freedom, exact.base, moved.base));
}

void show_weighted_mean(ProtectedGroup& shown, const Group& group) {
    shown.mean = group.weighted_mean->value;
    shown.mean_low = group.weighted_mean->low;
    shown.mean_high = group.weighted_mean->high;
    shown.mean_se = group.weighted_mean->se;
    shown.mean_df = group.weighted_mean->degrees_of_freedom;
}

void show_moved_mean(ProtectedGroup& shown, const Shown& from, std::size_t at) {
    const auto& group = from.table.groups[at];
    if (!group.winsorised_mean) return;
    const auto noise = noise_in(from, at);
    shown.mean = to_digits(*group.winsorised_mean + noise.shift, 2);
    if (!group.winsorised_variance) return;
    const auto estimate = mean_of(*shown.mean, *group.winsorised_variance, group.base, from.exact.sample);
    if (estimate) write_mean(shown, *shown.mean, estimate->se, noise.variance, static_cast<double>(group.base - 1));
}

/// Mean of points, or of a scale, and its interval; of weighted tables moved as far as the noise moved that of the counts.
Estimate mean_of_points(const Shown& from, std::size_t at, const Points& points) {
    Estimate mean{points.mean, {}, {}, {}, static_cast<double>(points.people - 1)};
    if (const auto& weighted = from.exact.groups[at].weighted_mean) {
        const auto exact = *points_of(from.exact.question, from.exact.groups[at]);
        mean = *weighted;
        mean.value += points.mean - exact.mean;
        if (from.moved && mean.se) *mean.se *= std::sqrt(static_cast<double>(exact.people) / static_cast<double>(points.people));
        if (from.moved && mean.degrees_of_freedom) mean.degrees_of_freedom = moved_freedom(*mean.degrees_of_freedom, exact.people, points.people);
    } else if (const auto simple = mean_of(points.mean, points.variance, points.people, from.exact.sample)) {
        mean.se = simple->se;
    }
    if (!mean.se || !mean.degrees_of_freedom) return mean;
    if (from.moved) mean.se = std::sqrt(*mean.se * *mean.se + noise_of_points(from.table.question, points));
    const double half = t_quantile(*mean.degrees_of_freedom) * *mean.se;
    mean.low = mean.value - half;
    mean.high = mean.value + half;
    return mean;
}

void show_mean_of_points(ProtectedGroup& shown, const Shown& from, std::size_t at, const Points& points) {
    const auto mean = mean_of_points(from, at, points);
    const auto written = [&](std::optional<double> value) { return value && from.moved ? std::optional{to_digits(*value, 2)} : value; };
    shown.mean = written(mean.value);
    shown.mean_low = written(mean.low);
    shown.mean_high = written(mean.high);
    shown.mean_se = written(mean.se);
    if (mean.se) shown.mean_df = mean.degrees_of_freedom;
    if (from.moved) shown.mean_noise = noise_of_points(from.table.question, points);
}

/// Of counts that are moved, or published as they are.
bool is_made_of_counts(const Shown& from) noexcept { return (from.moved || from.released) && is_scale(from.table.question); }

}  // namespace

std::int64_t people_behind_the_mean(const Shown& from, std::size_t at) {
    const auto& group = from.table.groups[at];
    if (!is_made_of_counts(from)) return group.base;
    const auto points = points_of(from.table.question, group);
    return points ? points->people : 0;
}

void show_quantiles(ProtectedGroup& shown, const Shown& from, std::size_t at) {
    if (from.moved) return show_moved_quantiles(shown, from, at);
    if (from.released && !is_scale(from.table.question)) return;  // it is somebody's answer
    show_exact_quantiles(shown, from.table.groups[at]);
    if (!from.everything) shown.median_low.reset(), shown.median_high.reset();  // they are two people's answers
}

void show_mean(ProtectedGroup& shown, const Shown& from, std::size_t at) {
    const auto& group = from.table.groups[at];
    if (is_made_of_counts(from)) {
        const auto points = points_of(from.table.question, group);
        if (points && points_of(from.exact.question, from.exact.groups[at])) show_mean_of_points(shown, from, at, *points);
        return;
    }
    if (group.weighted_mean) return from.moved ? show_moved_weighted_mean(shown, from, at) : show_weighted_mean(shown, group);
    if (from.moved) return show_moved_mean(shown, from, at);
    shown.mean = group.mean;
    if (!group.mean || !group.variance) return;
    const auto estimate = mean_of(*group.mean, *group.variance, group.base, from.exact.sample);
    if (!estimate) return;
    shown.mean_low = estimate->low;
    shown.mean_high = estimate->high;
    shown.mean_se = estimate->se;
    shown.mean_df = static_cast<double>(group.base - 1);
}

void show_points(ProtectedGroup& shown, const Shown& from, std::size_t at) {
    const auto points = points_of(from.table.question, from.table.groups[at]);
    if (!points || !points_of(from.exact.question, from.exact.groups[at])) return;
    shown.mean_base = points->people;
    show_mean_of_points(shown, from, at, *points);
}

bool hides_points(const Shown& from, std::size_t at, const std::vector<Cell>& cells, bool exact) {
    if (exact) return false;
    const auto& answers = from.table.question.categories;
    for (std::size_t i = 0; !from.moved && i < cells.size(); ++i)  // a mean of moved counts gives none back
        if (answers[i].score && cells[i].suppressed) return true;
    const auto few = [&](const Table& table) {
        const auto points = points_of(from.table.question, table.groups[at]);
        return points && points->people < fewest_for_a_mean;
    };
    return few(from.exact) || few(from.table);
}

}  // namespace ecoute::analysis
