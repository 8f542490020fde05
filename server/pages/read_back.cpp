#include "server/pages/read_back.hpp"

#include <nlohmann/json.hpp>

#include "forms/answers.hpp"
#include "server/pages/page.hpp"
#include "server/pages/pen.hpp"

namespace ecoute::server {
namespace {

using forms::QuestionType;
using nlohmann::json;

std::string said(const Pen& pen, const forms::Question& question, const std::string& value) {
    if (value == forms::refused_word) return escaped(pen.say("resident.refuse"));
    if (question.list == forms::none) return escaped(value);
    const auto& list = pen.form.lists[question.list];
    const auto choice = list.find(value);
    return choice ? pen.html(list.choices[*choice].label) : escaped(value);
}

void add_answers(const Pen& pen, std::uint32_t begin, std::uint32_t end, json& items);

void add_rows(const Pen& pen, std::uint32_t repeat, json& items) {
    const auto& question = pen.form.questions[repeat];
    for (std::uint32_t row = 0; row < row_count(pen.form, pen.filling, repeat, pen.at); ++row) {
        const auto inner = pen.in_row(repeat, row);
        items.push_back({{"heading", inner.html(question.label) + " · " + std::to_string(row + 1)}});
        add_answers(inner, repeat + 1, question.end, items);
    }
}

void add_answers(const Pen& pen, std::uint32_t begin, std::uint32_t end, json& items) {
    for (auto at = begin; at < end; at = pen.form.questions[at].end) {
        const auto& question = pen.form.questions[at];
        if (question.type == QuestionType::repeat) {
            add_rows(pen, at, items);
        } else if (question.type == QuestionType::group || question.type == QuestionType::grid) {
            const auto before = items.size();
            add_answers(pen, at + 1, question.end, items);
            if (items.size() > before && !question.label.empty())
                items.insert(items.begin() + static_cast<std::ptrdiff_t>(before), {{"heading", pen.html(question.label)}});
        } else if (forms::is_asked(question.type)) {
            json all = json::array();
            for (const auto& value : pen.values(question)) all.push_back(said(pen, question, value));
            if (!all.empty()) items.push_back({{"question", pen.html(question.label)}, {"said", all}});
        }
    }
}

}  // namespace

json answers_read_back(const forms::Form& form, const Words& words, std::string_view language,
                       std::string_view answers, const forms::Clock& clock) {
    forms::Problems unread;
    const auto filling = filling_of(form, forms::answers_from_json(form, answers, unread), language);
    const Known known{form, filling, clock};
    json mistakes = json::array(), items = json::array();
    add_answers(Pen{form, words, filling, known, mistakes, {}, {}}, 0, static_cast<std::uint32_t>(form.questions.size()), items);
    return items;
}

}  // namespace ecoute::server
