#pragma once
#include <string_view>

#include "forms/answers.hpp"
#include "forms/clock.hpp"

namespace ecoute::forms {

/// Decides what applies and checks it (LANGUAGE.md section 4.5): relevance, calculations, choice filters and counts of
/// repeats in dependency order, then for each relevant question required, then range and constraint when answered. What does
/// not apply is dropped: answers to such questions (not_asked), choices that choice_filter leaves out, rows beyond
/// repeat_count. Rows that repeat_count asks for and that are not there are blank, so that what is required in them is told.
/// Hidden questions that nobody sent begin as their default says. Adds to `problems`, in document order, subject the question's name, `where` the JSON
/// pointer in the answers: answer_required, answer_constraint (both with the form's own sentence, when it has one, as
/// fact "message"), answer_out_of_range ("value", "start", "end", "step" of a range; "limit"), answer_choice_exclusive
/// ("value": the choice that stands alone), answer_too_many_choices ("limit"). Who prefers not to answer a required question has not answered it. What a calculation finds
/// is never a mistake of the person.
void validate(const Form& form, Answers& answers, const Clock& clock, std::string_view language, Problems& problems);

/// The first half of it, for a page that is drawn before all is answered: what applies, and calculations. Evaluating
/// twice gives what evaluating once gave.
void evaluate(const Form& form, Answers& answers, const Clock& clock, std::string_view language);

}  // namespace ecoute::forms
