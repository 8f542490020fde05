#include "server/pages/filling.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "forms/answer_values.hpp"
#include "forms/numbers.hpp"
#include "server/pages/known.hpp"

namespace ecoute::server {
namespace {

using forms::Form;
using forms::Question;
using forms::QuestionType;
using nlohmann::json;

std::optional<std::uint32_t> index_in(std::string_view text) {
    std::uint32_t index = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (failed != std::errc{} || end != text.data() + text.size() || index > most_page_rows) return std::nullopt;
    return index;
}

/// True when `inner` stands in the repeat, at any depth.
bool is_inside(const Form& form, std::uint32_t inner, std::uint32_t repeat) {
    return inner > repeat && inner < form.questions[repeat].end;
}

bool begins_with(const Rows& at, const Rows& start) {
    return at.size() >= start.size() && std::equal(start.begin(), start.end(), at.begin());
}

const std::vector<std::string>* typed_in(const Filling& filling, const std::string& field) {
    const auto found = filling.values.find(field);
    return found == filling.values.end() ? nullptr : &found->second;
}

void set_count(const Form& form, Filling& filling, std::uint32_t repeat, const Rows& at, std::uint32_t count) {
    filling.values[field_name(form, repeat, at)] = {std::to_string(count)};
}

/// Moves what stands in the rows of a repeat: `moved` gives the new index of a row, nullopt for one that goes.
template <class Moved>
void move_rows(const Form& form, Filling& filling, std::uint32_t repeat, const Rows& around, Moved moved) {
    decltype(filling.values) kept;
    for (auto& [name, values] : filling.values) {
        auto place = field_place(form, name);
        const bool affected = place && is_inside(form, place->question, repeat) && begins_with(place->at, around);
        if (!affected) {
            kept.emplace(name, std::move(values));
            continue;
        }
        const auto to = moved(place->at[around.size()]);
        if (!to) continue;
        place->at[around.size()] = *to;
        kept.emplace(field_name(form, place->question, place->at), std::move(values));
    }
    filling.values = std::move(kept);
}

/// Several boxes as one text; a refusal gives way to an answer beside it.
std::string joined(const std::vector<std::string>& values) {
    std::string text;
    bool refused = false;
    for (const auto& value : values) {
        refused = refused || value == forms::refused_word;
        if (value != forms::refused_word && !value.empty()) text.append(text.empty() ? "" : " ").append(value);
    }
    return text.empty() && refused ? std::string{forms::refused_word} : text;
}

/// One answer of a row as the JSON of answers has it; what can't be read as a number stays a text, which is told.
json row_value(const Question& question, const std::vector<std::string>& values) {
    const auto text = joined(values);
    if (text == forms::refused_word) return text;
    switch (question.type) {
        case QuestionType::select_multiple:
        case QuestionType::rank: {
            json names = json::array();
            for (const auto& value : values)
                if (value != forms::refused_word) names.push_back(value);
            return names;
        }
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range: {
            std::string digits = text;
            std::replace(digits.begin(), digits.end(), ',', '.');
            digits.erase(std::remove(digits.begin(), digits.end(), ' '), digits.end());
            if (const auto number = forms::plain_number(digits)) return *number;
            return text;
        }
        default:
            return values.size() == 1 ? values.front() : text;
    }
}

json rows_json(const Form& form, const Filling& filling, std::uint32_t repeat, const Rows& around);

/// A row of a repeat as an object: its questions by name, rows of a grid inside theirs.
json row_json(const Form& form, const Filling& filling, std::uint32_t repeat, const Rows& at) {
    json row = json::object();
    for (auto inside = repeat + 1; inside < form.questions[repeat].end;) {
        const auto& question = form.questions[inside];
        if (question.type == QuestionType::repeat) {
            row[question.name] = rows_json(form, filling, inside, at);
            inside = question.end;
            continue;
        }
        if (const auto* values = typed_in(filling, field_name(form, inside, at)); values && !values->empty()) {
            const bool of_grid = form.questions[question.parent].type == QuestionType::grid;
            const auto& grid = form.questions[question.parent].name;
            (of_grid ? row[grid][question.name.substr(grid.size() + 1)] : row[question.name]) =
                row_value(question, *values);
        }
        ++inside;
    }
    return row;
}

json rows_json(const Form& form, const Filling& filling, std::uint32_t repeat, const Rows& around) {
    json rows = json::array();
    const auto count = row_count(form, filling, repeat, around);
    auto at = around;
    at.push_back(0);
    for (; at.back() < count; ++at.back()) rows.push_back(row_json(form, filling, repeat, at));
    return rows;
}

/// Calls `use(at)` for each place where a repeat stands: once, or once a row of the repeats around it.
template <class Use>
void each_place(const Form& form, const Filling& filling, std::uint32_t question, Use use) {
    std::vector<Rows> places{{}};
    for (const auto repeat : repeats_around(form, question)) {
        std::vector<Rows> inner;
        for (const auto& at : places)
            for (std::uint32_t row = 0; row < row_count(form, filling, repeat, at); ++row) {
                inner.push_back(at);
                inner.back().push_back(row);
            }
        places = std::move(inner);
    }
    for (const auto& at : places) use(at);
}

void fill_default(const Form& form, Filling& filling, const Known& known, std::uint32_t question, const Rows& at) {
    const auto& asked = form.questions[question];
    const auto name = field_name(form, question, at);
    if (asked.default_value.empty() || filling.values.contains(name)) return;
    const auto text = known.text(asked.default_value, question, at);
    if (text.empty()) return;
    auto& values = filling.values[name];
    if (asked.type != QuestionType::select_multiple && asked.type != QuestionType::rank) {
        values = {text};
        return;
    }
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find(' ', from), text.size());
        if (to > from) values.push_back(text.substr(from, to - from));
        from = to + 1;
    }
}

bool is_blank_row(const Form& form, const Filling& filling, std::uint32_t repeat, const Rows& row) {
    return std::none_of(filling.values.begin(), filling.values.end(), [&](const auto& field) {
        const auto place = field_place(form, field.first);
        return place && is_inside(form, place->question, repeat) && begins_with(place->at, row) &&
               form.questions[place->question].type != QuestionType::repeat && !joined(field.second).empty();
    });
}

}  // namespace

std::vector<std::uint32_t> repeats_around(const Form& form, std::uint32_t question) {
    std::vector<std::uint32_t> repeats;
    for (auto repeat = form.questions[question].repeat; repeat != forms::none; repeat = form.questions[repeat].repeat)
        repeats.push_back(repeat);
    std::reverse(repeats.begin(), repeats.end());
    return repeats;
}

std::string field_name(const Form& form, std::uint32_t question, const Rows& at) {
    auto name = form.questions[question].name;
    const auto depth = std::min(at.size(), repeats_around(form, question).size());
    for (std::size_t level = 0; level < depth; ++level)
        name += at[level] == row_to_come ? ":@" + std::to_string(level) : ":" + std::to_string(at[level]);
    return name;
}

std::optional<FieldPlace> field_place(const Form& form, std::string_view name) {
    const auto question = form.find(name.substr(0, name.find(':')));
    if (!question) return std::nullopt;
    FieldPlace place{*question, {}};
    for (auto colon = name.find(':'); colon != name.npos;) {
        const auto next = name.find(':', colon + 1);
        const auto index = index_in(name.substr(colon + 1, next == name.npos ? next : next - colon - 1));
        if (!index) return std::nullopt;
        place.at.push_back(*index);
        colon = next;
    }
    if (place.at.size() != repeats_around(form, *question).size()) return std::nullopt;
    return place;
}

std::uint32_t row_count(const Form& form, const Filling& filling, std::uint32_t repeat, const Rows& at) {
    const auto* said = typed_in(filling, field_name(form, repeat, at));
    const auto count = said && !said->empty() ? index_in(said->front()) : std::nullopt;
    return count.value_or(form.questions[repeat].repeat_count.empty() ? 1 : 0);
}

bool add_row(const Form& form, Filling& filling, std::string_view name, const forms::Clock& clock) {
    const auto place = field_place(form, name);
    if (!place || form.questions[place->question].type != QuestionType::repeat) return false;
    const auto repeat = place->question;
    const auto count = row_count(form, filling, repeat, place->at);
    if (count >= most_page_rows || !form.questions[repeat].repeat_count.empty()) return false;
    // What a removed row may have left behind is not the new row's.
    move_rows(form, filling, repeat, place->at,
              [&](std::uint32_t row) { return row < count ? std::optional{row} : std::nullopt; });
    set_count(form, filling, repeat, place->at, count + 1);
    const Known known{form, filling, clock};
    auto at = place->at;
    at.push_back(count);
    for (auto inside = repeat + 1; inside < form.questions[repeat].end; ++inside)
        if (form.questions[inside].repeat == repeat) fill_default(form, filling, known, inside, at);
    return true;
}

bool remove_row(const Form& form, Filling& filling, std::string_view row) {
    const auto colon = row.rfind(':');
    if (colon == row.npos) return false;
    const auto place = field_place(form, row.substr(0, colon));
    const auto index = index_in(row.substr(colon + 1));
    if (!place || !index || form.questions[place->question].type != QuestionType::repeat) return false;
    const auto count = row_count(form, filling, place->question, place->at);
    if (*index >= count || !form.questions[place->question].repeat_count.empty()) return false;
    move_rows(form, filling, place->question, place->at, [&](std::uint32_t at) -> std::optional<std::uint32_t> {
        if (at == *index) return std::nullopt;
        return at > *index ? at - 1 : at;
    });
    set_count(form, filling, place->question, place->at, count - 1);
    return true;
}

void drop_blank_rows(const Form& form, Filling& filling) {
    // Innermost first: a row whose inner rows go may be blank itself.
    for (auto repeat = static_cast<std::uint32_t>(form.questions.size()); repeat-- > 0;) {
        const auto& question = form.questions[repeat];
        if (question.type != QuestionType::repeat || !question.repeat_count.empty()) continue;
        std::vector<std::string> blank;
        each_place(form, filling, repeat, [&](Rows at) {
            const auto name = field_name(form, repeat, at);
            at.push_back(row_count(form, filling, repeat, at));
            while (at.back()-- > 0)
                if (is_blank_row(form, filling, repeat, at)) blank.push_back(name + ":" + std::to_string(at.back()));
        });
        for (const auto& row : blank) remove_row(form, filling, row);
    }
}

bool count_rows(const Form& form, Filling& filling, const forms::Clock& clock) {
    bool more = false;
    for (std::uint32_t repeat = 0; repeat < form.questions.size(); ++repeat) {
        const auto& question = form.questions[repeat];
        if (question.type != QuestionType::repeat || question.repeat_count.empty()) continue;
        const Known known{form, filling, clock};
        std::vector<std::pair<Rows, std::uint32_t>> counts;
        each_place(form, filling, repeat, [&](const Rows& at) {
            const double wanted = std::trunc(known.number(question.repeat_count, repeat, at));
            const auto count = wanted > 0 ? static_cast<std::uint32_t>(std::min<double>(wanted, most_page_rows)) : 0U;
            more = more || count > row_count(form, filling, repeat, at);
            counts.emplace_back(at, count);
        });
        for (const auto& [at, count] : counts) set_count(form, filling, repeat, at, count);
    }
    return more;
}

void fill_defaults(const Form& form, Filling& filling, const forms::Clock& clock, Defaults which) {
    const bool any = std::any_of(form.questions.begin(), form.questions.end(),
                                 [](const Question& question) { return !question.default_value.empty(); });
    if (!any) return;
    const Known known{form, filling, clock};
    for (std::uint32_t question = 0; question < form.questions.size(); ++question)
        if (!form.questions[question].default_value.empty() && (which == Defaults::all || !form.questions[question].default_is_dynamic))
            each_place(form, filling, question,
                       [&](const Rows& at) { fill_default(form, filling, known, question, at); });
}

std::vector<forms::NamedText> named_texts(const Form& form, const Filling& filling) {
    std::vector<forms::NamedText> texts;
    for (const auto& [name, values] : filling.values) {
        const auto place = field_place(form, name);
        if (!place || !place->at.empty() || form.questions[place->question].type == QuestionType::repeat) continue;
        texts.push_back({name, joined(values)});
    }
    for (std::uint32_t question = 0; question < form.questions.size(); ++question) {
        const auto& asked = form.questions[question];
        if (asked.type != QuestionType::repeat || asked.repeat != forms::none) continue;
        auto rows = rows_json(form, filling, question, {});
        if (!rows.empty()) texts.push_back({asked.name, rows.dump(-1, ' ', false, json::error_handler_t::replace)});
    }
    return texts;
}

std::string answer_place(const Form& form, std::uint32_t question, const Rows& at) {
    std::string pointer;
    const auto around = repeats_around(form, question);
    for (std::size_t level = 0; level < around.size() && level < at.size(); ++level)
        pointer += "/" + form.questions[around[level]].name + "/" + std::to_string(at[level]);
    return pointer + forms::answer_pointer(form, question);
}

}  // namespace ecoute::server
