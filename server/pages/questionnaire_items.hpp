#pragma once
#include <nlohmann/json_fwd.hpp>

#include "server/pages/pen.hpp"
#include "server/pages/questionnaire.hpp"

namespace ecoute::server {

/// True for a question that the page does not show and whose answer it carries: known by the address or a default, or drawn by
/// chance or the clock. An interview's page has a place for the field sheet too, since its conditions may read it.
bool is_carried(const forms::Form& form, std::uint32_t question, Audience audience) noexcept;

/// What the page carries of such a question. A tablet keeps a page for weeks: what chance or the clock gives is made there, when the
/// interview begins, and its place is blank here.
nlohmann::json carried_field(const Pen& pen, std::uint32_t question);

/// Top-level groups are the sections; questions between them make sections of their own, under the questionnaire's
/// title. Sections without anything to show are left out.
nlohmann::json sections(const Pen& pen);

}  // namespace ecoute::server
