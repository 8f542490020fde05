#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "analysis/release.hpp"
#include "analysis/set_json.hpp"

namespace ecoute::analysis {

/// The variable that tells when a person was in what was published.
inline constexpr std::string_view publication = "(publication)";  // no question is called so

/// One set published several times, as responses came in: everybody stands in the releases between the one that first had him and, if he left
/// since (erased, or corrected), the last one. Each release's figures are the sums over who was in it; what was published binds.
class ReleasesOverTime {
public:
    /// `now` holds the counts that might be published, `already` those that are by themselves; `name` is that of today's snapshot.
    ReleasesOverTime(PublishedSet now, std::vector<bool> already, std::string name);

    /// An earlier release, oldest first. `remaining`: counts of those who were in it and still are, of every figure: what was hidden
    /// then and is small must not be found out now. False when it was made over other categories. One that lacks the set binds nothing.
    bool add(const std::string& name, const std::vector<NamedSet>& sets, const std::string& set, const std::map<SetKey, std::int64_t>& remaining,
             bool somebody_left);

    /// Cells of today first, in their order. Refuses as `suppress`.
    forms::Result<Release> release();

private:
    struct Before {
        std::string name;
        std::vector<SetCell> cells;
        std::vector<bool> published;
    };
    PublishedSet set_;
    std::vector<bool> already_;
    std::string name_;
    std::vector<Before> before_;
    bool somebody_left_ = false;
};

/// The cells of the latest release alone, without the variable `publication`; a set of one release as it is.
PublishedSet latest_alone(const PublishedSet& set);

}  // namespace ecoute::analysis
