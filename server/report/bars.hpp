#pragma once
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "analysis/wording.hpp"

/// Small pictures of the report, as HTML that prints: what the charts of a page are too large for.
namespace ecoute::server {

/// One answer a person: {"legend":[{"label","colour"}], "bars":[{"label","base","hidden","segments":[{"width","text","colour"}]}]}, a bar for each
/// key. Several answers a person, or a number: {"lines":[{"label","cells":[text...]}], "heads":[text...]}, an answer (or the mean) a line and
/// a key a column.
nlohmann::json bars_of(const analysis::ProtectedTable& table, const analysis::Wording& wording,
                       const std::vector<std::vector<int>>& keys);

/// More answers than this are told in lines, not in one bar.
inline constexpr std::size_t most_segments = 7;

}  // namespace ecoute::server
