#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "forms/answers.hpp"
#include "forms/columns.hpp"
#include "forms/form.hpp"

namespace ecoute::analysis {

/// One group of a question: people with a category (or with one of the quartiers of a kind), or who ticked an option.
struct OneGroup {
    std::vector<std::uint8_t> categories;       ///< 1 for each category of `variable_of` that is in it
    std::optional<forms::ChoiceIndex> option;   ///< of a multiple choice
};

/// The group that a condition over one question means: everybody with one answer, one band, one ticked option, or all quartiers of
/// one kind; nobody when it holds for nothing. Nothing when it means another set. `holds` says whether the condition holds for
/// somebody who gave an answer. It is asked of made-up answers, never of those that people gave: else a refusal would tell whether
/// somebody gave a rare one. So who is in the group must follow from the group too (`people_of`), and not from asking the
/// condition about people: between the answers that were made up it may say something else, and with random() something else
/// each time.
std::optional<OneGroup> one_group(const forms::Form& form, std::uint32_t question, const std::function<bool(forms::Answer)>& holds);

/// The people of a group: 1 or 0 a person.
std::vector<std::uint8_t> people_of(const forms::Form& form, const forms::Columns& columns, std::uint32_t question, const OneGroup& group);

}  // namespace ecoute::analysis
