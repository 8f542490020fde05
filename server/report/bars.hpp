#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/wording.hpp"

/// Small pictures of the report, as HTML that prints: what the charts of a page are too large for.
namespace ecoute::server {

/// One group of people beside others: of one question, perhaps of several tables of it.
struct BarRow {
    std::string label;
    const analysis::ProtectedTable& table;
    const analysis::Wording& wording;
    const analysis::ProtectedGroup* group;  ///< nullptr: nothing is shown of them
};

/// A hidden figure is "—" in lines; in a bar what is hidden stands together at its end, hatched.
///
/// One answer a person: {"legend":[{"label","colour"}], "bars":[{"label","base","hidden","told","partly","segments":[{"width","text","colour"}]}]}, a bar for
/// each row. Several answers a person, or a number: {"lines":[{"label","cells":[text...]}], "heads":[text...], "more"}, an answer (or the
/// mean) a line and a row a column. At least one row, all of one question.
nlohmann::json bars_of(const std::vector<BarRow>& rows);

/// More answers than this are told in lines, not in one bar.
inline constexpr std::size_t most_segments = 7;
/// Of a long list the answers that most people give; the table of the question has the others.
inline constexpr std::size_t most_lines = 8;

}  // namespace ecoute::server
