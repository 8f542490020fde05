#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/counting.hpp"
#include "analysis/linearised.hpp"

namespace ecoute::analysis {

/// People of one kind (Linearised::kinds) in one cell of a cube.
struct Met {
    std::uint32_t cell = 0, kind = 0;
    std::uint32_t first = 0;  ///< the first of them
    std::int64_t people = 0;
    bool operator==(const Met&) const = default;
};

/// Everybody by cell and kind, ordered by both; only those who were met. `kinds`: a number below `count` a person, any of the three missing codes for who
/// is left out. This is how weighted tables sum: n people of one weight weigh n times as much, so that sums are exact and the same whatever
/// the number of threads. One pass over the columns, half of it beside when they are many.
std::vector<Met> count_kinds(std::span<const Axis> axes, const forms::Codes& kinds, std::size_t count, int threads = most_counting_threads);

/// As a variance looks at them.
inline Alike as_one(const Linearised& sample, const Met& met) noexcept {
    const auto one = sample.alone(met.first);
    const auto people = static_cast<double>(met.people);
    return {met.first, met.people, people * one.base, people * one.weight, people * one.square};
}

}  // namespace ecoute::analysis
