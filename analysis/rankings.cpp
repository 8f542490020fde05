#include "analysis/rankings.hpp"

#include <algorithm>

#include "analysis/cube.hpp"
#include "analysis/given.hpp"
#include "analysis/perturb.hpp"
#include "analysis/scores.hpp"
#include "analysis/split.hpp"
#include "analysis/weighted.hpp"

namespace ecoute::analysis {
namespace {

/// Where a choice that is put first is counted.
struct Choices {
    std::vector<int> meanings;  ///< category, or refused
    explicit Choices(const forms::ChoiceList& list) {
        int next = 0;
        for (const auto& choice : list.choices) meanings.push_back(choice.refusal ? meaning_refused : next++);
    }
    int of(forms::ChoiceIndex choice) const noexcept { return choice < meanings.size() ? meanings[choice] : meaning_no_answer; }
};

void add(Tally& tally, int meaning, std::int64_t one) noexcept {
    if (meaning >= 0) {
        tally.base += one;
        tally.counts[static_cast<std::size_t>(meaning)] += one;
        return;
    }
    (meaning == meaning_not_asked ? tally.not_asked : meaning == meaning_refused ? tally.refused : tally.no_answer) += one;
}

int meaning_of(forms::State state) noexcept {
    switch (state) {
        case forms::State::not_asked:
            return meaning_not_asked;
        case forms::State::refused:
            return meaning_refused;
        default:
            return meaning_no_answer;
    }
}

/// Of each cell: who answered, who ranks a choice at all, who puts it first.
struct RankTallies {
    std::vector<Tally> ranked, first;
    RankTallies(std::size_t cells, std::size_t categories) {
        Tally empty;
        empty.counts.assign(categories, 0);
        ranked.assign(cells, empty);
        first = ranked;
    }
};

/// What one pass over the ranks finds.
class RanksCounted {
public:
    RanksCounted(const forms::Column& column, const Choices& choices, std::span<const Axis> axes, std::size_t categories)
        : counts(cells_of(axes), categories), keys(counts), categories_(categories), column_(column), choices_(choices) {
        for (const auto& rank : column.ranks) places_ = std::max(places_, rank.size());
        of_place_.assign(cells_of(axes) * categories * places_, 0);
    }
    void add_person(std::size_t person, std::uint32_t cell, std::uint32_t key) {
        const bool known = person < column_.states.size() && person < column_.ranks.size();
        const auto state = known ? column_.states[person] : forms::State::not_asked;
        if (state != forms::State::answered) return add_missing(cell, key, meaning_of(state));
        const auto& rank = column_.ranks[person];
        counts.ranked[cell].base += 1;
        keys.ranked[cell].base += key;
        for (std::size_t place = 0; place < rank.size(); ++place) {
            const auto choice = choices_.of(rank[place]);
            if (choice < 0) continue;
            counts.ranked[cell].counts[static_cast<std::size_t>(choice)] += 1;
            keys.ranked[cell].counts[static_cast<std::size_t>(choice)] += key;
            ++of_place_[(cell * categories_ + static_cast<std::size_t>(choice)) * places_ + place];
        }
        const auto first = rank.empty() ? meaning_no_answer : choices_.of(rank.front());
        add(counts.first[cell], first, 1);
        add(keys.first[cell], first, key);
    }
    /// The places that people gave to a choice, from the first on.
    std::vector<NumberInCell> places_of(std::size_t choice) const {
        std::vector<NumberInCell> found;
        for (std::size_t place = 0; place < places_; ++place)
            for (std::size_t cell = 0; cell < counts.ranked.size(); ++cell)
                if (const auto people = of_place_[(cell * categories_ + choice) * places_ + place])
                    found.push_back({static_cast<std::uint32_t>(cell), static_cast<double>(place + 1), people});
        return found;
    }
    RankTallies counts, keys;  ///< of people, of their record keys

private:
    void add_missing(std::uint32_t cell, std::uint32_t key, int meaning) {
        for (auto* tallies : {&counts.ranked, &counts.first}) add((*tallies)[cell], meaning, 1);
        for (auto* tallies : {&keys.ranked, &keys.first}) add((*tallies)[cell], meaning, key);
    }
    std::size_t categories_, places_ = 0;
    std::vector<std::uint32_t> of_place_;  ///< people by cell, choice and place
    const forms::Column& column_;
    const Choices& choices_;
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
    const Choices choices{form.list_of(question)};
    const bool keyed = !ranked.key_sums.empty();
    RanksCounted counted{columns.by_question[question], choices, axes, ranked.question.categories.size()};
    for_each_person(axes, columns.people, [&](std::size_t person, std::uint32_t cell) {
        if (within.empty() || within[person] != 0) counted.add_person(person, cell, keyed ? columns.record_keys[person] : 0);
    });
    const auto fill = [&](Table& table, const std::vector<Tally>& people, const std::vector<Tally>& keys) {
        fill_counts(table, groups, people);
        if (keyed) fill_keys(table, groups, keys);
    };
    RankTables tables{beside(ranked, first_choice(ranked.question)), {}};
    tables.first.scored = has_scores(ranked.question);
    fill(tables.first, counted.counts.first, counted.keys.first);
    for (std::size_t choice = 0; choice < ranked.question.categories.size(); ++choice) {
        auto& place = tables.places.emplace_back(beside(ranked, place_of(ranked.question, choice)));
        place.number = true;
        fill(place, of_choice(counted.counts.ranked, choice), of_choice(counted.keys.ranked, choice));
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
    estimate(told(tables.first), groups, options.first(tables.first.question), sample);
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
