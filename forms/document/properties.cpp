#include "forms/document/properties.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "forms/document/names.hpp"
#include "forms/numbers.hpp"

namespace ecoute::forms::document {
namespace {

using simdjson::dom::element;

bool is_number(QuestionType type) {
    return type == QuestionType::integer || type == QuestionType::decimal || type == QuestionType::range;
}
bool holds_questions(QuestionType type) { return type == QuestionType::group || type == QuestionType::repeat; }
bool takes_several(QuestionType type) { return type == QuestionType::select_multiple || type == QuestionType::rank; }

/// Lower bounds, each a finite number above the one before; empty when they are not.
std::vector<double> read_bands(Draft& draft, const Members& members) {
    std::vector<double> bands;
    const auto items = members.array("bands");
    if (!items) return bands;
    for (const element item : *items) {
        double bound = 0;
        const bool is_bound =
            item.get_double().get(bound) == simdjson::SUCCESS && (bands.empty() || bound > bands.back());
        if (!is_bound) {
            draft.mistake(Code::form_bands_invalid, members.text("name"),
                          members.pointer("bands") + "/" + std::to_string(bands.size()));
            return {};
        }
        bands.push_back(bound);
    }
    if (bands.empty()) draft.mistake(Code::form_bands_invalid, members.text("name"), members.pointer("bands"));
    return bands;
}

/// "k=v k=v": separated by blanks, commas or semicolons.
void read_parameters(const Members& members, Question& question) {
    const std::string written = members.text("parameters");
    std::string_view rest = written;
    while (!rest.empty()) {
        const auto word = rest.substr(0, rest.find_first_of(" \t\n,;"));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        if (word.empty()) continue;
        const auto equals = word.find('=');
        if (equals == std::string_view::npos || equals == 0) return members.wrong_type("parameters", "name=value");
        question.parameters.emplace(word.substr(0, equals), word.substr(equals + 1));
    }
}

/// A parameter that must be a number; `otherwise` when it is not written.
double number_of(const Members& members, const Question& question, std::string_view parameter, double otherwise) {
    const auto written = question.parameters.find(parameter);
    if (written == question.parameters.end()) return otherwise;
    if (const auto number = plain_number(written->second)) return *number;
    members.wrong_type("parameters", "number");
    return otherwise;
}

/// XLSForm: start + k * step within [start, end]; start may exceed end, step is positive and not wider than the range.
void read_range(const Members& members, Question& question) {
    question.range_start = number_of(members, question, "start", 1);
    question.range_end = number_of(members, question, "end", 10);
    question.range_step = number_of(members, question, "step", 1);
    const double width = std::fabs(question.range_end - question.range_start);
    if (!(question.range_step > 0 && question.range_step <= width))
        members.wrong_type("parameters", "start, end and step of a range");
}

void read_most_choices(const Members& members, Question& question) {
    if (!question.parameters.contains("max")) return;
    const double most = number_of(members, question, "max", 1);
    if (!is_whole(most) || most < 1 || most > static_cast<double>(longest_list))
        return members.wrong_type("parameters", "max=1 or more");
    question.most_choices = static_cast<std::uint16_t>(most);
}

struct Place {
    std::string_view member;
    bool (*belongs)(QuestionType);
    bool loses_questions;
};
constexpr std::array places{
    Place{"questions", holds_questions, true},
    Place{"rows", [](QuestionType type) { return type == QuestionType::grid; }, true},
    Place{"choices",
          [](QuestionType type) {
              return takes_choices(type) || type == QuestionType::calculate || type == QuestionType::unused;
          },
          false},
    Place{"or_other",
          [](QuestionType type) { return type == QuestionType::select_one || type == QuestionType::select_multiple; },
          false},
    Place{"choice_filter", takes_choices, false},
    Place{"repeat_count", [](QuestionType type) { return type == QuestionType::repeat; }, false},
};

struct Expressed {
    std::string_view member;
    expression::Expression Question::*place;
};
constexpr std::array expressed{
    Expressed{"relevant", &Question::relevant},         Expressed{"required", &Question::required},
    Expressed{"constraint", &Question::constraint},     Expressed{"calculation", &Question::calculation},
    Expressed{"read_only", &Question::read_only},       Expressed{"choice_filter", &Question::choice_filter},
    Expressed{"repeat_count", &Question::repeat_count},
};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

enum class Plain { yes, no, neither };

/// XLSForm's ways to write yes and no in a cell.
Plain plain_answer(std::string_view written) {
    std::string word(trimmed(written));
    for (char& c : word)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (word == "yes" || word == "true" || word == "true()") return Plain::yes;
    if (word == "no" || word == "false" || word == "false()") return Plain::no;
    return Plain::neither;
}

void put_aside(Draft& draft, const Members& members, std::uint32_t self, const Expressed& row) {
    const auto written = members.expression(row.member);
    if (!written || trimmed(*written).empty()) return;
    Question& question = draft.form.questions[self];
    std::string text = *written;
    const bool is_condition = row.place != &Question::calculation && row.place != &Question::repeat_count;
    const Plain plain = is_condition ? plain_answer(text) : Plain::neither;
    if (row.place == &Question::required && plain != Plain::neither) {
        question.always_required = plain == Plain::yes;
        return;
    }
    if (row.place == &Question::read_only && plain == Plain::no) return;
    if (plain != Plain::neither) text = plain == Plain::yes ? "true()" : "false()";
    draft.expressions.push_back({self, row.place, std::move(text), members.pointer(row.member)});
}

/// XLSForm: a default is evaluated when it reads a question, calls a function or computes; otherwise it is the value
/// itself. Signs compute only where a number is wanted: "quartier-nord" and "2026-01-01" are values.
bool is_dynamic(QuestionType type, std::string_view text) {
    if (text.find("${") != std::string_view::npos) return true;
    if (is_number(type)) return !plain_number(trimmed(text));
    const auto open = text.find('(');
    if (open == 0 || open == std::string_view::npos || text.find(')', open) == std::string_view::npos) return false;
    return is_name(text.substr(open - 1, 1));
}

void put_default_aside(Draft& draft, const Members& members, std::uint32_t self) {
    const auto written = members.expression("default");
    if (!written || trimmed(*written).empty()) return;
    Question& question = draft.form.questions[self];
    question.default_is_dynamic = members.find("default")->is_string() && is_dynamic(question.type, *written);
    draft.expressions.push_back(
        {self, &Question::default_value, *written, members.pointer("default"), !question.default_is_dynamic});
}

void put_triggers_aside(Draft& draft, const Members& members, std::uint32_t self) {
    std::string written = members.text("trigger");
    if (!trimmed(written).empty()) draft.triggers.push_back({self, std::move(written), members.pointer("trigger")});
}

/// Functions whose result is another each time, and `once`, which keeps the first.
bool changes_by_itself(std::string_view calculation) {
    for (const std::string_view function : {"now", "today", "random", "uuid", "once"})
        for (auto at = calculation.find(function); at != std::string_view::npos;
             at = calculation.find(function, at + 1))
            if (trimmed(calculation.substr(at + function.size())).starts_with('(')) return true;
    return false;
}

}  // namespace

bool takes_choices(QuestionType type) noexcept {
    return type == QuestionType::select_one || type == QuestionType::select_multiple || type == QuestionType::rank ||
           type == QuestionType::grid;
}

void read_properties(Draft& draft, const Members& members, Question& question) {
    question.guidance_hint = members.by_language("guidance_hint");
    question.constraint_message = members.by_language("constraint_message");
    question.required_message = members.by_language("required_message");
    question.appearance = members.text("appearance");
    question.autoplay = members.text("autoplay");
    if (members.has("bands")) question.bands = read_bands(draft, members);
    if (members.has("bands") && !is_number(question.type) && question.type != QuestionType::calculate)
        draft.mistake(Code::form_bands_invalid, question.name, members.pointer("bands"),
                      {{"value", std::string(name(question.type))}});
    read_parameters(members, question);
    if (question.type == QuestionType::range) read_range(members, question);
    if (takes_several(question.type)) read_most_choices(members, question);
    if (takes_several(question.type) && question.list != none && draft.blank_in_names[question.list])
        draft.mistake(Code::form_choice_invalid, question.name, members.pointer("choices"),
                      {{"value", draft.form.lists[question.list].name}});
    const auto calculation = members.find("calculation");
    question.keeps_sent = members.has("trigger") || (calculation && calculation->is_string() &&
                                                     changes_by_itself(calculation->get_string().value_unsafe()));
}

void check_place_of_members(Draft& draft, const Members& members, const Question& question) {
    for (const Place& place : places) {
        if (!members.has(place.member) || place.belongs(question.type)) continue;
        std::map<std::string, std::string> facts{{"value", std::string(name(question.type))}};
        if (place.loses_questions)
            draft.mistake(Code::form_field_unknown, std::string(place.member), members.pointer(place.member),
                          std::move(facts));
        else
            draft.warning(Code::form_field_unknown, std::string(place.member), members.pointer(place.member),
                          std::move(facts));
    }
    if (question.type == QuestionType::calculate && question.list != none && !question.bands.empty())
        draft.mistake(Code::form_members_clash, "bands", members.pointer("bands"), {{"value", "choices"}});
    if (question.type == QuestionType::calculate && !members.has("calculation") && !members.has("default"))
        members.missing("calculation");
}

void read_expressions(Draft& draft, const Members& members, std::uint32_t self) {
    for (const Expressed& row : expressed) put_aside(draft, members, self, row);
    put_default_aside(draft, members, self);
    put_triggers_aside(draft, members, self);
}

std::optional<WrittenExpression> required_of_grid(const Draft& draft, std::uint32_t grid) {
    for (auto last = draft.expressions.rbegin(); last != draft.expressions.rend() && last->question == grid; ++last)
        if (last->place == &Question::required) return *last;
    return std::nullopt;
}

void read_row_expressions(Draft& draft, const Members& members, std::uint32_t self,
                          const std::optional<WrittenExpression>& of_grid) {
    for (const Expressed& row : expressed)
        if (row.place == &Question::relevant || row.place == &Question::required) put_aside(draft, members, self, row);
    if (members.has("required")) return;
    Question& row = draft.form.questions[self];
    row.always_required = draft.form.questions[row.parent].always_required;
    if (!of_grid) return;
    draft.expressions.push_back(*of_grid);
    draft.expressions.back().question = self;
}

}  // namespace ecoute::forms::document
