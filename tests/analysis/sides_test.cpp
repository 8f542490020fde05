// What a share of 0 or 100 % is worth in a comparison (STATISTICS.md A8, A11).
#include "analysis/sides.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "analysis/interval.hpp"

namespace ecoute::analysis::test {
namespace {

/// `count` of `base` people of a sample of `sample`, as an exact table shows it.
Cell shown(std::int64_t count, std::int64_t base, std::int64_t sample) {
    const auto share = share_of(count, base, sample).value();
    Cell cell;
    cell.count = count;
    cell.percent = share.percent;
    cell.low = share.low;
    cell.high = share.high;
    cell.se = share.se;
    cell.degrees_of_freedom = share.degrees_of_freedom;
    return cell;
}

Change between(const Cell& earlier, const Cell& later) { return change_between(share_side(earlier).value(), share_side(later).value()).value(); }

bool near(double ours, double theirs) { return std::abs(ours - theirs) < 1e-9; }

}  // namespace

BOOST_AUTO_TEST_SUITE(sides_of_a_comparison)

/// 0 of 40 beside 24 of 300, R: high <- t^2/(40 + t^2) with t of 39 degrees; se0 <- high/t; V <- 340/339 * .08 * .92/300;
/// se <- sqrt(se0^2 + V), t of 338 degrees. Fisher's exact test: p = 0.093.
BOOST_AUTO_TEST_CASE(nobody_of_forty_is_as_sure_as_its_interval) {
    const auto nobody = shown(0, 40, 340), few = shown(24, 300, 340);
    BOOST_TEST(near(share_side(nobody)->se, 4.5875079747938));
    const auto change = between(few, nobody);
    BOOST_TEST(near(change.difference, -8));
    BOOST_TEST(near(change.se, 4.8482780163286));
    BOOST_TEST(change.degrees_of_freedom == 338);
    BOOST_TEST(near(change.p, 0.0998574589349));
    BOOST_TEST(near(change.high, 1.5365983022656));
    BOOST_TEST(near(change.low, -11.0854880110993));  // fewer than nobody there are not: only the other share may be larger
    const auto turned = between(nobody, few);
    BOOST_TEST(near(turned.low, -change.high));
    BOOST_TEST(near(turned.high, -change.low));
    BOOST_TEST(near(turned.p, change.p));
}

/// All of 40 beside 276 of 300 is the same picture in a mirror.
BOOST_AUTO_TEST_CASE(everybody_of_forty_is_too) {
    const auto change = between(shown(276, 300, 340), shown(40, 40, 340));
    BOOST_TEST(near(change.difference, 8));
    BOOST_TEST(near(change.se, 4.8482780163286));
    BOOST_TEST(near(change.low, -1.5365983022656));
}

BOOST_AUTO_TEST_CASE(nobody_and_everybody_differ_and_nobody_twice_may_differ) {
    const auto apart = between(shown(0, 40, 80), shown(40, 40, 80));
    BOOST_TEST(apart.difference == 100);
    BOOST_TEST(apart.p < 1e-9);
    BOOST_TEST(near(apart.high, 100));
    const auto alike = between(shown(0, 40, 80), shown(0, 40, 80));
    BOOST_TEST(alike.difference == 0);
    BOOST_TEST(alike.p == 1);
    BOOST_TEST(alike.low < -5);
    BOOST_TEST(alike.high > 5);
}

/// Of 40 moved counts: interval 91 to 100, and the noise of B7, 3 (1 + 1)/40^2. Hand: sqrt((9/2.022690920)^2 + 37.5).
BOOST_AUTO_TEST_CASE(everybody_of_moved_counts_bears_their_noise) {
    auto all = shown(40, 40, 340);
    all.low = 91;
    all.noise = 1e4 * 3 * 2 / 1600;
    BOOST_TEST(near(share_side(all)->se, std::sqrt(9 / 2.0226909200367 * (9 / 2.0226909200367) + 37.5)));
}

/// 35 people beside 300 of the same opinion: chance alone makes 0 of 35 in 11 % of samples when 6 % think so (0.94^35). 5 % of
/// comparisons may tell a difference; 3,000 samples, standard error 0.4 points.
BOOST_AUTO_TEST_CASE(people_who_think_alike_seldom_differ) {
    std::mt19937 chance{20260517};
    for (const double truth : {.03, .06, .08, .94, .97}) {
        std::binomial_distribution<std::int64_t> small{35, truth}, large{300, truth};
        constexpr int samples = 3000;
        int alarms = 0, at_the_end = 0;
        for (int sample = 0; sample < samples; ++sample) {
            const auto here = small(chance), there = large(chance);
            alarms += between(shown(there, 300, 335), shown(here, 35, 335)).p < .05;
            at_the_end += here == 0 || here == 35;
        }
        BOOST_TEST_CONTEXT(truth << ": " << alarms << " alarms, " << at_the_end << " at 0 or 100 %") {
            BOOST_TEST(alarms < .05 * samples);
            BOOST_TEST(at_the_end > .04 * samples);
        }
    }
}

/// 0 of 35 where 15 % think so would be a chance of 0.85^35 = 0.3 %.
BOOST_AUTO_TEST_CASE(nobody_still_differs_from_many) {
    BOOST_TEST(between(shown(45, 300, 335), shown(0, 35, 335)).p < .02);
    BOOST_TEST(between(shown(90, 300, 335), shown(0, 35, 335)).p < 1e-5);
}

BOOST_AUTO_TEST_CASE(a_share_that_weights_reproduce_stays_certain) {
    auto reproduced = shown(24, 300, 340);
    reproduced.se = 0;
    BOOST_TEST(share_side(reproduced)->se == 0);
}

BOOST_AUTO_TEST_CASE(a_mean_of_people_who_all_gave_one_number_is_compared_with_nothing) {
    ProtectedGroup group;
    group.mean = 3;
    group.mean_se = 0;
    group.mean_df = 39;
    BOOST_TEST(!mean_side(group).has_value());
    group.mean_se = .2;
    BOOST_TEST(mean_side(group)->se == .2);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
