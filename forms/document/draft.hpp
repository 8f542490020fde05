#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "forms/form.hpp"

namespace ecoute::forms::document {

/// Mistakes and warnings told of one document, each: who has a thousand mends the first hundred before the next try.
inline constexpr std::size_t most_problems = 1'000;
/// Languages of one document: more than any questionnaire has, few enough for one bit each.
inline constexpr std::size_t most_languages = 64;

/// An expression as written, compiled once all questions are known.
struct WrittenExpression {
    std::uint32_t question = none;
    expression::Expression Question::*place = nullptr;
    std::string text, pointer;
    bool literal = false;  ///< a default that is the value itself
};

/// The questions whose change makes a calculation anew, as written: "${a}, ${b}".
struct WrittenTrigger {
    std::uint32_t question = none;
    std::string text, pointer;
};

/// A text that was met, with the languages that it has (one bit for each of Draft::languages).
struct WrittenText {
    std::string pointer;
    std::uint64_t languages = 0;
    bool shown_always = false;  ///< a title or label: a language without it is not complete
};

/// A questionnaire while it is being read.
struct Draft {
    Form form;
    Problems mistakes, warnings;
    std::vector<std::string> languages;  ///< in the order in which they were met
    std::vector<WrittenText> texts;
    std::vector<WrittenExpression> expressions;
    std::vector<WrittenTrigger> triggers;
    std::vector<std::uint32_t> lists_with_other;  ///< indexes into form.lists: "or_other" made them
    ByName<std::uint32_t> lists;  ///< index into form.lists
    std::vector<bool>
        blank_in_names;  ///< by list: a choice's name holds a blank, so that several can't be told apart in text
    ByName<std::string> folded_names;  ///< lower-case names -> name, to warn of names that differ by case only
    int guesses_left = 100;            ///< searches for a near name, which cost as much as the document is large

    void mistake(Code code, std::string subject, std::string where, std::map<std::string, std::string> facts = {});
    void warning(Code code, std::string subject, std::string where, std::map<std::string, std::string> facts = {});
    /// Adds the fact "known" when one of the candidates is near.
    void add_known(std::map<std::string, std::string>& facts, std::string_view word,
                   const std::vector<std::string_view>& candidates);
};

}  // namespace ecoute::forms::document
