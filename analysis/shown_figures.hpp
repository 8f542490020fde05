#pragma once
#include "analysis/interval.hpp"
#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// What a table is shown from: the exact one, and its counts as readers may know them (the same when none is moved).
struct Shown {
    const Table &exact, &table;
    bool moved = false, sensitive = false;
    bool everything = false;  ///< --protect none
    std::int64_t smallest_count = 0;
    bool released = false;  ///< part of an exact set
};

/// What the sample says of the population: by weights and design when the table has them, else of a simple sample. Of moved counts where
/// counts are moved.
std::optional<ShareEstimate> share_in(const Shown& from, std::size_t group, std::size_t answer);

/// Answers that a number's mean is made of, as they are told: those in the counts of a scale, else of everybody who answered.
std::int64_t people_behind_the_mean(const Shown& from, std::size_t group);
/// Of a number: its mean with its interval. Where counts are moved, that of the moved counts of a scale (scores.hpp), else drawn in and
/// moved (perturb.hpp).
void show_mean(ProtectedGroup& shown, const Shown& from, std::size_t group);
/// Of a number or a date: median and quartiles, of moved classes where counts are moved.
void show_quantiles(ProtectedGroup& shown, const Shown& from, std::size_t group);

/// A mean of points is worked out from the counts of their answers: it stands where these stand, and tells nothing more.
bool hides_points(const Shown& from, std::size_t group, const std::vector<Cell>& cells, bool exact);
void show_points(ProtectedGroup& shown, const Shown& from, std::size_t group);

}  // namespace ecoute::analysis
