#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "forms/form.hpp"

namespace ecoute::forms {

/// What a condition gives when one question has an answer and nothing is known of the others.
enum class Truth : std::uint8_t { no, yes, unknown };

/// `condition` when the select_one `question` is answered by `choice`. Sees through and, or, not(), = and != with a text, selected();
/// anything else is unknown, so that what it says is always so.
Truth given(const expression::Expression& condition, std::uint32_t question, std::string_view choice);

/// Where paper sends who gave this answer, past what does not concern them. `to` is an index into the printed order; its size is the end.
struct Jump {
    std::uint32_t question = none;
    ChoiceIndex choice = 0;
    std::size_t to = 0;
};

/// Where each choice of the select_one at `order[from]` leads, when that is not the very next question. `order`: questions as they are
/// printed, parents left out. A choice is sent past everything that is known not to apply.
std::vector<Jump> jumps(const Form& form, std::span<const std::uint32_t> order, std::size_t from);

/// True when the jumps alone keep everybody from `order[at]` whom its own conditions and those of the groups around it exclude, so that paper need not
/// say them again.
bool is_said_by_jumps(const Form& form, std::span<const std::uint32_t> order, std::size_t at);

}  // namespace ecoute::forms
