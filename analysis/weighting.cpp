#include "analysis/weighting.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "analysis/axis.hpp"

namespace ecoute::analysis {
namespace {

using forms::Code;
using forms::Problem;

/// Facts are whole numbers, since a sentence of any language can hold them.
std::string percent(double ratio) { return std::to_string(std::llround(100 * ratio)); }

/// Numbers for the names that people of the sample were given: of a stratum, of a cluster. Without answer is a name too.
struct Numbered {
    std::vector<std::uint32_t> of;
    std::vector<std::string> names;

    Numbered(const forms::Form& form, const forms::Columns& columns, std::uint32_t question) {
        if (question == forms::none) return;
        const auto& column = columns.by_question[question];
        std::unordered_map<std::string, std::uint32_t> known;
        for (std::size_t i = 0; i < columns.people; ++i) {
            std::string name;
            if (column.codes.size() == columns.people) {
                const auto code = column.codes[i];
                const auto& choices = form.list_of(question).choices;
                if (code < choices.size()) name = choices[code].name;
            } else if (column.texts.size() == columns.people)
                name = column.texts[i];
            const auto [at, fresh] = known.try_emplace(name, static_cast<std::uint32_t>(names.size()));
            if (fresh) names.push_back(name);
            of.push_back(at->second);
        }
    }
};

/// Clusters are told apart within their stratum: "1" of one stratum is not "1" of another.
std::vector<std::uint32_t> within_strata(const std::vector<std::uint32_t>& clusters,
                                         const std::vector<std::uint32_t>& strata) {
    if (strata.empty()) return clusters;
    std::unordered_map<std::uint64_t, std::uint32_t> known;
    std::vector<std::uint32_t> units;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        const auto key = std::uint64_t{strata[i]} << 32 | clusters[i];
        units.push_back(known.try_emplace(key, static_cast<std::uint32_t>(known.size())).first->second);
    }
    return units;
}

/// Adds strata and clusters; refuses a stratum of one unit.
void draw(WeightedSample& sample, const forms::Form& form, const forms::Columns& columns, forms::Problems& mistakes) {
    const Numbered strata{form, columns, form.design.stratum}, clusters{form, columns, form.design.cluster};
    sample.strata = strata.of;
    sample.units = within_strata(clusters.of, strata.of);
    const auto lonely = lonely_stratum(sample);
    if (!lonely) return;
    const std::string name = strata.names.empty() ? "" : strata.names[*lonely];
    mistakes.push_back({Code::weights_stratum_single, name, "", {}});
}

/// d of the questionnaire; empty when it names none.
std::vector<double> own_weights(const forms::Form& form, const forms::Columns& columns, forms::Problems& mistakes) {
    const auto question = form.design.weight;
    if (question == forms::none) return {};
    const auto& numbers = columns.by_question[question].numbers;
    std::vector<double> base(columns.people, 0.0);
    if (numbers.size() == columns.people) base = numbers;
    const auto missing = std::count_if(base.begin(), base.end(), [](double d) { return !(d > 0 && std::isfinite(d)); });
    if (missing > 0)
        mistakes.push_back(
            {Code::weights_base_invalid, form.questions[question].name, "", {{"count", std::to_string(missing)}}});
    return base;
}

/// N_h/n_h when a margin counts the strata (A1); empty otherwise.
std::vector<double> weights_of_strata(const forms::Form& form, const Placed& placed,
                                      const std::vector<Margin>& margins) {
    for (std::size_t m = 0; m < margins.size(); ++m) {
        if (form.design.stratum == forms::none || margins[m].variables.size() != 1) continue;
        if (margin_variable(form, margins[m].variables.front()) != form.design.stratum) continue;
        std::vector<double> base;
        for (const auto pattern : placed.people.pattern_of) {
            double d = 0;
            for (const auto& part : placed.people.patterns[pattern]) {
                const auto& level = placed.levels[part.level];
                if (level.margin == m && level.respondents > 0)
                    d += part.part * level.population / static_cast<double>(level.respondents);
            }
            base.push_back(d);
        }
        return base;
    }
    return {};
}

/// Scaled to the population, so that ratios, and the bounds they stay in, are about 1.
void scale_to(std::vector<double>& base, double population) {
    const double sum = std::accumulate(base.begin(), base.end(), 0.0);
    for (double& each : base) each *= population / sum;
}

void warn_of_effect(Weighting& weighting) {
    const double effect = weighting.weighting_effect();
    if (effect > high_weighting_effect)
        weighting.warnings.push_back({Code::weights_effect_high, "", "", {{"left", percent(1 / effect)}}});
}

Problem infeasible(const Calibration& found, const std::vector<Level>& levels) {
    Problem problem{Code::weights_infeasible, levels[found.worst].name, "", {}};
    if (found.bounds) {
        problem.facts["low"] = percent(found.bounds->low);
        problem.facts["high"] = percent(found.bounds->high);
    }
    return problem;
}

void calibrate_to_margins(Weighting& weighting, std::optional<Bounds> bounds, forms::Problems& mistakes) {
    auto& sample = weighting.sample;
    weighting.calibration = calibrate(sample.margins, sample.base, bounds);
    const auto& found = *weighting.calibration;
    if (!found.converged) return mistakes.push_back(infeasible(found, weighting.levels));
    sample.weights = sample.base;
    for (std::size_t i = 0; i < sample.weights.size(); ++i)
        sample.weights[i] *= found.ratios[sample.margins.pattern_of[i]];
    if (found.widened)
        weighting.warnings.push_back({Code::weights_bounds_widened, "", "",
                                      {{"low", percent(found.bounds->low)}, {"high", percent(found.bounds->high)}}});
}

}  // namespace

std::optional<Weighting> weigh(const forms::Form& form, const forms::Columns& columns,
                               const std::vector<Margin>& margins, std::optional<Bounds> bounds,
                               forms::Problems& mistakes) {
    const auto before = mistakes.size();
    Weighting weighting;
    weighting.margins = margins;
    if (columns.people < 2) mistakes.push_back({Code::weights_nobody, "", "", {}});
    auto& sample = weighting.sample;
    sample.base = own_weights(form, columns, mistakes);
    if (columns.people >= 2) {
        sample.weights.assign(columns.people, 1.0);
        draw(sample, form, columns, mistakes);
    }
    if (!margins.empty() && columns.people >= 2) {
        auto placed = place(form, columns, margins, mistakes, weighting.warnings);
        if (sample.base.empty()) sample.base = weights_of_strata(form, placed, margins);
        if (sample.base.empty()) sample.base.assign(columns.people, 1.0);
        if (mistakes.size() == before) scale_to(sample.base, placed.population);
        sample.margins = std::move(placed.people);
        weighting.levels = std::move(placed.levels);
    }
    if (mistakes.size() > before) return std::nullopt;
    if (sample.base.empty()) sample.base.assign(columns.people, 1.0);
    sample.weights = sample.base;
    if (!margins.empty()) calibrate_to_margins(weighting, bounds, mistakes);
    if (mistakes.size() > before) return std::nullopt;
    warn_of_effect(weighting);
    return weighting;
}

std::optional<Weighting> drawn_without_weights(const forms::Form& form, const forms::Columns& columns,
                                               forms::Problems& mistakes) {
    if (form.design.stratum == forms::none && form.design.cluster == forms::none) return std::nullopt;
    if (columns.people < 2) return std::nullopt;
    const auto before = mistakes.size();
    Weighting weighting;
    weighting.sample.base.assign(columns.people, 1.0);
    weighting.sample.weights = weighting.sample.base;
    draw(weighting.sample, form, columns, mistakes);
    if (mistakes.size() > before) return std::nullopt;
    return weighting;
}

}  // namespace ecoute::analysis
