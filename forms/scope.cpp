#include "forms/scope.hpp"

#include <algorithm>

namespace ecoute::forms {
namespace {

expression::Type type_of(QuestionType type) noexcept {
    using enum QuestionType;
    switch (type) {
        case integer:
        case decimal:
        case range:
            return expression::Type::number;
        case date:
        case today:
            return expression::Type::date;
        case time:
            return expression::Type::time;
        case date_time:
        case start:
        case end:
            return expression::Type::date_time;
        case select_one:
            return expression::Type::select_one;
        case select_multiple:
            return expression::Type::select_multiple;
        case rank:
            return expression::Type::rank;
        case group:
        case grid:
            return expression::Type::group;
        case repeat:
            return expression::Type::repeat;
        default:
            return expression::Type::text;
    }
}

}  // namespace

std::optional<expression::Symbol> FormScope::find(std::string_view name) const {
    const auto question = form_.find(name);
    if (!question) return std::nullopt;
    expression::Symbol symbol{
        *question, type_of(form_.questions[*question].type), {}, form_.questions[*question].parent};
    for (auto repeat = form_.questions[*question].repeat; repeat != none; repeat = form_.questions[repeat].repeat)
        symbol.repeats.push_back(repeat);
    std::reverse(symbol.repeats.begin(), symbol.repeats.end());
    return symbol;
}

std::vector<std::string_view> FormScope::names() const {
    std::vector<std::string_view> names;
    names.reserve(form_.questions.size());
    for (const Question& question : form_.questions) names.push_back(question.name);
    return names;
}

bool FormScope::has_list(std::string_view name) const {
    const auto named = [&](std::string_view other) { return other == name; };
    if (std::ranges::any_of(form_.lists, named, &ChoiceList::name)) return true;
    if (std::ranges::any_of(form_.attached, named, &AttachedList::list)) return true;
    return std::ranges::any_of(form_.questions, [&](const Question& question) {
        return question.type == QuestionType::unused && question.name == name;
    });
}

std::vector<std::string_view> FormScope::lists() const {
    std::vector<std::string_view> lists;
    for (const ChoiceList& list : form_.lists) lists.push_back(list.name);
    for (const AttachedList& list : form_.attached) lists.push_back(list.list);
    return lists;
}

}  // namespace ecoute::forms
