#include "forms/document/logic.hpp"

#include "forms/scope.hpp"

namespace ecoute::forms::document {
namespace {

/// A value as an expression that gives it: the language has no escapes, so a text with both quotes is put together.
std::string literal(const std::string& text) {
    if (text.find('\'') == std::string::npos) return "'" + text + "'";
    if (text.find('"') == std::string::npos) return '"' + text + '"';
    std::string parts = "concat('";
    for (const char c : text) parts += c == '\'' ? std::string("', \"'\", '") : std::string(1, c);
    return parts + "')";
}

}  // namespace

void compile_expressions(Draft& draft) {
    const FormScope scope(draft.form);
    for (const WrittenExpression& written : draft.expressions) {
        auto compiled =
            expression::compile(written.literal ? literal(written.text) : written.text, scope, written.question);
        if (compiled) {
            draft.form.questions[written.question].*written.place = *std::move(compiled);
            continue;
        }
        Problem problem = compiled.error();
        draft.mistake(problem.code, std::move(problem.subject), written.pointer, std::move(problem.facts));
    }
}

}  // namespace ecoute::forms::document
