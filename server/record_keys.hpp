#pragma once
#include <string>
#include <string_view>

#include "storage/columns_read.hpp"

namespace ecoute::server {

/// Record keys of a campaign's responses (STATISTICS.md B6 d): the first 32 bits of HMAC-SHA256(secret, response id);
/// the campaign's secret is HMAC-SHA256(cells_key, campaign id). `cells_key` is 32 secret bytes (keys/cells.key beside
/// the data): with another one every count would get another noise, and two tables of the same people could be
/// averaged. It is backed up with the data, and never renewed.
storage::RecordKey record_keys(std::string_view cells_key, std::string_view campaign);

}  // namespace ecoute::server
