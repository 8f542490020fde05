#pragma once
#include "analysis/axis.hpp"

/// What tables are split by: a question, or its answers put together where they would be too few.
namespace ecoute::analysis {

/// How the answers of a question are put together: not at all; quartiers by their kind; ages in the broad classes of INSEE's
/// quartier tables (`forms::usual_age_bands`). Groups are those of the questionnaire, never chosen from answers: a merger made
/// for what was answered would tell of it, and unions at will are as many tables around one person (STATISTICS.md B6 b).
enum class Together { apart, kinds, ages };

/// A row a way: the name that a request says, which is the role of the variable too.
inline constexpr std::string_view kind_of_quartier = "kind", broad_ages = "ages";
std::string_view name(Together together) noexcept;  ///< "" for apart

struct Split {
    std::uint32_t question = 0;
    Together together = Together::apart;
    friend bool operator==(const Split&, const Split&) = default;
};

/// The questions' roles must make it possible: quartiers with kinds, ages that stand in fewer broad classes than they have.
bool can_be(const forms::Form& form, Together together);
/// What "kind" or "ages" is of a form; nothing for another name, or when it can't be.
std::optional<Split> split_together(const forms::Form& form, std::string_view name);

Variable variable_of(const forms::Form& form, Split split);
Axis axis_of(const forms::Form& form, const forms::Columns& columns, Split split);

/// Kinds that the choices of a quartier name, in the order of `known_kinds`, then others as they come. Empty when none
/// does.
std::vector<std::string> kinds_of(const forms::Form& form, std::uint32_t quartier);
/// Those of `ecoute territory import`: priority quartiers, active watch, sectors, the commune, elsewhere.
inline constexpr std::string_view known_kinds[] = {"QPV", "QVA", "sector", "commune", "outside"};

/// The members of each group, by category of the question: {"QPV": 0, 1, 4}. For whoever adds tables up.
struct Members {
    std::string name;
    std::vector<std::uint32_t> categories;
};
std::vector<Members> members_of(const forms::Form& form, Split split);

}  // namespace ecoute::analysis
