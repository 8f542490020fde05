#pragma once
#include "forms/form.hpp"

namespace ecoute::forms {

/// True when every number that the question can hold is whole, as the form itself tells: an integer, or a calculate whose
/// bands are whole and whose calculation can't give anything else (int(), round() without digits, counts, and sums,
/// differences and products of such, of integer questions and of whole numbers). What can't be told is not whole. Answers
/// are not looked at: a band must not change its name when one comes in.
bool holds_whole_number(const Form& form, std::uint32_t question);

}  // namespace ecoute::forms
