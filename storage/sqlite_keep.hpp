#pragma once
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Keeps every response of the batches in one transaction and returns, for each batch, an outcome a response:
/// first_time, already_had_it, response_conflict (another content or campaign under the id, also within the group),
/// campaign_unknown. `received_at` is the half-day of the group.
std::vector<std::vector<Result<Kept>>> keep_group(Database& database, const std::vector<Batch>& group,
                                                  std::string_view received_at);

}  // namespace ecoute::storage::sqlite
