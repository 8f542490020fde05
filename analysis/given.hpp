#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "analysis/groups_of_cells.hpp"
#include "analysis/linearised.hpp"
#include "analysis/table.hpp"

/// Who answered the question of a table, and what: those who are one to a variance as one, since people of the same place, answer and
/// kind (Linearised::kinds) are a few thousand, however many responded.
namespace ecoute::analysis {

/// Of whom a table and perhaps its reference are counted. An empty mask is everybody.
class Sides {
public:
    static constexpr std::uint8_t here = 1, there = 2;
    static Sides of_table(std::size_t people, std::span<const std::uint8_t> within) { return {people, within, {}, false}; }
    static Sides of_both(std::size_t people, std::span<const std::uint8_t> within, std::span<const std::uint8_t> reference) {
        return {people, within, reference, true};
    }
    /// Positions that people stand at along axis(): one for each combination of sides that somebody is on.
    std::size_t size() const noexcept { return sides_.size(); }
    std::uint8_t at(std::size_t position) const noexcept { return sides_[position]; }
    /// Valid as long as this stands where it is.
    Axis axis() const;

private:
    Sides(std::size_t people, std::span<const std::uint8_t> within, std::span<const std::uint8_t> reference, bool both);
    std::vector<std::uint8_t> sides_;
    forms::Codes codes_;
};

/// People who stand in one cell of a table's breakdowns and gave one answer.
struct GivenAlike {
    Alike alike;
    std::uint32_t cell = 0;               ///< of the cube along the breakdowns
    int category = meaning_outside;       ///< of the answer; of an option 0 who gave it
    double number = std::numeric_limits<double>::quiet_NaN();  ///< that the answer stands for, itself or its points; NaN: none
    std::uint8_t sides = Sides::here;
};

/// The axes of a table's breakdowns.
std::vector<Axis> axes_of(const Table& table, const forms::Form& form, const forms::Columns& columns);

/// Everybody who answered a question of one answer a person, or a number.
std::vector<GivenAlike> given_answers(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                                 const Sides& sides);

/// Everybody who answered a question of several answers a person: counted in one pass by kind, option and, of a rank, place.
class GivenOptions {
public:
    GivenOptions(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample, const Sides& sides);
    /// All of them, those of one cell, side and kind as one entry, whatever they gave.
    std::vector<GivenAlike> everybody() const;
    /// Which part of an entry's people gave an option; of a rank, which part put it first.
    double part(std::size_t entry, std::size_t option) const noexcept { return static_cast<double>(gave(entry, option)) / static_cast<double>(sorts_[entry].people); }
    double part_first(std::size_t entry, std::size_t option) const noexcept { return static_cast<double>(count_at(entry, option, 0)) / static_cast<double>(sorts_[entry].people); }
    /// All of them, with category 0 who gave the option.
    std::vector<GivenAlike> of(std::size_t option) const;
    /// Of a rank: who put something first, by what it was, with the points of that choice; who gave a place to an option, by that place.
    std::vector<GivenAlike> first(const Variable& question) const;
    std::vector<GivenAlike> places_of(std::size_t option) const;

private:
    /// People of one cell, side and kind; each for himself where people have no kinds.
    struct Sort {
        std::uint32_t cell = 0, first = 0, people = 0;
        std::uint8_t sides = 0;
    };
    class Sorting;
    void count(const forms::Column& column, std::span<const int> category_of_choice, const std::vector<Axis>& axes, const Sides& sides);
    GivenAlike given(const Sort& sort, std::int64_t people) const;
    std::uint32_t& count_at(std::size_t sort, std::size_t option, std::size_t place) { return counts_[(sort * options_ + option) * places_ + place]; }
    std::uint32_t count_at(std::size_t sort, std::size_t option, std::size_t place) const { return counts_[(sort * options_ + option) * places_ + place]; }
    std::int64_t gave(std::size_t sort, std::size_t option) const noexcept;

    const Linearised& sample_;
    std::size_t options_, places_ = 1;
    std::vector<Sort> sorts_;
    std::vector<std::uint32_t> counts_;  ///< by sort, option and place
};

}  // namespace ecoute::analysis
