#include "analysis/calibration.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>

#include "tests/analysis/drawn_people.hpp"

namespace ecoute::analysis::test {
namespace {

const DrawnPeople& drawn() {
    static const DrawnPeople people;
    return people;
}

struct Reference {
    std::array<double, 5> weights;  ///< of people 1, 2, 3, 4 and 900
    double variation, kish;
};

void agrees(const std::vector<double>& weights, const Reference& reference, double tolerance) {
    const std::size_t people[] = {0, 1, 2, 3, 899};
    for (std::size_t i = 0; i < 5; ++i) {
        const double theirs = reference.weights[i], ours = weights[people[i]];
        BOOST_TEST(std::abs(ours / theirs - 1) < tolerance, ours << " against " << theirs);
    }
    BOOST_TEST(std::abs(variation(weights) / reference.variation - 1) < tolerance);
    BOOST_TEST(std::abs(kish_size(weights) / reference.kish - 1) < tolerance);
}

std::vector<double> reached(const Memberships& people, const std::vector<double>& weights) {
    std::vector<double> sums(people.totals.size(), 0.0);
    for (std::size_t i = 0; i < weights.size(); ++i)
        for (const auto& part : people.patterns[people.pattern_of[i]]) sums[part.level] += part.part * weights[i];
    return sums;
}

/// Iterative proportional fitting of whole people, one margin after the other: the classic way, here as a check.
std::vector<double> raked_in_turn(const Memberships& people, std::vector<double> weights,
                                  const std::vector<std::size_t>& starts) {
    for (int cycle = 0; cycle < 500; ++cycle)
        for (std::size_t margin = 0; margin < starts.size(); ++margin) {
            const auto sums = reached(people, weights);
            const std::size_t end = margin + 1 < starts.size() ? starts[margin + 1] : sums.size();
            for (std::size_t i = 0; i < weights.size(); ++i)
                for (const auto& part : people.patterns[people.pattern_of[i]])
                    if (part.level >= starts[margin] && part.level < end)
                        weights[i] *= people.totals[part.level] / sums[part.level];
        }
    return weights;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calibration)

/// Figures by R's survey 4.1.1: weighting_reference.R beside this file.
BOOST_AUTO_TEST_CASE(raking_agrees_with_r_survey) {
    const auto found = calibrate(drawn().margins, DrawnPeople::equal(), {});
    BOOST_TEST(found.converged);
    BOOST_TEST(found.steps <= 10);
    agrees(DrawnPeople::of_ratios(drawn().margins, found, DrawnPeople::equal()),
           {{20.6139497969655, 21.1486937995413, 19.2353260761961, 20.6139497969655, 20.6139497969655},
            0.324135765247398,
            814.432471451492},
           1e-8);
}

BOOST_AUTO_TEST_CASE(raking_from_unequal_base_weights_agrees_with_r_survey) {
    const auto found = calibrate(drawn().margins, drawn().d, {});
    BOOST_TEST(found.converged);
    agrees(DrawnPeople::of_ratios(drawn().margins, found, drawn().d),
           {{11.4286644681466, 19.3687786162379, 17.6458567152872, 22.8573289362931, 25.1430618299224},
            0.420724038575965,
            764.650241990166},
           1e-8);
}

BOOST_AUTO_TEST_CASE(bounded_calibration_agrees_with_r_survey) {
    const auto found = calibrate(drawn().margins, DrawnPeople::equal(), Bounds{.6, 2});
    BOOST_TEST((found.converged && !found.widened));
    const auto weights = DrawnPeople::of_ratios(drawn().margins, found, DrawnPeople::equal());
    agrees(weights,
           {{20.2760469544259, 20.8115114184737, 19.1498488038327, 20.2760469544259, 20.2760469544259},
            0.325057166117735,
            813.99186075699},
           1e-6);

    auto base = drawn().d;
    const double scale = 24000 / std::accumulate(base.begin(), base.end(), 0.0);
    for (double& each : base) each *= scale;
    agrees(DrawnPeople::of_ratios(drawn().margins, calibrate(drawn().margins, base, Bounds{}), base),
           {{11.3451685722727, 19.2660220286346, 17.5663993897783, 22.6903371445454, 24.9593708589999},
            0.420022513787221,
            765.033603890731},
           1e-6);
}

BOOST_AUTO_TEST_CASE(margins_are_met_and_ratios_stay_within_their_bounds) {
    for (const auto bounds : {std::optional<Bounds>{}, std::optional{Bounds{}}, std::optional{Bounds{.6, 2}}}) {
        const auto found = calibrate(drawn().margins, drawn().d, bounds);
        BOOST_REQUIRE(found.converged);
        const auto sums = reached(drawn().margins, DrawnPeople::of_ratios(drawn().margins, found, drawn().d));
        for (std::size_t k = 0; k < sums.size(); ++k)
            BOOST_TEST(std::abs(sums[k] / drawn().margins.totals[k] - 1) < (bounds ? 1e-8 : 1e-10));
        if (found.bounds)
            for (const double ratio : found.ratios)
                BOOST_TEST((ratio >= found.bounds->low && ratio <= found.bounds->high));
    }
}

/// The same weights by another way: margins in turn, 500 times. Only people who stand in one level of each margin.
BOOST_AUTO_TEST_CASE(raking_is_what_fitting_margins_in_turn_tends_to) {
    auto people = drawn();
    for (auto& gender : people.gender)
        if (gender == 2) gender = 1;
    people.margins = people.memberships();
    const auto found = DrawnPeople::of_ratios(people.margins, calibrate(people.margins, people.d, {}), people.d);
    const auto in_turn = raked_in_turn(people.margins, people.d, {0, 4});
    for (std::size_t i = 0; i < found.size(); ++i) BOOST_TEST(std::abs(found[i] / in_turn[i] - 1) < 1e-10);
}

/// One margin of two levels: 60 and 40 people for 1,000 and 3,000: weights 16 2/3 and 75.
BOOST_AUTO_TEST_CASE(one_margin_is_post_stratification) {
    Memberships people{{1000, 3000}, {{{0, 1}}, {{1, 1}}}, {}};
    for (int i = 0; i < 100; ++i) people.pattern_of.push_back(i < 60 ? 0 : 1);
    const std::vector<double> base(100, 40);
    const auto found = calibrate(people, base, {});
    BOOST_TEST(std::abs(found.ratios[0] * 40 - 1000.0 / 60) < 1e-8);
    BOOST_TEST(std::abs(found.ratios[1] * 40 - 75) < 1e-8);
}

/// 95 of 100 people for a tenth of the population: g = 9/0.5 = 18 for the others, over any bound that is allowed.
BOOST_AUTO_TEST_CASE(margins_out_of_reach_are_not_met_and_the_level_is_named) {
    Memberships people{{100, 900}, {{{0, 1}}, {{1, 1}}}, {}};
    for (int i = 0; i < 100; ++i) people.pattern_of.push_back(i < 95 ? 0 : 1);
    const std::vector<double> base(100, 10);
    const auto bounded = calibrate(people, base, Bounds{});
    BOOST_TEST(!bounded.converged);
    BOOST_TEST(bounded.widened);
    BOOST_TEST((bounded.bounds == widest_bounds));
    BOOST_TEST(calibrate(people, base, {}).converged);
}

/// g = 4 and 2/3: over 3, within reach when the bounds are widened (3.3, 3.63, 3.993, 4.39).
BOOST_AUTO_TEST_CASE(bounds_are_widened_by_tenths_until_the_margins_fit) {
    Memberships people{{400, 600}, {{{0, 1}}, {{1, 1}}}, {}};
    for (int i = 0; i < 100; ++i) people.pattern_of.push_back(i < 10 ? 0 : 1);
    const auto found = calibrate(people, std::vector<double>(100, 10), Bounds{});
    BOOST_TEST((found.converged && found.widened));
    BOOST_TEST(std::abs(found.bounds->high - 3 * std::pow(1.1, 4)) < 1e-9);
    BOOST_TEST(std::abs(found.ratios[0] - 4) < 1e-6);
}

BOOST_AUTO_TEST_CASE(kish_and_variation_by_hand) {
    // Weights 1, 1, 2: 16/6 people; mean 4/3, variance 2/9.
    const std::vector<double> weights{1, 1, 2};
    BOOST_TEST(std::abs(kish_size(weights) - 16.0 / 6) < 1e-12);
    BOOST_TEST(std::abs(variation(weights) - std::sqrt(2.0 / 9) / (4.0 / 3)) < 1e-12);
    BOOST_TEST(kish_size({}) == 0);
}

BOOST_AUTO_TEST_CASE(people_at_a_bound_are_counted) {
    Memberships people{{1, 1, 1}, {{{0, 1}}, {{1, 1}}, {{2, 1}}}, {0, 1, 2, 2}};
    Calibration found;
    found.ratios = {.34, 1, 2.999};
    BOOST_TEST(share_at_bound(found, people) == 0);
    found.bounds = Bounds{};
    BOOST_TEST(share_at_bound(found, people) == .75);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
