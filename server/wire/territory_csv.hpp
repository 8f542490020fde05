#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"
#include "storage/store.hpp"

namespace ecoute::server {

/// Most territories in one file: as many as a list of choices may hold.
inline constexpr std::size_t most_territories = 65'000;
inline constexpr std::size_t longest_territory_code = 60;
inline constexpr std::size_t longest_territory_text = 300;  ///< bytes, of any other cell

/// Reads the CSV of `ecoute territory import` (forms/library/README.md). Columns, in any order, others ignored: code,
/// name, kind, generation, commune, parent, population, women_percent, youth_index, source, vintage, status; the French
/// names of public files (code_qp, nom_qp, pop_municipale...) are accepted too. Only code and name are needed in each
/// row; without a kind, a code that looks like a QPV's (QP031018, QN06901M) is one, and tells its generation when that
/// is blank. A blank figure stays unknown.
///
/// Adds to `problems` ("where" is "line 12", facts "line" and "column"): those of forms::CsvReader,
/// territory_field_missing (subject the column), territory_code_twice, territory_kind_unknown, territory_figure_invalid
/// (not a number, negative, a share over 100), territory_malformed (too long, control characters, a code with other
/// signs than letters, digits, "_", "-", "."), territory_none.
std::vector<storage::Territory> territories_from_csv(std::string_view csv, forms::Problems& problems);

}  // namespace ecoute::server
