#pragma once
#include "forms/document/members.hpp"

namespace ecoute::forms::document {

/// Reads "questions", groups included, into draft.form.questions; what is an expression is put aside in
/// draft.expressions. `lists_come_later`: the list "quartiers" may be missing and is taken to be empty.
void read_questions(Draft& draft, const Members& top, bool lists_come_later);

}  // namespace ecoute::forms::document
