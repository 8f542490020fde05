#include <charconv>
#include <cmath>

#include "forms/answer_values.hpp"
#include "forms/document/names.hpp"
#include "forms/json_read.hpp"

namespace ecoute::forms {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// Reads an object of answers, and the objects inside it. Answers mostly come in the order of the form, so that the
/// next question is tried before the index is asked.
class AnswersReader {
public:
    AnswersReader(const Form& form, Problems& problems) : form_(form), values_(form, problems) {}

    /// `repeat`: the repeat whose row this is, or `none`. `into` is blank.
    void read_object(simdjson::dom::object object, std::uint32_t repeat, std::uint32_t first, Answers& into) {
        std::uint32_t next = first;
        const auto last = first + static_cast<std::uint32_t>(into.by_question.size());
        for (const auto [key, value] : object) {
            while (next < last && !takes_answer(next)) ++next;
            const std::uint32_t question = next < last && form_.questions[next].name == key ? next : find(key);
            if (question == none || form_.questions[question].repeat != repeat) {
                values_.unknown(key);
                continue;
            }
            read_question(value, question, first, into);
            next = form_.questions[question].end;
        }
    }

    Answer read_value(element value, std::uint32_t question) {
        if (value.is_null()) return {};
        std::string_view text;
        const bool is_text = value.get_string().get(text) == simdjson::SUCCESS;
        if (is_text && values_.means_refused(question, text)) return {State::refused, {}};
        switch (form_.questions[question].type) {
            case QuestionType::integer:
            case QuestionType::decimal:
            case QuestionType::range:
                return read_number(value, question);
            case QuestionType::select_multiple:
            case QuestionType::rank:
                return read_choices(value, question);
            case QuestionType::repeat:
                return read_rows(value, question);
            case QuestionType::calculate:
            case QuestionType::hidden:
                if (!is_text) return read_unseen(value, question);
                break;
            default:
                break;
        }
        if (is_text) return values_.of_text(question, text);
        return refuse(value, question);
    }

private:
    bool takes_answer(std::uint32_t question) const {
        const QuestionType type = form_.questions[question].type;
        return type != QuestionType::group && type != QuestionType::note && type != QuestionType::unused;
    }

    std::uint32_t find(std::string_view key) const {
        const auto found = form_.find(key);
        if (!found || form_.questions[*found].type == QuestionType::group) return none;
        return *found;
    }

    void read_question(element value, std::uint32_t question, std::uint32_t first, Answers& into) {
        const QuestionType type = form_.questions[question].type;
        if (type == QuestionType::grid) return read_grid(value, question, first, into);
        if (type == QuestionType::unused) return;  // a device may well have filled it in: it is not kept
        if (type == QuestionType::note) {
            if (!value.is_null()) values_.wrong_type(question, "");
            return;
        }
        Answer& answer = into.by_question[question - first];
        if (answer.state != State::not_asked) {
            values_.complain(Code::response_malformed, question, {{"what", "twice"}});
            return;
        }
        answer = read_value(value, question);
    }

    Answer refuse(element value, std::uint32_t question) {
        values_.wrong_type(question, simdjson::minify(value).substr(0, 100));
        return {};
    }

    Answer read_number(element value, std::uint32_t question) {
        double number = 0;
        if (value.get_double().get(number) == simdjson::SUCCESS) return values_.of_number(question, number);
        if (value.is_string() && value.get_string().value_unsafe().empty()) return {};
        return refuse(value, question);
    }

    Answer read_choices(element value, std::uint32_t question) {
        simdjson::dom::array items;
        if (value.is_string() && value.get_string().value_unsafe().empty()) return {};
        if (value.get_array().get(items) != simdjson::SUCCESS) return refuse(value, question);
        Chosen chosen;
        chosen.choices.reserve(std::min(items.size(), form_.list_of(question).choices.size()));
        for (const element item : items) {
            std::string_view name;
            if (item.get_string().get(name) != simdjson::SUCCESS) return refuse(value, question);
            values_.add_choice(question, name, chosen);
        }
        return values_.of_choices(question, std::move(chosen.choices));
    }

    /// What the device computed, or hid: any single value.
    Answer read_unseen(element value, std::uint32_t question) {
        switch (value.type()) {
            case element_type::BOOL:
                return values_.of_text(question, value.get_bool().value_unsafe() ? "true" : "false");
            case element_type::INT64:
            case element_type::UINT64:
            case element_type::DOUBLE:
                return values_.of_text(question, expression::number_text(value.get_double().value_unsafe()));
            default:
                return refuse(value, question);
        }
    }

    void read_grid(element value, std::uint32_t grid, std::uint32_t first, Answers& into) {
        simdjson::dom::object rows;
        if (value.is_null() || (value.is_string() && value.get_string().value_unsafe() == refused_word)) {
            for (auto row = grid + 1; row < form_.questions[grid].end; ++row) read_question(value, row, first, into);
        } else if (value.get_object().get(rows) != simdjson::SUCCESS) {
            refuse(value, grid);
        } else {
            read_grid_rows(rows, grid, first, into);
        }
    }

    void read_grid_rows(simdjson::dom::object rows, std::uint32_t grid, std::uint32_t first, Answers& into) {
        const std::string& name = form_.questions[grid].name;
        std::uint32_t next = grid + 1;
        for (const auto [key, value] : rows) {
            std::uint32_t row = none;
            if (next < form_.questions[grid].end &&
                std::string_view(form_.questions[next].name).substr(name.size() + 1) == key)
                row = next;
            else if (const auto found = form_.find(name + "." + std::string(key));
                     found && form_.questions[*found].parent == grid)
                row = *found;
            if (row == none) {
                values_.unknown(name + "." + std::string(key));
                continue;
            }
            read_question(value, row, first, into);
            next = row + 1;
        }
    }

    Answer read_rows(element value, std::uint32_t repeat) {
        simdjson::dom::array items;
        if (value.get_array().get(items) != simdjson::SUCCESS) return refuse(value, repeat);
        if (items.size() == 0) return {};
        const std::uint32_t first = repeat + 1, last = form_.questions[repeat].end;
        if (items.size() > most_repeat_rows || !spend(items.size() * (last - first + 1))) {
            values_.complain(Code::answer_too_many_choices, repeat, {{"limit", std::to_string(most_repeat_rows)}});
            return {};
        }
        std::vector<Answers> rows;
        rows.reserve(items.size());
        for (const element item : items) {
            const std::string outer = values_.row;
            values_.row += pointer_step(form_.questions[repeat].name) + "/" + std::to_string(rows.size());
            simdjson::dom::object object;
            make_blank(form_, first, last, rows.emplace_back());
            if (item.get_object().get(object) == simdjson::SUCCESS)
                read_object(object, repeat, first, rows.back());
            else
                refuse(item, repeat);
            values_.row = outer;
        }
        return {State::answered, std::move(rows)};
    }

    bool spend(std::size_t entries) {
        if (entries > entries_left_) return false;
        entries_left_ -= entries;
        return true;
    }

    const Form& form_;
    AnswerValues values_;
    std::size_t entries_left_ = most_answer_entries;
};

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

Answers answers_from_json(const Form& form, std::string_view json, Problems& problems) {
    Answers answers;
    make_blank(form, 0, static_cast<std::uint32_t>(form.questions.size()), answers);
    element root;
    simdjson::dom::object object;
    if (parse_json(json).get(root) != simdjson::SUCCESS) {
        Problem problem{Code::response_malformed, "answers", "", {{"what", "json"}}};
        if (const auto offset = offset_of_mistake(json)) problem.facts["offset"] = std::to_string(*offset);
        problems.push_back(std::move(problem));
    } else if (root.get_object().get(object) != simdjson::SUCCESS) {
        problems.push_back({Code::response_malformed, "answers", "", {{"what", "wrong_type"}}});
    } else {
        AnswersReader(form, problems).read_object(object, none, 0, answers);
    }
    return answers;
}

Answer repeat_rows_from_json(const Form& form, std::uint32_t repeat, std::string_view json, Problems& problems) {
    element root;
    if (parse_json(json).get(root) == simdjson::SUCCESS) return AnswersReader(form, problems).read_value(root, repeat);
    AnswerValues(form, problems).wrong_type(repeat, json);
    return {};
}

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
