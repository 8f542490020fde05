#include "analysis/change.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

#include "analysis/interval.hpp"

namespace ecoute::analysis {
namespace {

/// Variance of a difference upwards (`of` rises, `from` falls) or downwards.
double variance_to(bool up, const Side& of, const Side& from, double covariance) {
    const bool moves = up ? !of.highest : !of.lowest, other_moves = up ? !from.lowest : !from.highest;
    double variance = 0;
    if (moves) variance += of.se * of.se;
    if (other_moves) variance += from.se * from.se;
    if (moves && other_moves) variance -= 2 * covariance;
    return std::max(0.0, variance);
}

/// Places of p in ascending order.
std::vector<std::size_t> ascending(const std::vector<double>& p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    return order;
}

}  // namespace

std::optional<Change> change_between(const Side& earlier, const Side& later, double covariance) {
    if (earlier.degrees_of_freedom < 1 || later.degrees_of_freedom < 1) return std::nullopt;
    return difference_between(later, earlier, covariance, earlier.degrees_of_freedom + later.degrees_of_freedom);
}

std::optional<Change> difference_between(const Side& of, const Side& from, double covariance, double degrees_of_freedom) {
    if (degrees_of_freedom < 1) return std::nullopt;
    const double up = variance_to(true, of, from, covariance), down = variance_to(false, of, from, covariance);
    Change change;
    change.difference = of.value - from.value;
    change.se = std::sqrt(change.difference < 0 ? up : change.difference > 0 ? down : std::max(up, down));
    if (!(change.se > 0)) return std::nullopt;
    change.degrees_of_freedom = degrees_of_freedom;
    const double t = t_quantile(change.degrees_of_freedom);
    change.low = change.difference - t * std::sqrt(down);
    change.high = change.difference + t * std::sqrt(up);
    const boost::math::students_t distribution{change.degrees_of_freedom};
    change.p = 2 * boost::math::cdf(boost::math::complement(distribution, std::fabs(change.difference) / change.se));
    return change;
}

std::vector<double> holm(const std::vector<double>& p) {
    auto adjusted = p;
    double highest = 0;
    std::size_t left = p.size();
    for (const auto at : ascending(p)) {
        highest = std::max(highest, std::min(1.0, p[at] * static_cast<double>(left--)));
        adjusted[at] = highest;
    }
    return adjusted;
}

std::vector<double> benjamini_hochberg(const std::vector<double>& p) {
    auto adjusted = p;
    const auto order = ascending(p);
    double lowest = 1;
    for (std::size_t rank = order.size(); rank-- > 0;) {
        const auto count = static_cast<double>(order.size());
        lowest = std::min(lowest, p[order[rank]] * count / static_cast<double>(rank + 1));
        adjusted[order[rank]] = lowest;
    }
    return adjusted;
}

}  // namespace ecoute::analysis
