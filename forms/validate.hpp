#pragma once
#include <string_view>

#include "forms/answers.hpp"
#include "forms/clock.hpp"

namespace ecoute::forms {

/// Decides what applies and checks it (LANGUAGE.md section 4.5): relevance and calculations in dependency order, then
/// for each relevant question required, then range and constraint when answered. Answers to questions that do not apply
/// are dropped (not_asked). Adds to `problems`: answer_required, answer_constraint, answer_out_of_range,
/// answer_choice_exclusive, answer_too_many_choices, answer_choice_unknown (filtered out by choice_filter).
void validate(const Form& form, Answers& answers, const Clock& clock, std::string_view language, Problems& problems);

}  // namespace ecoute::forms
