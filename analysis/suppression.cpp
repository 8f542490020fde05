#include "analysis/suppression.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "analysis/cell_keys.hpp"
#include "analysis/derivable.hpp"
#include "analysis/ledger.hpp"

namespace ecoute::analysis {
namespace {

/// A line with so few parts shown says nothing once one more is hidden.
constexpr std::size_t short_line = 3;

bool is_small(std::int64_t people, std::int64_t limit) noexcept { return people > 0 && people < limit; }

class Suppression {
public:
    Suppression(const Table& table, const Thresholds& limits, const Table* moved)
        : table_(table), limits_(limits), ledger_(ledger_of(table)), moved_(moved) {
        if (moved) told_ = ledger_of(*moved).figures;
    }

    Hidden run() {
        hide_small();
        do {
            while (guard_relations()) {
            }
        } while (!moved_ && guard_chains());
        return result();
    }

private:
    std::int64_t limit_of(const Figure& figure) const noexcept {
        return figure.layer == layer_mean ? fewest_for_a_mean : limits_.smallest_count;
    }

    const Figure& base_of(std::uint32_t figure) const noexcept {
        return ledger_.figures[figure - ledger_.figures[figure].layer + layer_base];
    }

    /// A count, or those of a multiple choice who did not tick: base and count give them.
    bool is_small_figure(std::uint32_t at) const noexcept {
        const auto& figure = ledger_.figures[at];
        if (is_small(figure.people, limit_of(figure))) return true;
        return at != ledger_.people && table_.multiple && figure.layer >= first_answer &&
               is_small(base_of(at).people - figure.people, limits_.smallest_count) && !may_be_many_who_did_not_tick(at);
    }

    bool may_be_many_who_did_not_tick(std::uint32_t at) const noexcept {
        if (!moved_) return false;
        Guess others;
        others.add(told_[at - told_[at].layer + layer_base].people);
        others.take(told_[at].people);
        return others.is_vague(limits_.smallest_count);
    }

    /// Must not be found out. A remainder is, when it is small; so is what we hid, but for what is nobody's (a 0 cannot
    /// be covered: where the rest leaves nobody, it is 0), and people not in the base of a hidden group when they are
    /// many.
    bool must_stay_unknown(std::uint32_t at) const noexcept {
        const auto& figure = ledger_.figures[at];
        if (!figure.unknown() || figure.people == 0) return false;
        if (!figure.listed || at == ledger_.people) return is_small_figure(at);
        const bool missing =
            figure.layer == layer_not_asked || figure.layer == layer_no_answer || figure.layer == layer_refused;
        return !missing || !base_of(at).hidden || is_small_figure(at);
    }

    void hide(std::uint32_t at) noexcept {
        auto& figure = ledger_.figures[at];
        figure.hidden = true;
        if (figure.layer == layer_base && at != ledger_.people) hide_group(figure.group);
    }

    /// A count or a percent without its base would give the base back: they go together.
    void hide_group(std::size_t group) noexcept {
        for (std::size_t layer = 0; layer < ledger_.layers; ++layer)
            ledger_.figures[ledger_.at(group, layer)].hidden = true;
    }

    void hide_small() {
        for (std::uint32_t at = 0; at < ledger_.figures.size(); ++at) {
            const auto& figure = ledger_.figures[at];
            if (!figure.listed || figure.hidden) continue;
            const bool base = figure.layer == layer_base && at != ledger_.people;
            const bool few = figure.layer == layer_mean && figure.people < fewest_for_a_mean;
            if (base ? figure.people < limits_.smallest_base : few || is_small_figure(at) || moved_under(at)) hide(at);
        }
    }

    /// A count that was moved under k is hidden too, so that a count of 0 is nobody for certain and none from 1 to k-1 is ever shown.
    bool moved_under(std::uint32_t at) const noexcept {
        const auto& figure = ledger_.figures[at];
        return moved_ && at != ledger_.people && figure.layer != layer_mean && figure.people > 0 && told_[at].people < limits_.smallest_count;
    }

    /// What a reader of moved counts makes of the unknown part of a sum: each count that is shown is off by as much as the noise at
    /// most, and one of nobody is exact.
    struct Guess {
        std::int64_t people = 0, off_by = 0;
        void add(std::int64_t told) noexcept { note(told, 1); }
        void take(std::int64_t told) noexcept { note(told, -1); }
        /// It may be k people or more, and is not known within less than k (STATISTICS.md B2).
        bool is_vague(std::int64_t k) const noexcept {
            const auto least = std::max<std::int64_t>(0, people - off_by), most = people + off_by;
            return most >= k && most - least >= k;
        }

    private:
        void note(std::int64_t told, int sign) noexcept {
            people += sign * told;
            off_by += told > 0 ? usual_noise().noise().most : 0;
        }
    };

    bool is_vague(const Relation& relation) const {
        Guess guess;
        const bool total_known = !ledger_.figures[relation.total].unknown();
        if (total_known) guess.add(told_[relation.total].people);
        for (const auto part : relation.parts) {
            if (ledger_.figures[part].unknown()) continue;
            const auto told = ledger_.figures[part].listed ? told_[part].people : 0;
            total_known ? guess.take(told) : guess.add(told);
        }
        return guess.is_vague(limit_of(ledger_.figures[relation.total]));
    }

    bool is_safe(const Relation& relation) const {
        return gap_of(relation).is_safe() || (moved_ && is_vague(relation));
    }

    /// People behind the unknown parts, when the rest of the relation tells how many they are.
    struct Gap {
        std::size_t unknowns = 0;
        std::int64_t people = 0;
        std::int64_t limit = 0;
        bool matters = false;
        bool is_safe() const noexcept { return !matters || (unknowns > 1 && !is_small(people, limit)); }
    };

    Gap gap_of(const Relation& relation) const {
        Gap gap;
        for (const auto part : relation.parts) {
            const auto& figure = ledger_.figures[part];
            if (!figure.unknown()) continue;
            ++gap.unknowns;
            gap.people += figure.people;
            gap.limit = std::max(gap.limit, limit_of(figure));
            gap.matters = gap.matters || must_stay_unknown(part);
        }
        if (!ledger_.figures[relation.total].unknown()) return gap;
        if (gap.unknowns > 0) return {};  // only the difference of unknowns is told
        return {1, 0, 0, must_stay_unknown(relation.total)};
    }

    /// What would be missed least: no totals before totals, answers before bases, and the fewest people that close the
    /// gap. What is nobody's closes nothing.
    std::optional<std::uint32_t> cheapest(const Relation& relation, const Gap& gap) const {
        std::optional<std::uint32_t> best;
        std::tuple<bool, int, bool, std::int64_t> least;
        std::size_t shown = 0;
        for (const auto part : relation.parts)
            shown += !ledger_.figures[part].unknown() && ledger_.figures[part].people > 0;
        const auto consider = [&](std::uint32_t at) {
            const auto& figure = ledger_.figures[at];
            if (!figure.listed || figure.hidden || figure.people == 0) return;
            const bool base = figure.layer == layer_base && at != ledger_.people;
            const bool closes = at == relation.total || gap.people + figure.people >= gap.limit;
            const bool across = base && spans_layers(relation);
            const std::tuple cost{across, rank_of(at, relation, shown), !closes,
                                  closes ? figure.people : -figure.people};
            if (!best || cost < least) best = at, least = cost;
        };
        for (const auto part : relation.parts) consider(part);
        consider(relation.total);
        return best;
    }

    /// Between women and men a line lives by its parts: then its subtotal goes first. A line of many parts keeps its
    /// total.
    int rank_of(std::uint32_t at, const Relation& relation, std::size_t shown) const noexcept {
        const auto& figure = ledger_.figures[at];
        const bool subtotal = at == relation.total && figure.totals < table_.by.size();
        return subtotal && shown <= short_line ? -1 : figure.totals;
    }

    /// answers = base, or base + missing = people: the base goes last, since everything goes with it.
    bool spans_layers(const Relation& relation) const noexcept {
        return ledger_.figures[relation.parts.front()].layer != ledger_.figures[relation.parts.back()].layer ||
               relation.total == ledger_.people ||
               ledger_.figures[relation.parts.back()].layer != ledger_.figures[relation.total].layer;
    }

    /// One sweep over the relations; true when something was hidden.
    bool guard_relations() {
        bool changed = false;
        for (const auto& relation : ledger_.relations) {
            if (is_safe(relation)) continue;
            const auto next = cheapest(relation, gap_of(relation));
            if (!next) continue;
            hide(*next);
            changed = true;
        }
        return changed;
    }

    /// Closes what several relations together would tell; true when something was hidden.
    bool guard_chains() {
        const auto told = derivable(ledger_);
        if (!told) return hide_all_but_everybody();
        bool changed = false;
        for (std::uint32_t at = 0; at < ledger_.figures.size(); ++at)
            if ((*told)[at] && must_stay_unknown(at)) changed = hide_beside(at) || changed;
        return changed;
    }

    /// Hides the cheapest figure of a relation with this one; when they are all unknown, of the next relations along
    /// the chain.
    bool hide_beside(std::uint32_t at) {
        std::vector<std::uint32_t> near{at};
        std::vector<bool> met(ledger_.figures.size(), false);
        for (met[at] = true; !near.empty();) {
            std::optional<std::uint32_t> best;
            std::vector<std::uint32_t> further;
            for (const auto figure : near)
                for (const auto r : ledger_.relations_of[figure]) look_at(ledger_.relations[r], best, further, met);
            if (best) {
                hide(*best);
                return true;
            }
            near = std::move(further);
        }
        return false;
    }

    void look_at(const Relation& relation, std::optional<std::uint32_t>& best, std::vector<std::uint32_t>& further,
                 std::vector<bool>& met) const {
        const auto found = cheapest(relation, gap_of(relation));
        if (found && (!best || ledger_.figures[*found].people < ledger_.figures[*best].people)) best = found;
        const auto pass = [&](std::uint32_t at) {
            if (met[at] || !ledger_.figures[at].unknown()) return;
            met[at] = true;
            further.push_back(at);
        };
        for (const auto part : relation.parts) pass(part);
        pass(relation.total);
    }

    /// A table too large to be vouched for shows its last row only.
    bool hide_all_but_everybody() {
        for (std::size_t group = 0; group + 1 < table_.groups.size(); ++group) hide_group(group);
        return false;
    }

    Hidden result() const {
        Hidden hidden;
        const auto is_hidden = [&](std::size_t group, std::size_t layer) {
            return ledger_.figures[ledger_.at(group, layer)].hidden;
        };
        bool everyone_shown = true;
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            Hidden::InGroup group{is_hidden(g, layer_base),      is_hidden(g, layer_not_asked),
                                  is_hidden(g, layer_no_answer), is_hidden(g, layer_refused),
                                  is_hidden(g, layer_mean),      {}};
            for (std::size_t i = 0; i < table_.question.categories.size(); ++i)
                group.counts.push_back(is_hidden(g, first_answer + i));
            hidden.anything = hidden.anything || group.whole || group.not_asked || group.no_answer || group.refused ||
                              (table_.number && group.mean) ||
                              std::find(group.counts.begin(), group.counts.end(), true) != group.counts.end();
            everyone_shown = everyone_shown && !group.whole && !group.no_answer && !group.refused;
            hidden.groups.push_back(std::move(group));
        }
        hidden.people = ledger_.figures[ledger_.people].hidden;
        // Shown only when it can be read off the other figures anyway: it adds nothing to what subtraction gives.
        hidden.unclassified = !everyone_shown || is_small(table_.unclassified, limits_.smallest_count) ||
                              (moved_ && table_.unclassified > 0 && moved_->unclassified < limits_.smallest_count);
        hidden.anything = hidden.anything || hidden.people;
        return hidden;
    }

    const Table& table_;
    const Thresholds& limits_;
    Ledger ledger_;
    const Table* moved_;
    std::vector<Figure> told_;  ///< as readers know them; of moved tables only
};

}  // namespace

Hidden hidden_of(const Table& table, const Thresholds& limits, const Table* moved) { return Suppression{table, limits, moved}.run(); }

}  // namespace ecoute::analysis
