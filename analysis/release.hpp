#pragma once
#include <vector>

#include "analysis/published_set.hpp"

namespace ecoute::analysis {

/// A set of tables made fit to be published together with exact counts (a contrat de ville's report): recode first,
/// then this. Interactive tables don't go through here: cell keys protect them (cell_keys.hpp).
struct Release {
    enum class Fate : std::uint8_t { published, small, gauss, audit };
    PublishedSet set;         ///< counts that may be published; the others are gone
    std::vector<Fate> fates;  ///< one a cell of the set
    std::size_t small = 0, by_gauss = 0, by_audit = 0;  ///< different figures hidden: from 1 to k-1, then why
};

/// Hides the counts from 1 to k-1; then, by Gauss suppression, what would give them back by addition and subtraction
/// over all tables; then audits the intervals that are left with linear programs and hides more until every hidden
/// small count has U >= k and U - L >= k, and no sum that is not listed is proved to hold 1 to k-1. `set` holds every
/// count (earlier releases of the same people included, with `already` true at their cells: those can't be hidden any
/// more). Refuses with tables_too_large and tables_contradict, and with tables_unprotectable when earlier releases give
/// a small count away whatever is hidden now (fact "cell").
forms::Result<Release> suppress(PublishedSet set, const std::vector<bool>& already = {});

/// Two neighbouring categories that one could show as one.
struct Merge {
    std::uint32_t variable = 0, first = 0;  ///< with the category after it
    std::size_t small_before = 0, small_after = 0;
};

/// Which merges leave fewest small counts, best first; those that help nothing are left out. Recoding loses less than
/// suppression (STATISTICS.md B3): 9 quartiers x 5 ages x 3 genders lose 195 of 312 cells when nothing is merged.
std::vector<Merge> merges(const PublishedSet& set);

}  // namespace ecoute::analysis
