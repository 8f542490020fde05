#pragma once
#include <functional>

#include "forms/answers.hpp"
#include "forms/form.hpp"

namespace ecoute::analysis {

/// Whether a condition over one question means one group of it: everybody with one answer, one band, one ticked option, or all
/// quartiers of one kind. `holds` says whether the condition holds for somebody who gave an answer. It is asked of made-up answers,
/// never of those that people gave: else a refusal would tell whether somebody gave a rare one.
bool is_one_group(const forms::Form& form, std::uint32_t question, const std::function<bool(forms::Answer)>& holds);

}  // namespace ecoute::analysis
