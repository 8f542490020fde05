#include "analysis/rankings.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/counting.hpp"
#include "analysis/given.hpp"
#include "analysis/perturb.hpp"
#include "analysis/scores.hpp"
#include "analysis/split.hpp"
#include "analysis/weighted.hpp"

namespace ecoute::analysis {
namespace {

/// People and keys of each cell: who answered, by choice and place.
struct RanksCounted {
    Tallies by_place;  ///< choice i at place j at i * places + j
    std::size_t places = 1, choices = 0;

    RanksCounted(const forms::Form& form, const forms::Columns& columns, std::uint32_t question, std::span<const Axis> axes, std::size_t categories,
                 std::span<const std::uint32_t> keys, std::span<const std::uint8_t> within)
        : places(std::max<std::size_t>(1, columns.by_question[question].ranks.places())), choices(categories) {
        by_place = tally_options(axes, columns.by_question[question], {categories_of_choices(form, question), categories, places, within}, columns.people, keys);
    }
    /// Who gave a choice one of the first so many places.
    std::vector<Tally> among_first(std::size_t first, std::vector<Tally> tallies) const {
        for (auto& tally : tallies) {
            for (std::size_t choice = 0; choice < choices; ++choice)
                tally.counts[choice] = std::accumulate(at(tally, choice, 0), at(tally, choice, first), std::int64_t{0});
            tally.counts.resize(choices);
        }
        return tallies;
    }
    /// The places that people gave to a choice, from the first on.
    std::vector<NumberInCell> places_of(std::size_t choice) const {
        std::vector<NumberInCell> found;
        for (std::size_t place = 0; place < places; ++place)
            for (std::size_t cell = 0; cell < by_place.people.size(); ++cell)
                if (const auto people = *at(by_place.people[cell], choice, place))
                    found.push_back({static_cast<std::uint32_t>(cell), static_cast<double>(place + 1), people});
        return found;
    }

private:
    std::vector<std::int64_t>::const_iterator at(const Tally& tally, std::size_t choice, std::size_t place) const {
        return tally.counts.begin() + static_cast<std::ptrdiff_t>(choice * places + place);
    }
};

/// Those who ranked one choice; who answered without it was not asked for its place.
std::vector<Tally> of_choice(const std::vector<Tally>& ranked, std::size_t choice) {
    std::vector<Tally> tallies;
    for (const auto& all : ranked) {
        auto& one = tallies.emplace_back(all);
        one.base = all.counts[choice];
        one.not_asked += all.base - one.base;
        one.counts.clear();
    }
    return tallies;
}

/// A table of the same groups and people, of another question.
Table beside(const Table& ranked, Variable question) {
    Table table;
    table.question = std::move(question);
    table.by = ranked.by;
    table.people = ranked.people;
    table.sample = ranked.sample;
    table.people_key_sum = ranked.people_key_sum;
    return table;
}

Variable first_choice(const Variable& ranked) {
    auto question = ranked;
    question.label.erase(std::string{part_of_a_question});
    return question;
}

/// Moved on its own: where all choices are ranked by the same people, one change of all mean places would show in their sum.
Variable place_of(const Variable& ranked, std::size_t choice) {
    auto question = ranked;
    question.label[std::string{part_of_a_question}] = ranked.categories[choice].name;
    question.categories.clear();
    return question;
}

Ranked ranked_of(const ProtectedGroup* first, std::size_t answer, const ProtectedGroup* places) {
    Ranked ranked;
    if (first != nullptr && !first->suppressed) {
        const auto& cell = first->cells[answer];
        ranked.first = cell.percent;
        ranked.first_low = cell.low;
        ranked.first_high = cell.high;
        ranked.first_count = cell.count;
    }
    if (places != nullptr && !places->suppressed && !places->mean_hidden) {
        ranked.mean_place = places->mean;
        ranked.place_low = places->mean_low;
        ranked.place_high = places->mean_high;
    }
    return ranked;
}

}  // namespace

RankTables rank_tables(const forms::Form& form, const forms::Columns& columns, const Table& ranked, std::span<const std::uint8_t> within) {
    const auto question = *form.find(ranked.question.name);
    const auto axes = axes_of(ranked, form, columns);
    const GroupsOfCells groups{ranked.by, axes};
    const bool keyed = !ranked.key_sums.empty();
    const RanksCounted counted{form, columns, question, axes, ranked.question.categories.size(), keyed ? std::span{columns.record_keys} : std::span<const std::uint32_t>{}, within};
    const auto fill = [&](Table& table, const std::vector<Tally>& people, const std::vector<Tally>& keys) {
        fill_counts(table, groups, people);
        if (keyed) fill_keys(table, groups, keys);
    };
    RankTables tables{beside(ranked, first_choice(ranked.question)), {}};
    tables.first.scored = has_scores(ranked.question);
    const auto& [people_by_place, keys_by_place] = counted.by_place;
    fill(tables.first, counted.among_first(1, people_by_place), counted.among_first(1, keys_by_place));
    const auto people = counted.among_first(counted.places, people_by_place), keys = counted.among_first(counted.places, keys_by_place);
    for (std::size_t choice = 0; choice < ranked.question.categories.size(); ++choice) {
        auto& place = tables.places.emplace_back(beside(ranked, place_of(ranked.question, choice)));
        place.number = true;
        fill(place, of_choice(people, choice), of_choice(keys, choice));
        describe_numbers(place, distributions_of(place, groups, counted.places_of(choice)), false);
    }
    return tables;
}

void add_estimates(RankTables& tables, Table& ranked, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                   IntervalKind kind, bool weighted, std::span<const std::uint8_t> within) {
    const GroupsOfCells groups{ranked.by, axes_of(ranked, form, columns)};
    const auto sides = Sides::of_table(columns.people, within);
    const GivenOptions options{ranked, form, columns, sample, sides};
    const auto told = [&](Table& table) -> Table& {
        table.weighted = weighted;
        table.interval = kind;
        return table;
    };
    estimate(told(ranked), groups, options, sample);
    if (tables.first.scored)
        estimate(told(tables.first), groups, options.first(tables.first.question), sample);
    else
        estimate(told(tables.first), groups, options, sample, true);
    for (std::size_t choice = 0; choice < tables.places.size(); ++choice) estimate(told(tables.places[choice]), groups, options.places_of(choice), sample, false);
}

void add_ranking(ProtectedTable& table, const ProtectedTable* first, std::span<const ProtectedTable> places) {
    std::vector<std::vector<Ranked>> ranked(table.groups().size());
    for (std::size_t g = 0; g < ranked.size(); ++g) {
        const auto& group = table.groups()[g];
        if (group.suppressed) continue;
        for (std::size_t i = 0; i < group.cells.size(); ++i)
            ranked[g].push_back(group.cells[i].suppressed ? Ranked{} : ranked_of(first ? &first->groups()[g] : nullptr, i, i < places.size() ? &places[i].groups()[g] : nullptr));
    }
    table.set_ranking(std::move(ranked));
}

}  // namespace ecoute::analysis
