#pragma once
#include "forms/form.hpp"

namespace ecoute::forms {

/// What is told of a questionnaire beyond its grammar, by `ecoute form check` and before a campaign is made.
struct Advice {
    Problems mistakes;  ///< what the law forbids (DOMAIN.md section 4, "Origin"): the questionnaire is refused
    Problems warnings;  ///< what people may live with
};

/// Told of one questionnaire, mistakes and warnings apart: who has a thousand mends the first hundred before the next try.
inline constexpr std::size_t most_advice = 1'000;

/// Every rule of check/, over a questionnaire that was read: traps of the form language (LANGUAGE.md section 9), French
/// law, and what makes surveys fail. Every code is of the family "check."; `subject` is the question or list, `where` its JSON
/// pointer, fact "offset" the place in an expression, in bytes. Takes a Form with mistakes too (FormReading::unfinished).
Advice advise(const Form& form);

}  // namespace ecoute::forms
