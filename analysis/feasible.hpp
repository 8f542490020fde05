#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ecoute::analysis {

/// What is published of one sum of inner cells: it lies between these two counts.
struct KnownSum {
    std::vector<std::uint32_t> cells;
    double low = 0, high = 0;
};

/// How a bound follows: so many times this known sum, added up with the others.
struct Evidence {
    std::uint32_t known = 0;
    double times = 0;
};

/// The smallest or the largest count that a sum can have, given all known sums, in whole people, none below 0.
struct Extreme {
    double value = 0;
    bool unbounded = false;
    bool exact = true;               ///< false: only the fractional bound was found within `most_branches`
    std::vector<Evidence> evidence;  ///< of the fractional bound: by duality its times x counts make it up
    std::vector<double> people;      ///< of each inner cell, in a solution that attains the value
};

/// A branch is one linear program. Fractional vertices are rare; where one needs more, the bound is too wide, never too
/// narrow.
inline constexpr int most_branches = 64;

/// Everything that readers could think people are, given what was published (STATISTICS.md B2): a linear program,
/// solved by CLP (Forrest & Hall), with whole numbers by branching.
class Feasible {
public:
    Feasible(std::size_t inner_cells, std::span<const KnownSum> known);
    ~Feasible();
    Feasible(const Feasible&) = delete;
    Feasible& operator=(const Feasible&) = delete;

    /// False when nobody could have given these figures: they contradict one another.
    bool possible() const noexcept;
    Extreme smallest(std::span<const std::uint32_t> cells);
    Extreme largest(std::span<const std::uint32_t> cells);
    /// A known sum that is published no more.
    void forget(std::uint32_t known);

private:
    struct Program;
    std::unique_ptr<Program> program_;
};

}  // namespace ecoute::analysis
