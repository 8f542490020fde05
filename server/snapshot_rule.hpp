#pragma once
#include <optional>
#include <string>
#include <vector>

#include "forms/columns.hpp"
#include "forms/form.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {

/// A quartier gains nobody, or at least so many at once (STATISTICS.md B6 a): a difference of two days then tells
/// nothing of any of them. Also the fewest that a campaign's first snapshot holds.
inline constexpr std::int64_t fewest_at_once = 10;

/// The next snapshot's parts; nothing when nobody may be let in. The first one holds everybody, since there is nothing
/// to compare it with. In every later one each quartier stays as it was, or takes in all who came since, when they are
/// `fewest_at_once` or more: a slow quartier does not hold up the others, and they do not betray it.
std::optional<std::vector<storage::SnapshotPart>> next_parts(const forms::Form& form, const forms::Columns& columns,
                                                             const std::vector<storage::SnapshotPart>& last);

/// Who is in a snapshot. Who left the store since (erasure, a correction) is in no snapshot any more, and nine others of the quartier
/// step out beside each of them until it takes people in again: else the tables before and after would differ by one person, whom a
/// facilitator may know to have asked for it (STATISTICS.md B6 d: at least k changes). Those nine are the ones with the smallest record
/// keys, which nobody outside knows.
std::vector<bool> members(const forms::Form& form, const forms::Columns& columns,
                          const std::vector<storage::SnapshotPart>& parts);

}  // namespace ecoute::server
