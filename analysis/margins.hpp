#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/calibration.hpp"
#include "forms/columns.hpp"
#include "forms/form.hpp"
#include "forms/problem.hpp"

namespace ecoute::analysis {

/// Population of one combination of levels, one level a variable of the margin. Several categories that stand together
/// are one level: "60_74|75_plus".
struct MarginCell {
    std::vector<std::string> levels;
    double population = 0;
};
/// Population counts by one variable, or by several crossed.
struct Margin {
    std::vector<std::string> variables;  ///< names of questions, or "quartier", "age", "gender"
    std::vector<MarginCell> cells;
    std::string source, vintage;
};

/// Between two categories of a level that are counted together.
inline constexpr char together = '|';
/// Levels of all margins of a campaign: two hundred quartiers by ages and genders. The least squares cost their cube.
inline constexpr std::size_t most_levels = 2'000;
/// A level of fewer respondents can't carry its part of the population (STATISTICS.md A2).
inline constexpr std::int64_t fewest_in_level = 5;
/// Totals of two margins that differ by more are not of one population; by less they are brought to the first (A2).
inline constexpr double largest_difference_of_totals = 0.005;

/// The categories that a level of a margin stands for, as positions in the variable's categories; nothing when one of them
/// is unknown. A category is named by its name or by its label in any language.
std::optional<std::vector<int>> categories_of_level(const forms::Form& form, std::uint32_t question,
                                                    std::string_view level);
/// The question that a margin's column names, when tables can be split by it.
std::optional<std::uint32_t> margin_variable(const forms::Form& form, std::string_view name);

/// One level of one margin, for diagnosis.
struct Level {
    std::size_t margin = 0;
    std::string name;  ///< labels in the form's language, "Femme, 60 ans et plus"
    double population = 0;
    std::int64_t respondents = 0;  ///< who stand in it for sure
};

/// Who of the extract stands in which levels.
struct Placed {
    Memberships people;
    std::vector<Level> levels;
    double population = 0;
};
/// Places everybody (STATISTICS.md A2, A3). Whose variable is unknown, or whose gender has no census figure, counts in
/// each level that is possible: genders in equal parts, other variables by their share of the population. Adds to
/// `mistakes`, where subject is the level: weights_level_empty ("population"), weights_level_few ("count", "with": the level
/// to put it together with), weights_level_outside ("count"), weights_totals_differ ("value", "expected"); to `warnings`:
/// weights_totals_rescaled. Levels of no population and no respondent are left out.
Placed place(const forms::Form& form, const forms::Columns& columns, const std::vector<Margin>& margins,
             forms::Problems& mistakes, forms::Problems& warnings);

}  // namespace ecoute::analysis
