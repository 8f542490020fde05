#pragma once
#include <optional>
#include <vector>

#include "analysis/linearised.hpp"
#include "analysis/margins.hpp"

namespace ecoute::analysis {

/// Everybody's weight and how it came about.
struct Weighting {
    WeightedSample sample;
    std::optional<Calibration> calibration;  ///< nothing: base weights alone
    std::vector<Level> levels;               ///< in the order of the calibration's levels
    std::vector<Margin> margins;
    forms::Problems warnings;

    double kish() const noexcept { return kish_size(sample.weights); }
    /// n over Kish's size: what the weights alone cost in precision.
    double weighting_effect() const noexcept {
        return kish() > 0 ? static_cast<double>(sample.weights.size()) / kish() : 1;
    }
};

/// Over this, weights cost half of the sample: a warning (STATISTICS.md A4).
inline constexpr double high_weighting_effect = 2;

/// Base weights (A1): the questionnaire's own when it names them, N_h/n_h when a margin is the stratum's, else N/n; then
/// calibration to the margins within `bounds`. Without margins the base weights stand. Adds to `mistakes` what place()
/// refuses, and weights_nobody, weights_infeasible (subject: the level missed most; "low", "high"),
/// weights_base_invalid ("count": people without a positive base weight), weights_stratum_single (subject: stratum). The warnings are in
/// the result: weights_totals_rescaled, weights_bounds_widened ("low", "high": percent of the
/// base weight, as of weights_infeasible), weights_effect_high ("left": percent of the precision that the weights leave).
/// Nothing when there was a mistake.
std::optional<Weighting> weigh(const forms::Form& form, const forms::Columns& columns,
                               const std::vector<Margin>& margins, std::optional<Bounds> bounds,
                               forms::Problems& mistakes);

/// Weights of one, with the strata and clusters of the questionnaire's design: what unweighted tables stand on when the
/// sample was drawn. Nothing when the questionnaire names neither, or with `mistakes` as above.
std::optional<Weighting> drawn_without_weights(const forms::Form& form, const forms::Columns& columns,
                                               forms::Problems& mistakes);

}  // namespace ecoute::analysis
