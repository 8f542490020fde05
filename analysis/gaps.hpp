#pragma once
#include <optional>
#include <string_view>

#include "analysis/joint.hpp"
#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// What groups are compared with: the mean of the priority quartiers, the rest of the town (the quartiers of any other
/// kind), or everybody.
enum class GapReference { qpv, rest, all };
std::optional<GapReference> gap_reference(std::string_view name);  ///< "qpv", "rest", "all"
std::string_view name(GapReference reference) noexcept;

/// A quartier of this kind is in the reference.
bool is_in(GapReference reference, std::string_view kind) noexcept;

/// Adds to each group of a table how far it is from the reference: `to` is the table of the reference's people, protected
/// like any other, split by the same variables but the place (quartier or kind; a table that has none is compared with
/// everybody). Computed from what both tables show and from nothing else; where one shows nothing there is no gap.
///
/// Difference p - r with variance V_p + V_r - 2 f V_p, f the part of the reference that the group is (0 when it stands
/// outside). This is the joint linearisation of both for a simple sample, where the covariance of a part with its whole
/// is f V_p exactly; with weights f is that of the weights, and what calibration ties together is left out (measured
/// against R: analysis/DESIGN.md). Where `joint` has their joint linearisation (joint.hpp) its covariance stands instead. t with the degrees of freedom of the reference, of both together when they share nobody.
/// p-values: Holm over the groups of one answer. Under `fewest_to_compare` answers on one side: no gap, `too_few`.
void add_gaps(ProtectedTable& table, const ProtectedTable& to, GapReference reference, const Joints& joint = {});

}  // namespace ecoute::analysis
