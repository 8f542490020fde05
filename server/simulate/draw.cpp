#include "server/simulate/draw.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "forms/expression/expression.hpp"

namespace ecoute::server {
namespace {

using forms::Answer;
using forms::ChoiceIndex;
using forms::QuestionType;
using forms::State;
using Choices = std::vector<ChoiceIndex>;

/// Draws one answer: what is fixed around it, so that the functions below read as sentences.
struct Draw {
    const forms::Form& form;
    const Plan& plan;
    std::uint32_t number;
    const forms::Question& question;
    const Manner& manner;
    const forms::Answers& before;
    const Setting& setting;
    int attempt;
    Chance& chance;
};

bool has(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Whether the person gave one of these answers.
bool answered_any(const forms::Form& form, const forms::Answers& answers, std::uint32_t question,
                  const std::vector<std::string>& words) {
    const auto& answer = answers.by_question[question];
    if (answer.state != State::answered) return false;
    if (const auto* number = std::get_if<double>(&answer.value))
        return has(words, forms::expression::number_text(*number));
    if (const auto* text = std::get_if<std::string>(&answer.value)) return has(words, *text);
    if (form.questions[question].list == forms::none) return false;
    const auto& choices = form.list_of(question).choices;
    if (const auto* one = std::get_if<ChoiceIndex>(&answer.value)) return has(words, choices[*one].name);
    const auto* several = std::get_if<Choices>(&answer.value);
    return several &&
           std::any_of(several->begin(), several->end(), [&](ChoiceIndex c) { return has(words, choices[c].name); });
}

bool meets(const Draw& draw, const Condition& condition) {
    if (condition.on == Condition::On::channel) return has(condition.words, draw.setting.channel);
    if (condition.on == Condition::On::language) return has(condition.words, draw.setting.language);
    if (condition.on == Condition::On::answer)
        return answered_any(draw.form, draw.before, condition.question, condition.words);
    const auto* quartier = std::get_if<ChoiceIndex>(&draw.before.by_question[condition.question].value);
    if (!quartier) return false;
    const auto& columns = draw.form.list_of(condition.question).choices[*quartier].columns;
    const auto found = columns.find(condition.column);
    return found != columns.end() && has(condition.words, found->second);
}

std::vector<double> shifted(const Draw& draw, std::vector<double> weights) {
    for (const auto& shift : draw.manner.shifts) {
        const bool all =
            std::all_of(shift.when.begin(), shift.when.end(), [&](const auto& c) { return meets(draw, c); });
        for (std::size_t i = 0; all && i < weights.size(); ++i) weights[i] *= shift.times[i];
    }
    return weights;
}

Answer answered(decltype(Answer::value) value) { return {State::answered, std::move(value)}; }

Answer one_choice(const Draw& draw) {
    const auto weights = shifted(draw, draw.manner.weights);
    const auto picked = draw.chance.pick(weights);
    if (picked == weights.size()) return {};
    return answered(static_cast<ChoiceIndex>(picked));
}

/// The choice that stands alone for this person ("aucun"), or none.
std::optional<ChoiceIndex> alone(const Draw& draw) {
    double left = draw.chance.share() * 100;
    const auto percents = shifted(draw, draw.manner.alone_percent);
    for (std::size_t i = 0; i < percents.size(); ++i) {
        if (left < percents[i]) return static_cast<ChoiceIndex>(i);
        left -= percents[i];
    }
    return std::nullopt;
}

/// Some choices, in the order in which they came to mind.
Choices some_choices(const Draw& draw) {
    const auto& choices = draw.form.list_of(draw.number).choices;
    auto weights = shifted(draw, draw.manner.weights);
    std::size_t possible = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (choices[i].exclusive) weights[i] = 0;
        possible += weights[i] > 0 ? 1 : 0;
    }
    const std::size_t most = std::min<std::size_t>(draw.question.most_choices.value_or(UINT16_MAX), possible);
    if (most == 0) return {};
    const bool stated = !draw.manner.how_many.empty();
    const std::size_t count = stated ? draw.chance.pick(draw.manner.how_many) + 1 : draw.chance.below(most) + 1;
    Choices picked;
    for (const auto choice : draw.chance.pick_some(std::move(weights), std::min(count, most)))
        picked.push_back(static_cast<ChoiceIndex>(choice));
    return picked;
}

Answer several_choices(const Draw& draw) {
    if (const auto only = alone(draw)) return answered(Choices{*only});
    auto picked = some_choices(draw);
    if (picked.empty()) return {};
    if (draw.question.type == QuestionType::select_multiple) std::sort(picked.begin(), picked.end());
    return answered(std::move(picked));
}

/// Numbers that stand in a constraint (". >= 15 and . <= 110"): accepted numbers are usually between or beside them.
std::vector<double> numbers_in(const std::string& constraint) {
    std::vector<double> numbers;
    for (const char *at = constraint.data(), *end = at + constraint.size(); at < end;) {
        double number = 0;
        const auto read = *at >= '0' && *at <= '9' ? std::from_chars(at, end, number) : std::from_chars_result{at, {}};
        if (read.ptr != at) numbers.push_back(number);
        at = std::max(read.ptr, at + 1);
    }
    return numbers;
}

struct Span {
    double low = 0, width = 0;
};

/// Where to look for a number: in the bands, between the numbers of the constraint or within 20 of the only one; else,
/// and every other time that one was refused, in wider and wider ranges.
Span plausible_span(const Draw& draw) {
    const auto& bands = draw.question.bands;
    if (!bands.empty() && draw.attempt == 0) return {bands.front(), (bands.back() - bands.front()) * 1.3 + 2};
    const auto named = numbers_in(draw.question.constraint.text());
    if (!named.empty() && draw.attempt % 2 == 0) {
        const auto [least, most] = std::minmax_element(named.begin(), named.end());
        return *least < *most ? Span{*least, *most - *least + 1} : Span{*least - 20, 40};
    }
    constexpr std::array widths{20.0, 100.0, 10.0, 1'000.0, 3'000.0, 100'000.0};
    return {0, widths[static_cast<std::size_t>(draw.attempt / 2) % widths.size()]};
}

double plausible_number(const Draw& draw) {
    const auto& question = draw.question;
    if (question.type == QuestionType::range && question.range_step > 0) {
        const auto steps = std::floor((question.range_end - question.range_start) / question.range_step + 1e-9);
        const auto step = draw.chance.below(static_cast<std::size_t>(std::max(steps, 0.0)) + 1);
        return question.range_start + static_cast<double>(step) * question.range_step;
    }
    const auto span = plausible_span(draw);
    const double number = span.low + draw.chance.share() * span.width;
    return question.type == QuestionType::integer ? std::floor(number) : std::floor(number * 10) / 10;
}

Answer number(const Draw& draw) {
    const auto weights = shifted(draw, draw.manner.weights);
    const auto picked = draw.chance.pick(weights);
    return answered(picked == weights.size() ? plausible_number(draw) : draw.manner.numbers[picked]);
}

/// Words of no language, so that nobody takes them for somebody's.
std::string made_up_words(Chance& chance) {
    constexpr std::array syllables{"ba", "di", "ko", "lu", "me", "na", "po", "ri", "su", "ta"};
    std::string text;
    for (std::size_t words = 2 + chance.below(4); words > 0; --words) {
        if (!text.empty()) text += ' ';
        for (std::size_t parts = 2 + chance.below(2); parts > 0; --parts)
            text += syllables[chance.below(syllables.size())];
    }
    return text;
}

Answer text(const Draw& draw) {
    const auto& texts = draw.manner.texts;
    auto spoken = texts.find(draw.setting.language);
    if (spoken == texts.end()) spoken = texts.find(draw.form.default_language);
    if (spoken == texts.end()) return answered(made_up_words(draw.chance));
    return answered(spoken->second[draw.chance.below(spoken->second.size())]);
}

/// A day of the year before the interview, an hour of the day.
std::string moment(const Draw& draw) {
    using namespace std::chrono;
    const auto day = floor<days>(draw.setting.started_at) - days{draw.chance.below(365)};
    const year_month_day date{day};
    const auto hour = static_cast<unsigned>(8 + draw.chance.below(12)),
               minute = static_cast<unsigned>(draw.chance.below(60));
    std::array<char, 40> written{};
    const auto size = std::snprintf(written.data(), written.size(), "%04d-%02u-%02uT%02u:%02u:00.000+02:00",
                                    static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                    static_cast<unsigned>(date.day()), hour, minute);
    return {written.data(), static_cast<std::size_t>(size)};
}

Answer drawn(const Draw& draw) {
    switch (draw.question.type) {
        case QuestionType::select_one:
            return one_choice(draw);
        case QuestionType::select_multiple:
        case QuestionType::rank:
            return several_choices(draw);
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range:
            return number(draw);
        case QuestionType::text:
            return text(draw);
        case QuestionType::acknowledge:
            return answered(std::string{"OK"});
        case QuestionType::date:
            return answered(moment(draw).substr(0, 10));
        case QuestionType::time:
            return answered(moment(draw).substr(11));
        case QuestionType::date_time:
            return answered(moment(draw));
        default:
            return {};
    }
}

}  // namespace

Answer draw_answer(const forms::Form& form, const Plan& plan, std::uint32_t question, const forms::Answers& before,
                   const Setting& setting, bool must_answer, int attempt, Chance& chance) {
    const auto& manner = plan.by_question[question];
    if (!must_answer) {
        const double left = chance.share() * 100;
        if (left < manner.no_answer_percent) return {State::no_answer, {}};
        if (left < manner.no_answer_percent + manner.refused_percent) return {State::refused, {}};
    }
    return drawn({form, plan, question, form.questions[question], manner, before, setting, attempt, chance});
}

}  // namespace ecoute::server
