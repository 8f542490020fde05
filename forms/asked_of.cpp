#include "forms/asked_of.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "forms/clock.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"
#include "forms/record.hpp"

namespace ecoute::forms {
namespace {

using expression::Op;

/// Functions whose value follows from their arguments alone.
constexpr std::array<std::string_view, 12> plain_functions{"selected",      "not",          "true",     "false",       "if",       "coalesce",
                                                           "count-selected", "string-length", "contains", "starts-with", "ends-with", "concat"};

bool is_plain(const expression::Tree& tree, const expression::Branch& branch) {
    switch (branch.op) {
        case Op::text:
        case Op::number:
        case Op::or_:
        case Op::and_:
        case Op::equal:
        case Op::unequal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal: return true;
        case Op::reference: return !tree.references[branch.index].many;
        case Op::call: return std::find(plain_functions.begin(), plain_functions.end(), branch.function->name) != plain_functions.end();
        default: return false;
    }
}

bool is_plain(const expression::Expression& condition) {
    const auto& tree = *condition.tree();
    return std::all_of(tree.branches.begin(), tree.branches.end(), [&](const auto& branch) { return is_plain(tree, branch); });
}

/// What is plain asks no clock; evaluation wants one.
class Stopped : public Clock {
public:
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return {}; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return {}; }
};

std::vector<const expression::Expression*> conditions_of(const Form& form, std::uint32_t question) {
    std::vector<const expression::Expression*> conditions;
    for (auto at = question; at != none; at = form.questions[at].parent)
        if (!form.questions[at].relevant.empty()) conditions.push_back(&form.questions[at].relevant);
    return conditions;
}

/// Every combination of answers to a few questions: the last place of each is no answer. `asked` holds one entry a combination, that of the
/// first question changing slowest.
struct Trials {
    std::vector<std::uint32_t> questions;
    std::vector<std::size_t> places;
    std::vector<bool> asked;

    std::size_t place_in(std::size_t combination, std::size_t of) const {
        for (auto i = places.size(); --i > of;) combination /= places[i];
        return combination % places[of];
    }
    /// Of one question: the answers for which somebody is asked.
    std::vector<bool> seen_from(std::size_t of) const {
        std::vector<bool> seen(places[of]);
        for (std::size_t i = 0; i < asked.size(); ++i)
            if (asked[i]) seen[place_in(i, of)] = true;
        return seen;
    }
};

std::optional<Trials> trials(const Form& form, std::uint32_t question) {
    Trials made{asked_by(form, question), {}, {}};
    std::size_t size = 1;
    for (const auto one : made.questions) {
        if (!holds_one_choice(form.questions[one]) || form.questions[one].repeat != none) return std::nullopt;
        made.places.push_back(form.list_of(one).choices.size() + 1);
        if (made.places.back() > most_trials / size) return std::nullopt;
        size *= made.places.back();
    }
    made.asked.assign(size, true);
    return made;
}

void hold(const Form& form, std::uint32_t question, const std::vector<const expression::Expression*>& conditions, Trials& trials) {
    const Stopped clock;
    Answers answers{{form.questions.size(), Answer{}}};
    if (form.consent) {
        auto& consent = answers.by_question[form.consent->question];
        consent.state = State::answered;
        if (form.questions[form.consent->question].list == none)
            consent.value = std::string{"OK"};  // an acknowledge
        else
            consent.value = form.consent->agrees;
    }
    const FormRecord record{form, answers, form.default_language};
    const expression::Context context{.record = &record, .clock = &clock, .current = expression::Node{question, {}}, .language = form.default_language};
    for (std::size_t i = 0; i < trials.asked.size(); ++i) {
        for (std::size_t at = 0; at < trials.questions.size(); ++at) {
            const auto place = trials.place_in(i, at);
            auto& answer = answers.by_question[trials.questions[at]];
            answer = place + 1 == trials.places[at] ? Answer{} : Answer{State::answered, static_cast<ChoiceIndex>(place)};
        }
        trials.asked[i] = std::all_of(conditions.begin(), conditions.end(), [&](const auto* one) { return one->test(context); });
    }
}

/// The same trials without some questions: asked when it is for some answer to these.
Trials looking_past(const Trials& all, std::span<const std::uint32_t> passing) {
    Trials left;
    std::vector<std::size_t> kept;
    std::size_t size = 1;
    for (std::size_t at = 0; at < all.questions.size(); ++at) {
        if (std::find(passing.begin(), passing.end(), all.questions[at]) != passing.end()) continue;
        kept.push_back(at);
        left.questions.push_back(all.questions[at]);
        left.places.push_back(all.places[at]);
        size *= all.places[at];
    }
    left.asked.assign(size, false);
    for (std::size_t i = 0; i < all.asked.size(); ++i) {
        if (!all.asked[i]) continue;
        std::size_t combination = 0;
        for (const auto at : kept) combination = combination * all.places[at] + all.place_in(i, at);
        left.asked[combination] = true;
    }
    return left;
}

}  // namespace

std::vector<std::uint32_t> asked_by(const Form& form, std::uint32_t question) {
    std::set<std::uint32_t> reads;
    for (const auto* condition : conditions_of(form, question)) reads.insert(condition->depends_on().begin(), condition->depends_on().end());
    if (form.consent) reads.erase(form.consent->question);
    return {reads.begin(), reads.end()};
}

std::optional<std::vector<AskedOf>> asked_of(const Form& form, std::uint32_t question, std::span<const std::uint32_t> passing) {
    const auto conditions = conditions_of(form, question);
    if (!std::all_of(conditions.begin(), conditions.end(), [](const auto* one) { return is_plain(*one); })) return std::nullopt;
    auto all = trials(form, question);
    if (!all) return std::nullopt;
    hold(form, question, conditions, *all);
    const auto left = looking_past(*all, passing);
    std::vector<AskedOf> found;
    std::size_t together = 1;
    for (std::size_t at = 0; at < left.questions.size(); ++at) {
        auto seen = left.seen_from(at);
        together *= static_cast<std::size_t>(std::count(seen.begin(), seen.end(), true));
        if (std::count(seen.begin(), seen.end(), false) == 0) continue;
        const bool blank = seen.back();
        seen.pop_back();
        found.push_back({left.questions[at], std::move(seen), blank});
    }
    // Fewer than all combinations of what each allows: one answer is wanted, or another one to another question.
    if (static_cast<std::size_t>(std::count(left.asked.begin(), left.asked.end(), true)) != together) return std::nullopt;
    return found;
}

}  // namespace ecoute::forms
