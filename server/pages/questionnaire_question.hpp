#pragma once
#include <nlohmann/json_fwd.hpp>

#include "server/pages/pen.hpp"
#include "server/pages/questionnaire.hpp"

/// One question of a page, as its template reads it.
namespace ecoute::server {

/// What every kind of question has: name, label, hint, mistake. Every name is set, so that a template never finds that of something around it.
nlohmann::json parts_of_all(const Pen& pen, const forms::Question& question);

/// A question as an item of the page; null for what is not shown.
nlohmann::json item_of(const Pen& pen, const forms::Question& question);

}  // namespace ecoute::server
