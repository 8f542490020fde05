#include "analysis/interval.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace ecoute::analysis {
namespace {

/// Two-sided 95 %.
double t_quantile(std::int64_t degrees_of_freedom) {
    const boost::math::students_t distribution{static_cast<double>(degrees_of_freedom)};
    return boost::math::quantile(boost::math::complement(distribution, 0.025));
}

/// m/(m-1): every respondent is his own primary unit, in one stratum. A sample is never smaller than what it holds.
double unit_correction(std::int64_t base, std::int64_t sample) noexcept {
    const auto units = static_cast<double>(std::max(base, sample));
    return units / (units - 1);
}

}  // namespace

std::optional<ShareEstimate> share_of(std::int64_t count, std::int64_t base, std::int64_t sample) {
    if (base <= 0) return std::nullopt;
    const double n = static_cast<double>(base);
    const double p = static_cast<double>(count) / n;
    ShareEstimate share;
    share.percent = 100 * static_cast<double>(count) / n;
    if (base == 1) return share;

    const double variance = unit_correction(base, sample) * p * (1 - p) / n;
    share.se = 100 * std::sqrt(variance);
    double effective = n;
    if (variance > 0) {
        effective = std::min(n, p * (1 - p) / variance);
        share.deff = variance * (n - 1) / (p * (1 - p));
    }
    share.n_effective = effective;

    const double t = t_quantile(base - 1);
    const double spread = t * t / effective;
    const double centre = (p + spread / 2) / (1 + spread);
    const double half = t * std::sqrt(p * (1 - p) / effective + spread / (4 * effective)) / (1 + spread);
    share.low = 100 * std::max(0.0, centre - half);
    share.high = 100 * std::min(1.0, centre + half);
    return share;
}

std::optional<MeanEstimate> mean_of(double mean, double variance, std::int64_t base, std::int64_t sample) {
    if (base < 2) return std::nullopt;
    const double se = std::sqrt(unit_correction(base, sample) * variance / static_cast<double>(base));
    const double half = t_quantile(base - 1) * se;
    return MeanEstimate{se, mean - half, mean + half};
}

}  // namespace ecoute::analysis
