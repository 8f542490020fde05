#include "server/pages/pen.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "forms/expression/shuffle.hpp"
#include "forms/numbers.hpp"
#include "server/pages/page.hpp"

namespace ecoute::server {
namespace {

using forms::Form;
using forms::Question;

/// A seed as it is written: a number, or the value of a question.
double seed_of(const Pen& pen, std::string_view written) {
    return forms::plain_number(pen.plain(written)).value_or(std::numeric_limits<double>::quiet_NaN());
}

/// Who has no seed has that of the response's id: the order is the same when the page comes back. FNV-1a, so that it
/// does not depend on the machine.
double seed_of_person(std::string_view id, std::string_view question) {
    std::uint32_t hash = 2166136261U;
    for (const auto text : {id, question})
        for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619U;
    return hash;
}

/// Where the value of a question is read from a place in the form: the rows that both are in, then the first of each.
Rows seen_from(const Pen& pen, std::uint32_t question) {
    const auto around = repeats_around(pen.form, question);
    Rows rows(around.size());
    for (std::size_t level = 0; level < rows.size() && level < pen.at.size() && around[level] == pen.repeats[level]; ++level)
        rows[level] = pen.at[level];
    return rows;
}

/// Cuts a text at the values it names: `plain(piece)` and `named(question)` are called in order. A name that no question
/// has stays as it is written.
template <class Plain, class Named>
void each_piece(const Form& form, std::string_view text, Plain plain, Named named) {
    for (std::size_t from = 0; from < text.size();) {
        const auto open = text.find("${", from);
        const auto close = open == text.npos ? open : text.find('}', open);
        if (close == text.npos) return plain(text.substr(from));
        auto name = text.substr(open + 2, close - open - 2);
        const auto first = std::min(name.find_first_not_of(' '), name.size());
        name = name.substr(first, name.find_last_not_of(' ') + 1 - first);
        const auto question = form.find(name);
        plain(text.substr(from, (question ? open : close + 1) - from));
        if (question) named(*question);
        from = close + 1;
    }
}

}  // namespace

std::string Pen::say(std::string_view key, const Words::Facts& facts) const {
    return words.say(filling.language, key, facts);
}

std::string Pen::html(const forms::Text& text) const {
    const auto shown = forms::shown(text, filling.language, form.default_language);
    std::string out;
    each_piece(
        form, shown.text, [&](std::string_view piece) { out += escaped(piece); },
        [&](std::uint32_t question) {
            const auto rows = seen_from(*this, question);
            out += "<span data-v=\"" + field_name(form, question, rows) + "\">" +
                   escaped(known.value(question, rows)) + "</span>";
        });
    if (!shown.missing || out.empty()) return out;
    return "<span lang=\"" + escaped(shown.language) + "\" dir=\"" +
           (forms::right_to_left(shown.language) ? "rtl" : "ltr") + "\">" + out + "</span>";
}

std::string Pen::plain(std::string_view text) const {
    std::string out;
    each_piece(
        form, text, [&](std::string_view piece) { out += piece; },
        [&](std::uint32_t question) { out += known.value(question, seen_from(*this, question)); });
    return out;
}

const std::vector<std::string>& Pen::values(const Question& question) const {
    static const std::vector<std::string> nothing;
    const auto found = filling.values.find(field(question));
    return found == filling.values.end() ? nothing : found->second;
}

bool Pen::has(const Question& question, std::string_view value) const {
    const auto& all = values(question);
    return std::find(all.begin(), all.end(), value) != all.end();
}

std::string Pen::typed(const Question& question) const {
    for (const auto& value : values(question))
        if (value != forms::refused_word) return value;
    return {};
}

std::string Pen::why(const Question& question) const {
    for (const auto& problem : filling.problems) {
        if (problem.subject != question.name) continue;
        if (!at.empty() && problem.where != answer_place(form, index(question), at)) continue;
        std::string own;
        if (problem.code == forms::Code::answer_constraint) own = html(question.constraint_message);
        if (problem.code == forms::Code::answer_required) own = html(question.required_message);
        return own.empty() ? escaped(words.say(filling.language, problem)) : own;
    }
    return {};
}

bool is_drawn_by_person(const Question& question) {
    const auto random = question.parameters.find("randomize");
    return question.list != forms::none && random != question.parameters.end() && random->second == "true" && !question.parameters.contains("seed");
}

std::vector<std::uint32_t> order_of_choices(const Pen& pen, const Question& question) {
    const auto count = static_cast<std::uint32_t>(pen.form.lists[question.list].choices.size());
    const auto random = question.parameters.find("randomize");
    const bool drawn = random != question.parameters.end() && random->second == "true";
    const auto seed = question.parameters.find("seed");
    if (drawn && seed != question.parameters.end()) return forms::expression::shuffled(count, seed_of(pen, seed->second));
    if (is_drawn_by_person(question) && pen.filling.id != id_placeholder)
        return forms::expression::shuffled(count, seed_of_person(pen.filling.id, question.name));
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    return order;
}

}  // namespace ecoute::server
