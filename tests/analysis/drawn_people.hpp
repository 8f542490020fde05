#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "analysis/linearised.hpp"

namespace ecoute::analysis::test {

/// Park and Miller's generator: exact in doubles, so that R draws the same (weighting_reference.R).
class Draws {
public:
    double next() {
        state_ = state_ * 16807 % 2147483647;
        return static_cast<double>(state_) / 2147483647;
    }

private:
    std::uint64_t state_ = 20260517;
};

/// 900 invented people of four quartiers, three ages and three genders, drawn in clusters within strata.
struct DrawnPeople {
    static constexpr std::size_t count = 900;
    std::vector<int> quartier, age, gender, q2;  ///< from 0; gender 2 is "autre"
    std::vector<int> y;                          ///< 0, 1, or -1 without answer
    std::vector<double> number, d;
    std::vector<std::uint32_t> stratum, cluster;
    Memberships margins;

    DrawnPeople() {
        Draws draws;
        const auto over = [](double u, std::initializer_list<double> bounds) {
            int n = 0;
            for (const double bound : bounds) n += u > bound;
            return n;
        };
        for (std::uint32_t i = 0; i < count; ++i) {
            std::array<double, 8> u{};
            for (auto& each : u) each = draws.next();
            quartier.push_back(over(u[0], {.4, .7, .9}));
            age.push_back(over(u[1], {.3, .75}));
            gender.push_back(over(u[2], {.6, .985}));
            const double likely = .2 + .025 * (quartier.back() + 1) + (age.back() == 2 ? .15 : 0);
            y.push_back(u[6] > .93 ? -1 : u[3] < likely);
            number.push_back(std::floor(u[4] * 11));
            q2.push_back(over(u[5], {.5, .8}));
            stratum.push_back(i % 5);
            cluster.push_back(i % 5 + 5 * (i / 5 % 12));
            d.push_back(10 + 3 * (i % 5) + std::floor(u[7] * 4));
        }
        margins = memberships();
    }

    /// Quartier (4 levels), then age x gender (6), "autre" half in each.
    Memberships memberships() const {
        Memberships made;
        made.totals = {9000, 7000, 5000, 3000, 3600, 3500, 6200, 5700, 2700, 2300};
        for (std::size_t i = 0; i < count; ++i) {
            const auto at = [&](int g) { return static_cast<std::uint32_t>(4 + 2 * age[i] + g); };
            std::vector<Part> row{{static_cast<std::uint32_t>(quartier[i]), 1}};
            if (gender[i] < 2)
                row.push_back({at(gender[i]), 1});
            else
                row.insert(row.end(), {{at(0), .5}, {at(1), .5}});
            const auto found = std::find(made.patterns.begin(), made.patterns.end(), row);
            made.pattern_of.push_back(static_cast<std::uint32_t>(found - made.patterns.begin()));
            if (found == made.patterns.end()) made.patterns.push_back(row);
        }
        return made;
    }

    static std::vector<double> of_ratios(const Memberships& who, const Calibration& calibration,
                                         const std::vector<double>& base) {
        auto weights = base;
        for (std::size_t i = 0; i < weights.size(); ++i) weights[i] *= calibration.ratios[who.pattern_of[i]];
        return weights;
    }

    WeightedSample raked(const std::vector<double>& base, bool strata, bool clusters) const {
        WeightedSample sample{base, of_ratios(margins, calibrate(margins, base, {}), base), margins, {}, {}};
        if (strata) sample.strata = stratum;
        if (clusters) sample.units = cluster;
        return sample;
    }
    static std::vector<double> equal() { return std::vector<double>(count, 24000.0 / count); }
};

}  // namespace ecoute::analysis::test
