#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace ecoute::analysis {

/// A share and its uncertainty, in points (0 to 100). What cannot be computed is not there.
struct ShareEstimate {
    double percent = 0;
    std::optional<double> low, high;  ///< 95 %
    std::optional<double> se, n_effective, deff;
    std::optional<double> weighted_count;  ///< estimated number of people of the population; of weighted tables only
    std::optional<double> weighted_count_se, weighted_count_low, weighted_count_high;  ///< 95 %: the total -+ t se
    std::optional<double> degrees_of_freedom;  ///< of the interval's t quantile
};

/// A figure with its 95 % interval, in its own unit.
struct Estimate {
    double value = 0;
    std::optional<double> se, low, high;
    std::optional<double> degrees_of_freedom;  ///< of the interval's t quantile
};

/// `count` of `base` respondents of a simple sample of `sample` people, without weights (STATISTICS.md A6 to A8):
///   V = m/(m-1) Sum z^2 with z = (y-p)/n in the domain, 0 outside it, m = sample, n = base: V = m/(m-1) p(1-p)/n
///   n_effective = p(1-p)/V, at most n (n when p is 0 or 1); deff = V / (s^2/n) with s^2 = p(1-p) n/(n-1)
///   interval: Wilson on n_effective with the t quantile of n-1 degrees of freedom.
/// Nothing when base is 0; no interval when base is 1.
std::optional<ShareEstimate> share_of(std::int64_t count, std::int64_t base, std::int64_t sample);

/// Uncertainty of a mean of `base` answers whose variance (divided by base) is `variance`: V as above with z =
/// (y-mean)/n; low and high are mean -+ t se (A9). Nothing under two answers.
struct MeanEstimate {
    double se = 0, low = 0, high = 0;
};
std::optional<MeanEstimate> mean_of(double mean, double variance, std::int64_t base, std::int64_t sample);

/// Two-sided 95 % quantile of Student's t.
double t_quantile(double degrees_of_freedom);

/// Limits of a share, 0 to 1.
struct ShareLimits {
    double low = 0, high = 1;
};
/// Which interval a share gets. Wilson on the effective size is the default; Korn-Graubard never covers less than it
/// says and is wider (A8).
enum class IntervalKind { wilson, korn_graubard };
std::optional<IntervalKind> interval_kind(std::string_view name);  ///< "wilson", "korn-graubard"

/// Wilson on `effective` people with t of `degrees_of_freedom`.
ShareLimits wilson(double share, double effective, double degrees_of_freedom);
/// Korn-Graubard with the truncation of the NCHS: Clopper-Pearson on n_e (t_{n-1}/t_df)^2 people, at most `base`.
ShareLimits korn_graubard(double share, double effective, std::int64_t base, double degrees_of_freedom);

}  // namespace ecoute::analysis
