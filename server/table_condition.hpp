#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/filter.hpp"
#include "analysis/table.hpp"
#include "server/words.hpp"

namespace ecoute::server {

/// The filter of a table: who is counted, and how it is told.
struct TableCondition {
    std::string text;                  ///< as it was asked, "" for everybody
    std::string in_words;              ///< "genre « Femme »"
    std::vector<std::uint32_t> reads;  ///< questions, ascending
    analysis::Mask mask;               ///< empty for everybody
};

/// A condition of the form language over columns. Refuses what analysis::mask_of refuses; `exact` tables take any
/// condition, the others one group. `reference`: the condition of a reference's people, who must be meant by both; "" for everybody.
forms::Result<TableCondition> table_condition(const forms::Form& form, const forms::Columns& columns, std::string_view text,
                                              std::string_view reference, const forms::Clock& clock, bool exact);
/// The one quartier that a condition keeps, by its code: asked of one made-up person in each. "" when it keeps several, or reads more.
std::string only_quartier(const forms::Form& form, const std::string& where, const forms::Clock& clock);
/// 1 to `smallest_count` - 1 people: who sees the table of everybody too would nearly see theirs.
bool leaves_out_few(const analysis::Mask& mask, std::int64_t smallest_count) noexcept;

/// "genre « Femme » et âge « 25 à 59 ans »": what is written with =, !=, <, selected(), and, or, not. Anything else is
/// told as it is written.
std::string condition_in_words(const Words& words, std::string_view language, const forms::Form& form,
                               std::string_view text);

/// The condition that keeps one group of a question: "${genre} = 'femme'", "selected(${raisons}, 'cout')".
std::string condition_of(const forms::Form& form, std::uint32_t question, const analysis::Category& category);

/// The people of quartiers of some kinds, as the reference of a gap.
std::string condition_of(const forms::Form& form, const std::vector<std::string>& kinds);
/// How the table of a reference is noted: "(where) and (people)".
std::string with_reference(std::string_view where, std::string_view people);

/// One group that a table can be narrowed to, as pages offer it.
struct PossibleCondition {
    std::string text;   ///< of the form language
    std::string label;  ///< "Femme"
    std::string category;  ///< its name
};
struct PossibleConditions {
    std::string label;     ///< of the variable
    std::string question;  ///< its name; "" for the kind of the quartier
    std::vector<PossibleCondition> groups;
};
/// The kind of the quartier, the three breakdowns of the questionnaire, then its other questions, as far as they are
/// short enough for a list (`most_groups_of_a_question`).
std::vector<PossibleConditions> possible_conditions(const Words& words, std::string_view language,
                                                    const forms::Form& form);
inline constexpr std::size_t most_groups_of_a_question = 12;

}  // namespace ecoute::server
