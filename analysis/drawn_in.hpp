#pragma once
#include <algorithm>

#include "analysis/distribution.hpp"

namespace ecoute::analysis {

/// Draws a value in to the 1st and 99th percentile (the nearest rank) of everybody's, so that a mean tells of nobody's alone
/// (STATISTICS.md B7). Never to the first or the last answer, which are those percentiles of fewer than 50 people. Of no value at all: as it is.
class DrawnIn {
public:
    explicit DrawnIn(const Distribution& everybody) : any_(!everybody.empty()) {
        if (!any_) return;
        const auto people = everybody.people();
        const auto percentile = [&](double share) {
            auto at = static_cast<std::int64_t>(share * static_cast<double>(people - 1) + 0.5);
            if (people > 2) at = std::clamp<std::int64_t>(at, 1, people - 2);
            return everybody.at(at);
        };
        lowest_ = percentile(0.01);
        highest_ = percentile(0.99);
    }
    double operator()(double value) const noexcept { return any_ ? std::clamp(value, lowest_, highest_) : value; }
    Distribution operator()(const Distribution& values) const {
        Distribution drawn_in;
        for (const auto& entry : values.entries()) drawn_in.add((*this)(entry.number), entry.people);
        return drawn_in;
    }

private:
    bool any_;
    double lowest_ = 0, highest_ = 0;
};

}  // namespace ecoute::analysis
