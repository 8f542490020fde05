#include <boost/test/unit_test.hpp>
#include <cmath>

#include "analysis/estimates.hpp"
#include "tests/analysis/drawn_people.hpp"

namespace ecoute::analysis::test {
namespace {

/// How often intervals hold the true share, over samples drawn by one seed. Weights are 1, 2 or 4 and have nothing to do
/// with the answers: variation 0.53.
struct Coverage {
    double wilson = 0, korn_graubard = 0, wald = 0;

    Coverage(std::size_t people, double truth, int samples) {
        Draws draws;
        std::vector<std::uint32_t> who(people);
        for (std::uint32_t i = 0; i < people; ++i) who[i] = i;
        for (int sample = 0; sample < samples; ++sample) {
            WeightedSample drawn;
            std::vector<std::uint8_t> yes;
            for (std::size_t i = 0; i < people; ++i) {
                const double u = draws.next();
                drawn.base.push_back(u < 1.0 / 3 ? 1 : u < 2.0 / 3 ? 2 : 4);
                yes.push_back(draws.next() < truth);
            }
            drawn.weights = drawn.base;
            const Linearised linearised{drawn};
            const Answered answered{linearised, who};
            const auto holds = [&](double low, double high) { return low <= 100 * truth && 100 * truth <= high ? 1.0 : 0.0; };
            const auto usual = weighted_share(linearised, answered, yes, IntervalKind::wilson).value();
            const auto cautious = weighted_share(linearised, answered, yes, IntervalKind::korn_graubard).value();
            const double half = t_quantile(static_cast<double>(people - 1)) * *usual.se;
            wilson += holds(*usual.low, *usual.high) / samples;
            korn_graubard += holds(*cautious.low, *cautious.high) / samples;
            wald += holds(usual.percent - half, usual.percent + half) / samples;
        }
    }
};

constexpr int samples = 1500;  // standard error of a coverage of 95 %: 0.6 points

}  // namespace

BOOST_AUTO_TEST_SUITE(coverage)

/// STATISTICS.md A8 measured 0.948 to 0.974 for Wilson and 0.956 to 0.993 for Korn-Graubard over 4,000 samples.
BOOST_AUTO_TEST_CASE(intervals_hold_the_truth_nineteen_times_out_of_twenty) {
    const std::pair<std::size_t, double> cases[] = {{20, .3}, {60, .1}, {60, .4}, {170, .03}};
    for (const auto& [people, truth] : cases) BOOST_TEST_CONTEXT(people << " people, " << truth) {
            const Coverage found{people, truth, samples};
            BOOST_TEST(found.wilson > .93);
            BOOST_TEST(found.wilson < .99);
            BOOST_TEST(found.korn_graubard > .945);
        }
}

/// Why the usual p -+ t se is not offered: of a rare answer it holds the truth far too seldom.
BOOST_AUTO_TEST_CASE(the_interval_that_is_not_offered_fails_for_rare_answers) {
    const Coverage found{30, .05, samples};
    BOOST_TEST(found.wald < .85);
    BOOST_TEST(found.wilson > .93);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
