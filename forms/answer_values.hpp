#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "forms/answers.hpp"

namespace ecoute::forms {

/// Choices of one answer, each once.
class Chosen {
public:
    bool add(ChoiceIndex choice);  ///< false when it is there already
    std::vector<ChoiceIndex> choices;

private:
    std::vector<bool> seen_;  ///< by choice; only once there are too many to look through
};

/// Makes answers of single values, the same way for JSON and for text, and notes what is wrong with them.
class AnswerValues {
public:
    AnswerValues(const Form& form, Problems& problems) : form_(form), problems_(problems) {}

    /// Any question whose value is written as one text: all but numbers, several choices, grids and repeats.
    Answer of_text(std::uint32_t question, std::string_view text);
    Answer of_number(std::uint32_t question, double number);
    /// Looks a choice up and adds it.
    void add_choice(std::uint32_t question, std::string_view name, Chosen& chosen);
    /// Several choices, in the order of the list for select_multiple.
    Answer of_choices(std::uint32_t question, std::vector<ChoiceIndex> chosen);
    /// True for the reserved word where no choice of the question bears it.
    bool means_refused(std::uint32_t question, std::string_view text) const;

    void complain(Code code, std::uint32_t question, std::map<std::string, std::string> facts);
    void wrong_type(std::uint32_t question, std::string_view value);
    /// A name that no question at this place has.
    void unknown(std::string_view name);
    void add(Problem problem);

    std::string row;  ///< JSON pointer of the row of a repeat that is being read: "/enfants/0"

private:
    Answer of_choice(std::uint32_t question, std::string_view name);
    /// What a device computed: a choice where the calculation gives one, a number where it has bands. What is neither is
    /// blank and no mistake: nobody typed it.
    Answer of_calculation(std::uint32_t question, std::string_view text);
    Answer checked(std::uint32_t question, std::string_view text, bool well_formed);

    const Form& form_;
    Problems& problems_;
    int guesses_left_ = 5;  ///< searches for a near name
};

/// JSON pointer of an answer below the object that holds it: "/age", "/q6/proprete" for a row of a grid.
std::string answer_pointer(const Form& form, std::uint32_t question);

/// A text as it is kept: blanks around it taken off, line ends "\n", other control characters a space.
std::string kept_text(std::string_view text);

/// Reads the rows of a repeat from JSON text (a CSV cell) into its answer.
Answer repeat_rows_from_json(const Form& form, std::uint32_t repeat, std::string_view json, Problems& problems);

/// The rows of a repeat as JSON.
std::string repeat_rows_to_json(const Form& form, std::uint32_t repeat, const std::vector<Answers>& rows);

/// `answers` made empty for questions [first, last): not asked so far.
void make_blank(const Form& form, std::uint32_t first, std::uint32_t last, Answers& answers);

}  // namespace ecoute::forms
