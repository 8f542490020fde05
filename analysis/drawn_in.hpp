#pragma once
#include <algorithm>
#include <span>
#include <vector>

namespace ecoute::analysis {

/// Draws a value in to the 1st and 99th percentile (the nearest rank) of everybody's, so that a mean tells of nobody's alone
/// (STATISTICS.md B7). Never to the first or the last answer, which are those percentiles of fewer than 50 people. Of no value at all: as it is.
class DrawnIn {
public:
    explicit DrawnIn(std::vector<double> everybody) : any_(!everybody.empty()) {
        if (!any_) return;
        const auto percentile = [&](double share) {
            auto at = static_cast<std::size_t>(share * static_cast<double>(everybody.size() - 1) + 0.5);
            if (everybody.size() > 2) at = std::clamp<std::size_t>(at, 1, everybody.size() - 2);
            std::nth_element(everybody.begin(), everybody.begin() + static_cast<std::ptrdiff_t>(at), everybody.end());
            return everybody[at];
        };
        lowest_ = percentile(0.01);
        highest_ = percentile(0.99);
    }
    double operator()(double value) const noexcept { return any_ ? std::clamp(value, lowest_, highest_) : value; }

private:
    bool any_;
    double lowest_ = 0, highest_ = 0;
};

}  // namespace ecoute::analysis
