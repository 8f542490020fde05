#include "analysis/release.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "analysis/gauss.hpp"
#include "analysis/known_sums.hpp"

namespace ecoute::analysis {
namespace {

using Fate = Release::Fate;

class Suppressor {
public:
    Suppressor(const PublishedSet& set, std::vector<SetFigure> figures, std::vector<bool> already)
        : set_(set), figures_(std::move(figures)), already_(std::move(already)), fates_(figures_.size()) {}

    forms::Result<std::vector<Fate>> run() {
        hide_small();
        hide_by_gauss();
        known_ = known_of(shown(), set_.noise);
        feasible_.emplace(inner_size(set_), known_.sums);
        if (!feasible_->possible())
            return forms::Problem{forms::Code::tables_contradict, "", "", {{"cell", "*"}, {"value", ""}}};
        others_ = unlisted(set_, figures_);
        // Hiding more only widens intervals: one pass is enough for each kind of figure.
        for (std::size_t i = 0; i < figures_.size(); ++i) {
            const bool told = already_[i] && *figures_[i].count == 0;  // nobody outside of the bands, as everybody knows
            if (is_small(figures_[i]) && !told && !widen(figures_[i], &Suppressor::narrow)) return unprotectable(figures_[i]);
        }
        if (const auto* given_away = look_at_others()) return unprotectable(*given_away);
        settle_the_others();
        return fates_;
    }

private:
    /// The sum that can't be protected; nullptr when all are. One that is 0, or k and more, in a solution found for another one may be
    /// so for all that readers know.
    const SetFigure* look_at_others() {
        Seen seen{others_};
        for (std::size_t i = 0; i < others_.size(); ++i) {
            const auto low = seen.low(i), high = seen.high(i);
            if (low && (*low < 1 || *high >= k())) continue;
            seen.look(feasible_->smallest(others_[i].cells).people);
            if (seen.low(i) && *seen.low(i) < 1) continue;
            if (!widen(others_[i], &Suppressor::implied)) return &others_[i];
        }
        return nullptr;
    }

    bool is_small(const SetFigure& figure) const noexcept {
        return figure.count && (*figure.count > 0 || set_.nobody_is_small) && *figure.count < set_.smallest_count;
    }

    double k() const noexcept { return static_cast<double>(set_.smallest_count); }

    void hide_small() {
        for (std::size_t i = 0; i < figures_.size(); ++i)
            if (is_small(figures_[i]) && !already_[i]) fates_[i] = Fate::small;
    }

    static std::size_t totals(const SetFigure& figure) noexcept {
        return static_cast<std::size_t>(std::count(figure.key.begin(), figure.key.end(), all_of_them));
    }

    /// What one would rather publish first: what stands in public already, then totals, then many people.
    std::vector<std::uint32_t> by_preference() const {
        std::vector<std::uint32_t> order(figures_.size());
        std::iota(order.begin(), order.end(), 0u);
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::tuple(!already_[a], totals(figures_[b]), *figures_[b].count) <
                   std::tuple(!already_[b], totals(figures_[a]), *figures_[a].count);
        });
        return order;
    }

    /// Cells that a published 0 covers hold nobody, as everybody knows: they hide nothing.
    std::vector<bool> empty_cells() const {
        std::vector<bool> empty(inner_size(set_));
        for (std::size_t i = 0; i < figures_.size(); ++i)
            if (*figures_[i].count == 0 && fates_[i] == Fate::published)
                for (const auto cell : figures_[i].cells) empty[cell] = true;
        return empty;
    }

    void hide_by_gauss() {
        const auto empty = empty_cells();
        std::vector<Sum> sums;
        for (std::size_t i = 0; i < figures_.size(); ++i) {
            Sum sum{{}, fates_[i] == Fate::small, fates_[i] == Fate::small && *figures_[i].count == 1};
            for (const auto cell : figures_[i].cells)
                if (!empty[cell]) sum.cells.push_back(cell);
            sums.push_back(std::move(sum));
        }
        const auto hidden = gauss_suppression(sums, by_preference());
        for (std::size_t i = 0; i < figures_.size(); ++i)
            if (hidden[i] && fates_[i] == Fate::published && !already_[i]) fates_[i] = Fate::gauss;
    }

    std::vector<SetFigure> shown() const {
        auto figures = figures_;
        for (std::size_t i = 0; i < figures.size(); ++i)
            if (fates_[i] != Fate::published) figures[i].count.reset();
        return figures;
    }

    static bool narrow(double low, double high, double k) noexcept { return high < k || high - low < k; }
    static bool seems_narrow(double low, double high, double k) noexcept {
        return low < k && high > low && narrow(low, high, k);
    }
    static bool implied(double low, double high, double k) noexcept { return low >= 1 && high < k; }

    /// Figures of k people and more that were hidden for others' sake. One that might be small for all that a reader
    /// knows, and is known closely, looks like a leak: it is widened too. One that follows exactly is told as well as
    /// hidden: it is shown.
    void settle_the_others() {
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t i = 0; i < figures_.size(); ++i) {
                if (fates_[i] != Fate::gauss && fates_[i] != Fate::audit) continue;
                const auto before = hidden();
                widen(figures_[i], &Suppressor::seems_narrow);
                changed = changed || hidden() != before;
            }
        }
        for (std::size_t i = 0; i < figures_.size(); ++i)
            if ((fates_[i] == Fate::gauss || fates_[i] == Fate::audit) && follows(figures_[i]))
                fates_[i] = Fate::published;
    }

    std::size_t hidden() const noexcept {
        return figures_.size() - static_cast<std::size_t>(std::count(fates_.begin(), fates_.end(), Fate::published));
    }

    bool follows(const SetFigure& figure) {
        const auto high = feasible_->largest(figure.cells);
        return !high.unbounded && feasible_->smallest(figure.cells).value == high.value;
    }

    /// Hides what the bounds of a figure follow from, until they are no longer too close.
    bool widen(const SetFigure& figure, bool (*too_close)(double, double, double)) {
        for (;;) {
            const auto high = feasible_->largest(figure.cells);
            if (high.unbounded) return true;
            const auto low = feasible_->smallest(figure.cells);
            if (!too_close(low.value, high.value, k())) return true;
            // Raising the upper bound serves both conditions; the lower one moves when the upper can't.
            const auto next = cheapest(high.value < k() || low.value <= 0 ? high : low);
            const auto other = next ? next : cheapest(low.value > 0 ? low : high);
            const auto last = other ? other : cheapest(high);
            if (!last) return false;
            fates_[known_.figure[*last]] = Fate::audit;
            feasible_->forget(*last);
        }
    }

    /// Of the figures that a bound follows from, the one that would be missed least: no totals, fewest people.
    std::optional<std::uint32_t> cheapest(const Extreme& bound) const {
        std::optional<std::uint32_t> best;
        const auto cost = [&](std::uint32_t known) {
            const auto& figure = figures_[known_.figure[known]];
            return std::tuple(totals(figure), *figure.count);
        };
        for (const auto& evidence : bound.evidence) {
            const auto figure = known_.figure[evidence.known];
            if (fates_[figure] != Fate::published || already_[figure]) continue;
            if (!best || cost(evidence.known) < cost(*best)) best = evidence.known;
        }
        return best;
    }

    forms::Problem unprotectable(const SetFigure& figure) const {
        return {forms::Code::tables_unprotectable, "", "", {{"cell", name_of(set_, figure.key, "*")}}};
    }

    const PublishedSet& set_;
    std::vector<SetFigure> figures_, others_;
    std::vector<bool> already_;
    std::vector<Fate> fates_;
    Known known_;
    std::optional<Feasible> feasible_;
};

/// What stands at a cell stands at its figure, in whatever table.
std::vector<std::size_t> figure_of_cells(const PublishedSet& set, const std::vector<SetFigure>& figures) {
    std::map<SetKey, std::size_t> places;
    for (std::size_t i = 0; i < figures.size(); ++i) places[figures[i].key] = i;
    std::vector<std::size_t> of;
    for (const auto& cell : set.cells) of.push_back(places.at(cell.key));
    return of;
}

/// The set's counts with two categories of one variable taken together.
std::size_t small_counts(const PublishedSet& set, std::size_t variable, int first) {
    std::map<SetKey, std::int64_t> counts;
    for (const auto& cell : set.cells) {
        auto key = cell.key;
        if (variable < key.size() && key[variable] == first + 1) key[variable] = first;
        if (!cell.count) continue;
        if (key == cell.key && !(variable < key.size() && key[variable] == first))
            counts[key] = *cell.count;  // one figure may stand in several tables
        else
            counts.try_emplace(key, 0);
    }
    std::map<SetKey, bool> added;
    for (const auto& cell : set.cells) {
        if (!cell.count || variable >= cell.key.size()) continue;
        if (cell.key[variable] != first && cell.key[variable] != first + 1) continue;
        if (!added.try_emplace(cell.key, true).second) continue;
        auto key = cell.key;
        key[variable] = first;
        counts[key] += *cell.count;
    }
    return static_cast<std::size_t>(std::count_if(counts.begin(), counts.end(), [&](const auto& one) {
        return one.second > 0 && one.second < set.smallest_count;
    }));
}

}  // namespace

forms::Result<Release> suppress(PublishedSet set, const std::vector<bool>& already) {
    if (const auto fitting = fits(set); !fitting) return fitting.error();
    const auto figures = figures_of(set);
    if (!figures) return figures.error();
    const auto of = figure_of_cells(set, *figures);
    std::vector<bool> fixed(figures->size());
    for (std::size_t i = 0; i < already.size(); ++i)
        if (already[i]) fixed[of[i]] = true;
    const auto fates = Suppressor{set, *figures, fixed}.run();
    if (!fates) return fates.error();

    Release release{std::move(set), {}};
    for (const auto fate : *fates) {
        release.small += fate == Fate::small;
        release.by_gauss += fate == Fate::gauss;
        release.by_audit += fate == Fate::audit;
    }
    for (std::size_t i = 0; i < release.set.cells.size(); ++i) {
        release.fates.push_back((*fates)[of[i]]);
        if (release.fates.back() != Fate::published) release.set.cells[i].count.reset();
    }
    return release;
}

std::vector<Merge> merges(const PublishedSet& set) {
    const auto before = small_counts(set, set.variables.size(), 0);
    std::vector<Merge> offers;
    for (std::uint32_t v = 0; v < set.variables.size(); ++v)
        for (std::uint32_t first = 0; first + 1 < set.variables[v].categories.size(); ++first) {
            const auto after = small_counts(set, v, static_cast<int>(first));
            if (after < before) offers.push_back({v, first, before, after});
        }
    std::stable_sort(offers.begin(), offers.end(),
                     [](const Merge& a, const Merge& b) { return a.small_after < b.small_after; });
    return offers;
}

}  // namespace ecoute::analysis
