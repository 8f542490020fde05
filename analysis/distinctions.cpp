#include "analysis/distinctions.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/sides.hpp"

namespace ecoute::analysis {
namespace {

constexpr double false_discoveries = 0.05;

bool enough(const ProtectedGroup& group) { return group.base.value_or(0) >= fewest_to_compare; }

std::vector<Distinction> candidates(const std::vector<SideBySide>& questions) {
    std::vector<Distinction> all;
    for (std::size_t question = 0; question < questions.size(); ++question) {
        const auto& [here, there] = questions[question];
        if (!enough(*here) || !enough(*there)) continue;
        for (std::size_t answer = 0; answer < std::min(here->cells.size(), there->cells.size()); ++answer) {
            const auto ours = share_side(here->cells[answer]), theirs = share_side(there->cells[answer]);
            if (!ours || !theirs) continue;
            if (const auto change = change_between(*theirs, *ours)) all.push_back({question, answer, ours->value, theirs->value, *change, change->p});
        }
    }
    return all;
}

bool strikes(const Distinction& one) { return one.p < false_discoveries && std::abs(one.change.difference) >= smallest_distinction; }

bool wider(const Distinction& one, const Distinction& other) {
    return std::abs(one.change.difference) > std::abs(other.change.difference);
}

}  // namespace

Distinctions distinctions(const std::vector<SideBySide>& questions) {
    auto all = candidates(questions);
    std::vector<double> p;
    for (const auto& one : all) p.push_back(one.p);
    const auto stricter = benjamini_hochberg(p);
    for (std::size_t i = 0; i < all.size(); ++i) all[i].p = stricter[i];

    Distinctions told{{}, all.size()};
    std::stable_sort(all.begin(), all.end(), wider);
    for (const auto& one : all) {
        const bool of_same = std::any_of(told.found.begin(), told.found.end(), [&](const auto& other) { return other.question == one.question; });
        if (strikes(one) && !of_same && told.found.size() < most_distinctions) told.found.push_back(one);
    }
    return told;
}

}  // namespace ecoute::analysis
