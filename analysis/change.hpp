#pragma once
#include <optional>
#include <vector>

namespace ecoute::analysis {

/// What changed between two waves, in the unit of its figures: later minus earlier (STATISTICS.md A11).
struct Change {
    double difference = 0, low = 0, high = 0;  ///< 95 %
    double se = 0;  ///< towards no change: the one of `p`
    double degrees_of_freedom = 0;
    double p = 1;  ///< two-sided, of no change
};

/// One side of a change (sides.hpp makes them of shown figures).
struct Side {
    double value = 0, se = 0;
    double degrees_of_freedom = 0;
    bool lowest = false, highest = false;  ///< a share of 0 or 100 %: the truth lies to one side of it only
    double noise = 0;  ///< the part of se^2 that comes from moving counts: nobody shares it with anybody
};
/// Two samples: se = sqrt(V1 + V2 - 2C), t with df1 + df2. `covariance` is 0 for separate samples. A side that can't go further down
/// (or up) makes no interval wider that way. Nothing when both figures are certain (se 0) or a side has no degree of freedom.
std::optional<Change> change_between(const Side& earlier, const Side& later, double covariance = 0);
/// Two groups of one sample: t with the degrees of freedom of both together, which share strata and primary units. Nothing when
/// there is none, or when both figures are certain.
std::optional<Change> difference_between(const Side& of, const Side& from, double covariance, double degrees_of_freedom);

/// p-values of a family of comparisons, made stricter so that the chance of even one false alarm stays 5 % (Holm), or
/// that one alarm in twenty is false (Benjamini and Hochberg). In the order given.
std::vector<double> holm(const std::vector<double>& p);
std::vector<double> benjamini_hochberg(const std::vector<double>& p);

}  // namespace ecoute::analysis
