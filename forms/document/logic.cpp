#include "forms/document/logic.hpp"

#include <map>
#include <set>

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

/// The form's questions, which gives up to suggest near names after so many mistakes: each costs a look at every name.
class DraftScope : public FormScope {
public:
    explicit DraftScope(const Form& form) : FormScope(form) {}
    std::vector<std::string_view> names() const override {
        constexpr int most_guesses = 50;
        return guesses_++ < most_guesses ? FormScope::names() : std::vector<std::string_view>{};
    }

private:
    mutable int guesses_ = 0;
};

/// What bare names in a choice_filter may read: the columns that any choice of the list has; an empty list when the
/// choices come later.
std::vector<std::string> columns_of(const ChoiceList& list) {
    if (list.choices.empty()) return {};
    std::set<std::string_view> names{"name", "label"};
    for (const Choice& choice : list.choices)
        for (const auto& [column, value] : choice.columns) names.insert(column);
    return {names.begin(), names.end()};
}

using ColumnsByList = std::map<std::uint32_t, std::vector<std::string>>;

const std::vector<std::string>& filtered(ColumnsByList& columns, const Form& form, std::uint32_t list) {
    const auto [place, first] = columns.try_emplace(list);
    if (first) place->second = columns_of(form.lists[list]);
    return place->second;
}

}  // namespace

void compile_expressions(Draft& draft) {
    const DraftScope scope(draft.form);
    ColumnsByList columns;  // of lists that are filtered
    for (const WrittenExpression& written : draft.expressions) {
        if (draft.mistakes.size() >= most_problems) return;
        Question& question = draft.form.questions[written.question];
        const std::vector<std::string>* readable = nullptr;
        if (written.place == &Question::choice_filter && question.list != none)
            readable = &filtered(columns, draft.form, question.list);
        auto compiled = expression::compile(written.literal ? literal(written.text) : written.text, scope,
                                            written.question, readable);
        if (compiled) {
            question.*written.place = *std::move(compiled);
            continue;
        }
        Problem problem = compiled.error();
        draft.mistake(problem.code, std::move(problem.subject), written.pointer, std::move(problem.facts));
    }
}

}  // namespace ecoute::forms::document
