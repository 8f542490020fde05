#include "server/pages/questionnaire_items.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "forms/answers.hpp"
#include "forms/residents.hpp"
#include "server/pages/questionnaire_question.hpp"

namespace ecoute::server {
namespace {

using forms::Form;
using forms::Question;
using forms::QuestionType;
using nlohmann::json;

void add_items(const Pen& pen, std::uint32_t begin, std::uint32_t end, json& items);

/// What a link filled in for a question, when it can stand folded under its answer: nothing is wrong with it and it always applies. ""
/// otherwise.
std::string folded_answer(const Pen& pen, const Question& question) {
    const auto& folded = pen.filling.folded;
    if (std::find(folded.begin(), folded.end(), question.name) == folded.end()) return {};
    if (question.type != QuestionType::select_one || !question.relevant.empty() || !pen.why(question).empty()) return {};
    const auto& list = pen.form.list_of(pen.index(question));
    const auto choice = list.find(pen.typed(question));
    if (!choice) return {};
    return pen.plain(forms::shown(list.choices[*choice].label, pen.filling.language, pen.form.default_language).text);
}

/// What chance or the clock gave in a row, and defaults of questions that are not shown: carried within the row.
void add_carried(const Pen& pen, std::uint32_t repeat, json& items) {
    for (auto at = repeat + 1; at < pen.form.questions[repeat].end; ++at) {
        const auto& question = pen.form.questions[at];
        if (question.repeat != repeat || !is_carried(pen.form, at, pen.audience)) continue;
        items.push_back({{"drawn_field", carried_field(pen, at)}});
    }
}

void add_row(const Pen& pen, std::uint32_t repeat, std::uint32_t row, json& items) {
    const auto& question = pen.form.questions[repeat];
    const auto inner = pen.in_row(repeat, row);
    const bool free = question.repeat_count.empty();
    items.push_back({{"entry",
                      {{"label", inner.html(question.label)},
                       {"number", row == row_to_come ? "@n" : std::to_string(row + 1)},
                       {"free", free}}}});
    add_items(inner, repeat + 1, question.end, items);
    add_carried(inner, repeat, items);
    const auto index = row == row_to_come ? "@" + std::to_string(pen.at.size()) : std::to_string(row);
    items.push_back(
        {{"entry_end", {{"name", pen.field(question)}, {"row_name", pen.field(question) + ":" + index}, {"free", free}}}});
}

/// A repeat: its rows, the model of a row for the script, and the button that adds one.
void add_repeat(const Pen& pen, std::uint32_t repeat, json& items) {
    const auto& question = pen.form.questions[repeat];
    auto item = parts_of_all(pen, question);
    const auto count = row_count(pen.form, pen.filling, repeat, pen.at);
    const bool free = question.repeat_count.empty();
    item["count"] = count;
    item["heading"] = question.parent == forms::none ? json() : item["label"];
    items.push_back({{"repeat", item}});
    for (std::uint32_t row = 0; row < count; ++row) add_row(pen, repeat, row, items);
    items.push_back({{"entry_model", true}});
    add_row(pen, repeat, row_to_come, items);
    items.push_back({{"repeat_end", {{"name", item["name"]}, {"label", item["label"]}, {"free", free}, {"room", count < most_page_rows}}}});
}

/// The items between two places of the form, in document order: a group or grid opens, holds its own, closes.
void add_items(const Pen& pen, std::uint32_t begin, std::uint32_t end, json& items) {
    for (auto at = begin; at < end; at = pen.form.questions[at].end) {
        const auto& question = pen.form.questions[at];
        if (!is_shown(pen.form, at, pen.audience)) continue;
        const bool grid = question.type == QuestionType::grid;
        if (question.type == QuestionType::repeat) {
            add_repeat(pen, at, items);
        } else if (grid || question.type == QuestionType::group) {
            items.push_back({{grid ? "grid" : "group", parts_of_all(pen, question)}});
            add_items(pen, at + 1, question.end, items);
            items.push_back({{grid ? "grid_end" : "group_end", true}});
        } else if (auto item = item_of(pen, question); !item.is_null()) {
            const auto known = folded_answer(pen, question);
            if (!known.empty()) items.push_back({{"fold", {{"label", pen.html(question.label)}, {"answer", known}}}});
            items.push_back(std::move(item));
            if (!known.empty()) items.push_back({{"fold_end", true}});
        }
    }
}

}  // namespace

bool is_carried(const Form& form, std::uint32_t question, Audience audience) noexcept {
    const auto& asked = form.questions[question];
    const bool made = asked.type == QuestionType::calculate ? asked.keeps_sent
                      : asked.type == QuestionType::hidden  ? !asked.default_value.empty() || asked.keeps_sent
                                                            : false;
    if (audience == Audience::resident) return made || (!is_shown(form, question, audience) && forms::is_asked(asked.type));
    const bool on_sheet = is_shown(form, question, Audience::field_sheet) && forms::is_asked(asked.type);
    if (audience == Audience::field_sheet) return made && asked.field_sheet;
    return asked.field_sheet ? on_sheet && asked.repeat == forms::none : made;
}

json carried_field(const Pen& pen, std::uint32_t question) {
    const auto& asked = pen.form.questions[question];
    const bool tablet = pen.audience != Audience::resident;
    const bool drawn = asked.keeps_sent && !tablet;
    return {{"name", pen.field(asked)},
            {"value", drawn ? pen.known.value(question, pen.at) : pen.typed(asked)},
            {"drawn", drawn || (!tablet && asked.repeat != forms::none)},
            {"of_sheet", tablet && asked.field_sheet && pen.audience == Audience::interview}};
}

json sections(const Pen& pen) {
    json all = json::array();
    const auto& questions = pen.form.questions;
    const auto count = static_cast<std::uint32_t>(questions.size());
    for (std::uint32_t at = 0; at < count; at = questions[at].end) {
        if (!is_shown(pen.form, at, pen.audience)) continue;
        const auto& question = questions[at];
        if (question.type == QuestionType::group) {
            json section{
                {"group_name", question.name}, {"heading", pen.html(question.label)}, {"items", json::array()}};
            add_items(pen, at + 1, question.end, section["items"]);
            all.push_back(std::move(section));
            continue;
        }
        if (question.type == QuestionType::repeat) {
            all.push_back({{"group_name", nullptr}, {"heading", pen.html(question.label)}, {"items", json::array()}, {"whole", true}});
            add_repeat(pen, at, all.back()["items"]);
            continue;
        }
        if (all.empty() || !all.back()["group_name"].is_null() || all.back().contains("whole"))
            all.push_back({{"group_name", nullptr}, {"heading", pen.html(pen.form.title)}, {"items", json::array()}});
        add_items(pen, at, question.end, all.back()["items"]);
    }
    all.erase(std::remove_if(all.begin(), all.end(), [](const json& section) { return section["items"].empty(); }),
              all.end());
    for (std::size_t at = 0; at < all.size(); ++at) all[at]["first"] = at == 0;
    return all;
}

}  // namespace ecoute::server
