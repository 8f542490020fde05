#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "forms/form.hpp"

namespace ecoute::forms {

/// Largest questionnaire read, in bytes: ten times the largest one met in the field.
inline constexpr std::size_t largest_document_bytes = 8 * 1024 * 1024;

/// What reading a questionnaire gave: the form when there is no mistake, and every mistake and warning otherwise
/// (reading goes on after the first).
struct FormReading {
    std::optional<Form> form;
    Problems mistakes;
    Problems warnings;
};

/// Reads a questionnaire document (DESIGN.md section 4). `attached` are the campaign's own lists: "quartiers" from its
/// territories, places from a file; one of them replaces a list of the same name in the document. A list that is
/// in neither is a mistake (form_list_unknown), except "quartiers" when `lists_come_later`.
FormReading read_form(std::string_view document, const std::vector<ChoiceList>& attached = {},
                      bool lists_come_later = false);

/// The questionnaire as GET /api/v1/campaigns/{id}/form gives it: questions nested, expressions as trees, lists with
/// all their columns. What the browser evaluates.
nlohmann::json compiled_json(const Form& form);

}  // namespace ecoute::forms
