#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ecoute::analysis {

/// How much of a person counts in one level of a margin: 1 as a rule; less when it is not known in which of several
/// levels the person stands (fractional membership, STATISTICS.md A3).
struct Part {
    std::uint32_t level = 0;
    double part = 1;
    friend bool operator==(const Part&, const Part&) = default;
    friend auto operator<=>(const Part&, const Part&) = default;
};

/// Who stands in which level of which margin. People in the same levels share a pattern, and all that follows is
/// computed by pattern: there are hundreds of them, whatever the number of people.
struct Memberships {
    std::vector<double> totals;               ///< population of each level; the levels of all margins in one row
    std::vector<std::vector<Part>> patterns;  ///< levels in ascending order
    std::vector<std::uint32_t> pattern_of;    ///< one a person
};

/// How far a weight may move from the base weight: ratio g = w/d.
struct Bounds {
    double low = 1.0 / 3, high = 3;
    friend bool operator==(const Bounds&, const Bounds&) = default;
};
/// Bounds that can't hold the margins are widened by a tenth at a time up to these (A4).
inline constexpr Bounds widest_bounds{0.2, 5};

/// Weights that reproduce the margins.
struct Calibration {
    std::vector<double> ratios;    ///< g of each pattern
    std::optional<Bounds> bounds;  ///< in force; nothing when the ratios are free
    bool widened = false;
    int steps = 0;
    double misfit = 0;       ///< largest |estimated population / population - 1| over the levels
    std::size_t worst = 0;   ///< the level that is missed most
    bool converged = false;  ///< false: no weights within the bounds reproduce the margins
};

/// Largest misfit of weights that count as calibrated: without bounds (A2) and with them (A4).
inline constexpr double largest_misfit = 1e-10;
inline constexpr double largest_misfit_bounded = 1e-8;

/// Calibrates base weights to the totals (Deville and Särndal 1992): w = d F(x'lambda), with F = exp (the limit of raking)
/// or the logit of their case 6 within bounds, by Newton's method on the dual, which is convex. Levels may be linearly
/// dependent. Totals must be positive, of a common sum in each margin, and each level must hold somebody.
Calibration calibrate(const Memberships& people, std::span<const double> base_weights, std::optional<Bounds> bounds);

/// Kish: (Sum w)^2 / Sum w^2, the size of an equally weighted sample that is as precise. 0 for nobody.
double kish_size(std::span<const double> weights) noexcept;
/// Standard deviation of the weights over their mean.
double variation(std::span<const double> weights) noexcept;
/// Share, 0 to 1, of people whose ratio lies within a hundredth of the way between the bounds from one of them: the logit
/// comes close to its bounds and never reaches them.
double share_at_bound(const Calibration& calibration, const Memberships& people) noexcept;

}  // namespace ecoute::analysis
