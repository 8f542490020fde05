#include "analysis/one_group.hpp"

#include <algorithm>

#include "analysis/axis.hpp"

namespace ecoute::analysis {
namespace {

using forms::Answer;
using forms::QuestionType;
using forms::State;

Answer choice_answer(forms::ChoiceIndex choice) { return {State::answered, choice}; }
Answer ticks_answer(std::vector<forms::ChoiceIndex> ticks) { return {State::answered, std::move(ticks)}; }

/// Asks a condition about made-up people.
class Asking {
public:
    Asking(const forms::Form& form, const std::function<bool(Answer)>& holds, std::uint32_t question)
        : form_(form), holds_(holds), question_(question) {}

    std::optional<OneGroup> group() const {
        if (holds_(Answer{State::no_answer, {}})) return std::nullopt;
        const auto type = form_.questions[question_].type;
        if (type == QuestionType::select_multiple) return one_option();
        if (forms::holds_number(form_.questions[question_])) return one_band();
        if (type == QuestionType::acknowledge) return OneGroup{{1}, {}};
        return one_choice();
    }

private:
    /// At most one choice, or all choices of one kind of quartier; choices that mean a refusal read as blank.
    std::optional<OneGroup> one_choice() const {
        const auto& choices = form_.list_of(question_).choices;
        OneGroup group;
        std::vector<std::string> kinds_in, kinds_out;
        for (std::size_t i = 0; i < choices.size(); ++i) {
            if (choices[i].refusal) continue;
            const bool in = holds_(choice_answer(static_cast<forms::ChoiceIndex>(i)));
            group.categories.push_back(in);
            const auto kind = choices[i].columns.find("kind");
            (in ? kinds_in : kinds_out).push_back(kind == choices[i].columns.end() ? "" : kind->second);
        }
        if (kinds_in.size() <= 1) return group;
        if (question_ != form_.breakdowns.quartier || kinds_in.front().empty()) return std::nullopt;
        const bool one_kind = std::all_of(kinds_in.begin(), kinds_in.end(), [&](const auto& kind) { return kind == kinds_in.front(); });
        if (!one_kind || std::find(kinds_out.begin(), kinds_out.end(), kinds_in.front()) != kinds_out.end()) return std::nullopt;
        return group;
    }

    bool holds_at(double number) const { return holds_(Answer{State::answered, number}); }

    /// Whether it holds at the lower bound of a band; nothing when it says something else further up.
    std::optional<bool> holds_in(const Category& band) const {
        const bool in = holds_at(*band.from);
        constexpr int looked_at = 150;  // whole numbers of a band, or points within it
        const double end = band.to ? *band.to : *band.from + looked_at;
        const double step = band.whole ? 1 : (end - *band.from) / (looked_at + 1);
        for (double number = *band.from + step; step > 0 && number < end + (band.whole ? 0.5 : -step / 2) && number <= *band.from + step * looked_at; number += step)
            if (holds_at(number) != in) return std::nullopt;
        return in;
    }

    /// At most one band and all of it, and nobody below the first (a range begins with its first step).
    std::optional<OneGroup> one_band() const {
        const auto bands = bands_of(form_, question_);
        OneGroup group;
        for (const auto& band : bands) {
            const auto in = holds_in(band);
            if (!in) return std::nullopt;
            group.categories.push_back(*in);
        }
        if (std::count(group.categories.begin(), group.categories.end(), 1) > 1) return std::nullopt;
        const bool begins_there = form_.questions[question_].type == QuestionType::range && bands.size() > 1 && bands.front().from == bands.front().to;
        if (!bands.empty() && !begins_there && holds_at(*bands.front().from - 1)) return std::nullopt;
        return group;
    }

    /// Everybody who ticked one option, whatever else they ticked.
    std::optional<OneGroup> one_option() const {
        const auto count = static_cast<forms::ChoiceIndex>(form_.list_of(question_).choices.size());
        std::vector<forms::ChoiceIndex> kept;
        for (forms::ChoiceIndex i = 0; i < count; ++i)
            if (holds_(ticks_answer({i}))) kept.push_back(i);
        if (kept.size() > 1 || holds_(ticks_answer({}))) return std::nullopt;
        for (forms::ChoiceIndex i = 0; i < count; ++i)
            for (auto j = static_cast<forms::ChoiceIndex>(i + 1); j < count; ++j) {
                const bool has = !kept.empty() && (kept.front() == i || kept.front() == j);
                if (holds_(ticks_answer({i, j})) != has) return std::nullopt;
            }
        return OneGroup{{}, kept.empty() ? std::nullopt : std::optional{kept.front()}};
    }

    const forms::Form& form_;
    const std::function<bool(Answer)>& holds_;
    std::uint32_t question_;
};

std::vector<std::uint8_t> who_ticked(const forms::Column& column, std::size_t people, forms::ChoiceIndex option) {
    std::vector<std::uint8_t> in(people);
    for (std::size_t person = 0; person < people; ++person)
        in[person] = column.ticks[person * column.words + option / 64] >> (option % 64) & 1u;
    return in;
}

}  // namespace

std::optional<OneGroup> one_group(const forms::Form& form, std::uint32_t question, const std::function<bool(Answer)>& holds) {
    return Asking{form, holds, question}.group();
}

std::vector<std::uint8_t> people_of(const forms::Form& form, const forms::Columns& columns, std::uint32_t question, const OneGroup& group) {
    if (group.option) return who_ticked(columns.by_question[question], columns.people, *group.option);
    std::vector<std::uint8_t> in(columns.people);
    if (std::find(group.categories.begin(), group.categories.end(), 1) == group.categories.end()) return in;
    const auto meanings = meanings_of(columns, axis_of(form, columns, question));
    for (std::size_t person = 0; person < in.size(); ++person)
        in[person] = meanings[person] >= 0 ? group.categories[static_cast<std::size_t>(meanings[person])] : std::uint8_t{0};
    return in;
}

}  // namespace ecoute::analysis
