#include "analysis/distribution.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

namespace ecoute::analysis::test {
namespace {

using forms::State;

Distribution of(std::initializer_list<Distribution::Entry> entries) {
    Distribution all;
    for (const auto& entry : entries) all.add(entry.number, entry.people);
    return all;
}

/// Numbers of people who all answered.
forms::Column column_of(const std::vector<double>& numbers) {
    forms::Column column;
    column.numbers = numbers;
    column.states.assign(numbers.size(), State::answered);
    return column;
}

std::vector<std::pair<double, std::int64_t>> found_in(const forms::Column& column, std::uint32_t cell, const std::vector<Axis>& axes) {
    std::vector<std::pair<double, std::int64_t>> found;
    for (const auto& one : numbers_in_cells(axes, column, column.numbers.size()))
        if (one.cell == cell) {
            if (found.empty() || found.back().first != one.number) found.emplace_back(one.number, 0);
            found.back().second += one.people;
        }
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(distributions)

/// 1, 1, 2, 5: mean 9/4; squares from it 2 x 25/16 + 1/16 + 121/16 = 172/16, a quarter of it 2.6875.
BOOST_AUTO_TEST_CASE(mean_and_spread_are_those_of_the_people) {
    const auto four = of({{1, 2}, {2, 1}, {5, 1}});
    BOOST_TEST(four.people() == 4);
    BOOST_TEST(four.mean() == 2.25);
    BOOST_TEST(four.variance(2.25) == 2.6875);
    BOOST_TEST(four.at_or_under(2) == 3);
    BOOST_TEST(four.at_or_under(0.5) == 0);
}

/// A share that falls between two people gives the mean of both: half of 1, 1, 2, 5 is between 1 and 2.
BOOST_AUTO_TEST_CASE(quantiles_lie_between_two_people_when_the_share_does) {
    const auto four = of({{1, 2}, {2, 1}, {5, 1}});
    BOOST_TEST(four.quantile(.5) == 1.5);
    BOOST_TEST(four.quantile(.25) == 1.0);
    BOOST_TEST(four.quantile(.75) == 3.5);
    BOOST_TEST(four.quantile(.6) == 2.0);
    BOOST_TEST(four.quantile(0) == 1.0);
    BOOST_TEST(of({{7, 1}}).quantile(.5) == 7.0);
    BOOST_TEST(of({{7, 1}}).quantile(1) == 7.0);
}

/// Whole numbers are counted along an axis, halves put in order: both find the same people.
BOOST_AUTO_TEST_CASE(counted_numbers_are_those_that_are_put_in_order) {
    const std::vector<double> whole{3, -2, 3, 0, 11, 3, -2};
    auto halves = whole;
    for (auto& number : halves) number += .5;
    const auto counted = found_in(column_of(whole), 0, {}), ordered = found_in(column_of(halves), 0, {});
    BOOST_TEST((counted == std::vector<std::pair<double, std::int64_t>>{{-2, 2}, {0, 1}, {3, 3}, {11, 1}}));
    BOOST_REQUIRE(counted.size() == ordered.size());
    for (std::size_t i = 0; i < counted.size(); ++i) {
        BOOST_TEST(counted[i].first + .5 == ordered[i].first);
        BOOST_TEST(counted[i].second == ordered[i].second);
    }
    BOOST_TEST(CountedNumbers::of(column_of(whole), 1).has_value());
    BOOST_TEST(!CountedNumbers::of(column_of(halves), 1).has_value());
}

BOOST_AUTO_TEST_CASE(who_gave_none_has_no_place_among_numbers) {
    auto column = column_of({4, std::numeric_limits<double>::quiet_NaN(), 5});
    column.states[1] = State::refused;
    BOOST_TEST((found_in(column, 0, {}) == std::vector<std::pair<double, std::int64_t>>{{4, 1}, {5, 1}}));
}

/// A year of days has two bytes a code; numbers a million apart, or a cube that is large without them, are not counted.
BOOST_AUTO_TEST_CASE(an_axis_of_numbers_is_as_long_as_they_are_apart) {
    std::vector<double> days;
    for (int day = 0; day < 366; ++day) days.push_back(20'000 + day);
    const auto column = column_of(days);
    const auto counted = CountedNumbers::of(column, 100);
    BOOST_REQUIRE(counted.has_value());
    BOOST_TEST(counted->size() == 366u);
    BOOST_TEST(counted->axis().codes->is_wide());
    BOOST_TEST(found_in(column, 0, {}).back().first == 20'365.0);
    BOOST_TEST(!CountedNumbers::of(column_of({0, 1e6}), 1).has_value());
    BOOST_TEST(!CountedNumbers::of(column, 100'000).has_value());
    BOOST_TEST(!CountedNumbers::of(column_of({}), 1).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test
