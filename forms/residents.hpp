#pragma once
#include <cstdint>

#include "forms/form.hpp"

namespace ecoute::forms {

/// True when a resident's own page shows this question (or note, group, grid...): its type is one that the page has a part
/// for, and neither it nor what holds it is on the interviewer's field sheet. The one place that says so: the page is
/// made by it, an answer from that page is held to it, and advice tells a required question that the page can't require.
bool is_shown(const Form& form, std::uint32_t question) noexcept;

/// True for types that a page has a part for, whoever it is made for. A place on earth is not asked (DOMAIN.md section 4), files
/// not yet.
bool has_page_part(QuestionType type) noexcept;

}  // namespace ecoute::forms
