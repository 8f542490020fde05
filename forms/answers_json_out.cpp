#include <charconv>
#include <cmath>

#include "forms/answer_values.hpp"

namespace ecoute::forms {
namespace {

/// Appends one character that a JSON string can't hold as it is.
void write_escaped(char c, std::string& out) {
    static constexpr char hexadecimal[] = "0123456789abcdef";
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
    } else if (c == '\n') {
        out += "\\n";
    } else if (c == '\t') {
        out += "\\t";
    } else {
        out += "\\u00";
        out += hexadecimal[static_cast<unsigned char>(c) >> 4];
        out += hexadecimal[c & 15];
    }
}

/// Appends `text` as a JSON string. It is valid UTF-8. Whole runs are copied: this is on the path of every submission.
void write_string(std::string_view text, std::string& out) {
    out += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) continue;
        out.append(text, copied, i - copied);
        write_escaped(c, out);
        copied = i + 1;
    }
    out.append(text, copied);
    out += '"';
}

/// The shortest digits that read back; with an exponent only where plain digits would be many, or more than readers
/// take.
void write_number(double number, std::string& out) {
    const double size = std::fabs(number);
    const bool plain = size == 0 || (size >= 1e-6 && size < 1e15);
    char digits[64];
    const auto end = std::to_chars(digits, digits + sizeof digits, number,
                                   plain ? std::chars_format::fixed : std::chars_format::scientific);
    out.append(digits, end.ptr);
}

class AnswersWriter {
public:
    AnswersWriter(const Form& form, std::string& out) : form_(form), out_(out) {}

    void write_object(const Answers& answers, std::uint32_t first) {
        const auto last = first + static_cast<std::uint32_t>(answers.by_question.size());
        out_ += '{';
        bool any = false;
        for (std::uint32_t q = first; q < last;) {
            if (form_.questions[q].type == QuestionType::group) {
                ++q;  // its questions stand beside the others
            } else {
                write_member(answers, q, first, any);
                q = form_.questions[q].end;
            }
        }
        out_ += '}';
    }

    void write_rows(const std::vector<Answers>& rows, std::uint32_t repeat) {
        out_ += '[';
        for (const Answers& row : rows) {
            if (&row != rows.data()) out_ += ',';
            write_object(row, repeat + 1);
        }
        out_ += ']';
    }

private:
    void write_member(const Answers& answers, std::uint32_t q, std::uint32_t first, bool& any) {
        const QuestionType type = form_.questions[q].type;
        if (type == QuestionType::note || type == QuestionType::unused) return;
        if (type == QuestionType::grid) return write_grid(answers, q, first, any);
        const Answer& answer = answers.by_question[q - first];
        if (answer.state == State::not_asked) return;
        write_key(form_.questions[q].name, any);
        write_value(answer, q);
    }

    void write_grid(const Answers& answers, std::uint32_t grid, std::uint32_t first, bool& any) {
        bool any_row = false;
        for (std::uint32_t row = grid + 1; row < form_.questions[grid].end; ++row) {
            const Answer& answer = answers.by_question[row - first];
            if (answer.state == State::not_asked) continue;
            if (!any_row) {
                write_key(form_.questions[grid].name, any);
                out_ += '{';
            }
            write_key(std::string_view(form_.questions[row].name).substr(form_.questions[grid].name.size() + 1),
                      any_row);
            write_value(answer, row);
        }
        if (any_row) out_ += '}';
    }

    void write_key(std::string_view key, bool& any) {
        if (any) out_ += ',';
        any = true;
        out_ += '"';
        out_ += key;  // names need no escapes
        out_ += "\":";
    }

    void write_value(const Answer& answer, std::uint32_t question) {
        if (answer.state == State::refused) return write_string(refused_word, out_);
        if (answer.state != State::answered) {
            out_ += "null";
        } else if (const auto* number = std::get_if<double>(&answer.value)) {
            write_number(*number, out_);
        } else if (const auto* choice = std::get_if<ChoiceIndex>(&answer.value)) {
            write_string(form_.list_of(question).choices[*choice].name, out_);
        } else if (const auto* text = std::get_if<std::string>(&answer.value)) {
            write_string(*text, out_);
        } else if (const auto* choices = std::get_if<std::vector<ChoiceIndex>>(&answer.value)) {
            write_choices(*choices, question);
        } else if (const auto* rows = std::get_if<std::vector<Answers>>(&answer.value)) {
            write_rows(*rows, question);
        } else {
            out_ += "null";
        }
    }

    void write_choices(const std::vector<ChoiceIndex>& choices, std::uint32_t question) {
        const ChoiceList& list = form_.list_of(question);
        out_ += '[';
        for (std::size_t i = 0; i < choices.size(); ++i) {
            if (i > 0) out_ += ',';
            write_string(list.choices[choices[i]].name, out_);
        }
        out_ += ']';
    }

    const Form& form_;
    std::string& out_;
};

}  // namespace

std::string repeat_rows_to_json(const Form& form, std::uint32_t repeat, const std::vector<Answers>& rows) {
    std::string json;
    AnswersWriter(form, json).write_rows(rows, repeat);
    return json;
}

std::string answers_to_json(const Form& form, const Answers& answers) {
    std::string json;
    json.reserve(answers.by_question.size() * 16);
    AnswersWriter(form, json).write_object(answers, 0);
    return json;
}

}  // namespace ecoute::forms
