#include "analysis/perturb.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/cell_keys.hpp"

namespace ecoute::analysis {
namespace {

std::int64_t move(std::int64_t count, std::int64_t key_sum) noexcept {
    return perturbed(count, static_cast<std::uint32_t>(key_sum));
}

void move_group(Group& group, const Group& keys, const Thresholds& limits) {
    const bool large = group.base >= limits.smallest_base;
    group.base = move(group.base, keys.base);
    if (large) group.base = std::max(group.base, limits.smallest_base);
    group.not_asked = move(group.not_asked, keys.not_asked);
    group.no_answer = move(group.no_answer, keys.no_answer);
    group.refused = move(group.refused, keys.refused);
    for (std::size_t i = 0; i < group.counts.size(); ++i)
        group.counts[i] = std::min(group.base, move(group.counts[i], keys.counts[i]));
}

/// Variance that the noise of count and base adds to their share.
double noise_variance(double share, double base) {
    return usual_noise().noise().variance * (1 + share * share) / (base * base);
}

/// A total to two digits; its interval grows by the noise of the count, each person of which stands for so many.
void move_total(ShareEstimate& share, std::int64_t count) {
    if (!share.weighted_count) return;
    const double total = *share.weighted_count, each = count > 0 ? total / static_cast<double>(count) : 0;
    share.weighted_count = to_digits(total, 2);
    if (!share.weighted_count_se || !share.degrees_of_freedom) return;
    const double se = std::sqrt(*share.weighted_count_se * *share.weighted_count_se + usual_noise().noise().variance * each * each);
    const double half = t_quantile(*share.degrees_of_freedom) * se;
    share.weighted_count_se = to_digits(se, 2);
    share.weighted_count_low = to_digits(std::max(0.0, total - half), 2);
    share.weighted_count_high = to_digits(total + half, 2);
}

void round_to_what_is_shown(ShareEstimate& share) {
    share.percent = std::round(std::clamp(share.percent, 0.0, 100.0));
    if (share.low) share.low = std::floor(std::clamp(*share.low, 0.0, 100.0));
    if (share.high) share.high = std::ceil(std::clamp(*share.high, 0.0, 100.0));
    if (share.se) share.se = to_digits(*share.se, 2);
    if (share.n_effective) share.n_effective = to_digits(*share.n_effective, 2);
    if (share.deff) share.deff = to_digits(*share.deff, 2);
}

}  // namespace

bool is_scale(const Variable& question) noexcept {
    return !question.categories.empty() &&
           std::all_of(question.categories.begin(), question.categories.end(),
                       [](const Category& one) { return one.from && one.to && one.whole && *one.from == *one.to; });
}

double to_digits(double value, int digits) {
    if (value == 0 || !std::isfinite(value)) return value;
    const double unit = std::pow(10.0, digits - 1 - std::floor(std::log10(std::abs(value))));
    return std::round(value * unit) / unit;
}

Table moved(const Table& exact, const Thresholds& limits) {
    Table table = exact;
    for (std::size_t i = 0; i < table.groups.size(); ++i) move_group(table.groups[i], exact.key_sums[i], limits);
    table.people = move(exact.people, exact.people_key_sum);
    table.unclassified = move(exact.unclassified, exact.unclassified_key_sum);
    return table;
}

void hide_what_moved_under(const Table& exact, const Table& moved, const Thresholds& limits, Hidden& hidden) {
    const auto falls = [&](std::int64_t count, std::int64_t shown) {
        return count > 0 && shown < limits.smallest_count;
    };
    for (std::size_t g = 0; g < exact.groups.size(); ++g) {
        const auto &before = exact.groups[g], &after = moved.groups[g];
        auto& group = hidden.groups[g];
        group.not_asked = group.not_asked || falls(before.not_asked, after.not_asked);
        group.no_answer = group.no_answer || falls(before.no_answer, after.no_answer);
        group.refused = group.refused || falls(before.refused, after.refused);
        for (std::size_t i = 0; i < before.counts.size(); ++i) {
            if (group.counts[i] || !falls(before.counts[i], after.counts[i])) continue;
            group.counts[i] = true;
            hidden.anything = true;
        }
    }
    hidden.unclassified = hidden.unclassified || falls(exact.unclassified, moved.unclassified);
}

std::optional<ShareEstimate> moved_share(std::int64_t count, std::int64_t base, std::int64_t sample) {
    auto share = share_of(count, base, sample);
    if (!share || !share->se) return share;
    const double n = static_cast<double>(base), p = share->percent / 100;
    if (p > 0 && p < 1) {
        const double se = *share->se / 100;
        const double variance = se * se + noise_variance(p, n);
        const double effective = std::min(n, p * (1 - p) / variance);
        const auto limits = wilson(p, effective, n - 1);
        share->se = 100 * std::sqrt(variance);
        share->n_effective = effective;
        share->deff = variance * (n - 1) / (p * (1 - p));
        share->low = 100 * limits.low;
        share->high = 100 * limits.high;
    }
    round_to_what_is_shown(*share);
    return share;
}

ShareEstimate moved_weighted_share(const ShareEstimate& exact, std::int64_t count, std::int64_t base,
                                   std::int64_t moved_count, std::int64_t moved_base) {
    auto share = exact;
    const double n = static_cast<double>(base), shown = static_cast<double>(std::max<std::int64_t>(1, moved_base));
    const double p = exact.percent / 100;
    const double shift = 100 * (static_cast<double>(moved_count) / shown - static_cast<double>(count) / n);
    share.percent = exact.percent + shift;
    if (exact.se && *exact.se > 0) {
        const double wider = std::sqrt(*exact.se * *exact.se + 1e4 * noise_variance(p, shown)) / *exact.se;
        share.se = *exact.se * wider;
        if (exact.low) share.low = share.percent - (exact.percent - *exact.low) * wider;
        if (exact.high) share.high = share.percent + (*exact.high - exact.percent) * wider;
        if (exact.n_effective) share.n_effective = *exact.n_effective / (wider * wider);
        if (exact.deff) share.deff = *exact.deff * wider * wider;
    }
    move_total(share, moved_count);
    round_to_what_is_shown(share);
    return share;
}

std::optional<double> mean_of_scale(const Variable& question, const Group& group) {
    double sum = 0, people = 0;
    for (std::size_t i = 0; i < group.counts.size(); ++i) {
        sum += static_cast<double>(group.counts[i]) * *question.categories[i].from;
        people += static_cast<double>(group.counts[i]);
    }
    if (people <= 0) return std::nullopt;
    return sum / people;
}

std::optional<double> moved_mean(const Variable& question, const Group& moved) {
    const auto mean = is_scale(question) ? mean_of_scale(question, moved) : moved.winsorised_mean;
    return mean ? std::optional{to_digits(*mean, 2)} : std::nullopt;
}

}  // namespace ecoute::analysis
