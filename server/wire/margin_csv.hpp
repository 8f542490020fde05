#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "analysis/margins.hpp"
#include "forms/problem.hpp"

namespace ecoute::server {

/// Reads the CSV of `ecoute margins import`: columns named like questions that split people into groups ("quartier",
/// "age" and "gender" name the questionnaire's breakdowns) and `population`; `source` and `vintage` as well when the
/// file has them. Each row is one combination; a level is a choice's name or label, a band's name ("15-24", "60+"), or
/// several joined by "|" that are counted together.
///
/// Adds to `problems` ("where" is "line 12", facts "line", "column"): those of forms::CsvReader; margin_column_missing;
/// margin_column_unknown (facts "value", "known"); margin_level_unknown (subject the column, "value", "known");
/// margin_level_twice (subject the levels, "first"); margin_population_invalid ("value"); margin_none;
/// margin_too_large ("limit").
std::optional<analysis::Margin> margin_from_csv(std::string_view csv, const forms::Form& form,
                                                forms::Problems& problems);

/// The same for `ecoute quotas import`: the column `target` holds how many interviews are wanted, whole numbers, in the place of
/// the population, and the other columns are quartier, age and gender.
std::optional<analysis::Margin> targets_from_csv(std::string_view csv, const forms::Form& form, forms::Problems& problems);

/// Whether targets may cross a question: quartier, age and gender, and no other. What a team wants of whom is told by these; over any
/// other question, targets would be a table of its answers beside the gate, exact on tablets.
bool is_counted_by_targets(const forms::Form& form, std::uint32_t question) noexcept;

}  // namespace ecoute::server
