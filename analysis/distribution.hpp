#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/axis.hpp"

namespace ecoute::analysis {

/// The numbers that people gave, ascending, each once, with how many gave it: what means, spreads and quantiles follow from.
class Distribution {
public:
    struct Entry {
        double number = 0;
        std::int64_t people = 0;
    };

    /// Precondition: not below a number that was added before.
    void add(double number, std::int64_t people) {
        if (entries_.empty() || entries_.back().number != number) entries_.push_back({number, 0});
        entries_.back().people += people;
        people_ += people;
    }
    std::span<const Entry> entries() const noexcept { return entries_; }
    std::int64_t people() const noexcept { return people_; }
    bool empty() const noexcept { return people_ == 0; }

    /// The number of the person with so many before him. Precondition: fewer than people().
    double at(std::int64_t before) const noexcept;
    /// The first number that more than a share of the people are at or under; the mean of it and the one before when the share falls
    /// between two (STATISTICS.md A9). The median is that of a half. Precondition: not empty.
    double quantile(double share) const noexcept;
    double mean() const noexcept;
    /// Mean square of the distances from `mean`.
    double variance(double mean) const noexcept;
    std::int64_t at_or_under(double number) const noexcept;

private:
    std::vector<Entry> entries_;
    std::int64_t people_ = 0;
};

/// A column of whole numbers close to each other (ages in years, places, scales) as an axis that people are counted along: the first
/// number at position `numbers_from`, the others after it. Who gave none stands before it.
class CountedNumbers {
public:
    static constexpr std::size_t numbers_from = 3;

    /// Nothing when a number is no whole one, or when the cube of `cells` cells with this axis beside would not be worth its memory.
    static std::optional<CountedNumbers> of(const forms::Column& column, std::size_t cells);

    /// Valid as long as this stands where it is.
    Axis axis() const;
    std::size_t size() const noexcept { return size_; }
    /// Precondition: numbers_from or more.
    double number_at(std::size_t position) const noexcept { return first_ + static_cast<double>(position - numbers_from); }

private:
    CountedNumbers() = default;
    forms::Codes codes_;
    double first_ = 0;
    std::size_t size_ = 0;  ///< numbers from the first to the last
};

/// One number in one cell of a cube.
struct NumberInCell {
    std::uint32_t cell = 0;
    double number = 0;
    std::int64_t people = 0;
};

/// The numbers that people gave in each cell of the axes' cube, in ascending order. Counted where they are whole and close to each other.
std::vector<NumberInCell> numbers_in_cells(std::span<const Axis> axes, const forms::Column& column, std::size_t people);

}  // namespace ecoute::analysis
