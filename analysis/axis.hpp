#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/table.hpp"

namespace ecoute::analysis {

/// What a position of an axis stands for: a category (0 and up) or one of these.
inline constexpr int meaning_outside = -1;  ///< answered, but in no category (below the first band)
inline constexpr int meaning_not_asked = -2;
inline constexpr int meaning_no_answer = -3;
inline constexpr int meaning_refused = -4;

/// One column seen as a row of positions 0..size-1, one a person, computed block by block without branches.
/// One of `codes` and `numbers` is there; when the column holds nothing, everybody stands at `not_asked_at`.
struct Axis {
    const forms::Codes* codes = nullptr;   ///< position: code + 3 in their own width, so that the three missing codes are 0, 1, 2
    std::span<const double> numbers;       ///< position: 3 + how many of `bounds` are <= number
    std::span<const forms::State> states;  ///< beside numbers
    std::vector<double> bounds;
    std::vector<std::uint16_t>
        by_whole_number;        ///< bounds reached by number n, at n + 1; only when all are whole and small
    std::vector<int> meanings;  ///< one a position
    std::uint16_t not_asked_at = 0;
    std::size_t size() const noexcept { return meanings.size(); }
};

/// Rows of a block: constant, so that the compiler unrolls the loops; small enough to stay in the first cache.
inline constexpr std::size_t block_rows = 2048;

/// Calls visit(i, position) for people `first` + i along an axis of codes, in the width of the codes: without a branch, so that the
/// compiler does many at once. A code that is no choice of the form stands at the last position.
template <class Code, class Visit>
inline void for_each_position(const Axis& axis, std::span<const Code> codes, std::size_t first, std::size_t people, Visit visit) noexcept {
    const auto last = static_cast<Code>(std::min<std::size_t>(axis.size() - 1, std::numeric_limits<Code>::max()));
    const Code* const of_block = codes.data() + first;
    for (std::size_t i = 0; i < people; ++i) {
        const auto position = static_cast<Code>(of_block[i] + 3);
        visit(i, position < last ? position : last);
    }
}

/// Writes positions of people `first`.. (at most block_rows of them, as many as `positions` holds).
void positions_of(const Axis& axis, std::size_t first, std::span<std::uint16_t> positions) noexcept;

/// Everybody's category along an axis, or one of the meanings below 0.
std::vector<int> meanings_of(const forms::Columns& columns, const Axis& axis);

/// The bands of a number question, those of its declared range (declared_bands.hpp), or the steps of a short range, each one value;
/// empty when it has none of these.
std::vector<Category> bands_of(const forms::Form& form, std::uint32_t question);

/// Category of each choice of a question's list, as variable_of counts them; meaning_refused for a choice that means a refusal.
std::vector<int> categories_of_choices(const forms::Form& form, std::uint32_t question);

/// The variable that a question is, as subject or breakdown of a table: choices that mean a refusal are left out.
Variable variable_of(const forms::Form& form, std::uint32_t question);

/// The axis of a select_one, acknowledge or banded number.
Axis axis_of(const forms::Form& form, const forms::Columns& columns, std::uint32_t question);
/// The axis that a variable of a table was counted along, whatever its answers were put together by (split.hpp).
Axis axis_of(const forms::Form& form, const forms::Columns& columns, const Variable& variable);

/// Ages over this are typing errors: in no band.
inline constexpr double oldest_plausible_age = 120;

/// A range with at most this many steps (0 to 10, 1 to 20) shows each step as an answer.
inline constexpr std::size_t most_steps = 21;

}  // namespace ecoute::analysis
