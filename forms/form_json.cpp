#include "forms/form_json.hpp"

#include <algorithm>
#include <array>

#include "forms/document/lists.hpp"
#include "forms/document/logic.hpp"
#include "forms/document/or_other.hpp"
#include "forms/document/questions.hpp"
#include "forms/document/top.hpp"
#include "forms/json_read.hpp"

namespace ecoute::forms {
namespace {

using document::Draft;
using document::Members;

/// Where the grammar of JSON is broken, as people look for it in an editor.
Problem not_json(std::string_view document) {
    Problem problem{Code::form_malformed, "", "", {}};
    const auto offset = offset_of_mistake(document);
    if (!offset) return problem;
    const std::string_view before = document.substr(0, *offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    problem.where = "line " + std::to_string(line);
    problem.facts = {{"offset", std::to_string(*offset)}, {"line", std::to_string(line)}};
    return problem;
}

void read_document(Draft& draft, simdjson::dom::object object, const std::vector<ChoiceList>& attached,
                   bool lists_come_later) {
    const Members top(draft, object, "", top_members);
    document::read_top(draft, top);
    document::read_lists(draft, top, attached);
    document::read_questions(draft, top, lists_come_later);
    document::read_roles(draft, top);
    document::check_translations(draft);
    document::translate_other(draft);
    document::compile_expressions(draft);
    document::resolve_triggers(draft);
    document::order_evaluation(draft);
    draft.form.list_index = draft.lists;
}

FormReading refused(Problem problem) {
    FormReading reading;
    reading.mistakes.push_back(std::move(problem));
    return reading;
}

}  // namespace

FormReading read_form(std::string_view document, const std::vector<ChoiceList>& attached, bool lists_come_later) {
    if (document.size() > largest_document_bytes)
        return refused({Code::form_too_large, "", "", {{"limit", std::to_string(largest_document_bytes)}}});
    simdjson::dom::element root;
    simdjson::dom::object object;
    if (parse_json(document).get(root) != simdjson::SUCCESS) return refused(not_json(document));
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return refused({Code::form_malformed, "", "", {{"expected", "object"}}});

    Draft draft;
    read_document(draft, object, attached, lists_come_later);
    FormReading reading;
    (draft.mistakes.empty() ? reading.form : reading.unfinished) = std::move(draft.form);
    reading.mistakes = std::move(draft.mistakes);
    reading.warnings = std::move(draft.warnings);
    return reading;
}

std::vector<std::string> translations_to_review(std::string_view document) {
    std::vector<std::string> languages;
    simdjson::dom::element root;
    simdjson::dom::object marks;
    if (document.size() > largest_document_bytes || parse_json(document).get(root) != simdjson::SUCCESS) return languages;
    if (root["translations"].get_object().get(marks) != simdjson::SUCCESS) return languages;
    for (const auto [language, state] : marks) {
        std::string_view written;
        if (state.get_string().get(written) == simdjson::SUCCESS && written == "to_review") languages.emplace_back(language);
    }
    return languages;
}

}  // namespace ecoute::forms
