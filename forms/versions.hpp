#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "forms/form.hpp"

namespace ecoute::forms {

/// What differs between two versions of a questionnaire; one row each in versions.cpp.
enum class ChangeKind : std::uint8_t {
    // readable: the answers given so far keep their meaning
    title_reworded,
    notice_reworded,  ///< what people were told before they began
    language_added,
    language_removed,
    question_added,
    question_removed,
    questions_reordered,
    question_reworded,
    hint_reworded,
    message_reworded,
    condition_changed,   ///< who is asked: relevant of a question or a group around it
    constraint_changed,  ///< which answers are accepted
    required_changed,
    filter_changed,  ///< choice_filter
    limit_changed,   ///< how many choices one may tick
    type_widened,    ///< integer -> decimal
    made_sensitive,
    choice_added,
    choice_reworded,
    choices_reordered,
    choice_removed,  ///< one that nobody gave
    bands_changed,   ///< of a number by which nothing is split
    breakdown_added,
    // mixing two meanings under one name
    question_replaced,  ///< the label became another question
    type_changed,
    repeat_changed,       ///< moved into or out of a repeat
    calculation_changed,  ///< answers computed by two formulas
    range_changed,        ///< a mark of 5 means another thing from 0 to 5 than from 0 to 10
    choice_replaced,      ///< the label became another choice
    answered_choice_removed,
    attached_choice_removed,  ///< from a list that all versions share: a tablet may hold an answer that gives it
    refusal_changed,  ///< a choice began or ceased to mean "I prefer not to answer"
    breakdown_bands_changed,
    breakdown_changed,
    protection_lowered,  ///< no longer sensitive: people answered under a promise
    consent_changed,
};

/// The stable wire name of a kind: "question_added".
std::string_view name(ChangeKind kind) noexcept;
/// True for a change that is refused in a running campaign: answers of one name would mean two things.
bool mixes_meanings(ChangeKind kind) noexcept;
/// Every kind, for tests and documentation.
std::vector<ChangeKind> all_change_kinds();

/// One difference. `subject`: the name of the question, or of the list for what concerns its choices; "" for the whole. `where`: JSON
/// pointer in the younger document (in the older one, for what was removed). Facts: "before" and "after" (shortened),
/// "language", "choice".
struct Change {
    ChangeKind kind{};
    std::string subject, where;
    std::map<std::string, std::string> facts;
    friend bool operator==(const Change&, const Change&) = default;
};

/// Differences told of one pair of versions; a document with more is another questionnaire.
inline constexpr std::size_t most_changes = 2'000;

/// Tells whether anybody gave a choice of a question of the older form. Asked only of choices that were removed.
using WasGiven = std::function<bool(std::uint32_t question, ChoiceIndex choice)>;

/// What changed from one version to the next, in document order. Two texts are one reworded when they share a word of four letters or more
/// or when at most a third of their letters differ; otherwise one replaced the other. Without `was_given` every
/// removed choice counts as given.
std::vector<Change> changes_between(const Form& before, const Form& after, const WasGiven& was_given = {});

}  // namespace ecoute::forms
