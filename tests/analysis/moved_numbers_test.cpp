// Medians, quartiles and means of counts (children, pieces, marks from 0 to 10) where counts are moved.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "analysis/banded_quantile.hpp"
#include "analysis/weighted.hpp"
#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;

const auto nearly = boost::test_tools::tolerance(1e-9);

/// One number a person, told `times` of them; everybody has a record key.
struct Numbers : Survey {
    Numbers(QuestionType type, std::vector<double> bands, const std::vector<std::pair<double, int>>& given, unsigned seed = 1) {
        const auto question = add(type, "n");
        form.questions[question].bands = std::move(bands);
        form.questions[question].range_start = 0;
        form.questions[question].range_end = 10;
        form.questions[question].range_step = 1;
        std::mt19937 chance{seed};
        for (const auto& [number, times] : given)
            for (int i = 0; i < times; ++i) {
                column(question).numbers.push_back(number);
                column(question).states.push_back(forms::State::answered);
                columns.record_keys.push_back(static_cast<std::uint32_t>(chance()));
                ++columns.people;
            }
    }
    ProtectedTable for_team() const { return protect(table("n"), Audience::team, false); }
    /// The same of weights that are all one.
    ProtectedTable weighted_for_team() const {
        const WeightedSample sample{std::vector<double>(columns.people, 1.0), std::vector<double>(columns.people, 1.0), {}, {}, {}};
        const Linearised linearised{sample};
        auto counted = table("n");
        add_estimates(counted, form, columns, linearised, IntervalKind::wilson, true);
        return protect(std::move(counted), Audience::team, false);
    }
};

/// Marks from 0 to 10: of 200 people 98 give 6 or less, 138 give 7 or less.
const std::vector<std::pair<double, int>> marks{{2, 10}, {3, 12}, {4, 16}, {5, 26}, {6, 34}, {7, 40}, {8, 34}, {9, 16}, {10, 12}};

}  // namespace

BOOST_AUTO_TEST_SUITE(numbers_where_counts_are_moved)

/// "0", "1 à 2", "3 et plus".
BOOST_AUTO_TEST_CASE(a_class_of_one_value_gives_that_value_and_its_neighbour_its_own_whole_numbers) {
    Variable question;
    question.categories = {{"0", {}, "", 0.0, 0.0, true}, {"1-2", {}, "", 1.0, 2.0, true}, {"3+", {}, "", 3.0, {}, true}};
    const std::vector<double> masses{55, 33, 12};
    const std::vector<std::int64_t> counts{55, 33, 12};
    const auto quantile = [&](double share) { return banded_quantile(question, {masses, counts, 100, 1, 99}, share, 5); };
    BOOST_TEST(quantile(.5)->value == 0.0);
    BOOST_TEST(quantile(.25)->value == 0.0);
    BOOST_TEST(quantile(.75)->value == 2.0);  // 16.5 a number: 71.5 are at or under 1
    // 50 -+ 1.984217 * 5 points = 40.1 and 59.9.
    BOOST_TEST(quantile(.5)->low.value() == 0.0);
    BOOST_TEST(quantile(.5)->high.value() == 1.0);
    BOOST_TEST(!quantile(.9).has_value());  // in the open class
}

/// Nearly two thirds have no children, and the questionnaire's classes begin at 1.
BOOST_AUTO_TEST_CASE(who_answered_less_than_the_first_class_stands_before_it) {
    Variable question;
    question.categories = {{"1", {}, "", 1.0, 1.0, true}, {"2", {}, "", 2.0, 2.0, true}, {"3+", {}, "", 3.0, {}, true}};
    const std::vector<double> masses{20, 10, 6};
    const std::vector<std::int64_t> counts{20, 10, 6};
    const auto quantile = [&](double share, double below) { return banded_quantile(question, {masses, counts, 100, 1, 99, below}, share, 5); };
    BOOST_TEST(!quantile(.5, 64).has_value());
    BOOST_TEST(quantile(.75, 64)->value == 1.0);
    BOOST_TEST(quantile(.9, 64)->value == 2.0);
    BOOST_TEST(!quantile(.5, 36).has_value());  // half of them exactly: at or under none of the classes
    for (unsigned seed = 1; seed <= 10; ++seed) {
        const std::vector<std::pair<double, int>> children{{0, 128}, {1, 40}, {2, 20}, {3, 12}};
        const Numbers survey{QuestionType::integer, {1, 2, 3}, children, seed};
        for (const auto& table : {survey.for_team(), survey.weighted_for_team()}) {
            BOOST_TEST(!table.everybody().median.has_value());
            BOOST_TEST(table.everybody().upper_quartile.value() == 1.0);  // 64 to 84 %
        }
    }
}

/// The base is everybody who answered, 20 of 80 people under the first class.
BOOST_AUTO_TEST_CASE(a_quartile_of_fewer_than_forty_answers_is_none_whoever_stands_in_the_classes) {
    BOOST_TEST(!Numbers(QuestionType::integer, {1, 2}, {{0, 5}, {1, 25}}).for_team().everybody().upper_quartile.has_value());
    BOOST_TEST(Numbers(QuestionType::integer, {1, 2}, {{0, 20}, {1, 60}}).for_team().everybody().upper_quartile.value() == 1.0);
}

BOOST_AUTO_TEST_CASE(the_demonstrations_children_have_a_median_of_none) {
    const std::vector<std::pair<double, int>> children{{0, 1262}, {1, 500}, {2, 263}, {3, 200}, {4, 73}};
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const auto all = Numbers{QuestionType::integer, {0, 1, 3}, children, seed}.for_team().everybody();
        BOOST_TEST(all.median.value() == 0.0);
        BOOST_TEST(all.median_high.value() == 0.0);  // 50 + 2.2 points of 2,298 people are less than 55
        BOOST_TEST(all.upper_quartile.value() == 2.0);  // 33 points from 55 on, two thirds of them are at 75.4: spread evenly, 2
    }
}

/// Two ages of 350 are typing errors, and nobody under 15.
BOOST_AUTO_TEST_CASE(a_few_ages_that_nobody_reaches_move_no_median) {
    const auto median = [](std::vector<std::pair<double, int>> ages, unsigned seed) {
        Numbers survey{QuestionType::integer, {15, 25, 60}, ages, seed};
        survey.form.breakdowns.age = 0;
        return survey.for_team().everybody().median.value();
    };
    for (unsigned seed = 1; seed <= 20; ++seed)
        BOOST_TEST(median({{16, 10}, {30, 60}, {70, 20}, {350, 2}}, seed) == median({{16, 10}, {30, 60}, {70, 20}}, seed));
}

BOOST_AUTO_TEST_CASE(a_scale_has_its_median_and_quartiles_as_they_are) {
    for (unsigned seed = 1; seed <= 10; ++seed) {
        const Numbers survey{QuestionType::range, {}, marks, seed};
        for (const auto& table : {survey.for_team(), survey.weighted_for_team()}) {
            const auto& all = table.everybody();
            BOOST_TEST((all.median.value() == 6.0 || all.median.value() == 7.0));  // 49 % are at or under 6
            BOOST_TEST(all.lower_quartile.value() == 5.0);                        // 19 to 32 %
            BOOST_TEST(all.upper_quartile.value() == 8.0);                        // 69 to 86 %
            BOOST_TEST((all.median_low.value() <= 6.0 && all.median_high.value() >= 7.0));
        }
    }
}

/// sum(c s) / sum(c) of the counts that are shown; V = 200/199 s^2 / n for a sample of 200, and 3 sum((s - mean)^2) / n^2 of the noise.
BOOST_AUTO_TEST_CASE(the_mean_of_a_scale_is_that_of_the_moved_counts_and_its_interval_holds_their_noise) {
    const auto table = Numbers{QuestionType::range, {}, marks}.for_team();
    const auto& all = table.everybody();
    double people = 0, sum = 0, squares = 0, apart = 0;
    for (int step = 0; step <= 10; ++step) {
        const auto count = static_cast<double>(all.cells[static_cast<std::size_t>(step)].count.value());
        people += count, sum += step * count;
    }
    const double mean = sum / people;
    for (int step = 0; step <= 10; ++step) {
        squares += (step - mean) * (step - mean) * static_cast<double>(*all.cells[static_cast<std::size_t>(step)].count);
        apart += (step - mean) * (step - mean);
    }
    const double variance = 200.0 / 199 * squares / (people * people) + 3 * apart / (people * people);
    BOOST_TEST(all.mean.value() == std::round(10 * mean) / 10, nearly);
    BOOST_TEST(all.mean_se.value() == std::round(100 * std::sqrt(variance)) / 100, nearly);
    BOOST_TEST(all.mean_df.value() == people - 1);
}

/// Weights of one: as far as the counts were moved, so far the mean of everybody's answers.
BOOST_AUTO_TEST_CASE(a_weighted_mean_of_a_scale_is_shifted_as_its_counts_are) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const Numbers survey{QuestionType::range, {}, marks, seed};
        const auto plain = survey.for_team(), weighted = survey.weighted_for_team();
        BOOST_TEST(weighted.everybody().mean.value() == plain.everybody().mean.value(), nearly);
        BOOST_TEST(std::fabs(*weighted.everybody().mean_se - *plain.everybody().mean_se) <= .0101);
    }
}

/// Eleven people on eleven steps: whatever stands there is made of noise.
BOOST_AUTO_TEST_CASE(a_scale_of_fewer_than_eleven_counted_people_has_no_mean) {
    std::vector<std::pair<double, int>> alone;
    for (int step = 0; step <= 10; ++step) alone.emplace_back(step, 1);
    bool some_hidden = false;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const auto table = Numbers{QuestionType::range, {}, alone, seed}.for_team();
        some_hidden = some_hidden || table.everybody().mean_hidden;
        BOOST_TEST(table.everybody().mean.has_value() == !table.everybody().mean_hidden);
    }
    BOOST_TEST(some_hidden);
}

/// Half points: 0, 0.5 ... 5.
BOOST_AUTO_TEST_CASE(steps_of_a_half_are_values_too) {
    Numbers survey{QuestionType::range, {}, {{1.5, 30}, {2.5, 60}, {4, 30}}};
    survey.form.questions[0].range_end = 5;
    survey.form.questions[0].range_step = .5;
    const auto all = survey.for_team().everybody();
    BOOST_TEST(all.median.value() == 2.5);
    BOOST_TEST(all.cells.size() == 11u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test
