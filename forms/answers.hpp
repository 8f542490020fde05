#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "forms/form.hpp"

namespace ecoute::forms {

/// Four different things, which stay different up to the tables.
enum class State : std::uint8_t {
    not_asked,  ///< not relevant to this person
    no_answer,  ///< asked and left blank
    refused,    ///< "je préfère ne pas répondre"
    answered,
};

struct Answers;

/// The answer to one question. Its alternative follows the question's type: number for integer, decimal, range; one
/// ChoiceIndex for select_one; a list of them, without repetition, for select_multiple (in list order) and rank (in
/// rank order); text for the rest (dates in ISO 8601); rows for a repeat.
struct Answer {
    State state = State::no_answer;
    std::variant<std::monostate, double, ChoiceIndex, std::vector<ChoiceIndex>, std::string, std::vector<Answers>>
        value;
    friend bool operator==(const Answer&, const Answer&) = default;
};

/// Answers of one person: one per question of the form, in its order (groups and notes stay no_answer).
struct Answers {
    std::vector<Answer> by_question;
    friend bool operator==(const Answers&, const Answers&) = default;
};

/// The reserved answer of a person who prefers not to answer, accepted for every question that is not required.
inline constexpr std::string_view refused_word = "refused";

/// Reads the "answers" object of a submission. Every mistake in form goes to `problems`, subject being the question's
/// name: answer_question_unknown, answer_wrong_type, answer_choice_unknown, answer_choice_twice, answer_too_long.
/// null, "" and [] are no answer. Numbers may come as JSON numbers only; a select_multiple as an array only.
Answers answers_from_json(const Form& form, std::string_view json, Problems& problems);

/// Words of a form post, a CSV row: one text per question name. Numbers and several choices (separated by spaces or
/// ";") are read from text; a decimal comma is accepted. Same problems as answers_from_json.
struct NamedText {
    std::string name;
    std::string text;
};
Answers answers_from_text(const Form& form, const std::vector<NamedText>& fields, Problems& problems);

/// Canonical JSON: document order, a question that was not asked is left out, no answer is null, refused is "refused".
/// What is stored, and what two submissions are compared by.
std::string answers_to_json(const Form& form, const Answers& answers);

/// The text of one answer for a CSV cell: "" when blank or not asked, "refused", names joined by ";", numbers plainly.
std::string answer_text(const Form& form, std::uint32_t question, const Answer& answer);

}  // namespace ecoute::forms
