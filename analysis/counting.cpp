#include "analysis/counting.hpp"

#include <algorithm>
#include <future>
#include <utility>

#include "analysis/cube.hpp"

namespace ecoute::analysis {
namespace {

/// A small cube is counted in four tables in turn, so that neighbours in one cell do not wait for each other; of a large one
/// they seldom are, and four tables would not stay in the first cache.
constexpr std::size_t most_cells_counted_apart = 2048;

std::vector<std::int64_t> count_part(std::span<const Axis> axes, std::size_t first, std::size_t last) {
    std::vector<std::int64_t> counts(cells_of(axes));
    const std::size_t size = counts.size(), apart = size <= most_cells_counted_apart ? size : 0;
    std::vector<std::uint32_t> part(size + 3 * apart);
    const auto flush = [&] {
        for (std::size_t i = 0; i < part.size(); ++i) counts[i % size] += std::exchange(part[i], 0u);
    };
    std::uint32_t* const tables[] = {part.data(), part.data() + apart, part.data() + 2 * apart, part.data() + 3 * apart};
    std::size_t since_flush = 0;
    for_each_block_of_cube(axes, first, last, [&](std::size_t, auto cells) {
        std::size_t i = 0;
        for (; i + 4 <= cells.size(); i += 4) {
            ++tables[0][cells[i]];
            ++tables[1][cells[i + 1]];
            ++tables[2][cells[i + 2]];
            ++tables[3][cells[i + 3]];
        }
        for (; i < cells.size(); ++i) ++tables[0][cells[i]];
        since_flush += cells.size();
        if (since_flush < 1u << 31) return;
        flush();
        since_flush = 0;
    });
    flush();
    return counts;
}

std::vector<std::int64_t> sum_part(std::span<const Axis> axes, std::span<const std::uint32_t> keys, std::size_t begin, std::size_t end) {
    std::vector<std::int64_t> sums(cells_of(axes));
    for_each_block_of_cube(axes, begin, end, [&](std::size_t first, auto cells) {
        fetch_next_block(keys, first);
        const auto* const of_block = keys.data() + first;
        for (std::size_t i = 0; i < cells.size(); ++i) sums[cells[i]] += of_block[i];
    });
    return sums;
}

/// part(first, last) of everybody, half of it beside when they are many.
template <class Part>
auto in_two(std::size_t people, int threads, const Part& part) {
    if (threads < 2 || people < people_worth_a_thread) return part(0, people);
    const auto half = middle_of(people);
    auto beside = std::async(std::launch::async, [&] { return part(half, people); });
    auto sums = part(0, half);
    const auto others = beside.get();
    for (std::size_t cell = 0; cell < sums.size(); ++cell) sums[cell] += others[cell];
    return sums;
}

std::vector<Tally> empty_tallies(std::size_t cells, std::size_t categories) {
    Tally empty;
    empty.counts.assign(categories, 0);
    return std::vector<Tally>(cells, empty);
}

void add_to(Tally& tally, int meaning, std::int64_t one) noexcept {
    switch (meaning) {
        case meaning_not_asked:
            tally.not_asked += one;
            return;
        case meaning_no_answer:
            tally.no_answer += one;
            return;
        case meaning_refused:
            tally.refused += one;
            return;
        default:
            tally.base += one;
            if (meaning >= 0) tally.counts[static_cast<std::size_t>(meaning)] += one;
    }
}

/// Who answered is in the base, as meaning_outside is.
int meaning_of(forms::State state) noexcept {
    switch (state) {
        case forms::State::answered:
            return meaning_outside;
        case forms::State::not_asked:
            return meaning_not_asked;
        case forms::State::refused:
            return meaning_refused;
        default:
            return meaning_no_answer;
    }
}

/// Sums of people and of their record keys beside each other, since a person adds to both at once. Everybody is added once by his state, and
/// once for each option that he gave.
class PeopleAndKeys {
public:
    PeopleAndKeys(std::size_t cells, std::size_t options) : width_(options + below_0), sums_(cells * width_) {}
    void add(std::size_t cell, int meaning, std::uint32_t key) noexcept {
        auto& sum = sums_[cell * width_ + slot(meaning)];
        ++sum.people;
        sum.keys += key;
    }
    Tallies tallies(bool keyed) const { return {tallies_of(&Sum::people), keyed ? tallies_of(&Sum::keys) : std::vector<Tally>{}}; }

private:
    struct Sum {
        std::int64_t people = 0, keys = 0;
    };
    static constexpr std::size_t below_0 = 4;
    static std::size_t slot(int meaning) noexcept { return static_cast<std::size_t>(meaning + static_cast<int>(below_0)); }

    std::vector<Tally> tallies_of(std::int64_t Sum::* of) const {
        const auto options = width_ - below_0;
        auto result = empty_tallies(sums_.size() / width_, options);
        for (std::size_t cell = 0; cell < result.size(); ++cell) {
            const auto* const sums = sums_.data() + cell * width_;
            for (const int meaning : {meaning_outside, meaning_not_asked, meaning_no_answer, meaning_refused})
                add_to(result[cell], meaning, sums[slot(meaning)].*of);
            for (std::size_t option = 0; option < options; ++option) result[cell].counts[option] = sums[below_0 + option].*of;
        }
        return result;
    }

    std::size_t width_;
    std::vector<Sum> sums_;  ///< by cell and meaning
};

/// Folds the last axis of a cube into the tallies of the others.
std::vector<Tally> folded(std::span<const Axis> axes, const Axis& answer, std::size_t categories, std::span<const std::int64_t> cube) {
    auto result = empty_tallies(cells_of(axes), categories);
    for (std::size_t cell = 0; cell < result.size(); ++cell)
        for (std::size_t i = 0; i < answer.size(); ++i) add_to(result[cell], answer.meanings[i], cube[cell * answer.size() + i]);
    return result;
}

}  // namespace

std::vector<std::int64_t> count_cells(std::span<const Axis> axes, std::size_t people, int threads) {
    return in_two(people, threads, [axes](std::size_t first, std::size_t last) { return count_part(axes, first, last); });
}

std::vector<std::int64_t> sum_keys(std::span<const Axis> axes, std::span<const std::uint32_t> keys, int threads) {
    return in_two(keys.size(), threads,
                  [&](std::size_t first, std::size_t last) { return sum_part(axes, keys, first, last); });
}

Tallies tally_answers(std::span<const Axis> axes, const Axis& answer, std::size_t categories, std::size_t people,
                      std::span<const std::uint32_t> keys) {
    std::vector<Axis> all(axes.begin(), axes.end());
    all.push_back(answer);
    Tallies result{folded(axes, answer, categories, count_cells(all, people)), {}};
    if (!keys.empty()) result.keys = folded(axes, answer, categories, sum_keys(all, keys));
    return result;
}

Tallies tally_options(std::span<const Axis> axes, const forms::Column& column, const OptionsCounted& options, std::size_t people,
                      std::span<const std::uint32_t> keys) {
    PeopleAndKeys sums{cells_of(axes), options.categories * options.places};
    const bool filled = column.states.size() == people && (column.ranks.size() == people || column.ticks.size() == people * column.words);
    const auto& category_of = options.category_of_choice;
    for_each_person(axes, people, [&](std::size_t person, std::uint32_t cell) {
        if (!options.within.empty() && options.within[person] == 0) return;
        const auto key = keys.empty() ? 0 : keys[person];
        const auto state = filled ? column.states[person] : forms::State::not_asked;
        sums.add(cell, meaning_of(state), key);
        if (state != forms::State::answered) return;
        forms::for_each_choice(column, person, [&](std::size_t choice, std::size_t place) {
            if (choice >= category_of.size() || category_of[choice] < 0) return;
            const auto category = static_cast<std::size_t>(category_of[choice]);
            sums.add(cell, static_cast<int>(category * options.places + std::min(place, options.places - 1)), key);
        });
    });
    return sums.tallies(!keys.empty());
}

}  // namespace ecoute::analysis
