#include "analysis/series.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/declared_bands.hpp"
#include "analysis/same_source.hpp"

namespace ecoute::analysis {
namespace {

/// Numbers are told by their classes; all steps of a range are its choices.
bool same_classes(const forms::Form& earlier, std::uint32_t a, const forms::Form& later, std::uint32_t b) {
    const auto &one = earlier.questions[a], &other = later.questions[b];
    return lower_bounds(earlier, a) == lower_bounds(later, b) && one.range_start == other.range_start && one.range_end == other.range_end &&
           one.range_step == other.range_step;
}

Fate fate_of(const std::string& source, const forms::ChoiceList& later, const std::vector<Passage>& passages) {
    Fate fate{source, Fate::Kind::unknown, {}};
    double left = 0;
    bool told = false, whole = true;
    for (const auto& passage : passages) {
        if (passage.source != source) continue;
        told = true;
        if (passage.target.empty()) {
            left += passage.part;
            continue;
        }
        fate.targets.push_back(passage.target);
        constexpr double all_but_rounding = 0.999;
        whole = whole && passage.part >= all_but_rounding;
    }
    if (!told) {
        if (!later.find(source)) return fate;
        return {source, Fate::Kind::followed, {source}};
    }
    if (fate.targets.empty())
        fate.kind = Fate::Kind::left;
    else if (fate.targets.size() > 1 || !whole || left > 0)
        fate.kind = Fate::Kind::split;
    else
        fate.kind = later.find(fate.targets.front()) ? Fate::Kind::followed : Fate::Kind::unknown;
    return fate;
}

void mark_mergers(std::vector<Fate>& fates) {
    for (auto& fate : fates) {
        if (fate.kind != Fate::Kind::followed) continue;
        const auto together = std::count_if(fates.begin(), fates.end(), [&](const Fate& other) {
            return (other.kind == Fate::Kind::followed || other.kind == Fate::Kind::merged) &&
                   other.targets == fate.targets;
        });
        if (together > 1) fate.kind = Fate::Kind::merged;
    }
}

}  // namespace

std::string_view name(Break reason) noexcept {
    constexpr std::string_view names[] = {"wording", "choices", "type", "mode", "classes", "calculation", "asked", "scores"};
    return names[static_cast<std::size_t>(reason)];
}

std::string_view name(Fate::Kind kind) noexcept {
    constexpr std::string_view names[] = {"followed", "merged", "split", "left", "unknown"};
    return names[static_cast<std::size_t>(kind)];
}

std::optional<std::uint32_t> same_question(const forms::Form& from, std::uint32_t question, const forms::Form& in) {
    const auto& asked = from.questions[question];
    const std::string& identity = asked.same_as.empty() ? asked.name : asked.same_as;
    std::optional<std::uint32_t> by_name;
    for (std::uint32_t i = 0; i < in.questions.size(); ++i) {
        const auto& other = in.questions[i];
        if ((other.same_as.empty() ? other.name : other.same_as) == identity) return i;
        if (other.name == asked.name) by_name = i;
    }
    return by_name;
}

std::vector<Break> breaks_between(const forms::Form& earlier, std::uint32_t a, const forms::Form& later,
                                  std::uint32_t b) {
    std::vector<Break> breaks;
    if (!same_text(earlier.questions[a].label, later.questions[b].label)) breaks.push_back(Break::wording);
    if (earlier.questions[a].type != later.questions[b].type)
        breaks.push_back(Break::type);
    else if (!same_choices(earlier, a, later, b))
        breaks.push_back(Break::choices);
    else if (!same_classes(earlier, a, later, b))
        breaks.push_back(Break::classes);
    if (!SameSource{earlier, later}.same_calculation(a, b)) breaks.push_back(Break::calculation);
    if (!SameSource{earlier, later}.asked_alike(a, b)) breaks.push_back(Break::asked);
    return breaks;
}

bool same_scores(const forms::Form& earlier, std::uint32_t a, const forms::Form& later, std::uint32_t b) {
    if (earlier.questions[a].list == forms::none || later.questions[b].list == forms::none) return true;
    const auto &ones = earlier.list_of(a).choices, &others = later.list_of(b).choices;
    return std::equal(ones.begin(), ones.end(), others.begin(), others.end(),
                      [](const forms::Choice& x, const forms::Choice& y) { return x.score == y.score; });
}

bool has_part_of_another(const std::vector<Fate>& fates, std::string_view quartier) {
    return std::any_of(fates.begin(), fates.end(), [&](const Fate& fate) {
        return fate.kind == Fate::Kind::split && std::find(fate.targets.begin(), fate.targets.end(), quartier) != fate.targets.end();
    });
}

double shift_of_modes(const std::map<std::string, std::int64_t>& earlier,
                      const std::map<std::string, std::int64_t>& later) {
    const auto sum = [](const auto& counts) {
        double all = 0;
        for (const auto& [mode, count] : counts) all += static_cast<double>(count);
        return all;
    };
    const double before = sum(earlier), after = sum(later);
    if (before == 0 || after == 0) return 0;
    double apart = 0;
    for (const auto& [mode, count] : earlier) {
        const auto other = later.find(mode);
        const double then = static_cast<double>(count) / before;
        const double now = other == later.end() ? 0 : static_cast<double>(other->second) / after;
        apart += std::max(0.0, then - now);
    }
    return apart;
}

Followed follow_territories(forms::Form form, forms::Columns columns, const forms::Form& later,
                            const std::vector<Passage>& passages) {
    Followed followed{std::move(form), std::move(columns), {}};
    const auto question = followed.form.breakdowns.quartier, same = later.breakdowns.quartier;
    if (question == forms::none || same == forms::none) return followed;
    const auto earlier_list = followed.form.list_of(question);
    const auto& later_list = later.list_of(same);
    std::vector<std::uint16_t> code_of;
    for (const auto& choice : earlier_list.choices) {
        followed.fates.push_back(fate_of(choice.name, later_list, passages));
        const auto& fate = followed.fates.back();
        const auto target = fate.kind == Fate::Kind::followed ? later_list.find(fate.targets.front()) : std::nullopt;
        code_of.push_back(choice.refusal ? forms::code_refused : target.value_or(forms::code_no_answer));
    }
    mark_mergers(followed.fates);
    followed.form.lists.push_back(later_list);
    followed.form.questions[question].list = static_cast<std::uint32_t>(followed.form.lists.size() - 1);
    followed.form.list_index[later_list.name] = followed.form.questions[question].list;  // kinds too are those of the later wave
    auto& codes = followed.columns.by_question[question].codes;
    for (std::size_t person = 0; person < codes.size(); ++person)
        if (codes[person] < code_of.size()) codes.set(person, code_of[codes[person]]);
    return followed;
}

}  // namespace ecoute::analysis
