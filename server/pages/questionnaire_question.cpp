#include "server/pages/questionnaire_question.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "forms/answers.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire_media.hpp"

namespace ecoute::server {

using forms::Form;
using forms::Question;
using forms::QuestionType;
using nlohmann::json;

namespace {

bool is_aside(const forms::Choice& choice) { return choice.refusal || choice.name == "nsp"; }

bool as_tiles(const Form& form, const Question& question) {
    if (question.parent != forms::none && form.questions[question.parent].type == QuestionType::grid) return true;
    return question.appearance.find("likert") != std::string::npos ||
           question.appearance.find("horizontal") != std::string::npos;
}

/// True when the question, or a grid around it, has a condition: without a script the page says that it may be passed.
bool may_be_passed(const Form& form, const Question& question) {
    if (!question.relevant.empty()) return true;
    return question.parent != forms::none && form.questions[question.parent].type == QuestionType::group &&
           form.questions[question.parent].parent != forms::none &&
           may_be_passed(form, form.questions[question.parent]);
}

/// "je préfère ne pas répondre" is offered unless an answer is required or the list has such a choice itself; on the field sheet
/// nobody is asked anything.
bool offers_refusal(const Form& form, const Question& question) {
    if (question.field_sheet) return false;
    if (question.always_required || question.type == QuestionType::acknowledge) return false;
    if (question.list == forms::none) return true;
    const auto& choices = form.lists[question.list].choices;
    return std::none_of(choices.begin(), choices.end(), [](const forms::Choice& choice) { return choice.refusal; });
}

/// True when the person can't change it: read_only, or always calculated.
bool is_fixed(const Pen& pen, const Question& question) {
    if (!question.calculation.empty() && !question.keeps_sent) return true;
    return !question.read_only.empty() && pen.known.test(question.read_only, pen.index(question), pen.at);
}

}  // namespace

json parts_of_all(const Pen& pen, const Question& question) {
    const auto mistake = pen.why(question);
    const auto hint = pen.html(question.hint);
    const auto name = pen.field(question);
    if (!mistake.empty())
        pen.mistakes.push_back({{"name", name}, {"label", pen.html(question.label)}, {"why", mistake}});
    std::string about;
    if (!hint.empty()) about = "h-" + name;
    if (!mistake.empty()) about += (about.empty() ? "w-" : " w-") + name;
    const bool row = as_tiles(pen.form, question) && question.name.find('.') != std::string::npos &&
                     question.parent != forms::none && pen.form.questions[question.parent].type == QuestionType::grid;
    json item = {{"name", name},
            {"label", pen.html(question.label)},
            {"hint", hint},
            {"why", mistake},
            {"about", about},
            {"row", row},
            {"maybe", !row && may_be_passed(pen.form, question)},
            {"required", question.always_required},
            {"fixed", is_fixed(pen, question)},
            {"follows", !question.choice_filter.empty()},
            {"refusal", offers_refusal(pen.form, question) && !is_fixed(pen, question)},
            {"refused", pen.has(question, forms::refused_word) && pen.typed(question).empty()}};
    add_label_media(pen, question, item);
    return item;
}

namespace {

/// A choice of a question as it is drawn now: whether the answers so far leave it out, whether it may be changed.
json choice_row(const Pen& pen, const Question& question, const forms::Choice& choice, bool out, bool fixed) {
    const bool checked = pen.has(question, choice.name) && !out;
    return {{"value", choice.name}, {"text", pen.html(choice.label)}, {"checked", checked},
            {"out", out},           {"stuck", out || (fixed && !checked)}};
}

/// Which choices the answers so far leave out, by index. Nobody is shown an empty list because a question before it
/// still waits for its answer: then all are offered, and the server checks.
std::vector<bool> left_out(const Pen& pen, const Question& question) {
    const auto count = pen.form.lists[question.list].choices.size();
    std::vector<bool> out(count);
    if (question.choice_filter.empty()) return out;
    for (std::size_t at = 0; at < count; ++at)
        out[at] = !pen.known.lets_through(pen.index(question), pen.at, static_cast<forms::ChoiceIndex>(at));
    if (std::find(out.begin(), out.end(), false) == out.end()) out.assign(count, false);
    return out;
}

/// "je préfère ne pas répondre", as one more choice drawn apart.
json refusal_row(const Pen& pen, const json& item) {
    return {
        {"value", forms::refused_word}, {"text", escaped(pen.say("resident.refuse"))}, {"checked", item["refused"]},
        {"out", false},                 {"stuck", item["fixed"]}};
}

/// Radio buttons or boxes, as rows or as tiles; what is no opinion stands apart.
json choose(const Pen& pen, const Question& question) {
    auto item = parts_of_all(pen, question);
    item["input"] = question.type == QuestionType::select_multiple ? "checkbox" : "radio";
    item["tiles"] = as_tiles(pen.form, question);
    item["numbers"] = false;
    item["choices"] = item["asides"] = json::array();
    const auto& choices = pen.form.lists[question.list].choices;
    const auto out = left_out(pen, question);
    for (const auto at : order_of_choices(pen, question)) {
        auto row = choice_row(pen, question, choices[at], out[at], item["fixed"] == true);
        if (add_choice_media(pen, question, static_cast<forms::ChoiceIndex>(at), row)) item["pictures"] = true;
        item[is_aside(choices[at]) ? "asides" : "choices"].push_back(std::move(row));
    }
    if (item["refusal"] == true) item["asides"].push_back(refusal_row(pen, item));
    return {{"choose", item}};
}

/// A short range: its numbers as tiles.
json range_tiles(const Pen& pen, const Question& question, std::size_t steps) {
    auto item = parts_of_all(pen, question);
    item["input"] = "radio";
    item["numbers"] = item["tiles"] = true;
    item["choices"] = item["asides"] = json::array();
    for (std::size_t step = 0; step <= steps; ++step) {
        const auto number =
            forms::expression::number_text(question.range_start + static_cast<double>(step) * question.range_step);
        item["choices"].push_back({{"value", number},
                                    {"text", number},
                                    {"checked", pen.has(question, number)},
                                    {"out", false},
                                    {"stuck", item["fixed"] == true && !pen.has(question, number)}});
    }
    if (item["refusal"] == true) item["asides"].push_back(refusal_row(pen, item));
    return {{"choose", item}};
}

json option(const Pen& pen, const forms::Choice& choice, std::string_view chosen, bool out = false) {
    const auto shown = forms::shown(choice.label, pen.filling.language, pen.form.default_language);
    return {{"value", choice.name},
            {"plain", pen.plain(shown.text)},
            {"other_language", shown.missing ? json(shown.language) : json()},
            {"out", out},
            {"chosen", choice.name == chosen && !out}};
}

/// A long list: a native menu, grouped by commune when its choices have one.
json menu(const Pen& pen, const Question& question) {
    auto item = parts_of_all(pen, question);
    const auto chosen = pen.typed(question);
    std::vector<std::string> communes;
    std::map<std::string, json> by_commune;
    const auto out = left_out(pen, question);
    for (const auto at : order_of_choices(pen, question)) {
        const auto& choice = pen.form.lists[question.list].choices[at];
        const auto column = choice.columns.find("commune");
        const auto commune = column == choice.columns.end() ? std::string{} : column->second;
        if (!by_commune.contains(commune)) communes.push_back(commune);
        by_commune[commune].push_back(option(pen, choice, chosen, out[at]));
    }
    std::sort(communes.begin(), communes.end());
    item["communes"] = json::array();
    for (const auto& commune : communes)
        item["communes"].push_back({{"commune", commune}, {"options", by_commune[commune]}});
    item["many"] = true;
    return {{"menu", item}};
}

/// Places to give, first to last: one menu a place; the script turns them into taps in order.
json rank(const Pen& pen, const Question& question) {
    auto item = parts_of_all(pen, question);
    const auto& choices = pen.form.lists[question.list].choices;
    const auto places = std::min<std::size_t>(question.most_choices.value_or(usual_places), choices.size());
    std::vector<std::string> order;
    for (const auto& value : pen.values(question))
        if (!value.empty() && value != forms::refused_word) order.push_back(value);
    const auto out = left_out(pen, question);
    item["places"] = json::array();
    for (std::size_t place = 0; place < places; ++place) {
        json options = json::array();
        for (const auto at : order_of_choices(pen, question))
            options.push_back(
                option(pen, choices[at], place < order.size() ? std::string_view{order[place]} : "", out[at]));
        item["places"].push_back({{"place", pen.say(place == 0 ? "resident.place_first" : "resident.place_other",
                                                    {{"place", std::to_string(place + 1)}})},
                                  {"options", options}});
    }
    return {{"rank", item}};
}

struct FieldKind {
    QuestionType type;
    std::string_view input, keys;
};
constexpr FieldKind field_kinds[] = {
    {QuestionType::text, "text", ""},
    {QuestionType::integer, "text", "numeric"},
    {QuestionType::decimal, "text", "decimal"},
    {QuestionType::range, "text", "decimal"},
    {QuestionType::date, "date", ""},
    {QuestionType::time, "time", ""},
    {QuestionType::date_time, "datetime-local", ""},
    {QuestionType::barcode, "text", ""},
};

json field(const Pen& pen, const Question& question) {
    auto item = parts_of_all(pen, question);
    const bool calculated = !question.calculation.empty() && !question.keeps_sent;
    item["value"] = calculated ? pen.known.value(pen.index(question), pen.at) : pen.typed(question);
    item["area"] = question.appearance.find("multiline") != std::string::npos;
    item["input"] = "text";
    item["keys"] = "";
    for (const auto& kind : field_kinds) {
        if (kind.type != question.type) continue;
        item["input"] = kind.input;
        item["keys"] = kind.keys;
    }
    item["short"] = question.type != QuestionType::text;
    return {{"field", item}};
}

/// What the tablet's app asks with the device (web/tablet/devices.js): a field that nobody types in, and what the app needs to know of it.
json device(const Pen& pen, const Question& question) {
    auto item = parts_of_all(pen, question);
    item["kind"] = forms::name(question.type);
    item["value"] = pen.typed(question);
    item["parameters"] = json::array();
    for (const auto* wanted : {"capture-accuracy", "warning-accuracy", "max-pixels"})
        if (const auto said = question.parameters.find(wanted); said != question.parameters.end())
            item["parameters"].push_back({{"parameter", wanted}, {"said", said->second}});
    return {{"device", item}};
}

json one_range(const Pen& pen, const Question& question) {
    const double steps = std::round((question.range_end - question.range_start) / question.range_step);
    return steps >= 0 && steps <= most_range_tiles ? range_tiles(pen, question, static_cast<std::size_t>(steps))
                                                   : field(pen, question);
}

json one_choice(const Pen& pen, const Question& question) {
    const auto at = static_cast<std::uint32_t>(&question - pen.form.questions.data());
    return is_menu(pen.form, at) ? menu(pen, question) : choose(pen, question);
}

}  // namespace

bool is_menu(const Form& form, std::uint32_t question) noexcept {
    const auto& asked = form.questions[question];
    return asked.type == QuestionType::select_one && form.list_of(question).choices.size() > most_rows &&
           !as_tiles(form, asked);
}

json item_of(const Pen& pen, const Question& question) {
    switch (question.type) {
        case QuestionType::select_one:
            return one_choice(pen, question);
        case QuestionType::select_multiple:
            return choose(pen, question);
        case QuestionType::rank:
            return rank(pen, question);
        case QuestionType::range:
            return one_range(pen, question);
        case QuestionType::acknowledge: {
            auto item = parts_of_all(pen, question);
            item["checked"] = pen.has(question, "OK");
            return {{"tick", item}};
        }
        case QuestionType::note:
            return {{"note", parts_of_all(pen, question)}};
        case QuestionType::text:
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::date:
        case QuestionType::time:
        case QuestionType::date_time:
        case QuestionType::barcode:
            return field(pen, question);
        case QuestionType::geopoint:
        case QuestionType::image:
        case QuestionType::audio:
        case QuestionType::video:
        case QuestionType::file:
            return device(pen, question);
        default:
            return {};
    }
}

}  // namespace ecoute::server
