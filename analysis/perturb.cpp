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

void round_to_what_is_shown(ShareEstimate& share) {
    share.percent = std::round(std::clamp(share.percent, 0.0, 100.0));
    if (share.low) share.low = std::floor(std::clamp(*share.low, 0.0, 100.0));
    if (share.high) share.high = std::ceil(std::clamp(*share.high, 0.0, 100.0));
    if (share.se) share.se = to_digits(*share.se, 2);
    if (share.n_effective) share.n_effective = to_digits(*share.n_effective, 2);
    if (share.deff) share.deff = to_digits(*share.deff, 2);
}

}  // namespace

double noise_variance(double share, double base) {
    return usual_noise().noise().variance * (1 + share * share) / (base * base);
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

double moved_freedom(double degrees_of_freedom, std::int64_t base, std::int64_t moved_base) noexcept {
    return std::max(1.0, std::round(degrees_of_freedom * static_cast<double>(moved_base) / static_cast<double>(base)));
}

namespace {

/// How many times the variance of a share is that of a simple sample of as many people (0 of a share that the weights were made to
/// reproduce); when nobody or everybody gave the answer, how many people one of Kish's effective ones stands for.
double ratio_to_simple(const ShareEstimate& exact, std::int64_t base) {
    const double n = static_cast<double>(base), p = exact.percent / 100, se = *exact.se / 100;
    const double ratio = p > 0 && p < 1 ? se * se * n / (p * (1 - p)) : n / exact.n_effective.value_or(n);
    return to_digits(ratio, 2);
}

void set_interval(ShareEstimate& share, double p, double effective, std::int64_t base, IntervalKind kind) {
    const auto limits = kind == IntervalKind::wilson ? wilson(p, effective, *share.degrees_of_freedom)
                                                     : korn_graubard(p, effective, base, *share.degrees_of_freedom);
    share.n_effective = effective;
    share.low = 100 * limits.low;
    share.high = 100 * limits.high;
}

}  // namespace

ShareEstimate moved_weighted_share(const ShareEstimate& exact, const MovedCounts& counts, IntervalKind kind) {
    const double base = static_cast<double>(counts.base), n = static_cast<double>(std::max<std::int64_t>(1, counts.moved_base));
    const double shift = static_cast<double>(counts.moved_count) / n - static_cast<double>(counts.count) / base;
    ShareEstimate share;
    share.percent = std::round(std::clamp(exact.percent + 100 * shift, 0.0, 100.0));
    const bool some = counts.moved_count > 0 && counts.moved_count < counts.moved_base;
    const double p = some ? std::clamp(share.percent / 100, .005, .995) : share.percent / 100;
    if (exact.weighted_count && exact.percent > 0)
        share.weighted_count = to_digits(*exact.weighted_count * 100 / exact.percent * n / base * p, 2);
    else if (exact.weighted_count)
        share.weighted_count = 0;
    if (!exact.se || !exact.degrees_of_freedom || counts.base == 0) return share;
    share.degrees_of_freedom = moved_freedom(*exact.degrees_of_freedom, counts.base, counts.moved_base);
    const double ratio = ratio_to_simple(exact, counts.base);
    if (some) {
        const double variance = ratio * p * (1 - p) / n + noise_variance(p, n);
        share.se = 100 * std::sqrt(variance);
        share.deff = variance * (n - 1) / (p * (1 - p));
        set_interval(share, p, std::min(n, p * (1 - p) / variance), counts.moved_base, kind);
    } else {
        share.se = 0;
        set_interval(share, p, ratio > 0 ? std::min(n, n / ratio) : n, counts.moved_base, kind);
    }
    round_to_what_is_shown(share);
    return share;
}

MeanNoise noise_of_mean(const Variable& question, std::uint32_t key, double spread, std::int64_t moved_base) {
    std::uint32_t mixed = 2166136261u ^ key;  // FNV-1a: the same people have another change for another question
    const auto part = question.label.find(part_of_a_question);
    for (const char letter : question.name + "." + (part == question.label.end() ? "" : part->second)) mixed = (mixed ^ static_cast<unsigned char>(letter)) * 16777619u;
    mixed = (mixed ^ mixed >> 16) * 0x45D9F3Bu;
    mixed ^= mixed >> 16;
    constexpr std::int64_t large = 1000;  // any count whose change is not bounded by 0
    const double one = spread / static_cast<double>(std::max<std::int64_t>(1, moved_base));
    return {usual_noise().change(large, mixed) * one, usual_noise().noise().variance * one * one};
}

}  // namespace ecoute::analysis
