#pragma once
#include "forms/document/members.hpp"

namespace ecoute::forms::document {

/// True for types whose answers come from a list of choices.
bool takes_choices(QuestionType type) noexcept;

/// What only some types have: bands, parameters, messages, appearance, triggers, which are put aside.
void read_properties(Draft& draft, const Members& members, Question& question);

/// Tells of members that mean nothing on this type: lost questions and rows are mistakes, the rest warnings.
void check_place_of_members(Draft& draft, const Members& members, const Question& question);

/// Puts the expressions of a question aside to be compiled when all names are known; "yes" and "no" are understood at
/// once.
void read_expressions(Draft& draft, const Members& members, std::uint32_t self);

/// The `required` that was just put aside for a grid: its rows are answered for it.
std::optional<WrittenExpression> required_of_grid(const Draft& draft, std::uint32_t grid);

/// The same for a row of a grid, which must be answered when its grid must, unless it says otherwise.
void read_row_expressions(Draft& draft, const Members& members, std::uint32_t self,
                          const std::optional<WrittenExpression>& of_grid);

}  // namespace ecoute::forms::document
