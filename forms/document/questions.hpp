#pragma once
#include <array>
#include <string_view>

#include "forms/document/members.hpp"

namespace ecoute::forms::document {

/// What a question and a row of a grid may have; the schema beside the documents says the same.
inline constexpr std::array<std::string_view, 35> question_members{
    "type",        "name",       "label",   "hint",      "guidance_hint", "required",     "required_message",
    "relevant",    "constraint", "choices", "questions", "rows",          "bands",        "constraint_message",
    "calculation", "trigger",    "default", "read_only", "choice_filter", "repeat_count", "parameters",
    "appearance",  "volet",      "theme",   "same_as",   "score",         "sensitive",    "field_sheet",
    "audio",       "image",      "video",   "big-image", "autoplay",
    "or_other",    "kept"};
inline constexpr std::array<std::string_view, 14> row_members{
    "name",  "label", "hint",  "relevant",  "volet", "theme", "same_as",
    "score", "audio", "image", "video", "big-image", "required", "kept"};

/// Reads "questions", groups included, into draft.form.questions; what is an expression is put aside in
/// draft.expressions. `lists_come_later`: the list "quartiers" may be missing and is taken to be empty.
void read_questions(Draft& draft, const Members& top, bool lists_come_later);

}  // namespace ecoute::forms::document
