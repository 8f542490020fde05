#include "forms/stored_values.hpp"

#include <algorithm>

namespace ecoute::forms {
namespace {

bool may_be_named(const Question& question) noexcept {
    using enum QuestionType;
    return question.type != group && question.type != note && question.type != unused;
}

/// What stands in the answers themselves, if `grid` is none, or in those to a grid.
std::vector<TokenTable::Entry> names_in(const Form& form, std::uint32_t grid) {
    std::vector<TokenTable::Entry> names;
    const auto skipped = grid == none ? 0 : form.questions[grid].name.size() + 1;
    const auto last = grid == none ? static_cast<std::uint32_t>(form.questions.size()) : form.questions[grid].end;
    for (std::uint32_t q = grid == none ? 0 : grid + 1; q < last; ++q) {
        const auto& question = form.questions[q];
        if (may_be_named(question)) names.push_back({'"' + question.name.substr(skipped) + '"', static_cast<std::uint16_t>(q)});
        const bool has_its_own = question.type == QuestionType::grid || question.type == QuestionType::repeat;
        if (has_its_own) q = question.end - 1;
    }
    return names;
}

}  // namespace

StoredValues::StoredValues(const Form& form) {
    names_.emplace_back(names_in(form, none));
    for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
        const auto& question = form.questions[q];
        auto& place = places_.emplace_back();
        place.end = question.end;
        place.is_repeat = question.type == QuestionType::repeat;
        if (question.type != QuestionType::grid) continue;
        place.rows = static_cast<std::uint32_t>(names_.size());
        names_.emplace_back(names_in(form, q));
    }
}

bool StoredValues::find(std::string_view answers, Person& person) const {
    if (!person.tokens.find(answers)) return false;
    person.values.assign(places_.size(), person.tokens.nothing());
    return find_members(person, person.tokens.first(), names_.front(), 0) == person.tokens.last();
}

/// The members of an object, which name questions from `next` on. Gives the token behind it, nullptr when there is something
/// else.
StoredValues::At StoredValues::find_members(Person& person, At at, const TokenTable& names, std::uint32_t next) const {
    const auto& tokens = person.tokens;
    if (tokens.kind(at++) != '{') return nullptr;
    bool more = tokens.kind(at) != '}';
    while (more) {
        const int named = names.find(tokens.token(at));
        if (named < static_cast<int>(next) || tokens.kind(at + 1) != ':') return nullptr;
        const auto question = static_cast<std::uint32_t>(named);
        person.values[question] = at + 2;
        at = behind_value(person, at + 2, question);
        if (!at) return nullptr;
        next = places_[question].end;
        more = tokens.kind(at) == ',';
        at += more;
    }
    return tokens.kind(at) == '}' ? at + 1 : nullptr;
}

StoredValues::At StoredValues::behind_value(Person& person, At at, std::uint32_t question) const {
    const auto& place = places_[question];
    const char kind = person.tokens.kind(at);
    if (kind == '[') return person.tokens.behind_array(at);
    if (place.rows != 0) return find_members(person, at, names_[place.rows], question + 1);
    return kind == '{' || (place.is_repeat && person.tokens.token(at) != "null") ? nullptr : at + 1;
}

}  // namespace ecoute::forms
