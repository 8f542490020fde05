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

/// Answers of one person: one per question of the form, in its order. Groups, grids and notes hold nothing: no_answer,
/// or not_asked once validate found that they do not apply. A row of a repeat is an Answers too, of the questions that
/// the repeat holds: its entry i is question repeat + 1 + i. What stands in a repeat is found in its rows only.
struct Answers {
    std::vector<Answer> by_question;
    friend bool operator==(const Answers&, const Answers&) = default;
};

/// The reserved answer of a person who prefers not to answer, accepted for every question that is not required.
inline constexpr std::string_view refused_word = "refused";

/// Most problems told of one response, and most entries that its answers may take together (repeats within repeats
/// multiply): both keep a hostile submission from growing in memory.
inline constexpr std::size_t most_answer_problems = 500;
inline constexpr std::size_t most_answer_entries = 500'000;
/// Rows of one repeat: persons of a household, stops of a walk.
inline constexpr std::size_t most_repeat_rows = 1'000;

/// Reads the "answers" object of a submission. Every mistake in form goes to `problems`, subject being the question's
/// name and `where` the JSON pointer in the answers: answer_question_unknown (fact "known": a near name),
/// answer_wrong_type
/// ("expected": a type, "value"), answer_choice_unknown ("value"), answer_choice_twice ("value"), answer_too_long
/// ("limit"), answer_too_many_choices (rows of a repeat, "limit"); response_malformed when it is no JSON object or a
/// question comes twice. null, "", [] and texts of nothing but blanks are no answer; a question that is not there is
/// not_asked until validate decides. Numbers may come as JSON numbers only; a select_multiple as an array only. A
/// calculate or hidden question may come as text, number or true/false. In texts, line ends become "\n" and other
/// control characters a space.
Answers answers_from_json(const Form& form, std::string_view json, Problems& problems);

/// Words of a form post, a CSV row: one text per question name, several of one name for several choices ticked. Numbers
/// and several choices (separated by spaces or ";") are read from text; a decimal comma is accepted; the rows of a
/// repeat are JSON. Same problems as answers_from_json.
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

/// True when the person agreed to begin, or when the form does not ask. Who did not agree is a refusal: kept, counted
/// apart, not tabulated.
bool agreed(const Form& form, const Answers& answers);

}  // namespace ecoute::forms
