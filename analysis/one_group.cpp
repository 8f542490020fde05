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

/// Whether a condition means one group of a question. It is asked of made-up people, never of those who answered: else a
/// refusal would tell whether somebody gave a rare answer.
class OneGroup {
public:
    OneGroup(const forms::Form& form, const std::function<bool(Answer)>& holds, std::uint32_t question)
        : form_(form), holds_(holds), question_(question) {}

    bool holds() {
        if (holds_(Answer{State::no_answer, {}})) return false;
        const auto type = form_.questions[question_].type;
        if (type == QuestionType::select_multiple) return one_option();
        if (forms::holds_number(form_.questions[question_])) return one_band();
        if (type == QuestionType::acknowledge) return true;
        return one_choice();
    }

private:
    /// At most one choice, or all choices of one kind of quartier; choices that mean a refusal read as blank.
    bool one_choice() {
        const auto& choices = form_.list_of(question_).choices;
        std::size_t kept = 0;
        std::vector<std::string> kinds_in, kinds_out;
        for (std::size_t i = 0; i < choices.size(); ++i) {
            if (choices[i].refusal) continue;
            const bool in = holds_(choice_answer(static_cast<forms::ChoiceIndex>(i)));
            kept += in;
            const auto kind = choices[i].columns.find("kind");
            (in ? kinds_in : kinds_out).push_back(kind == choices[i].columns.end() ? "" : kind->second);
        }
        if (kept <= 1) return true;
        if (question_ != form_.breakdowns.quartier || kinds_in.front().empty()) return false;
        return std::all_of(kinds_in.begin(), kinds_in.end(), [&](const auto& kind) { return kind == kinds_in.front(); }) &&
               std::find(kinds_out.begin(), kinds_out.end(), kinds_in.front()) == kinds_out.end();
    }

    /// At most one band and all of it, and nobody below the first.
    bool one_band() {
        const auto bands = bands_of(form_, question_);
        const auto holds_at = [&](double number) { return holds_(Answer{State::answered, number}); };
        std::size_t kept = 0;
        for (const auto& band : bands) {
            if (!band.from) continue;
            const bool in = holds_at(*band.from);
            kept += in;
            constexpr int looked_at = 150;  // whole numbers of a band, or points within it
            const double end = band.to ? *band.to : *band.from + looked_at;
            const double step = band.whole ? 1 : (end - *band.from) / (looked_at + 1);
            for (double number = *band.from + step; step > 0 && number < end + (band.whole ? 0.5 : -step / 2) && number <= *band.from + step * looked_at; number += step)
                if (holds_at(number) != in) return false;
        }
        return kept <= 1 && (bands.empty() || !holds_at(*bands.front().from - 1));
    }

    /// Everybody who ticked one option, whatever else they ticked.
    bool one_option() {
        const auto count = static_cast<forms::ChoiceIndex>(form_.list_of(question_).choices.size());
        std::vector<forms::ChoiceIndex> kept;
        for (forms::ChoiceIndex i = 0; i < count; ++i)
            if (holds_(ticks_answer({i}))) kept.push_back(i);
        if (kept.size() > 1 || holds_(ticks_answer({}))) return false;
        for (forms::ChoiceIndex i = 0; i < count; ++i)
            for (auto j = static_cast<forms::ChoiceIndex>(i + 1); j < count; ++j) {
                const bool has = !kept.empty() && (kept.front() == i || kept.front() == j);
                if (holds_(ticks_answer({i, j})) != has) return false;
            }
        return true;
    }

    const forms::Form& form_;
    const std::function<bool(Answer)>& holds_;
    std::uint32_t question_;
};

}  // namespace

bool is_one_group(const forms::Form& form, std::uint32_t question, const std::function<bool(Answer)>& holds) {
    return OneGroup{form, holds, question}.holds();
}

}  // namespace ecoute::analysis
