#pragma once
#include <cstring>
#include <string_view>
#include <vector>

#include "forms/answers.hpp"
#include "forms/form.hpp"
#include "forms/token_table.hpp"

namespace ecoute::forms {

/// Codes of a list's choices in columns, by their names in JSON; of a choice that means so, code_refused. Names that JSON
/// writes with an escape are left out.
std::vector<TokenTable::Entry> codes_of_choices(const ChoiceList& list);
/// "OK" is the only answer of an acknowledge.
std::vector<TokenTable::Entry> code_of_acknowledge();

/// The same with the tokens that stand for no answer: null, and the reserved word unless a choice is called so.
std::vector<TokenTable::Entry> with_missing(std::vector<TokenTable::Entry> codes);

/// `answered` for any value that does not say that there is none. `refused_is_word`: no choice is called "refused".
inline State state_said(std::string_view value, bool refused_is_word) noexcept {
    const auto is = [value](std::string_view word) { return value.size() == word.size() && std::memcmp(value.data(), word.data(), word.size()) == 0; };
    if (is("null")) return State::no_answer;
    return refused_is_word && is("\"refused\"") ? State::refused : State::answered;
}

bool has_choice(const ChoiceList& list, std::string_view name) noexcept;

}  // namespace ecoute::forms
