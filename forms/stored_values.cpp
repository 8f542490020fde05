#include "forms/stored_values.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "forms/answers.hpp"
#include "forms/codes.hpp"
#include "forms/column_shape.hpp"
#include "forms/columns.hpp"
#include "forms/sixteen_bytes.hpp"
#include "forms/stored_codes.hpp"

namespace ecoute::forms {
namespace {

bool may_be_named(const Question& question) noexcept {
    using enum QuestionType;
    return question.type != group && question.type != note && question.type != unused;
}

/// The first bytes of a text of any length.
SixteenBytes beginning_of(std::string_view text) {
    const auto size = std::min(text.size(), SixteenBytes::count);
    char bytes[SixteenBytes::count] = {};
    std::memcpy(bytes, text.data(), size);
    return SixteenBytes{bytes}.cut(size);
}

}  // namespace

/// A key with its colon, and what may follow. Most have no more than sixteen bytes, which are compared at once.
class StoredValues::Name {
public:
    /// Behind the last one: stands anywhere.
    Name() = default;
    Name(std::string_view name, std::uint32_t question, Holds held) : holds(held), of(question) {
        const auto key = '"' + std::string{name} + "\":";
        size_ = key.size();
        first_ = beginning_of(key);
        fillers_ = SixteenBytes{std::string(SixteenBytes::count, '\0').data()}.cut(std::min(size_, SixteenBytes::count));
        if (size_ > SixteenBytes::count) rest_ = key.substr(SixteenBytes::count);
    }
    bool stands_at(const char* at, const char* end) const noexcept {
        return SixteenBytes{at}.or_with(fillers_) == first_ && (size_ <= SixteenBytes::count || rest_stands_at(at, end));
    }

    Holds holds = Holds::nothing;
    std::uint32_t of = 0;     ///< the question
    std::uint32_t rows = 0;   ///< of a grid: which of `grids_`
    const TokenTable* codes = nullptr;
    const TokenTable* choices = nullptr;
    bool refused_is_word = true;  ///< "refused" is the reserved answer, not a choice of that name

private:
    bool rest_stands_at(const char* at, const char* end) const noexcept {
        return static_cast<std::size_t>(end - at) >= size_ && std::memcmp(at + SixteenBytes::count, rest_.data(), rest_.size()) == 0;
    }
    SixteenBytes first_, fillers_;
    std::size_t size_ = 0;
    std::string rest_;
};

StoredValues::Holds StoredValues::what_holds(const Question& question) noexcept {
    if (question.type == QuestionType::grid) return Holds::rows;
    if (question.type == QuestionType::repeat) return Holds::any_array;
    const auto shape = column_shape(question);
    return shape == ColumnShape::codes ? Holds::code : shape == ColumnShape::ticks ? Holds::ticks : Holds::any_value;
}

StoredValues::Name StoredValues::named(const Form& form, std::uint32_t q, std::string_view name) const {
    const auto& question = form.questions[q];
    Name made{name, q, what_holds(question)};
    made.codes = question.list == none ? &codes_.back() : &codes_[question.list];
    if (question.list == none) return made;
    made.choices = &choices_[question.list];
    made.refused_is_word = !has_choice(form.lists[question.list], refused_word);
    return made;
}

/// What stands in the answers themselves, if `grid` is none, or in those to a grid.
StoredValues::Names StoredValues::names_in(const Form& form, std::uint32_t grid) const {
    Names names;
    const auto skipped = grid == none ? 0 : form.questions[grid].name.size() + 1;
    const auto last = grid == none ? static_cast<std::uint32_t>(form.questions.size()) : form.questions[grid].end;
    for (std::uint32_t q = grid == none ? 0 : grid + 1; q < last; ++q) {
        const auto& question = form.questions[q];
        if (may_be_named(question)) names.push_back(named(form, q, std::string_view{question.name}.substr(skipped)));
        const bool has_its_own = question.type == QuestionType::grid || question.type == QuestionType::repeat;
        if (has_its_own) q = question.end - 1;
    }
    names.emplace_back();
    return names;
}

StoredValues::StoredValues(const Form& form) {
    for (const auto& list : form.lists) {
        choices_.emplace_back(codes_of_choices(list));
        codes_.emplace_back(with_missing(codes_of_choices(list)));
    }
    codes_.emplace_back(with_missing(code_of_acknowledge()));
    const auto columns = columns_of(form);
    for (const auto& column : columns.by_question) {
        first_words_.push_back(static_cast<std::uint32_t>(words_));
        words_ += column.words;
    }
    names_ = names_in(form, none);
    for (auto& name : names_) {
        if (name.holds != Holds::rows) continue;
        name.rows = static_cast<std::uint32_t>(grids_.size());
        grids_.push_back(names_in(form, name.of));
    }
}
StoredValues::~StoredValues() = default;

bool StoredValues::find(std::string_view answers, Person& person) const {
    if (!person.tokens.find(answers)) return false;
    person.codes.assign(first_words_.size(), code_not_asked);
    person.ticks.assign(words_, 0);
    person.values.assign(first_words_.size(), person.tokens.nothing());
    return find_members(person, person.tokens.first(), names_) == person.tokens.last();
}

/// The members of an object, whose names come in the order of `names`: one walk over both. Gives the token behind it, nullptr
/// when there is something else.
StoredValues::At StoredValues::find_members(Person& person, At at, const Names& names) const {
    const auto& tokens = person.tokens;
    if (tokens.kind(at) != '{') return nullptr;
    if (tokens.kind(at + 1) == '}') return at + 2;
    const auto* name = names.data();
    do {
        for (++at; !name->stands_at(tokens.text_from(at), tokens.end()); ++name) {
        }
        at += 2;  // the key has its colon
        if (name->holds == Holds::code) {
            const int code = name->codes->find(tokens.token(at++));
            if (code == TokenTable::unknown) return nullptr;
            person.codes[name->of] = static_cast<std::uint16_t>(code);
        } else {
            at = find_value(person, at, *name);
            if (!at) return nullptr;
        }
        ++name;
    } while (tokens.kind(at) == ',');
    return tokens.kind(at) == '}' ? at + 1 : nullptr;
}

/// Gives the token behind a value.
StoredValues::At StoredValues::find_value(Person& person, At at, const Name& name) const {
    const char kind = person.tokens.kind(at);
    if (name.holds == Holds::nothing) return nullptr;
    if (name.holds == Holds::ticks) return find_ticks(person, at, name);
    if (name.holds == Holds::rows) return find_members(person, at, grids_[name.rows]);
    if (name.holds == Holds::any_array && kind != '[') return person.tokens.token(at) == "null" ? at + 1 : nullptr;
    person.values[name.of] = at;
    return kind == '[' ? person.tokens.behind_array(at) : kind == '{' ? nullptr : at + 1;
}

/// A choice among others that means so makes all of them a refusal.
StoredValues::At StoredValues::find_ticks(Person& person, At at, const Name& name) const {
    const auto& tokens = person.tokens;
    auto& state = person.codes[name.of];
    if (tokens.kind(at) != '[') {
        const auto said = state_said(tokens.token(at), name.refused_is_word);
        state = said == State::no_answer ? code_no_answer : code_refused;
        return said == State::answered ? nullptr : at + 1;
    }
    state = 0;
    auto* const words = person.ticks.data() + first_words_[name.of];
    do {
        const int code = name.choices->find(tokens.token(++at));
        if (code == TokenTable::unknown) return nullptr;
        if (code == code_refused)
            state = code_refused;
        else
            words[code / 64] |= std::uint64_t{1} << (code % 64);
    } while (tokens.kind(++at) == ',');
    return tokens.kind(at) == ']' ? at + 1 : nullptr;
}

}  // namespace ecoute::forms
