#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "server/cli/shell.hpp"

namespace ecoute::server::cli {

/// `ecoute audit tables FILE`: what can be found out from a set of published tables, each finding with the published
/// figures that it follows from. input_has_problems when there is any.
struct TablesToAudit {
    std::string file, format = "text";
    std::optional<std::int64_t> smallest_count;
};
int audit_tables(const Shell& shell, const TablesToAudit& asked);

}  // namespace ecoute::server::cli
