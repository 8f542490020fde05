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

}  // namespace ecoute::forms
