#pragma once
#include <string_view>
#include <vector>

#include "forms/form.hpp"
#include "forms/token_table.hpp"

namespace ecoute::forms {

/// Codes of a list's choices in columns, by their names in JSON; of a choice that means so, code_refused. Names that JSON
/// writes with an escape are left out.
std::vector<TokenTable::Entry> codes_of_choices(const ChoiceList& list);
/// "OK" is the only answer of an acknowledge.
std::vector<TokenTable::Entry> code_of_acknowledge();

/// The same with the tokens that stand for no answer: null, the reserved word unless a choice is called so, and
/// JsonTokens::nothing().
std::vector<TokenTable::Entry> with_missing(std::vector<TokenTable::Entry> codes);

bool has_choice(const ChoiceList& list, std::string_view name) noexcept;

}  // namespace ecoute::forms
