#pragma once
#include <map>
#include <optional>
#include <vector>

#include "analysis/feasible.hpp"
#include "analysis/published_set.hpp"

namespace ecoute::analysis {

/// A figure of a set, once, in however many tables it stands.
struct SetFigure {
    SetKey key;
    std::vector<std::uint32_t> cells;
    std::optional<std::int64_t> count;  ///< nothing when no table shows it
};

/// The different figures of a set, in order of first appearance; one that a table shows and another hides is shown.
/// Refuses with tables_contradict when two tables give one figure two counts.
forms::Result<std::vector<SetFigure>> figures_of(const PublishedSet& set);

/// Sums that no table of the set lists, without those of silent categories.
std::vector<SetFigure> unlisted(const PublishedSet& set, const std::vector<SetFigure>& listed);

/// What readers know: the figures shown, each within the noise. A count of nobody is exact: noise leaves it alone, and
/// small counts are not shown as 0. `known_of[i]` is the figure that known sum i stands for.
struct Known {
    std::vector<KnownSum> sums;
    std::vector<std::uint32_t> figure;
};
Known known_of(const std::vector<SetFigure>& figures, int noise);

/// Values that a sum takes in the solutions found so far: what they reach needs no program of its own.
class Seen {
public:
    explicit Seen(const std::vector<SetFigure>& figures) : figures_(figures), low_(figures.size()), high_(low_) {}
    void look(const std::vector<double>& people);
    std::optional<double> low(std::size_t figure) const noexcept { return low_[figure]; }
    std::optional<double> high(std::size_t figure) const noexcept { return high_[figure]; }

private:
    const std::vector<SetFigure>& figures_;
    std::vector<std::optional<double>> low_, high_;
};

}  // namespace ecoute::analysis
