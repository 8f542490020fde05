#pragma once
#include <optional>
#include <vector>

#include "analysis/protect.hpp"
#include "analysis/published_set.hpp"

namespace ecoute::analysis {

/// How the categories of a breakdown stand in a published set. Recoding comes first: it loses less than hiding (STATISTICS.md B3).
/// The places are every person's, the last one of who has no category, so that each remainder is a figure by itself.
struct Recoding {
    SetVariable variable;                 ///< "A" for a category, "A + B" for several together, "-" for nobody's; groups: kinds of quartiers
    std::vector<std::uint32_t> place_of;  ///< by category
    std::vector<bool> shown;              ///< by place: it is one category, and tables may have its row
};

/// Of a table of the breakdown itself ("quartier" as question, split by nothing). A category of fewer people than `smallest_base` has no
/// row (B8). Quartiers are put together within their kind, two at least, so that neither is what the others leave; small genders and ages go with who
/// told none: a form's "autre" is never a remainder.
Recoding recode(const Table& own, const Thresholds& limits);

/// The places of an earlier release again. Nothing when a category has none there, or one of them is gone.
std::optional<Recoding> recode_as(const Variable& now, const SetVariable& earlier);

/// What stands together in places that have no row, by the labels' order: indices of categories.
std::vector<std::vector<std::uint32_t>> merged_in(const Recoding& recoding);

}  // namespace ecoute::analysis
