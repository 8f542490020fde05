#pragma once
#include <optional>
#include <vector>

#include "analysis/published_set.hpp"

namespace ecoute::analysis {

/// A published figure that a bound follows from: `times` its count, added up with the others.
struct Given {
    SetKey key;
    std::int64_t count = 0;
    double times = 0;
};

/// What a reader can find out.
struct Finding {
    enum class Kind {
        shown,    ///< a count from 1 to k-1 stands there openly
        exact,    ///< a hidden count follows from the others
        narrow,   ///< a hidden count that may be under k is known too closely: it is for certain, or to less than k
        implied,  ///< a sum that no table lists (a remainder, the difference of two filters) is from 1 to k-1
    };
    Kind kind = Kind::shown;
    SetKey key;
    std::int64_t low = 0;
    std::optional<std::int64_t> high;  ///< nothing: no upper bound
    std::vector<Given> low_from, high_from;
};

struct SetAudit {
    std::vector<Finding> findings;   ///< exact ones first
    std::size_t figures = 0;         ///< different keys that are published or hidden
    std::size_t hidden = 0;          ///< of them hidden
    std::size_t sums_examined = 0;   ///< listed or not
    std::size_t undecided = 0;       ///< bounds whose whole-number value was not found in time: the wider one counts
};

/// What every table of the set together gives away, by addition, subtraction, non-negativity and whole numbers
/// (STATISTICS.md B2). The feasible interval [L, U] of each hidden figure needs U >= k and U - L >= k, unless L >= k
/// shows that it was hidden for others' sake; no other sum may be proved to hold 1 to k-1. Refuses with tables_too_large, and with tables_contradict when nobody could have given
/// the figures (fact "cell" when one key has two counts).
forms::Result<SetAudit> audit_set(const PublishedSet& set);

}  // namespace ecoute::analysis
