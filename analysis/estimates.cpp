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

std::optional<ShareEstimate> weighted_share(const Linearised& sample, const Answered& answered,
                                            std::span<const std::uint8_t> yes, IntervalKind kind) {
    const double n = answered.count;
    if (n == 0) return std::nullopt;
    const std::vector<double> values(yes.begin(), yes.end());
    const double p = std::min(1.0, mean_of_values(answered, values));
    ShareEstimate share;
    share.percent = 100 * p;
    share.weighted_count = p * answered.weight;
    if (answered.degrees_of_freedom < 1) return share;

    const bool everybody = std::find(yes.begin(), yes.end(), 0) == yes.end();
    const bool nobody = std::find(yes.begin(), yes.end(), 1) == yes.end();
    double effective = answered.kish;
    if (everybody || nobody)
        share.se = 0;
    else {
        const double variance = variance_of_mean(sample, answered, values, p);
        share.se = 100 * std::sqrt(variance);
        effective = variance > 0 ? std::min(n, p * (1 - p) / variance) : n;
        share.deff = variance * (n - 1) / (p * (1 - p));
    }
    share.n_effective = effective;
    const auto df = static_cast<double>(answered.degrees_of_freedom);
    const auto limits = kind == IntervalKind::wilson
                            ? wilson(p, effective, df)
                            : korn_graubard(p, effective, static_cast<std::int64_t>(n), df);
    share.low = 100 * limits.low;
    share.high = 100 * limits.high;
    share.degrees_of_freedom = df;
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
