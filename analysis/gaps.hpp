#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/joint.hpp"
#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// What groups are compared with: the mean of the priority quartiers, the rest of the town, or everybody.
enum class GapReference { qpv, rest, all };
std::optional<GapReference> gap_reference(std::string_view name);  ///< "qpv", "rest", "all"
std::string_view name(GapReference reference) noexcept;

/// The kinds of quartier that a reference is made of, among those of a campaign. The rest of the town is what was asked outside
/// of all quartiers ("outside"), so that quartiers that are watched (QVA), of which many more people are asked than live there, are
/// not in it; where nobody is asked outside, whatever is not a priority quartier. Everybody: all kinds.
std::vector<std::string> kinds_in(GapReference reference, const std::vector<std::string>& kinds);

/// Adds to each group of a table how far it is from the reference: `to` is the table of the reference's people, protected
/// like any other, split by the same variables but the place (quartier or kind; a table that has none is compared with
/// everybody). Computed from what both tables show and from nothing else; where one shows nothing there is no gap.
///
/// Difference p - r with variance V_p + V_r - 2 f S_p, f the part of the reference that the group is (0 when it stands outside), S_p
/// the part of V_p that is the sample's (all of it but the noise of moved counts, which is each count's own). This is the joint linearisation of both for a simple sample, where the covariance of a part with its whole
/// is f S_p exactly; with weights f is that of the weights, and what calibration ties together is left out (measured
/// against R: analysis/DESIGN.md). Where `joint` has their joint linearisation (joint.hpp) its covariance stands instead. t with the degrees of freedom of the reference, of both together when they share nobody.
/// p-values: Holm over the groups of one answer. Under `fewest_to_compare` answers on one side: no gap, `too_few`.
void add_gaps(ProtectedTable& table, const ProtectedTable& to, GapReference reference, const Joints& joint = {});

}  // namespace ecoute::analysis
