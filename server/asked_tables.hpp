#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "forms/problem.hpp"
#include "server/desk.hpp"

namespace ecoute::server {

/// The tables that people asked of a campaign's latest snapshot, made again, as `audit tables` reads them.
struct AskedTables {
    std::string json, snapshot;
    std::size_t tables = 0;
    std::size_t left_out = 0;  ///< references of gaps, and filters and kinds of the same variable: the audit has no cells for them; tables that are refused now
};

/// Different ones, whoever asked (STATISTICS.md B6 f). Exact tables are no part of it: their reader holds the file. Refuses
/// with campaign_unknown.
forms::Result<AskedTables> asked_tables(Desk& desk, std::string_view campaign);

}  // namespace ecoute::server
