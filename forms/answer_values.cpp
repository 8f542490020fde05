#include "forms/answer_values.hpp"

#include <algorithm>
#include <cmath>

#include "forms/calendar.hpp"
#include "forms/document/names.hpp"
#include "forms/file_name.hpp"
#include "forms/json_read.hpp"
#include "forms/numbers.hpp"
#include "forms/places.hpp"

namespace ecoute::forms {
namespace {

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20; }
bool is_blank(char c) noexcept { return static_cast<unsigned char>(c) <= 0x20; }

/// Without blanks and control characters around it.
std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string kept_text(std::string_view text) {
    text = trimmed(text);
    std::string kept(text);
    if (std::none_of(kept.begin(), kept.end(), is_control)) return kept;
    kept.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            kept += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        } else {
            kept += is_control(text[i]) && text[i] != '\n' && text[i] != '\t' ? ' ' : text[i];
        }
    }
    return kept;
}

void make_blank(const Form& form, std::uint32_t first, std::uint32_t last, Answers& answers) {
    answers.by_question.resize(last - first);
    for (std::uint32_t q = first; q < last; ++q) {
        const QuestionType type = form.questions[q].type;
        const bool holds_nothing =
            type == QuestionType::group || type == QuestionType::grid || type == QuestionType::note ||
            type == QuestionType::unused;
        answers.by_question[q - first].state = holds_nothing ? State::no_answer : State::not_asked;
    }
}

bool AnswerValues::means_refused(std::uint32_t question, std::string_view text) const {
    if (text != refused_word) return false;
    return form_.questions[question].list == none || !form_.list_of(question).find(text);
}

bool Chosen::add(ChoiceIndex choice) {
    constexpr std::size_t looked_through = 32;
    if (choices.size() < looked_through) {
        if (std::find(choices.begin(), choices.end(), choice) != choices.end()) return false;
    } else {
        if (seen_.empty()) {
            seen_.resize(longest_list + 1);
            for (const ChoiceIndex earlier : choices) seen_[earlier] = true;
        }
        if (seen_[choice]) return false;
        seen_[choice] = true;
    }
    choices.push_back(choice);
    return true;
}

Answer AnswerValues::of_text(std::uint32_t question, std::string_view written) {
    const std::string_view text = trimmed(written);
    if (text.empty()) return {};
    if (means_refused(question, text)) return {State::refused, {}};
    switch (form_.questions[question].type) {
        case QuestionType::select_one:
            return of_choice(question, text);
        case QuestionType::calculate:
            return of_calculation(question, text);
        case QuestionType::date:
        case QuestionType::today:
            return checked(question, text, is_date(text));
        case QuestionType::time:
            return checked(question, text, is_time(text));
        case QuestionType::date_time:
        case QuestionType::start:
        case QuestionType::end:
            return checked(question, text, is_date_time(text));
        case QuestionType::acknowledge:
            return checked(question, text, text == "OK");
        case QuestionType::geopoint:
            return checked(question, text, is_geopoint(text));
        case QuestionType::geotrace:
            return checked(question, text, is_geotrace(text));
        case QuestionType::geoshape:
            return checked(question, text, is_geoshape(text));
        case QuestionType::image:
        case QuestionType::audio:
        case QuestionType::video:
        case QuestionType::file:
            return checked(question, text, is_file_name(text));
        default:
            return checked(question, text, true);
    }
}

Answer AnswerValues::of_choice(std::uint32_t question, std::string_view name) {
    if (const auto choice = form_.list_of(question).find(name)) return {State::answered, *choice};
    complain(Code::answer_choice_unknown, question, {{"value", document::excerpt(name)}});
    return {};
}

Answer AnswerValues::of_calculation(std::uint32_t question, std::string_view text) {
    const Question& asked = form_.questions[question];
    if (asked.list != none) {
        const auto choice = form_.list_of(question).find(text);
        return choice ? Answer{State::answered, *choice} : Answer{};
    }
    if (!holds_number(asked)) return checked(question, text, true);
    const auto number = plain_number(text);
    return number ? Answer{State::answered, *number + 0.0} : Answer{};
}

Answer AnswerValues::checked(std::uint32_t question, std::string_view text, bool well_formed) {
    if (!well_formed) {
        wrong_type(question, text);
        return {};
    }
    const QuestionType type = form_.questions[question].type;
    const bool is_trace = type == QuestionType::geotrace || type == QuestionType::geoshape;
    const std::size_t longest = is_trace ? longest_trace_bytes : longest_text_answer_bytes;
    if (text.size() > longest) {
        complain(Code::answer_too_long, question, {{"limit", std::to_string(longest)}});
        return {};
    }
    return {State::answered, kept_text(text)};
}

Answer AnswerValues::of_number(std::uint32_t question, double number) {
    const bool whole_needed = form_.questions[question].type == QuestionType::integer;
    if (!std::isfinite(number) || (whole_needed && std::trunc(number) != number)) {
        wrong_type(question, expression::number_text(number));
        return {};
    }
    return {State::answered, number + 0.0};  // minus zero is zero
}

void AnswerValues::add_choice(std::uint32_t question, std::string_view name, Chosen& chosen) {
    const auto choice = form_.list_of(question).find(name);
    if (!choice)
        complain(Code::answer_choice_unknown, question, {{"value", document::excerpt(name)}});
    else if (!chosen.add(*choice))
        complain(Code::answer_choice_twice, question, {{"value", document::excerpt(name)}});
}

Answer AnswerValues::of_choices(std::uint32_t question, std::vector<ChoiceIndex> chosen) {
    if (chosen.empty()) return {};
    if (form_.questions[question].type == QuestionType::select_multiple) std::sort(chosen.begin(), chosen.end());
    return {State::answered, std::move(chosen)};
}

void AnswerValues::complain(Code code, std::uint32_t question, std::map<std::string, std::string> facts) {
    add({code, form_.questions[question].name, row + answer_pointer(form_, question), std::move(facts)});
}

void AnswerValues::wrong_type(std::uint32_t question, std::string_view value) {
    complain(
        Code::answer_wrong_type, question,
        {{"expected", std::string(forms::name(form_.questions[question].type))}, {"value", document::excerpt(value)}});
}

void AnswerValues::unknown(std::string_view name) {
    const std::string quoted = document::excerpt(name);
    Problem problem{Code::answer_question_unknown, quoted, row + pointer_step(quoted), {}};
    if (guesses_left_-- > 0) {
        std::vector<std::string_view> names;
        for (const Question& question : form_.questions) names.push_back(question.name);
        if (auto known = document::nearest(name, names)) problem.facts["known"] = *std::move(known);
    }
    add(std::move(problem));
}

void AnswerValues::add(Problem problem) {
    if (problems_.size() < most_answer_problems) problems_.push_back(std::move(problem));
}

std::string answer_pointer(const Form& form, std::uint32_t question) {
    const Question& asked = form.questions[question];
    if (asked.parent == none || form.questions[asked.parent].type != QuestionType::grid)
        return pointer_step(asked.name);
    const std::string& grid = form.questions[asked.parent].name;
    return pointer_step(grid) + pointer_step(std::string_view(asked.name).substr(grid.size() + 1));
}

}  // namespace ecoute::forms
