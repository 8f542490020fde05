#include "analysis/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace ecoute::analysis {
namespace {

double mean_of_values(const Answered& answered, std::span<const double> values) {
    double sum = 0;
    for (std::size_t k = 0; k < values.size(); ++k) sum += answered.people[k].weight * values[k];
    return sum / answered.weight;
}

/// Variances that are worked out together: one solution of the margins' equations for all, and no more memory than so many numbers a person.
constexpr std::size_t most_variances_at_once = 16;

/// Variance of a ratio mean: z = (y - mean)/W in the group, 0 outside it.
double variance_of_mean(const Linearised& sample, const Answered& answered, std::span<const double> values,
                        double mean) {
    std::vector<double> z(values.size());
    for (std::size_t k = 0; k < values.size(); ++k) z[k] = (values[k] - mean) / answered.weight;
    return sample.variance(answered.people, z);
}

Estimate around(double value, double variance, std::int64_t degrees_of_freedom) {
    if (degrees_of_freedom < 1) return {value, {}, {}, {}, {}};
    Estimate estimate{value, std::sqrt(variance), {}, {}, static_cast<double>(degrees_of_freedom)};
    const double half = t_quantile(*estimate.degrees_of_freedom) * *estimate.se;
    estimate.low = value - half;
    estimate.high = value + half;
    return estimate;
}

/// Different values in ascending order with the weight up to and including each, as a share of the whole.
struct Cumulated {
    std::vector<double> values, shares;

    Cumulated(const Answered& answered, std::span<const double> all) {
        std::vector<std::size_t> order(all.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return all[a] < all[b]; });
        double sum = 0;
        for (const auto k : order) {
            sum += answered.people[k].weight;
            if (values.empty() || all[k] != values.back()) {
                values.push_back(all[k]);
                shares.push_back(0);
            }
            shares.back() = sum / answered.weight;
        }
    }

    std::optional<double> at(double share) const {
        if (!(share >= 0 && share <= 1)) return std::nullopt;
        constexpr double same = 1e-12;  // sums of weights are exact to about this
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (std::fabs(shares[i] - share) <= same && i + 1 < values.size()) return (values[i] + values[i + 1]) / 2;
            if (shares[i] > share) return values[i];
        }
        return values.back();
    }
};

}  // namespace

Answered::Answered(const Linearised& sample, std::vector<Alike> who)
    : people(std::move(who)), degrees_of_freedom(sample.degrees_of_freedom(people)) {
    double squares = 0;
    for (const auto& alike : people) {
        count += static_cast<double>(alike.people);
        weight += alike.weight;
        squares += alike.square;
    }
    if (squares > 0) kish = weight * weight / squares;
}

Answered::Answered(const Linearised& sample, std::span<const std::uint32_t> who)
    : Answered(sample, [&] {
          std::vector<Alike> alone;
          for (const auto person : who) alone.push_back(sample.alone(person));
          return alone;
      }()) {}

namespace {

/// The share of each of so many answers, and whether it varies: somebody gave it and somebody did not. Of none or of all of them a share
/// varies in no sample.
struct Share {
    double p = 0;
    bool given = false, left = false;
    bool varies() const noexcept { return given && left; }
};
std::vector<Share> shares_of(const Answered& answered, const PartOf& part_of, std::size_t answers) {
    std::vector<Share> shares(answers);
    for (std::size_t k = 0; k < answered.people.size(); ++k)
        for (std::size_t i = 0; i < answers; ++i) {
            const double part = part_of(k, i);
            shares[i].p += answered.people[k].weight * part;
            shares[i].given = shares[i].given || part > 0;
            shares[i].left = shares[i].left || part < 1;
        }
    for (auto& share : shares) share.p = std::min(1.0, share.p / answered.weight);
    return shares;
}

/// Variances of a share, z = (y - p)/W, and of its total, z = y, for each answer from `first` to one before `last`: shares first. Of the
/// part of an entry that gave it y is 1, of the others 0.
std::vector<double> variances_of(const Linearised& sample, const Answered& answered, const PartOf& part_of, std::span<const Share> shares,
                                 std::size_t first, std::size_t last, bool totals) {
    const auto count = last - first;
    const auto rows = static_cast<Eigen::Index>(answered.people.size()), columns = static_cast<Eigen::Index>(totals ? 2 * count : count);
    Linearised::Values values(rows, columns), squares(rows, columns);
    for (Eigen::Index k = 0; k < rows; ++k) {
        double *const value = values.row(k).data(), *const square = squares.row(k).data();
        for (std::size_t i = 0; i < count; ++i) {
            const double part = part_of(static_cast<std::size_t>(k), first + i), p = shares[first + i].p;
            const double of_yes = (1 - p) / answered.weight, of_no = p / answered.weight;
            value[i] = (part - p) / answered.weight;
            square[i] = part * of_yes * of_yes + (1 - part) * of_no * of_no;
            if (totals) value[count + i] = square[count + i] = part;
        }
    }
    return sample.variances(answered.people, values, squares);
}

/// A7 and A8 of a share whose variance is known; `varies`: somebody gave the answer, and somebody did not.
void add_interval(ShareEstimate& share, const Answered& answered, double p, bool varies, double variance, IntervalKind kind) {
    const double n = answered.count;
    double effective = answered.kish;
    if (!varies)
        share.se = 0;
    else {
        share.se = 100 * std::sqrt(variance);
        effective = variance > 0 ? std::min(n, p * (1 - p) / variance) : n;
        share.deff = variance * (n - 1) / (p * (1 - p));
    }
    share.n_effective = effective;
    const auto df = static_cast<double>(answered.degrees_of_freedom);
    const auto limits = kind == IntervalKind::wilson ? wilson(p, effective, df) : korn_graubard(p, effective, static_cast<std::int64_t>(n), df);
    share.low = 100 * limits.low;
    share.high = 100 * limits.high;
    share.degrees_of_freedom = df;
}

void add_total(ShareEstimate& share, const Estimate& total) {
    share.weighted_count_se = total.se;
    share.weighted_count_low = total.low ? std::optional{std::max(0.0, *total.low)} : std::nullopt;
    share.weighted_count_high = total.high;
}

}  // namespace

std::vector<std::optional<ShareEstimate>> weighted_shares(const Linearised& sample, const Answered& answered, const PartOf& part_of,
                                                          std::size_t answers, IntervalKind kind, bool totals) {
    std::vector<std::optional<ShareEstimate>> estimates(answers);
    if (answered.count == 0) return estimates;
    const auto shares = shares_of(answered, part_of, answers);
    for (std::size_t first = 0; first < answers; first += most_variances_at_once) {
        const auto last = std::min(answers, first + most_variances_at_once), count = last - first;
        const auto variances = answered.degrees_of_freedom < 1 ? std::vector<double>(2 * count, 0.0)
                                                               : variances_of(sample, answered, part_of, shares, first, last, totals);
        for (std::size_t i = first; i < last; ++i) {
            const double p = shares[i].p;
            auto& share = estimates[i].emplace();
            share.percent = 100 * p;
            if (totals) share.weighted_count = p * answered.weight;
            if (answered.degrees_of_freedom < 1) continue;
            add_interval(share, answered, p, shares[i].varies(), variances[i - first], kind);
            if (totals) add_total(share, around(p * answered.weight, variances[count + i - first], answered.degrees_of_freedom));
        }
    }
    return estimates;
}

std::vector<std::optional<ShareEstimate>> weighted_shares(const Linearised& sample, const Answered& answered, std::span<const int> category,
                                                          std::size_t categories, IntervalKind kind, bool totals) {
    const auto gave = [category](std::size_t k, std::size_t i) { return category[k] == static_cast<int>(i) ? 1.0 : 0.0; };
    return weighted_shares(sample, answered, PartOf{gave}, categories, kind, totals);
}

std::optional<ShareEstimate> weighted_share(const Linearised& sample, const Answered& answered,
                                            std::span<const std::uint8_t> yes, IntervalKind kind) {
    std::vector<int> category;
    for (const auto one : yes) category.push_back(one != 0 ? 0 : -1);
    auto share = weighted_shares(sample, answered, category, 1, kind, false).front();
    if (share) share->weighted_count = share->percent / 100 * answered.weight;
    return share;
}

std::optional<Estimate> weighted_mean(const Linearised& sample, const Answered& answered,
                                      std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    const double mean = mean_of_values(answered, values);
    return around(mean, variance_of_mean(sample, answered, values, mean), answered.degrees_of_freedom);
}

std::optional<Estimate> weighted_total(const Linearised& sample, const Answered& answered,
                                       std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    const double total = mean_of_values(answered, values) * answered.weight;
    return around(total, sample.variance(answered.people, values), answered.degrees_of_freedom);
}

std::optional<Estimate> weighted_quantile(const Linearised& sample, const Answered& answered,
                                          std::span<const double> values, double share) {
    if (values.empty()) return std::nullopt;
    const Cumulated cumulated{answered, values};
    Estimate quantile;
    quantile.value = cumulated.at(share).value();
    if (answered.degrees_of_freedom < 1) return quantile;
    std::vector<double> under(values.size());
    for (std::size_t k = 0; k < values.size(); ++k) under[k] = values[k] <= quantile.value ? 1 : 0;
    const double reached = mean_of_values(answered, under);
    const auto around_it =
        around(reached, variance_of_mean(sample, answered, under, reached), answered.degrees_of_freedom);
    quantile.low = cumulated.at(*around_it.low);
    quantile.high = cumulated.at(*around_it.high);
    if (quantile.low && quantile.high)
        quantile.se = (*quantile.high - *quantile.low) /
                      (2 * t_quantile(static_cast<double>(answered.degrees_of_freedom)));
    return quantile;
}

}  // namespace ecoute::analysis
