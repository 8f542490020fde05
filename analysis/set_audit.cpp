#include "analysis/set_audit.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/known_sums.hpp"

namespace ecoute::analysis {
namespace {

class Auditor {
public:
    Auditor(const PublishedSet& set, std::vector<SetFigure> figures)
        : set_(set),
          figures_(std::move(figures)),
          listed_(figures_.size()),
          known_(known_of(figures_, set.noise)),
          feasible_(inner_size(set), known_.sums) {
        auto others = unlisted(set_, figures_);
        std::move(others.begin(), others.end(), std::back_inserter(figures_));
        seen_.emplace(figures_);
    }

    bool possible() const noexcept { return feasible_.possible(); }

    SetAudit run() {
        audit_.figures = listed_;
        audit_.sums_examined = figures_.size();
        for (std::size_t i = 0; i < listed_; ++i) {
            const auto& count = figures_[i].count;
            if (!count)
                look_at_hidden(i);
            else if (set_.noise == 0 && *count > 0 && *count < set_.smallest_count)
                audit_.findings.push_back({Finding::Kind::shown, figures_[i].key, *count, *count, {}, {}});
        }
        for (std::size_t i = listed_; i < figures_.size(); ++i) look_at_unlisted(i);
        std::stable_sort(audit_.findings.begin(), audit_.findings.end(),
                         [](const Finding& a, const Finding& b) { return a.kind < b.kind; });
        return std::move(audit_);
    }

private:
    double k() const noexcept { return static_cast<double>(set_.smallest_count); }

    Extreme bound(std::size_t figure, bool largest) {
        auto found = largest ? feasible_.largest(figures_[figure].cells) : feasible_.smallest(figures_[figure].cells);
        seen_->look(found.people);
        audit_.undecided += !found.exact;
        return found;
    }

    void look_at_hidden(std::size_t figure) {
        ++audit_.hidden;
        const auto seen_low = seen_->low(figure), seen_high = seen_->high(figure);
        if (seen_low && *seen_high >= k() && *seen_high - *seen_low >= k()) return;
        const auto high = bound(figure, true);
        if (high.unbounded) return;
        const auto low = bound(figure, false);
        if (high.value >= k() && high.value - low.value >= k()) return;
        const bool exact = high.value == low.value;
        if (exact || low.value < k()) report(exact ? Finding::Kind::exact : Finding::Kind::narrow, figure, low, high);
    }

    void look_at_unlisted(std::size_t figure) {
        const auto seen_low = seen_->low(figure), seen_high = seen_->high(figure);
        if (seen_low && (*seen_low < 1 || *seen_high >= k())) return;
        const auto high = bound(figure, true);
        if (high.unbounded || high.value >= k() || high.value < 1) return;
        const auto low = bound(figure, false);
        if (low.value >= 1) report(Finding::Kind::implied, figure, low, high);
    }

    void report(Finding::Kind kind, std::size_t figure, const Extreme& low, const Extreme& high) {
        audit_.findings.push_back({kind, figures_[figure].key, std::llround(low.value), std::llround(high.value),
                                   given(low.evidence), given(high.evidence)});
    }

    std::vector<Given> given(const std::vector<Evidence>& evidence) const {
        std::vector<Given> all;
        for (const auto& one : evidence) {
            const auto& figure = figures_[known_.figure[one.known]];
            all.push_back({figure.key, *figure.count, one.times});
        }
        std::stable_sort(all.begin(), all.end(), [](const Given& a, const Given& b) { return a.times > b.times; });
        return all;
    }

    const PublishedSet& set_;
    std::vector<SetFigure> figures_;  ///< listed first, then every other sum
    std::size_t listed_;
    Known known_;
    Feasible feasible_;
    std::optional<Seen> seen_;
    SetAudit audit_;
};

}  // namespace

forms::Result<SetAudit> audit_set(const PublishedSet& set) {
    if (const auto fitting = fits(set); !fitting) return fitting.error();
    auto figures = figures_of(set);
    if (!figures) return figures.error();
    Auditor auditor{set, *std::move(figures)};
    if (!auditor.possible())
        return forms::Problem{forms::Code::tables_contradict, "", "", {{"cell", "*"}, {"value", ""}}};
    return auditor.run();
}

}  // namespace ecoute::analysis
