#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "forms/problem.hpp"
#include "server/desk.hpp"

namespace ecoute::server {

/// The tables that people asked of a campaign's latest snapshot, made again, as `audit tables` reads them: with the references of
/// gaps, and who is put first of what is ranked.
struct AskedTables {
    std::string json, snapshot;
    std::size_t tables = 0;
    std::size_t left_out = 0;  ///< those that are refused now, or whose filter is written otherwise than pages write it
};

/// Different ones, whoever asked (STATISTICS.md B6 f). Exact tables are no part of it: their reader holds the file. Refuses
/// with campaign_unknown.
forms::Result<AskedTables> asked_tables(Desk& desk, std::string_view campaign);

}  // namespace ecoute::server
