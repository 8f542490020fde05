#pragma once
#include <deque>
#include <string_view>
#include <vector>

#include "forms/form.hpp"
#include "forms/json_tokens.hpp"
#include "forms/token_table.hpp"

namespace ecoute::forms {

/// Finds the value of each question in stored answers, which name questions in the order of the form. Choices are looked up on
/// the way, while their words are at hand.
class StoredValues {
public:
    using At = JsonTokens::At;
    /// The answers of one person.
    struct Person {
        JsonTokens tokens;
        /// By question, of those with choices that are told in no order: what stands in a column of codes; where several may be
        /// chosen, 0 when it was answered.
        std::vector<std::uint16_t> codes;
        /// Where several may be chosen, from `first_word` of the question on, as Column::ticks.
        std::vector<std::uint64_t> ticks;
        /// By question, of all others: the first token of its value; JsonTokens::nothing() when it was not asked. Of a grid there
        /// are only those of its rows, and what is asked in a repeat has none.
        std::vector<At> values;
    };

    explicit StoredValues(const Form& form);
    ~StoredValues();
    /// False when the answers are not as canonical answers of this form are; then no value is of use.
    bool find(std::string_view answers, Person& person) const;

    std::uint32_t first_word(std::uint32_t question) const noexcept { return first_words_[question]; }
    const TokenTable& choices(std::uint32_t list) const noexcept { return choices_[list]; }

private:
    /// What may stand for a question.
    enum class Holds : std::uint8_t { code, ticks, any_value, any_array, rows, nothing };
    class Name;
    using Names = std::vector<Name>;
    static Holds what_holds(const Question& question) noexcept;
    Name named(const Form& form, std::uint32_t question, std::string_view name) const;
    Names names_in(const Form& form, std::uint32_t grid) const;
    At find_members(Person& person, At at, const Names& names) const;
    At find_value(Person& person, At at, const Name& name) const;
    At find_ticks(Person& person, At at, const Name& name) const;

    std::deque<TokenTable> choices_;  ///< by list
    std::deque<TokenTable> codes_;    ///< by list, with those that say that there is none; then that of an acknowledge
    std::vector<std::uint32_t> first_words_;
    std::size_t words_ = 0;
    Names names_;                     ///< in the order of the form, and one behind the last
    std::vector<Names> grids_;        ///< of their rows
};

}  // namespace ecoute::forms
