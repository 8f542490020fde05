#pragma once
#include <string_view>
#include <vector>

#include "forms/form.hpp"
#include "forms/json_tokens.hpp"
#include "forms/token_table.hpp"

namespace ecoute::forms {

/// Finds where the value of each question stands in stored answers, which name questions in the order of the form.
class StoredValues {
public:
    using At = JsonTokens::At;
    /// The answers of one person.
    struct Person {
        JsonTokens tokens;
        /// By question, the first token of its value; JsonTokens::nothing() when it was not asked. Of a grid there are only
        /// those of its rows, and what is asked in a repeat has none.
        std::vector<At> values;
    };

    explicit StoredValues(const Form& form);
    /// False when the answers are not as canonical answers of this form are; then no value is of use.
    bool find(std::string_view answers, Person& person) const;

private:
    struct Place {
        std::uint32_t end = 0;   ///< the first question that may be named after it
        std::uint32_t rows = 0;  ///< of a grid: which of `names_`
        bool is_repeat = false;
    };
    At find_members(Person& person, At at, const TokenTable& names, std::uint32_t next) const;
    At behind_value(Person& person, At at, std::uint32_t question) const;

    std::vector<Place> places_;
    std::vector<TokenTable> names_;  ///< of questions, by those of the answers and of each grid
};

}  // namespace ecoute::forms
