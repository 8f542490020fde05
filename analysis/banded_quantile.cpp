#include "analysis/banded_quantile.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/date_classes.hpp"
#include "analysis/perturb.hpp"

namespace ecoute::analysis {
namespace {

/// A class on the number line: its first value, and its last one where `whole` (one value or whole numbers), else the first after it.
struct Span {
    std::optional<double> from, to;
    bool whole = false;

    /// Where a part of the class's people, 0 to 1, is reached: of whole numbers the least that so many are at or under. Precondition:
    /// no open end.
    double at(double part) const noexcept {
        if (!whole) return *from + (*to - *from) * part;
        const double values = *to - *from + 1;
        return *from + std::max(0.0, std::ceil(part * values - 1e-9) - 1);
    }
};

std::vector<Span> spans_of(const Variable& question) {
    std::vector<Span> spans;
    for (const auto& one : question.categories) {
        const auto days = question.role == date_role ? days_of(one.name) : ClassDays{};
        spans.push_back(question.role == date_role ? Span{days.from, days.to} : Span{one.from, one.to, one.whole});
    }
    return spans;
}

struct Reached {
    double value = 0;
    std::size_t at = 0;
};

std::optional<Reached> reached(const std::vector<Span>& spans, const BandedGroup& group, double share) {
    double all = group.below;
    for (const double mass : group.masses) all += mass;
    if (!(all > 0) || !(share >= 0 && share <= 1)) return std::nullopt;
    double left = all * share - group.below;
    if (group.below > 0 && left <= 0) return std::nullopt;
    for (std::size_t i = 0; i < group.masses.size(); ++i) {
        const double mass = group.masses[i];
        if (left > mass || mass <= 0) {
            left -= mass;
            continue;
        }
        if (!spans[i].from || !spans[i].to) return std::nullopt;
        return Reached{spans[i].at(left / mass), i};
    }
    return std::nullopt;
}

double outwards(double value, double direction) {
    if (value == 0 || !std::isfinite(value)) return value;
    const double unit = std::pow(10.0, 1 - std::floor(std::log10(std::abs(value))));
    return (direction < 0 ? std::floor(value * unit + 1e-9) : std::ceil(value * unit - 1e-9)) / unit;
}

}  // namespace

std::int64_t fewest_for_a_quantile(double share) noexcept {
    return std::max<std::int64_t>(11, static_cast<std::int64_t>(std::ceil(10 / std::min(share, 1 - share) - 1e-9)));
}

std::optional<Estimate> banded_quantile(const Variable& question, const BandedGroup& group, double share, std::int64_t smallest) {
    if (question.categories.empty() || group.base < fewest_for_a_quantile(share)) return std::nullopt;
    const auto spans = spans_of(question);
    const auto found = reached(spans, group, share);
    if (!found || group.counts[found->at] < smallest) return std::nullopt;
    const bool dates = question.role == date_role;
    Estimate quantile;
    quantile.value = dates ? month_begins(found->value) : to_digits(found->value, 2);
    if (group.degrees_of_freedom < 1) return quantile;
    const double half = t_quantile(group.degrees_of_freedom) *
                        std::sqrt(group.design_effect * share * (1 - share) / static_cast<double>(group.base));
    const auto low = reached(spans, group, share - half), high = reached(spans, group, share + half);
    if (!low || !high) return quantile;
    quantile.low = dates ? month_begins(low->value) : outwards(low->value, -1);
    quantile.high = dates ? month_begins(high->value) : outwards(high->value, 1);
    quantile.degrees_of_freedom = group.degrees_of_freedom;
    return quantile;
}

}  // namespace ecoute::analysis
