#pragma once
#include <cstdint>

#include "forms/form.hpp"

namespace ecoute::forms {

/// True when a resident's own page shows this question (or note, group, grid...): its type is one that the page has a part
/// for, and neither it nor what holds it is on the interviewer's field sheet. The one place that says so: the page is
/// made by it, an answer from that page is held to it, and advice tells a required question that the page can't require.
bool is_shown(const Form& form, std::uint32_t question) noexcept;

/// True for types that a page has a part for, whoever it is made for: those that need nothing but a browser. A place on earth and files
/// are not asked of residents (DOMAIN.md section 4).
bool has_page_part(QuestionType type) noexcept;

/// True when an interviewer's tablet asks the question, of somebody or on its field sheet: what pages ask, and what needs the device - a
/// bar code, a position, a photo, a voice, a film, a file. A file belongs to one person's answers: no field sheet asks for one. Traces
/// and outlines are asked in ODK alone.
bool is_asked_on_tablet(const Form& form, std::uint32_t question) noexcept;

}  // namespace ecoute::forms
