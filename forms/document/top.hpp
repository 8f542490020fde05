#pragma once
#include "forms/document/members.hpp"

namespace ecoute::forms::document {

/// Reads what stands above the questions: format, id, version, title, languages, notice.
void read_top(Draft& draft, const Members& top);

/// Reads breakdowns, consents and design, which name questions that are known by now.
void read_roles(Draft& draft, const Members& top);

/// Fills form.languages and warns of each text that lacks a language which others have.
void check_translations(Draft& draft);

}  // namespace ecoute::forms::document
