#pragma once
#include <optional>
#include <string>
#include <vector>

#include "analysis/change.hpp"
#include "analysis/table.hpp"

namespace ecoute::analysis {

struct Hidden;  // suppression.hpp

/// Who will read. STATISTICS.md B6: inside the team k = 5 and base >= 10; outside it, or when the form is sensitive, k
/// = 11 and base >= 30.
enum class Audience { team, everyone, exact };  ///< exact: `--protect none` on the command line, nowhere else

std::optional<Audience> audience(std::string_view name);  ///< "team", "public", "none"
std::string_view name(Audience audience) noexcept;

struct Thresholds {
    std::int64_t smallest_count = 5;
    std::int64_t smallest_base = 10;
};
Thresholds thresholds(Audience audience, bool sensitive) noexcept;

/// A mean or median of fewer answers is almost somebody's own (STATISTICS.md B7).
inline constexpr std::int64_t fewest_for_a_mean = 11;

/// One published figure. What is hidden is not there: no count, no percent, no interval.
struct Cell {
    std::optional<std::int64_t> count;
    std::optional<double> percent, low, high,
        se;  ///< points, 0 to 100; 95 % Wilson interval on n_effective (STATISTICS.md A8)
    std::optional<double> n_effective, deff;
    std::optional<double> weighted_count;  ///< estimated people of the population; of weighted tables only
    std::optional<double> weighted_count_se, weighted_count_low, weighted_count_high;  ///< its 95 % interval
    std::optional<double> degrees_of_freedom;  ///< of the interval, for comparisons between tables
    /// Instead of figures, of a sensitive question when (nearly) nobody or everybody of a group gave the answer
    /// (STATISTICS.md B8): at most, at least so many points.
    std::optional<int> at_most, at_least;
    /// The same people as a share of all who gave this answer, and of all who answered, in points; nothing where those are hidden.
    std::optional<double> of_answer, of_all;
    bool suppressed = false;
    double noise = 0;  ///< of se^2, in points squared: what moving counts adds (B7); for comparisons, in no output
};

/// One choice of a rank question in one group (rankings.hpp).
struct Ranked {
    std::optional<double> first, first_low, first_high;  ///< who put it first, in points of who answered
    std::optional<std::int64_t> first_count;
    std::optional<double> mean_place, place_low, place_high;  ///< 1 is the first; of who ranked it
};

/// How far a figure of a group is from that of a reference (gaps.hpp).
struct Gap {
    std::optional<double> reference;  ///< the reference's figure
    std::optional<Change> change;     ///< group minus reference; nothing when a side is hidden
    std::optional<double> p_holm;     ///< of the family of groups that the answer is compared over
    bool too_few = false;             ///< fewer than fewest_to_compare answers on one side
};

/// The difference is more than chance, even allowing for how many groups are compared (A11: Holm, 5 %). What tables print in bold and
/// charts draw full.
bool is_firm(const Gap& gap) noexcept;

/// People of one key, as they may be shown. When `suppressed`, nothing but the key is there, whether the base is 0
/// or 9.
struct ProtectedGroup {
    std::vector<int> key;
    std::optional<std::int64_t> base, not_asked, no_answer, refused;
    std::vector<Cell> cells;                             ///< one per answer category
    std::optional<double> mean, median;  ///< of a number, or mean of scores, from `fewest_for_a_mean` answers up
    std::optional<double> lower_quartile, upper_quartile;  ///< of a number: a quarter of its answers are at or under, at or over
    std::optional<std::int64_t> mean_base;               ///< answers behind the mean: without those worth no points
    std::optional<double> median_low, median_high;       ///< 95 % interval of the median (Woodruff, A9); of dates days since 1970-01-01, as the median
    std::optional<double> mean_low, mean_high, mean_se, mean_df;  ///< 95 % interval of the mean (A9), in the number's own unit
    double mean_noise = 0;     ///< of mean_se^2: what moving the mean adds; for comparisons, in no output
    bool suppressed = false;   ///< the whole group is hidden: its base is too small, or would give another one back
    bool mean_hidden = false;  ///< mean and median are hidden: too few answers, or the group is suppressed
    std::vector<Ranked> ranked;  ///< of a rank question: one an answer; empty in a hidden group
    std::vector<Gap> gaps;     ///< of a compared table: one an answer, then that of the mean; empty for what has no reference
};

/// A share that is shown, but says little: fewer than `fewest_to_compare` answers behind it, or an interval of more than
/// so many points to either side (STATISTICS.md A8). Every output marks it.
inline constexpr double widest_firm_half_width = 15;
bool is_fragile(const ProtectedGroup& group, const Cell& cell) noexcept;

/// The only thing that outputs are made of. Made by `protect` alone.
class ProtectedTable {
public:
    const Variable& question() const noexcept { return question_; }
    bool multiple() const noexcept { return multiple_; }
    bool number() const noexcept { return number_; }
    /// Each group has a mean: the question is a number, or its choices have scores.
    bool has_mean() const noexcept { return number_ || scored_; }
    /// Each group has a median and quartiles: the question is a number or a date. Those of dates are days since 1970-01-01, of which
    /// no more than the month may be told where counts are moved.
    bool has_median() const noexcept { return number_ || dated_; }
    bool dated() const noexcept { return dated_; }
    const std::vector<Variable>& by() const noexcept { return by_; }
    const std::vector<ProtectedGroup>& groups() const noexcept { return groups_; }
    /// The group of a key; nullptr when a variable has no such category.
    const ProtectedGroup* find(const std::vector<int>& key) const noexcept;
    /// The total over every breakdown.
    const ProtectedGroup& everybody() const noexcept { return groups_.back(); }
    bool weighted() const noexcept { return weighted_; }
    /// Of the association between breakdown and answers, over the innermost groups that are shown whole.
    const std::vector<TestResult>& tests() const noexcept { return tests_; }
    std::optional<std::int64_t> people() const noexcept { return people_; }
    std::optional<std::int64_t> unclassified() const noexcept { return unclassified_; }
    Audience audience() const noexcept { return audience_; }
    Thresholds limits() const noexcept { return limits_; }
    bool anything_hidden() const noexcept { return hidden_; }
    /// Part of an exact set of tables: counts are exact, and hidden so that no table of the set gives another one's away.
    bool released() const noexcept { return released_; }
    /// Counts were moved by cell keys, and everything else computed from the moved counts.
    bool perturbed() const noexcept { return perturbed_; }
    /// Some figure that is shown is fragile.
    bool anything_fragile() const noexcept;
    /// What groups are compared with: "qpv", "rest", "all"; "" when they are not.
    const std::string& gap_reference() const noexcept { return gap_reference_; }
    /// Made by add_gaps (gaps.hpp) from what this table and another show; one entry a group.
    void set_gaps(std::string reference, std::vector<std::vector<Gap>> gaps);
    /// Made by add_ranking (rankings.hpp) from tables that passed the gate; one entry a group.
    void set_ranking(std::vector<std::vector<Ranked>> ranked);
    bool has_ranking() const noexcept { return !groups_.empty() && !groups_.back().ranked.empty(); }

private:
    ProtectedTable() = default;
    friend ProtectedTable protect(Table table, Audience audience, bool sensitive, const Hidden* published, const Table* whole);
    Variable question_;
    bool multiple_ = false, number_ = false, dated_ = false, scored_ = false, hidden_ = false, weighted_ = false, perturbed_ = false, released_ = false;
    std::vector<TestResult> tests_;
    std::vector<Variable> by_;
    std::vector<ProtectedGroup> groups_;
    std::optional<std::int64_t> people_, unclassified_;
    std::string gap_reference_;
    Audience audience_ = Audience::team;
    Thresholds limits_;
};

/// "Trop fin": more than half of the innermost cells that hold somebody hold fewer than k people. A table for everybody
/// together never is, nor one of so few people that nothing is shown anyway.
bool too_sparse(const Table& table, const Thresholds& limits) noexcept;

/// The gate between analysis and every output. Hides counts from 1 to k-1 and whatever would give them back by
/// subtraction within this table; then, when the table has key sums (those that come from stored responses do), moves
/// each count that is shown by its cell key, and computes everything else from the moved counts (DESIGN.md of this
/// room).
///
/// `published`: of a table that is part of an exact set (joint_release.hpp). What it hides is hidden and nothing else; no count is
/// moved, and everything is computed from what is shown.
/// `whole`: of a table narrowed to a sensitive answer, the same table of everybody (telling.hpp).
ProtectedTable protect(Table table, Audience audience, bool sensitive, const Hidden* published = nullptr, const Table* whole = nullptr);

}  // namespace ecoute::analysis
