#include <algorithm>

#include "forms/answer_values.hpp"
#include "forms/document/names.hpp"
#include "forms/json_read.hpp"
#include "forms/numbers.hpp"

namespace ecoute::forms {
namespace {

constexpr std::string_view separators = " ;\t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Takes the next word off a list of names; "" after the last.
std::string_view take_word(std::string_view& rest) {
    const auto first = std::min(rest.find_first_not_of(separators), rest.size());
    const auto end = std::min(rest.find_first_of(separators, first), rest.size());
    const auto word = rest.substr(first, end - first);
    rest.remove_prefix(end);
    return word;
}

class FieldsReader {
public:
    FieldsReader(const Form& form, Problems& problems) : form_(form), problems_(problems), values_(form, problems) {}

    void read_field(const NamedText& field, Answers& into) {
        const auto question = form_.find(field.name);
        const bool holds_answer =
            question && form_.questions[*question].repeat == none && !is_structure(form_.questions[*question].type);
        if (!holds_answer) {
            if (!question || !trimmed(field.text).empty()) values_.unknown(field.name);
            return;
        }
        if (!simdjson::validate_utf8(field.text)) return values_.wrong_type(*question, "");
        Answer& answer = into.by_question[*question];
        const std::string_view text = trimmed(field.text);
        if (text.empty()) {
            if (answer.state == State::not_asked) answer.state = State::no_answer;
        } else if (takes_several(*question)) {
            add_choices(*question, text, answer);
        } else if (answer.state == State::answered || answer.state == State::refused) {
            values_.complain(Code::response_malformed, *question, {{"what", "twice"}});
        } else {
            answer = read_value(*question, text);
        }
    }

private:
    static bool is_structure(QuestionType type) {
        return type == QuestionType::group || type == QuestionType::grid || type == QuestionType::note ||
               type == QuestionType::unused;
    }

    bool takes_several(std::uint32_t question) const {
        const QuestionType type = form_.questions[question].type;
        return type == QuestionType::select_multiple || type == QuestionType::rank;
    }

    Answer read_value(std::uint32_t question, std::string_view text) {
        switch (form_.questions[question].type) {
            case QuestionType::integer:
            case QuestionType::decimal:
            case QuestionType::range:
                return read_number(question, text);
            case QuestionType::repeat:
                return repeat_rows_from_json(form_, question, text, problems_);
            default:
                return values_.of_text(question, text);
        }
    }

    Answer read_number(std::uint32_t question, std::string_view text) {
        if (values_.means_refused(question, text)) return {State::refused, {}};
        std::string digits(text);
        std::replace(digits.begin(), digits.end(), ',', '.');
        if (const auto number = plain_number(digits)) return values_.of_number(question, *number);
        values_.wrong_type(question, text);
        return {};
    }

    /// Adds to what earlier fields of the same name ticked. Who refuses ticks nothing else.
    void add_choices(std::uint32_t question, std::string_view text, Answer& answer) {
        Chosen chosen;
        if (const auto* before = std::get_if<std::vector<ChoiceIndex>>(&answer.value))
            for (const ChoiceIndex choice : *before) chosen.add(choice);
        bool refuses = answer.state == State::refused;
        for (auto word = take_word(text); !word.empty(); word = take_word(text)) {
            if (values_.means_refused(question, word))
                refuses = true;
            else
                values_.add_choice(question, word, chosen);
        }
        if (refuses && !chosen.choices.empty())
            values_.complain(Code::answer_choice_exclusive, question, {{"value", std::string(refused_word)}});
        answer = refuses ? Answer{State::refused, {}} : values_.of_choices(question, std::move(chosen.choices));
    }

    const Form& form_;
    Problems& problems_;
    AnswerValues values_;
};

std::string joined(const ChoiceList& list, const std::vector<ChoiceIndex>& choices) {
    std::string text;
    for (const ChoiceIndex choice : choices) {
        if (!text.empty()) text += ';';
        text += list.choices[choice].name;
    }
    return text;
}

}  // namespace

Answers answers_from_text(const Form& form, const std::vector<NamedText>& fields, Problems& problems) {
    Answers answers;
    make_blank(form, 0, static_cast<std::uint32_t>(form.questions.size()), answers);
    FieldsReader reader(form, problems);
    for (const NamedText& field : fields) reader.read_field(field, answers);
    return answers;
}

std::string answer_text(const Form& form, std::uint32_t question, const Answer& answer) {
    if (answer.state == State::refused) return std::string(refused_word);
    if (answer.state != State::answered) return {};
    if (const auto* number = std::get_if<double>(&answer.value)) return expression::number_text(*number);
    if (const auto* choice = std::get_if<ChoiceIndex>(&answer.value))
        return form.list_of(question).choices[*choice].name;
    if (const auto* choices = std::get_if<std::vector<ChoiceIndex>>(&answer.value))
        return joined(form.list_of(question), *choices);
    if (const auto* rows = std::get_if<std::vector<Answers>>(&answer.value))
        return repeat_rows_to_json(form, question, *rows);
    if (const auto* text = std::get_if<std::string>(&answer.value)) return *text;
    return {};
}

bool agreed(const Form& form, const Answers& answers) {
    if (!form.consent) return true;
    const Answer& answer = answers.by_question[form.consent->question];
    if (answer.state != State::answered) return false;
    const auto* choice = std::get_if<ChoiceIndex>(&answer.value);
    return !choice || *choice == form.consent->agrees;  // an acknowledge that is answered is "OK"
}

}  // namespace ecoute::forms
