#pragma once
#include <string>
#include <string_view>

namespace ecoute::server {

/// What every CSV of ours begins with, so that French Excel reads UTF-8 (trap T6).
inline constexpr std::string_view csv_begin = "\xEF\xBB\xBF";

/// Adds a cell to a line whose cells are divided by ";": quoted where it must be, with an apostrophe before what a spreadsheet would
/// run as a formula; numbers stay numbers.
void put_csv_cell(std::string& line, std::string_view cell);

}  // namespace ecoute::server
