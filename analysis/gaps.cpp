#include "analysis/gaps.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/perturb.hpp"
#include "analysis/sides.hpp"

namespace ecoute::analysis {
namespace {

constexpr std::array names{std::pair{GapReference::qpv, "qpv"}, std::pair{GapReference::rest, "rest"},
                           std::pair{GapReference::all, "all"}};

bool is_place(const Variable& variable) noexcept { return variable.role == "quartier" || variable.role == "kind"; }

/// One figure of a group or of the reference, as it is shown.
struct Shown {
    Side side;
    double size = 0;  ///< people behind it, weighted where the table is
};

std::optional<Shown> share_of_cell(const ProtectedGroup& group, const Cell& cell) {
    const auto side = share_side(cell);
    if (!group.base || !side) return std::nullopt;
    double size = static_cast<double>(*group.base);
    if (cell.weighted_count && *cell.percent > 0) size = *cell.weighted_count * 100 / *cell.percent;
    return Shown{*side, size};
}

std::optional<Shown> mean_of_group(const ProtectedGroup& group) {
    const auto side = mean_side(group);
    if (!side || !group.mean_base) return std::nullopt;
    return Shown{*side, static_cast<double>(*group.mean_base)};
}

/// How both sides of a gap vary together.
struct Common {
    double covariance = 0, degrees_of_freedom = 0;
};

/// `joint`: as the sample was drawn and weighted. Where counts are moved nothing of it is taken but how many times the covariance is that of a
/// simple sample, to two digits, and how many clusters there are: itself and the people behind it would give exact counts and bases back.
Common common_of(const Shown& here, const Shown& there, bool inside, const std::optional<Joint>& joint, bool moved) {
    const auto &of = here.side, &from = there.side;
    const double part = inside ? std::min(1.0, here.size / there.size) : 0;
    // What the part has in common with its whole is the chance of who was asked; its counts are moved by themselves.
    const double shared = part * std::max(0.0, of.se * of.se - of.noise);
    // Everybody is a unit of one stratum: n - 1 of both together.
    const double both = from.degrees_of_freedom + (inside ? 0 : of.degrees_of_freedom + 1);
    if (!joint) return {shared, both};
    const bool linearised_to_nothing = of.lowest || of.highest;
    if (!moved) return {joint->covariance + (linearised_to_nothing ? shared : 0), joint->degrees_of_freedom};
    const double times = linearised_to_nothing ? 1 : to_digits(joint->of_simple.value_or(1), 2);
    return {times * shared, joint->of_clusters ? joint->degrees_of_freedom : both};
}

Gap gap_between(const std::optional<Shown>& here, const std::optional<Shown>& there, bool inside, bool too_few, const std::optional<Joint>& joint, bool moved) {
    Gap gap;
    gap.too_few = too_few;
    if (!here || !there) return gap;
    gap.reference = there->side.value;
    if (too_few) return gap;
    const auto &of = here->side, &from = there->side;
    const auto common = common_of(*here, *there, inside, joint, moved);
    const double most = of.se * from.se;
    gap.change = difference_between(of, from, std::clamp(common.covariance, -most, most), common.degrees_of_freedom);
    return gap;
}

/// Walks the groups that have a counterpart in the reference.
class Comparing {
public:
    Comparing(const std::vector<Variable>& by, const ProtectedTable& to, GapReference reference)
        : by_(by), to_(to), reference_(reference), place_(static_cast<std::size_t>(
              std::find_if(by.begin(), by.end(), is_place) - by.begin())) {
        if (place_ == by_.size()) return;
        std::vector<std::string> kinds;
        for (const auto& category : by_[place_].categories) kinds.push_back(category.kind);
        kinds_ = kinds_in(reference_, kinds);
    }

    /// The reference's group with the same categories, place apart; nullptr for totals over the place, and for the whole of
    /// a table that has no place.
    const ProtectedGroup* counterpart(const std::vector<int>& key) const {
        if (place_ == by_.size()) return total(key, false) ? nullptr : &to_.everybody();
        if (key[place_] == all_of_them) return nullptr;
        auto other = key;
        other.erase(other.begin() + static_cast<std::ptrdiff_t>(place_));
        return to_.find(other);
    }
    bool inside(const std::vector<int>& key) const {
        if (place_ == by_.size() || reference_ == GapReference::all) return true;
        const auto& kind = by_[place_].categories[static_cast<std::size_t>(key[place_])].kind;
        return std::find(kinds_.begin(), kinds_.end(), kind) != kinds_.end();
    }
    /// A family of comparisons is over the innermost groups.
    bool innermost(const std::vector<int>& key) const { return !total(key, true); }

private:
    bool total(const std::vector<int>& key, bool any) const {
        const auto left_out = std::count(key.begin(), key.end(), all_of_them);
        return any ? left_out > 0 : left_out == static_cast<std::ptrdiff_t>(key.size());
    }
    const std::vector<Variable>& by_;
    const ProtectedTable& to_;
    GapReference reference_;
    std::size_t place_;
    std::vector<std::string> kinds_;  ///< of the reference
};

void adjust(std::vector<Gap*> family) {
    std::vector<double> p;
    for (const auto* gap : family) p.push_back(gap->change->p);
    const auto strict = holm(p);
    for (std::size_t i = 0; i < family.size(); ++i) family[i]->p_holm = strict[i];
}

}  // namespace

std::optional<GapReference> gap_reference(std::string_view wanted) {
    for (const auto& [reference, name] : names)
        if (wanted == name) return reference;
    return std::nullopt;
}

std::string_view name(GapReference reference) noexcept { return names[static_cast<std::size_t>(reference)].second; }

std::vector<std::string> kinds_in(GapReference reference, const std::vector<std::string>& kinds) {
    if (reference == GapReference::all) return kinds;
    const bool outside = std::find(kinds.begin(), kinds.end(), "outside") != kinds.end();
    std::vector<std::string> in;
    for (const auto& kind : kinds)
        if (reference == GapReference::qpv ? kind == "QPV" : outside ? kind == "outside" : !kind.empty() && kind != "QPV") in.push_back(kind);
    return in;
}

void add_gaps(ProtectedTable& table, const ProtectedTable& to, GapReference reference, const Joints& joint) {
    const Comparing comparing{table.by(), to, reference};
    const std::size_t answers = table.question().categories.size();
    const bool moved = table.perturbed();
    const auto together = [&](std::size_t group, std::size_t figure) {
        return group < joint.size() && figure < joint[group].size() ? joint[group][figure] : std::nullopt;
    };
    std::vector<std::vector<Gap>> gaps;
    for (const auto& group : table.groups()) {
        auto& of_group = gaps.emplace_back();
        const auto at = gaps.size() - 1;
        const auto* there = comparing.counterpart(group.key);
        if (there == nullptr || group.suppressed || there->suppressed) continue;
        const bool inside = comparing.inside(group.key);
        if (inside && group.base == there->base) continue;  // the group is the reference
        const auto few = [](const std::optional<std::int64_t>& base) { return base.value_or(0) < fewest_to_compare; };
        for (std::size_t i = 0; i < answers; ++i)
            of_group.push_back(gap_between(share_of_cell(group, group.cells[i]), share_of_cell(*there, there->cells[i]),
                                           inside, few(group.base) || few(there->base), together(at, i), moved));
        if (table.has_mean())
            of_group.push_back(gap_between(mean_of_group(group), mean_of_group(*there), inside,
                                           few(group.mean_base) || few(there->mean_base), together(at, answers), moved));
    }
    for (std::size_t i = 0; i < answers + (table.has_mean() ? 1 : 0); ++i) {
        std::vector<Gap*> family;
        for (std::size_t g = 0; g < gaps.size(); ++g)
            if (i < gaps[g].size() && gaps[g][i].change && comparing.innermost(table.groups()[g].key))
                family.push_back(&gaps[g][i]);
        adjust(std::move(family));
    }
    table.set_gaps(std::string{name(reference)}, std::move(gaps));
}

}  // namespace ecoute::analysis
