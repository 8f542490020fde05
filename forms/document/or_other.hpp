#pragma once
#include "forms/document/members.hpp"

namespace ecoute::forms::document {

/// The choice that "or_other" adds, and what it adds to the name of the select for the text question behind it.
inline constexpr std::string_view other_choice = "other", other_suffix = "_other";

/// True when a select asks for "or_other". Together with choice_filter it is a mistake (form_members_clash): no column of
/// the added choice says whether it is kept.
bool has_other(Draft& draft, const Members& members, const Question& select);

/// The list itself when it has a choice "other", else a copy of it that has one, shared by all selects that ask for it.
/// Selects that don't ask keep the list as it was written.
std::uint32_t list_with_other(Draft& draft, std::uint32_t list);

/// The text question NAME_other, and when it is asked.
Question question_on_other(const Question& select);
WrittenExpression relevant_of_other(const Question& select, std::uint32_t position);

/// Gives the added choices and questions their labels, in the languages of the document. Warns of a language that we
/// don't speak (form_translation_missing at the select's "or_other").
void translate_other(Draft& draft);

}  // namespace ecoute::forms::document
