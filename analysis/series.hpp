#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/columns.hpp"
#include "forms/form.hpp"

namespace ecoute::analysis {

/// Why a question of one wave is not the question of another: a series is broken there, and no change is computed. `classes`: those
/// that a number is told by; `asked`: who is asked it; `calculation`: how a calculate is made; `mode`: the ways of answering. `scores`,
/// the points of choices, break the series of their mean and not that of the shares.
enum class Break { wording, choices, type, mode, classes, calculation, asked, scores };
std::string_view name(Break reason) noexcept;  ///< as above

/// The question of a form that continues `question` of another: the one of the same `same_as` (or whose same_as is its name),
/// else the one of the same name.
std::optional<std::uint32_t> same_question(const forms::Form& from, std::uint32_t question, const forms::Form& in);

/// What differs between two questions that continue one another, but for the points of their choices (see `same_scores`). Texts are
/// compared in each language that both have, choices by name, order and text, numbers by the classes that they are told by
/// (declared_bands.hpp), conditions (relevant, their own and those of the groups around) and calculations by what they say, and by what
/// they read as far back as it goes: a question that is asked of those who said yes to another one is asked of others when that one changed. A change of wording moved a rate by 15 points in published surveys: declaring questions the
/// same (same_as) finds them and does not mend the series.
std::vector<Break> breaks_between(const forms::Form& earlier, std::uint32_t a, const forms::Form& later, std::uint32_t b);

/// Whether choices are worth the same points, so that means are of one scale. Precondition: the choices are the same.
bool same_scores(const forms::Form& earlier, std::uint32_t a, const forms::Form& later, std::uint32_t b);

/// Share of people, 0 to 1, that would have to answer otherwise for two waves to have the same channels. Over this, the
/// way of asking changed for so many that a change of answers can't be told from it.
double shift_of_modes(const std::map<std::string, std::int64_t>& earlier, const std::map<std::string, std::int64_t>& later);
inline constexpr double largest_shift_of_modes = 0.30;

/// From a territory of one geography to one of the next; target "": out of the priority geography.
struct Passage {
    std::string source, target;
    double part = 1;
};
/// What became of a quartier of the earlier wave in the later one.
struct Fate {
    enum class Kind { followed, merged, split, left, unknown };
    std::string source;
    Kind kind = Kind::unknown;
    std::vector<std::string> targets;
};
std::string_view name(Fate::Kind kind) noexcept;

/// The earlier wave told in the quartiers of the later one. A quartier of the same code, or that passed whole into one, is
/// counted there (several may: a merger); one that was split, left, or of which nobody said what became of it counts in
/// the total only. `form` and `columns` of the earlier wave are changed in the quartier question alone.
struct Followed {
    forms::Form form;
    forms::Columns columns;
    std::vector<Fate> fates;  ///< of each quartier of the earlier wave, in its order
};
/// A quartier of the later wave that got a part of one that was shared out: those people can't be told apart in the earlier wave, so that
/// whoever else is in it is no wave before it.
bool has_part_of_another(const std::vector<Fate>& fates, std::string_view quartier);
Followed follow_territories(forms::Form form, forms::Columns columns, const forms::Form& later,
                            const std::vector<Passage>& passages);

}  // namespace ecoute::analysis
