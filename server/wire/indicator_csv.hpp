#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"
#include "storage/indicators.hpp"

namespace ecoute::server {

/// Most rows of one file: a hundred figures of each priority quartier of France.
inline constexpr std::size_t most_indicator_rows = 200'000;
inline constexpr std::size_t longest_indicator_text = 200;  ///< bytes of a cell

/// Reads the CSV of `ecoute indicators import`: a row a figure, columns territory, indicator, value, and unit, year, source as far as there
/// are any; French names of the columns too (code, indicateur, valeur, unité, année...). A blank value is a figure that its source does not
/// publish. What a row leaves blank of year and source is taken from `year` and `source`.
///
/// Adds to `problems` ("where" is "line 12", facts "line" and "column"): those of forms::CsvReader; territory_field_missing (a column, a
/// territory, a name, or the source of a figure); territory_figure_invalid ("value"); territory_malformed ("limit"); territory_code_twice
/// ("first"); territory_none; csv_too_large.
std::vector<storage::Indicator> indicators_from_csv(std::string_view csv, std::string_view year, std::string_view source, forms::Problems& problems);

}  // namespace ecoute::server
