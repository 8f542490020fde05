#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/wording.hpp"
#include "server/desk.hpp"

namespace ecoute::server {

/// What is officially known of territories, in their order: population, share of women and youth index that came with them, then what `ecoute
/// indicators import` brought. After those asked for come the territories around them (their parents), so that a quartier can be read beside its
/// commune. A figure without a source is left out. Reads the store: workers and the command line only.
std::vector<analysis::OfficialFigure> official_figures(Desk& desk, std::string_view language, const std::vector<std::string>& codes);

/// As a page shows them, places or indicators down: {"any","title","about","corner","columns":[{"label"}],"rows":[{"label","cells":[text...]}],
/// "sources":[text...]}; a figure that nobody gave is "–".
enum class Down { places, indicators };
nlohmann::json official_table(const analysis::Wording& wording, const std::vector<analysis::OfficialFigure>& figures, Down down);

}  // namespace ecoute::server
