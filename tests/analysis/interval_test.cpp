#include "analysis/interval.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

namespace ecoute::analysis::test {
namespace {

struct Reference {
    std::int64_t count, base, sample;
    double percent, low, high, se, n_effective;
    std::optional<double> deff;
};

/// By R's survey 4.1.1: interval_reference.R beside this file.
const Reference references[] = {
    {80, 100, 1000, 80, 70.9910490981178, 86.7339742684273, 4.0020015012511, 99.8999999999999, 0.990990990990991},
    {90, 900, 1000, 10, 8.20382115624648, 12.1374438608748, 1.00050037531275, 899.100000000045, 0.999888777666505},
    {170, 1000, 1000, 17, 14.7956060461139, 19.4578232264338, 1.18844958345418, 998.999999999996, 1},
    {3, 12, 200, 25, 7.8592193020413, 56.5719019790215, 12.5313676779271, 11.94, 0.921273031825795},
    {0, 30, 100, 0, 0, 12.2369852236519, 0, 30, std::nullopt},
    {40, 40, 40, 100, 90.7208892737884, 100, 0, 40, std::nullopt},
    {1, 2, 10, 50, 0.276418903362302, 99.7235810966377, 37.2677996249965, 1.8, 0.555555555555556},
};

void near(double ours, double theirs, double tolerance) {
    BOOST_TEST(std::abs(ours - theirs) < tolerance, ours << " against " << theirs);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(uncertainty)

BOOST_AUTO_TEST_CASE(a_share_agrees_with_r_survey) {
    for (const auto& each : references) BOOST_TEST_CONTEXT(each.count << " of " << each.base) {
            const auto share = share_of(each.count, each.base, each.sample).value();
            near(share.percent, each.percent, 1e-9);
            near(share.low.value(), each.low, 1e-7);
            near(share.high.value(), each.high, 1e-7);
            near(share.se.value(), each.se, 1e-7 * 40);
            near(share.n_effective.value(), each.n_effective, 1e-7 * each.n_effective);
            BOOST_TEST(share.deff.has_value() == each.deff.has_value());
            if (each.deff) near(share.deff.value(), *each.deff, 1e-7);
        }
}

/// p = 1/2, n = 10, everybody asked: V = 10/9 x 1/40, n_effective = (1/4)/V = 9; t(9) = 2.2621571628 (tables);
/// by symmetry the centre is 1/2 and the half width t sqrt(1/36 + t^2/324) / (1 + t^2/9) = 0.3007.
BOOST_AUTO_TEST_CASE(a_share_of_one_half_agrees_with_pencil_and_paper) {
    const auto share = share_of(5, 10, 10).value();
    near(share.n_effective.value(), 9, 1e-9);
    near(share.se.value(), 100.0 / 6, 1e-9);
    near(share.deff.value(), 1, 1e-12);
    const double t = 2.2621571628, half = t * std::sqrt(1.0 / 36 + t * t / 324) / (1 + t * t / 9);
    near(share.low.value(), 50 - 100 * half, 1e-6);
    near(share.high.value(), 50 + 100 * half, 1e-6);
}

BOOST_AUTO_TEST_CASE(nobody_has_no_share_and_one_person_no_interval) {
    BOOST_TEST(!share_of(0, 0, 100).has_value());
    const auto one = share_of(1, 1, 100).value();
    BOOST_TEST(one.percent == 100.0);
    BOOST_TEST((!one.low && !one.high && !one.se && !one.n_effective && !one.deff));
}

BOOST_AUTO_TEST_CASE(an_interval_stays_within_zero_and_a_hundred) {
    for (const std::int64_t base : {2, 3, 10, 1000})
        for (const std::int64_t count : {std::int64_t{0}, std::int64_t{1}, base - 1, base}) {
            const auto share = share_of(count, base, base).value();
            BOOST_TEST(share.low.value() >= 0);
            BOOST_TEST(share.high.value() <= 100);
            BOOST_TEST(share.low.value() <= share.percent + 1e-9);
            BOOST_TEST(share.high.value() >= share.percent - 1e-9);
        }
}

/// Answers 0 1 1 2 3 5 8 9 9 12 15 of eleven people, in a sample of twenty.
BOOST_AUTO_TEST_CASE(a_mean_agrees_with_r_survey) {
    const double mean = 65.0 / 11, variance = 635.0 / 11 - mean * mean;
    const auto estimate = mean_of(mean, variance, 11, 20).value();
    near(estimate.se, 1.47741910473649, 1e-7);
    near(estimate.low, 2.61719600116076, 1e-7);
    near(estimate.high, 9.20098581702106, 1e-7);
    BOOST_TEST(!mean_of(4, 0, 1, 20).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
