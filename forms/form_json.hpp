#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "forms/form.hpp"

namespace ecoute::forms {

/// Largest questionnaire read, in bytes: ten times the largest one met in the field.
inline constexpr std::size_t largest_document_bytes = 8 * 1024 * 1024;

/// What stands at the top of a document; the schema beside the documents says the same.
inline constexpr std::array<std::string_view, 18> top_members{
    "ecoute", "id",        "version",           "title",  "default_language", "notice",  "sensitive", "breakdowns", "consent",
    "kept",   "questions", "sensitive_consent", "design", "choices",          "$schema", "source",    "attached",
    "translations"};

/// What reading a questionnaire gave: the form when there is no mistake, and every mistake and warning otherwise
/// (reading goes on after the first).
struct FormReading {
    std::optional<Form> form;
    /// With mistakes: what could be read, for advice on the rest of the document (check/advice.hpp) and nothing else.
    std::optional<Form> unfinished;
    Problems mistakes;
    Problems warnings;
};

/// Reads a questionnaire document (DESIGN.md section 4). `attached` are the campaign's own lists: "quartiers" from its
/// territories, places from a file; one of them replaces a list of the same name in the document. A list that is
/// in neither is a mistake (form_list_unknown), except "quartiers" when `lists_come_later`.
FormReading read_form(std::string_view document, const std::vector<ChoiceList>& attached = {},
                      bool lists_come_later = false);

/// Languages of a document that a native speaker has still to read ("translations": {"ar": "to_review"}), in the order of
/// the document; none when it is no JSON. They are offered all the same: whoever runs the survey is told.
std::vector<std::string> translations_to_review(std::string_view document);

/// The questionnaire as GET /api/v1/campaigns/{id}/form gives it and the browser evaluates it: the document with its
/// lists complete (extra columns of a choice under "columns"), its questions nested as written, expressions as trees
/// (DESIGN.md), `required` as true or a tree, defaults filled in ("range": start, end, step; "most_choices"; "bands"),
/// inherited "sensitive" and "field_sheet" on each question, the text questions of "or_other" where they stand, "trigger" as a
/// list of names, "default_is_dynamic" beside a default that is computed once, no questions of unused types, nothing "kept", rows of a grid under their full name, "languages" that are
/// complete, "evaluation_order": names of the questions with relevant, calculation, choice_filter or repeat_count in the
/// order in which they are evaluated, and "dependents": by name, those that must be looked at again when it changes. What is empty is left out. The design of the sample stays with us.
nlohmann::json compiled_json(const Form& form);

}  // namespace ecoute::forms
