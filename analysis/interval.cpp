#include "analysis/interval.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <functional>
#include <limits>

namespace ecoute::analysis {
namespace {

/// m/(m-1): every respondent is his own primary unit, in one stratum. A sample is never smaller than what it holds.
double unit_correction(std::int64_t base, std::int64_t sample) noexcept {
    const auto units = static_cast<double>(std::max(base, sample));
    return units / (units - 1);
}

}  // namespace

/// All answers of a group ask for the same quantile, before noise and after it, and to find it costs more than all else of a
/// share: a fifth of a whole page of tables. So each thread remembers some.
double t_quantile(double degrees_of_freedom) {
    struct Known {
        double degrees_of_freedom = std::numeric_limits<double>::quiet_NaN(), quantile = 0;
    };
    constexpr std::size_t remembered = 2048;  // each group of a ranked table has another base
    thread_local std::array<Known, remembered> known;
    auto& place = known[std::hash<double>{}(degrees_of_freedom) % remembered];
    if (place.degrees_of_freedom != degrees_of_freedom) {
        const boost::math::students_t distribution{degrees_of_freedom};
        place = {degrees_of_freedom, boost::math::quantile(boost::math::complement(distribution, 0.025))};
    }
    return place.quantile;
}

std::optional<IntervalKind> interval_kind(std::string_view name) {
    if (name == "wilson") return IntervalKind::wilson;
    if (name == "korn-graubard") return IntervalKind::korn_graubard;
    return std::nullopt;
}

ShareLimits wilson(double share, double effective, double degrees_of_freedom) {
    const double t = t_quantile(degrees_of_freedom), spread = t * t / effective;
    const double centre = (share + spread / 2) / (1 + spread);
    const double half = t * std::sqrt(share * (1 - share) / effective + spread / (4 * effective)) / (1 + spread);
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

ShareLimits korn_graubard(double share, double effective, std::int64_t base, double degrees_of_freedom) {
    const double n = static_cast<double>(base);
    const double wider = base > 1 ? t_quantile(n - 1) / t_quantile(degrees_of_freedom) : 1;
    const double size = std::min(n, effective * wider * wider);
    const double yes = share * size, no = size - yes;
    ShareLimits limits;
    if (yes > 0) limits.low = boost::math::quantile(boost::math::beta_distribution<>{yes, no + 1}, 0.025);
    if (no > 0)
        limits.high =
            boost::math::quantile(boost::math::complement(boost::math::beta_distribution<>{yes + 1, no}, 0.025));
    return limits;
}

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

    const auto limits = wilson(p, effective, n - 1);
    share.low = 100 * limits.low;
    share.high = 100 * limits.high;
    share.degrees_of_freedom = n - 1;
    return share;
}

std::optional<MeanEstimate> mean_of(double mean, double variance, std::int64_t base, std::int64_t sample) {
    if (base < 2) return std::nullopt;
    const double se = std::sqrt(unit_correction(base, sample) * variance / static_cast<double>(base));
    const double half = t_quantile(static_cast<double>(base - 1)) * se;
    return MeanEstimate{se, mean - half, mean + half};
}

}  // namespace ecoute::analysis
