#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ecoute::forms::expression {

/// Longest pattern, in bytes, and largest program made of one ("(a{9}){9}" multiplies): matching takes at most a step
/// for each instruction and character.
inline constexpr std::size_t longest_pattern_bytes = 4'000;
inline constexpr std::size_t largest_pattern_program = 10'000;
/// Steps of one match, look-aheads included: about 50 ms of hostile work. A match that needs more fails.
inline constexpr std::size_t most_pattern_steps = 5'000'000;

/// A regular expression of regex(): what JavaScript and Java write alike, without what needs backtracking (\1,
/// look-behind) or means different things in them ((?i), possessive quantifiers). Matching never backtracks, so no
/// pattern can hang it.
class Pattern {
public:
    /// nullopt, and the offset of the mistake in `mistake`, when the pattern is not understood.
    static std::optional<Pattern> read(std::string_view pattern, std::size_t& mistake);

    /// True when the pattern describes the whole text (rule of LANGUAGE.md section 7, as on tablets).
    bool matches(std::string_view text) const;

    /// A set of characters, told by ranges in ascending order; ASCII besides as bits.
    struct Set {
        std::bitset<128> ascii;
        std::vector<std::pair<char32_t, char32_t>> ranges;
        bool negated = false;
        bool holds(char32_t c) const noexcept;
    };

    enum class Do : std::uint8_t {
        character,
        set,
        any,
        split,
        jump,
        begin,
        end,
        edge,
        no_edge,
        ahead,
        not_ahead,
        accept
    };

    /// `to`: the character, the set's index, or how many instructions further to go; `or_to`: the other way of a split,
    /// or where it goes on after a look-ahead (whose own program follows it and ends in accept).
    struct Instruction {
        Do what{};
        std::int32_t to = 0;
        std::int32_t or_to = 0;
    };

private:
    friend class PatternReader;
    std::vector<Instruction> program_;
    std::vector<Set> sets_;
};

}  // namespace ecoute::forms::expression
