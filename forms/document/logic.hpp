#pragma once
#include "forms/document/draft.hpp"

namespace ecoute::forms::document {

/// Compiles every expression that was put aside. A refusal becomes a mistake at the expression's pointer.
void compile_expressions(Draft& draft);

/// Looks up the questions that triggers name. What is no `${name}` is expression_syntax, a name that is none of a
/// question is expression_name_unknown.
void resolve_triggers(Draft& draft);

/// Fills form.evaluation_order, rank, dependents, triggered_by and unseen_defaults. What reads itself in a circle is told as expression_cycle, fact "cycle" ("a -> b ->
/// a": a reads b), once for each circle. A calculation may read its own former value; a constraint decides nothing that
/// others read.
void order_evaluation(Draft& draft);

}  // namespace ecoute::forms::document
