#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "forms/clock.hpp"
#include "forms/columns.hpp"
#include "forms/form.hpp"
#include "forms/problem.hpp"

namespace ecoute::analysis {

/// The people for whom a condition holds: 1 or 0 a person, in the order of the columns.
using Mask = std::vector<std::uint8_t>;

/// A condition of the form language over the answers of each person, "${quartier} = 'mermoz' and ${age} >= 25". It is
/// evaluated once for each combination of the answers it reads, not once a person.
///
/// Refuses what `expression::compile` refuses; table_filter_unfit (subject: the question) when it reads what has no column
/// (texts, what stands in a repeat). With `levels_only`, for whoever gets protected tables (STATISTICS.md B6 b: one filter,
/// registered levels), also table_filter_too_fine unless those for whom it holds are one group that tables are split by:
/// everybody with one answer, one band, one ticked option, or one kind of quartier. Unions of groups are refused too,
/// because there are 2^n of them: as many tables around the same person, over which noise averages out.
forms::Result<Mask> mask_of(const forms::Form& form, const forms::Columns& columns, std::string_view condition,
                            const forms::Clock& clock, bool levels_only);

}  // namespace ecoute::analysis
