#include "analysis/distribution.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/counting.hpp"
#include "analysis/cube.hpp"

namespace ecoute::analysis {
namespace {

/// Cells of a cube of numbers (8 MB of counts): over it people are fewer than cells, and each is looked at alone.
constexpr std::size_t most_cells_of_numbers = std::size_t{1} << 20;

bool gave_a_number(const forms::Column& column, std::size_t person) noexcept {
    return column.states[person] == forms::State::answered && std::isfinite(column.numbers[person]);
}

/// Least and greatest of the numbers given; nothing when there is none, or one that is not whole.
std::optional<std::pair<double, double>> range_of_whole_numbers(const forms::Column& column) {
    double least = INFINITY, greatest = -INFINITY;
    unsigned broken = 0;
    for (std::size_t person = 0; person < column.numbers.size(); ++person) {
        if (!gave_a_number(column, person)) continue;
        const double number = column.numbers[person];
        broken |= static_cast<unsigned>(std::floor(number) != number);
        least = std::min(least, number);
        greatest = std::max(greatest, number);
    }
    if (broken != 0 || !(least <= greatest)) return std::nullopt;
    return std::pair{least, greatest};
}

}  // namespace

double Distribution::at(std::int64_t before) const noexcept {
    std::size_t i = 0;
    while (before >= entries_[i].people) before -= entries_[i++].people;
    return entries_[i].number;
}

double Distribution::quantile(double share) const noexcept {
    const double reached = share * static_cast<double>(people_);
    const auto rank = static_cast<std::int64_t>(reached);
    const auto before = std::min(rank, people_ - 1);
    if (static_cast<double>(rank) != reached || rank == 0) return at(before);
    return (at(std::max<std::int64_t>(0, before - 1)) + at(before)) / 2;
}

double Distribution::mean() const noexcept {
    double sum = 0;
    for (const auto& entry : entries_) sum += entry.number * static_cast<double>(entry.people);
    return sum / static_cast<double>(people_);
}

double Distribution::variance(double mean) const noexcept {
    double squares = 0;
    for (const auto& entry : entries_) squares += (entry.number - mean) * (entry.number - mean) * static_cast<double>(entry.people);
    return squares / static_cast<double>(people_);
}

std::int64_t Distribution::at_or_under(double number) const noexcept {
    std::int64_t people = 0;
    for (const auto& entry : entries_)
        if (entry.number <= number) people += entry.people;
    return people;
}

std::optional<CountedNumbers> CountedNumbers::of(const forms::Column& column, std::size_t cells) {
    const auto range = range_of_whole_numbers(column);
    if (!range) return std::nullopt;
    const double size = range->second - range->first + 1;
    const auto most = std::min<std::size_t>(forms::code_refused, most_cells_of_numbers / std::max<std::size_t>(1, cells));
    if (!(size + numbers_from + 1 <= static_cast<double>(most))) return std::nullopt;
    CountedNumbers counted;
    counted.first_ = range->first;
    counted.size_ = static_cast<std::size_t>(size);
    if (counted.size_ > forms::choices_in_a_byte) counted.codes_.widen();
    counted.codes_.extend(column.numbers.size(), [&]<class Code>(Code* codes) {
        for (std::size_t person = 0; person < column.numbers.size(); ++person)
            codes[person] = gave_a_number(column, person) ? static_cast<Code>(column.numbers[person] - range->first) : static_cast<Code>(forms::code_not_asked);
    });
    return counted;
}

Axis CountedNumbers::axis() const {
    Axis axis;
    axis.codes = &codes_;
    axis.meanings.assign(numbers_from + size_ + 1, meaning_outside);  // the last is that of codes that are too large: nobody's
    return axis;
}

namespace {

std::vector<NumberInCell> counted_in_cells(std::span<const Axis> axes, const CountedNumbers& numbers, std::size_t people) {
    std::vector<Axis> all(axes.begin(), axes.end());
    all.push_back(numbers.axis());
    const auto size = all.back().size();
    const auto counts = count_cells(all, people);
    std::vector<NumberInCell> found;
    for (std::size_t at = CountedNumbers::numbers_from; at + 1 < size; ++at)
        for (std::size_t cell = 0; cell < counts.size() / size; ++cell)
            if (const auto count = counts[cell * size + at]) found.push_back({static_cast<std::uint32_t>(cell), numbers.number_at(at), count});
    return found;
}

}  // namespace

std::vector<NumberInCell> numbers_in_cells(std::span<const Axis> axes, const forms::Column& column, std::size_t people) {
    if (const auto numbers = CountedNumbers::of(column, cells_of(axes))) return counted_in_cells(axes, *numbers, people);
    std::vector<NumberInCell> found;
    for_each_person(axes, people, [&](std::size_t person, std::uint32_t cell) {
        if (gave_a_number(column, person)) found.push_back({cell, column.numbers[person], 1});
    });
    std::sort(found.begin(), found.end(), [](const NumberInCell& a, const NumberInCell& b) { return a.number < b.number; });
    return found;
}

}  // namespace ecoute::analysis
