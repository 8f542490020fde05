#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "server/cli/shell.hpp"

namespace ecoute::server::cli {

/// `ecoute audit tables FILE`: what can be found out from a set of published tables, each finding with the published
/// figures that it follows from. input_has_problems when there is any.
/// With a campaign instead of a file: the tables that people asked for, as they are noted (asked_tables.hpp); with `every_campaign`
/// those of each campaign whose tables somebody asked for, demonstrations apart (deploy/nightly).
struct TablesToAudit {
    std::string file, campaign, format = "text";
    std::optional<std::int64_t> smallest_count;
};
inline constexpr std::string_view every_campaign = "*";
int audit_tables(const Shell& shell, const TablesToAudit& asked);

}  // namespace ecoute::server::cli
