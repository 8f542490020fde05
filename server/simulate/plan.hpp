#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "forms/form.hpp"
#include "forms/problem.hpp"

namespace ecoute::server {

/// More made-up respondents than any survey of this kind has real ones; the deck of quartiers is held in memory.
inline constexpr std::size_t most_respondents = 10'000'000;

/// Something about the person, that weights depend on.
struct Condition {
    enum class On : std::uint8_t { answer, quartier_column, channel, language };
    On on = On::answer;
    std::uint32_t question = forms::none;  ///< of an answer: one asked earlier
    std::string column;                    ///< of the quartier's choice: "kind", "commune"
    std::vector<std::string> words;        ///< any of them; a person who gave no answer meets none
};

/// Weights are multiplied by `times` for those who meet every condition.
struct Shift {
    std::vector<Condition> when;
    std::vector<double> times;  ///< one a choice (or number), 1 where nothing is said
};

/// How one question is answered. Percents are of those who are asked.
struct Manner {
    double no_answer_percent = 0, refused_percent = 0;
    std::vector<double> weights;  ///< one a choice, or one a number in `numbers`; relative
    std::vector<double> numbers;  ///< the values of a number question; empty: any that is plausible
    std::vector<double>
        alone_percent;             ///< select_multiple: of those who answer, who tick only this choice; one a choice
    std::vector<double> how_many;  ///< select_multiple, rank: weight of one choice, of two...; empty: any number
    std::vector<Shift> shifts;
    std::map<std::string, std::vector<std::string>, std::less<>> texts;  ///< by language, each equally likely
};

/// When interviews take place, in local time.
struct Fieldwork {
    std::chrono::sys_days from{std::chrono::year{2026} / 5 / 11}, to{std::chrono::year{2026} / 6 / 20};
    std::vector<double> week{1, 1, 1, 1, 1, 1, 0};  ///< weight of Monday to Sunday
    int first_hour = 9, last_hour = 19;             ///< 19 is until 18:59
    int fewest_minutes = 4, most_minutes = 16;
};

/// How made-up respondents answer a questionnaire: stated in a file, or evenly at random.
struct Plan {
    std::vector<Manner> by_question;  ///< one a question of the form
    std::vector<std::size_t>
        quartiers;  ///< respondents by choice of the quartier question; empty without one; all zero: evenly
    double refusals_per_100 = 0;  ///< people who do not agree to begin, beside a hundred who do
    std::vector<std::pair<std::string, double>> channels, languages;
    Fieldwork fieldwork;
    /// What the file says that this form can't follow: response_malformed, answer_question_unknown,
    /// answer_choice_unknown, answer_wrong_type, with its JSON pointer. The rest of the plan holds.
    forms::Problems problems;
};

/// Reads forms/library/*.simulation.json (described in server/simulate/DESIGN.md); "" gives the plan of chance alone.
/// A territory that is not in the form is left out without a word: campaigns choose theirs.
Plan read_plan(const forms::Form& form, std::string_view json);

/// Numbers and choices that weights of a question stand for: names of its choices, or the plan's numbers as text.
std::vector<std::string> words_of(const forms::Form& form, std::uint32_t question, const Manner& manner);

}  // namespace ecoute::server
