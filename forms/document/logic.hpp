#pragma once
#include "forms/document/draft.hpp"

namespace ecoute::forms::document {

/// Compiles every expression that was put aside. A refusal becomes a mistake at the expression's pointer.
void compile_expressions(Draft& draft);

/// Fills form.evaluation_order: questions with relevant, calculation or repeat_count, each after what it reads and
/// after the groups around both. What reads itself in a circle is told as expression_cycle, fact "cycle" ("a -> b ->
/// a": a reads b), once for each circle. A calculation may read its own former value; a constraint decides nothing that
/// others read.
void order_evaluation(Draft& draft);

}  // namespace ecoute::forms::document
