#include "analysis/given.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <unordered_map>

#include "analysis/counting.hpp"
#include "analysis/cube.hpp"
#include "analysis/kinds.hpp"
#include "analysis/split.hpp"

namespace ecoute::analysis {
namespace {

using forms::QuestionType;

/// A cell of a cube along breakdowns, sides, question and, where they are counted, numbers.
class Cells {
public:
    Cells(std::vector<Axis> by, const Sides& sides, Axis question, const CountedNumbers* numbers) : all(std::move(by)), sides_(sides), numbers_(numbers) {
        all.push_back(sides.axis());
        all.push_back(std::move(question));
        at_question_ = all.size() - 1;
        if (numbers) all.push_back(numbers->axis());
    }
    /// Who stands there; nothing of people who did not answer or are on neither side.
    std::optional<GivenAlike> given(std::uint32_t cell, const Alike& alike) const {
        GivenAlike given{alike, 0, 0, std::numeric_limits<double>::quiet_NaN(), 0};
        if (numbers_) {
            const auto position = cell % all.back().size();
            cell /= static_cast<std::uint32_t>(all.back().size());
            if (position >= CountedNumbers::numbers_from) given.number = numbers_->number_at(position);
        }
        const auto& question = all[at_question_];
        given.category = question.meanings[cell % question.size()];
        cell /= static_cast<std::uint32_t>(question.size());
        given.sides = sides_.at(cell % sides_.size());
        given.cell = cell / static_cast<std::uint32_t>(sides_.size());
        if (given.category < meaning_outside || given.sides == 0) return std::nullopt;
        return given;
    }
    std::vector<Axis> all;

private:
    const Sides& sides_;
    std::size_t at_question_ = 0;
    const CountedNumbers* numbers_;
};

struct InCell {
    std::uint32_t cell = 0;
    Alike alike;
};

/// Those of one cell, pattern, stratum and cluster as one, whatever their weights: of a sample without kinds.
std::vector<InCell> together_by_place(std::span<const Axis> axes, const Linearised& sample, std::size_t people) {
    std::vector<InCell> all;
    std::unordered_map<std::uint64_t, std::size_t> at;
    const std::uint64_t cells = cells_of(axes);
    for_each_person(axes, people, [&](std::size_t person, std::uint32_t cell) {
        const auto alone = sample.alone(static_cast<std::uint32_t>(person));
        const auto [found, fresh] = at.try_emplace(sample.place_of(alone.person) * cells + cell, all.size());
        if (fresh) return all.push_back({cell, alone});
        auto& alike = all[found->second].alike;
        ++alike.people;
        alike.base += alone.base;
        alike.weight += alone.weight;
        alike.square += alone.square;
    });
    return all;
}

std::vector<InCell> alike_in_cells(std::span<const Axis> axes, const Linearised& sample, std::size_t people) {
    if (sample.kind_count() == 0) return together_by_place(axes, sample, people);
    std::vector<InCell> all;
    for (const auto& met : count_kinds(axes, sample.kinds(), sample.kind_count())) all.push_back({met.cell, as_one(sample, met)});
    return all;
}

std::uint32_t question_of(const Table& table, const forms::Form& form) {
    std::uint32_t at = 0;
    while (form.questions[at].name != table.question.name) ++at;
    return at;
}

bool has_numbers(const Table& table, const forms::Column& column, std::size_t people) {
    return (table.number || table.dated) && column.numbers.size() == people && column.states.size() == people;
}

void add_points(std::vector<GivenAlike>& all, const Variable& question) {
    for (auto& given : all)
        if (given.category >= 0)
            if (const auto& points = question.categories[static_cast<std::size_t>(given.category)].score) given.number = *points;
}

}  // namespace

/// A byte b stands at position b + 3 of an axis, so that one that is 3 less than a position stands there.
Sides::Sides(std::size_t people, std::span<const std::uint8_t> within, std::span<const std::uint8_t> reference, bool both) {
    std::vector<std::uint8_t> of(people, here);
    for (std::size_t i = 0; i < within.size(); ++i) of[i] = within[i] != 0 ? here : 0;
    for (std::size_t i = 0; both && i < people; ++i) of[i] = static_cast<std::uint8_t>(of[i] | (reference.empty() || reference[i] != 0 ? there : 0));
    std::array<bool, 4> seen{};
    for (const auto sides : of) seen[sides] = true;
    std::array<std::uint8_t, 4> byte_of{};
    for (std::uint8_t sides = 0; sides < seen.size(); ++sides) {
        byte_of[sides] = static_cast<std::uint8_t>(sides_.size() - 3);
        if (seen[sides]) sides_.push_back(sides);
    }
    if (sides_.empty()) sides_.push_back(0);
    for (auto& sides : of) sides = byte_of[sides];
    codes_ = forms::Codes{std::move(of)};
}

Axis Sides::axis() const {
    Axis axis;
    axis.codes = &codes_;
    axis.meanings.assign(size(), 0);
    return axis;
}

std::vector<Axis> axes_of(const Table& table, const forms::Form& form, const forms::Columns& columns) {
    std::vector<Axis> axes;
    for (const auto& variable : table.by) axes.push_back(axis_of(form, columns, variable));
    return axes;
}

std::vector<GivenAlike> given_answers(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                                 const Sides& sides) {
    const auto& column = columns.by_question[question_of(table, form)];
    const bool numbers = has_numbers(table, column, columns.people);
    auto by = axes_of(table, form, columns);
    auto question = axis_of(form, columns, table.question);
    const auto cells_before = cells_of(by) * sides.size() * question.size();
    const auto counted = numbers ? CountedNumbers::of(column, cells_before) : std::nullopt;
    const Cells cells{std::move(by), sides, std::move(question), counted ? &*counted : nullptr};

    std::vector<GivenAlike> all;
    const auto add = [&](std::uint32_t cell, const Alike& alike) -> GivenAlike* {
        auto given = cells.given(cell, alike);
        return given ? &all.emplace_back(*std::move(given)) : nullptr;
    };
    if (numbers && !counted)
        for_each_person(cells.all, columns.people, [&](std::size_t person, std::uint32_t cell) {
            if (auto* const given = add(cell, sample.alone(static_cast<std::uint32_t>(person)))) given->number = column.numbers[person];
        });
    else
        for (const auto& one : alike_in_cells(cells.all, sample, columns.people)) add(one.cell, one.alike);
    if (table.scored) add_points(all, table.question);
    return all;
}

/// Finds people's sort: by a table of all pairs of cell and kind while that is small.
class GivenOptions::Sorting {
public:
    Sorting(const Linearised& sample, std::size_t cells) : kinds_(sample.kinds()), many_(sample.kind_count()) {
        if (many_ > 0 && cells * many_ <= most_places) places_.assign(cells * many_, 0);
    }
    /// 0 when nobody of it was met before; to be set then.
    std::uint32_t& of(std::size_t person, std::uint32_t cell) {
        if (many_ == 0) return alone_ = 0;
        const auto pair = std::uint64_t{cell} * many_ + kinds_[person];
        return places_.empty() ? others_[pair] : places_[pair];
    }

private:
    static constexpr std::size_t most_places = std::size_t{1} << 20;
    const forms::Codes& kinds_;
    std::size_t many_;
    std::uint32_t alone_ = 0;
    std::vector<std::uint32_t> places_;
    std::unordered_map<std::uint64_t, std::uint32_t> others_;
};

GivenOptions::GivenOptions(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample, const Sides& sides)
    : sample_(sample), options_(table.question.categories.size()) {
    const auto question = question_of(table, form);
    const auto& column = columns.by_question[question];
    if (column.states.size() != columns.people) return;
    places_ = std::max(places_, column.ranks.places());
    count(column, categories_of_choices(form, question), axes_of(table, form, columns), sides);
}

void GivenOptions::count(const forms::Column& column, std::span<const int> category_of_choice, const std::vector<Axis>& axes, const Sides& sides) {
    auto all = axes;
    all.push_back(sides.axis());
    const auto positions = static_cast<std::uint32_t>(sides.size());
    Sorting sorting{sample_, cells_of(all)};
    for_each_person(all, column.states.size(), [&](std::size_t person, std::uint32_t cell) {
        const auto side = sides.at(cell % positions);
        if (side == 0 || column.states[person] != forms::State::answered) return;
        auto& known = sorting.of(person, cell);
        if (known == 0) {
            sorts_.push_back({cell / positions, static_cast<std::uint32_t>(person), 0, side});
            counts_.resize(counts_.size() + options_ * places_);
            known = static_cast<std::uint32_t>(sorts_.size());
        }
        const std::size_t sort = known - 1;
        ++sorts_[sort].people;
        forms::for_each_choice(column, person, [&](std::size_t choice, std::size_t place) {
            if (choice < category_of_choice.size() && category_of_choice[choice] >= 0)
                ++count_at(sort, static_cast<std::size_t>(category_of_choice[choice]), place);
        });
    });
}

GivenAlike GivenOptions::given(const Sort& sort, std::int64_t people) const {
    GivenAlike given;
    given.alike = as_one(sample_, Met{sort.cell, 0, sort.first, people});
    given.cell = sort.cell;
    given.sides = sort.sides;
    return given;
}

std::int64_t GivenOptions::gave(std::size_t sort, std::size_t option) const noexcept {
    std::int64_t people = 0;
    for (std::size_t place = 0; place < places_; ++place) people += count_at(sort, option, place);
    return people;
}

std::vector<GivenAlike> GivenOptions::everybody() const {
    std::vector<GivenAlike> all;
    for (const auto& sort : sorts_) all.push_back(given(sort, sort.people));
    return all;
}

std::vector<GivenAlike> GivenOptions::of(std::size_t option) const {
    std::vector<GivenAlike> all;
    all.reserve(2 * sorts_.size());
    for (std::size_t at = 0; at < sorts_.size(); ++at) {
        const auto yes = gave(at, option), no = sorts_[at].people - yes;
        if (yes > 0) {
            all.push_back(given(sorts_[at], yes));
            all.back().category = 0;
        }
        if (no > 0) all.push_back(given(sorts_[at], no));
    }
    return all;
}

std::vector<GivenAlike> GivenOptions::first(const Variable& question) const {
    std::vector<GivenAlike> all;
    for (std::size_t at = 0; at < sorts_.size(); ++at)
        for (std::size_t option = 0; option < options_; ++option)
            if (const auto people = count_at(at, option, 0)) {
                all.push_back(given(sorts_[at], people));
                all.back().category = static_cast<int>(option);
            }
    add_points(all, question);
    return all;
}

std::vector<GivenAlike> GivenOptions::places_of(std::size_t option) const {
    std::vector<GivenAlike> all;
    for (std::size_t at = 0; at < sorts_.size(); ++at)
        for (std::size_t place = 0; place < places_; ++place)
            if (const auto people = count_at(at, option, place)) {
                all.push_back(given(sorts_[at], people));
                all.back().number = static_cast<double>(place + 1);
            }
    return all;
}

}  // namespace ecoute::analysis
