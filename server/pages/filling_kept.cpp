#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/pages/filling.hpp"

namespace ecoute::server {

using forms::Form;
using forms::QuestionType;
using nlohmann::json;

namespace {

/// Answers of questions [from, to) as fields; `first` is the question of the holder's first entry.
void put_answers(const Form& form, const forms::Answers& holder, std::uint32_t first, std::uint32_t to, const Rows& at,
                 Filling& filling) {
    for (auto question = first; question < to;) {
        const auto& asked = form.questions[question];
        const auto& answer = holder.by_question[question - first];
        const auto name = field_name(form, question, at);
        if (asked.type == QuestionType::repeat) {
            const auto* rows = std::get_if<std::vector<forms::Answers>>(&answer.value);
            const auto count = rows ? rows->size() : 0;
            filling.values[name] = {std::to_string(std::min<std::size_t>(count, most_page_rows))};
            auto inner = at;
            inner.push_back(0);
            for (; inner.back() < count && inner.back() < most_page_rows; ++inner.back())
                put_answers(form, (*rows)[inner.back()], question + 1, asked.end, inner, filling);
            question = asked.end;
            continue;
        }
        if (const auto* choices = std::get_if<std::vector<forms::ChoiceIndex>>(&answer.value))
            for (const auto choice : *choices) filling.values[name].push_back(form.list_of(question).choices[choice].name);
        else if (auto text = forms::answer_text(form, question, answer); !text.empty())
            filling.values[name] = {std::move(text)};
        ++question;
    }
}

}  // namespace

Filling filling_of(const Form& form, const forms::Answers& answers, std::string_view language) {
    Filling filling;
    filling.language = language;
    filling.fresh = false;
    put_answers(form, answers, 0, static_cast<std::uint32_t>(form.questions.size()), {}, filling);
    return filling;
}

std::string filling_text(const Filling& filling) {
    return json{{"language", filling.language}, {"id", filling.id},         {"started", filling.started},
                {"step", filling.step},         {"values", filling.values}, {"address", filling.address}}
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Filling> read_filling_text(std::string_view text) {
    const auto read = json::parse(text, nullptr, false);
    if (!read.is_object() || !read.contains("values")) return std::nullopt;
    Filling filling;
    filling.fresh = false;
    filling.language = read.value("language", "");
    filling.id = read.value("id", "");
    filling.started = read.value("started", "");
    filling.step = read.value("step", "");
    filling.address = read.value("address", "");
    for (const auto& [name, values] : read["values"].items())
        for (const auto& value : values)
            if (value.is_string()) filling.values[name].push_back(value.get<std::string>());
    return filling;
}

}  // namespace ecoute::server
