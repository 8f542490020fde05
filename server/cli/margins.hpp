#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "analysis/margins.hpp"
#include "server/cli/at_desk.hpp"

namespace ecoute::server::cli {

/// Imports a margin of a campaign from a CSV (wire/margin_csv.hpp) and notes it in the journal. `source` and `vintage` go before those of
/// the file; "" leaves them. nullopt with `problems`, and nothing changed.
std::optional<analysis::Margin> import_margin(Shell& shell, AtDesk& at, const CampaignForm& campaign, std::string_view csv, const std::string& source,
                                              const std::string& vintage, forms::Problems& problems);

}  // namespace ecoute::server::cli
