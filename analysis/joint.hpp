#pragma once
#include <optional>
#include <span>
#include <vector>

#include "analysis/linearised.hpp"
#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// How a figure of a group and the same figure of its reference vary together.
struct Joint {
    double covariance = 0;          ///< of shares in points squared, of means in the number's own unit squared
    double degrees_of_freedom = 0;  ///< of the difference: primary units minus strata among the people of both (A7)
    bool of_clusters = false;       ///< those units are clusters; else they are people
    /// How many times the covariance that the group has with a whole of simply drawn people, which is V(group) times the group's share of
    /// the reference's weight: 1 in such a sample, and no function of how many there are. nullopt when the group does not vary.
    std::optional<double> of_simple = std::nullopt;
};
/// By group, by answer, that of the mean last; nothing where there is no figure or no counterpart.
using Joints = std::vector<std::vector<std::optional<Joint>>>;

/// What a shown table asks, with its groups and without anybody in them: all that joint_estimates reads of a table.
Table uncounted(const ProtectedTable& shown);

/// The covariance of both linearised variables over the whole sample (STATISTICS.md A6, A11): with z of the group and z of the
/// reference, C = (V(z_g) + V(z_r) - V(z_g - z_r)) / 2. It is what a part shares with its whole, what calibration ties together, and
/// what clusters with people of both have in common. `table` is counted over `within`; the reference is whoever is in
/// `reference` and stands in the same categories, place (quartier or kind) apart, or everybody in it when the table has no place.
Joints joint_estimates(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                       std::span<const std::uint8_t> within, std::span<const std::uint8_t> reference);

}  // namespace ecoute::analysis
