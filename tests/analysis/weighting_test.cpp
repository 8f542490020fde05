#include "analysis/weighting.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "analysis/association.hpp"
#include "analysis/weighted.hpp"
#include "tests/analysis/drawn_people.hpp"
#include "tests/analysis/survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::Code;

/// Two ages, women, men and "autre", and whether they would stay.
struct Street : Survey {
    std::uint32_t age, gender, stays;

    Street() {
        age = add(forms::QuestionType::select_one, "tranche", {"15_24", "25_59", "60_74", "75_plus"});
        gender = add(forms::QuestionType::select_one, "genre", {"femme", "homme", "autre", "nsp"});
        stays = add(forms::QuestionType::select_one, "rester", {"oui", "non"});
        form.breakdowns.age = age;
        form.breakdowns.gender = gender;
    }
    void came(std::size_t times, std::uint16_t of_age, std::uint16_t of_gender, std::uint16_t says = 0) {
        people(times, {age, gender, stays}, {of_age, of_gender, says});
    }
};

Margin margin(std::vector<std::string> variables, std::vector<MarginCell> cells) {
    return {std::move(variables), std::move(cells), "", ""};
}
const Margin by_age = margin({"tranche"}, {{{"15_24"}, 1000}, {{"25_59"}, 3000}, {{"60_74|75_plus"}, 2000}});
const Margin by_age_and_gender = margin({"age", "gender"}, {{{"15_24", "femme"}, 480},
                                                            {{"15_24", "homme"}, 520},
                                                            {{"25_59", "femme"}, 1600},
                                                            {{"25_59", "homme"}, 1400},
                                                            {{"60_74|75_plus", "femme"}, 1200},
                                                            {{"60_74|75_plus", "homme"}, 800}});

/// Ten women and ten men of each age but the oldest, of whom there are three.
Street twenty_of_each() {
    Street street;
    for (std::uint16_t of_age = 0; of_age < 3; ++of_age)
        for (std::uint16_t of_gender = 0; of_gender < 2; ++of_gender) street.came(10, of_age, of_gender, of_gender);
    street.came(3, 3, 0);
    return street;
}

std::vector<Code> codes(const forms::Problems& problems) {
    std::vector<Code> found;
    for (const auto& problem : problems) found.push_back(problem.code);
    return found;
}

double sum_where(const Weighting& weighting, const forms::Codes& column, std::uint16_t code) {
    double sum = 0;
    for (std::size_t i = 0; i < column.size(); ++i)
        if (column[i] == code) sum += weighting.sample.weights[i];
    return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(weighting_a_sample)

BOOST_AUTO_TEST_CASE(weights_are_people_and_meet_the_margins) {
    const auto street = twenty_of_each();
    forms::Problems mistakes;
    const auto found = weigh(street.form, street.columns, {by_age, by_age_and_gender}, Bounds{}, mistakes);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(mistakes.empty());
    const auto& ages = street.columns.by_question[street.age].codes;
    BOOST_TEST(std::abs(sum_where(*found, ages, 0) - 1000) < 1e-4);
    BOOST_TEST(std::abs(sum_where(*found, ages, 1) - 3000) < 1e-4);
    BOOST_TEST(std::abs(sum_where(*found, ages, 2) + sum_where(*found, ages, 3) - 2000) < 1e-4);
    BOOST_TEST(found->levels.size() == 9u);
    BOOST_TEST(found->levels[2].name == "60_74 + 75_plus");
    BOOST_TEST(found->levels[2].respondents == 23);
}

/// Ten women, ten men and two "autre" of 15 to 24: each "autre" half a woman and half a man of that age; with one margin
/// the weights of all three are equal when the population has as many women as men: 500/11 people.
BOOST_AUTO_TEST_CASE(a_gender_without_census_figure_counts_half_in_each) {
    Street street;
    street.came(10, 0, 0);
    street.came(10, 0, 1);
    street.came(2, 0, 2);
    const auto half = margin({"tranche", "genre"}, {{{"15_24", "femme"}, 500}, {{"15_24", "homme"}, 500}});
    forms::Problems mistakes;
    const auto found = weigh(street.form, street.columns, {half}, Bounds{}, mistakes);
    BOOST_REQUIRE(found.has_value());
    for (const double weight : found->sample.weights) BOOST_TEST(std::abs(weight - 1000.0 / 22) < 1e-6);
    BOOST_TEST(found->levels[0].respondents == 10);
}

/// Whose age is not known counts in each age by its part of the population: 1/6, 3/6, 2/6.
BOOST_AUTO_TEST_CASE(an_unknown_age_is_shared_out_by_the_population) {
    auto street = twenty_of_each();
    street.came(1, forms::code_no_answer, 0);
    forms::Problems mistakes, warnings;
    const auto placed = place(street.form, street.columns, {by_age}, mistakes, warnings);
    const auto& row = placed.people.patterns[placed.people.pattern_of.back()];
    BOOST_REQUIRE(row.size() == 3u);
    BOOST_TEST(std::abs(row[0].part - 1.0 / 6) < 1e-12);
    BOOST_TEST(std::abs(row[1].part - 3.0 / 6) < 1e-12);
    BOOST_TEST(std::abs(row[2].part - 2.0 / 6) < 1e-12);
}

/// Age known, gender refused: half and half of that age, whatever the population of the two.
BOOST_AUTO_TEST_CASE(an_unknown_gender_is_half_of_each_of_that_age) {
    auto street = twenty_of_each();
    street.came(1, 2, forms::code_refused);
    street.came(1, forms::code_no_answer, forms::code_no_answer);
    forms::Problems mistakes, warnings;
    const auto placed = place(street.form, street.columns, {by_age_and_gender}, mistakes, warnings);
    const auto& known_age = placed.people.patterns[placed.people.pattern_of[63]];
    BOOST_TEST((known_age == std::vector<Part>{{4, .5}, {5, .5}}));
    // Neither known: ages 1/6, 3/6, 2/6, halved.
    const auto& nothing = placed.people.patterns[placed.people.pattern_of[64]];
    BOOST_REQUIRE(nothing.size() == 6u);
    BOOST_TEST(std::abs(nothing[2].part - 3.0 / 12) < 1e-12);
    BOOST_TEST(std::abs(nothing[3].part - 3.0 / 12) < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_level_of_nobody_or_of_too_few_is_refused_with_the_level_to_join) {
    auto street = twenty_of_each();
    const auto fine = margin({"tranche"},
                             {{{"15_24"}, 1000}, {{"25_59"}, 3000}, {{"60_74"}, 1300}, {{"75_plus"}, 700}});
    forms::Problems mistakes;
    BOOST_TEST(!weigh(street.form, street.columns, {fine}, Bounds{}, mistakes).has_value());
    BOOST_REQUIRE(mistakes.size() == 1u);
    BOOST_TEST((mistakes[0].code == Code::weights_level_few));
    BOOST_TEST(mistakes[0].subject == "75_plus");
    BOOST_TEST(mistakes[0].facts.at("count") == "3");
    BOOST_TEST(mistakes[0].facts.at("with") == "60_74");

    Street young;
    young.came(20, 0, 0);
    mistakes.clear();
    BOOST_TEST(!weigh(young.form, young.columns, {fine}, Bounds{}, mistakes).has_value());
    BOOST_TEST((codes(mistakes) ==
                std::vector{Code::weights_level_empty, Code::weights_level_empty, Code::weights_level_empty}));
    BOOST_TEST(mistakes[0].facts.at("population") == "3000");
}

/// No man is over 60 in the population: who is over 60 and of unknown gender is a woman there, and of unknown age and gender in no such level.
BOOST_AUTO_TEST_CASE(a_level_without_population_takes_no_part_of_anybody) {
    auto street = twenty_of_each();
    auto& ages = street.columns.by_question[street.age].codes;
    auto& genders = street.columns.by_question[street.gender].codes;
    for (std::size_t i = 0; i < ages.size(); ++i)
        if (ages[i] >= 2) genders.set(i, 0);
    street.came(1, 2, forms::code_refused);
    street.came(1, forms::code_no_answer, forms::code_no_answer);
    auto without_old_men = by_age_and_gender;
    without_old_men.cells.back().population = 0;
    forms::Problems mistakes, warnings;
    const auto placed = place(street.form, street.columns, {without_old_men}, mistakes, warnings);
    BOOST_TEST(placed.levels.size() == 5u);
    BOOST_TEST((placed.people.patterns[placed.people.pattern_of[63]] == std::vector<Part>{{4, 1}}));
    BOOST_TEST(placed.people.patterns[placed.people.pattern_of[64]].size() == 5u);
    const auto found = weigh(street.form, street.columns, {without_old_men}, Bounds{}, mistakes);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(mistakes.empty());
    BOOST_TEST(std::abs(found->calibration->misfit) < 1e-8);
}

BOOST_AUTO_TEST_CASE(people_without_population_are_refused) {
    const auto street = twenty_of_each();
    const auto lacking = margin({"tranche"}, {{{"15_24"}, 1000}, {{"25_59"}, 3000}, {{"60_74"}, 1300}});
    forms::Problems mistakes;
    BOOST_TEST(!weigh(street.form, street.columns, {lacking}, Bounds{}, mistakes).has_value());
    BOOST_REQUIRE(mistakes.size() == 1u);
    BOOST_TEST((mistakes[0].code == Code::weights_level_outside));
    BOOST_TEST(mistakes[0].subject == "75_plus");
    BOOST_TEST(mistakes[0].facts.at("count") == "3");
}

/// 6,000 by age; 0.5 % more by gender is brought down and said, a person more than that is refused.
BOOST_AUTO_TEST_CASE(margins_of_two_populations_are_refused) {
    const auto street = twenty_of_each();
    const auto by_gender = [](double men) { return margin({"genre"}, {{{"femme"}, 3000}, {{"homme"}, men}}); };
    forms::Problems mistakes;
    const auto close = weigh(street.form, street.columns, {by_age, by_gender(3030)}, Bounds{}, mistakes);
    BOOST_REQUIRE(close.has_value());
    BOOST_TEST((codes(close->warnings) == std::vector{Code::weights_totals_rescaled}));
    double sum = 0;
    for (const double weight : close->sample.weights) sum += weight;
    BOOST_TEST(std::abs(sum - 6000) < 1e-4);
    BOOST_TEST(!weigh(street.form, street.columns, {by_age, by_gender(3031)}, Bounds{}, mistakes).has_value());
    BOOST_TEST((codes(mistakes) == std::vector{Code::weights_totals_differ}));
    BOOST_TEST(mistakes[0].facts.at("value") == "6031");
    BOOST_TEST(mistakes[0].facts.at("expected") == "6000");
}

/// 95 young people for a tenth of the population and 5 others for the rest.
BOOST_AUTO_TEST_CASE(weights_that_would_run_away_are_refused_and_free_ones_warn) {
    Street street;
    street.came(95, 0, 0);
    street.came(5, 1, 0);
    const auto lopsided = margin({"tranche"}, {{{"15_24"}, 100}, {{"25_59"}, 900}});
    forms::Problems mistakes;
    BOOST_TEST(!weigh(street.form, street.columns, {lopsided}, Bounds{}, mistakes).has_value());
    BOOST_TEST((codes(mistakes) == std::vector{Code::weights_infeasible}));
    BOOST_TEST(mistakes[0].facts.at("low") == "20");  // percent of the base weight
    mistakes.clear();
    const auto free = weigh(street.form, street.columns, {lopsided}, std::nullopt, mistakes);
    BOOST_REQUIRE(free.has_value());
    BOOST_TEST((codes(free->warnings) == std::vector{Code::weights_effect_high}));
    // By hand: 95 of weight 100/95 and 5 of 180: (1000)^2/(95 (100/95)^2 + 5 180^2) = 6.17 of 100.
    BOOST_TEST(free->warnings[0].facts.at("left") == "6");
}

BOOST_AUTO_TEST_CASE(base_weights_of_the_questionnaire_stand_without_margins) {
    auto street = twenty_of_each();
    street.form.design.weight = street.add(forms::QuestionType::hidden, "poids");
    auto& numbers = street.columns.by_question[street.form.design.weight].numbers;
    numbers.assign(street.columns.people, 12);
    numbers[0] = 30;
    forms::Problems mistakes;
    const auto found = weigh(street.form, street.columns, {}, Bounds{}, mistakes);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->sample.weights[0] == 30);
    BOOST_TEST(!found->calibration.has_value());
    numbers[3] = 0;
    numbers[4] = std::nan("");
    BOOST_TEST(!weigh(street.form, street.columns, {}, Bounds{}, mistakes).has_value());
    BOOST_TEST((codes(mistakes) == std::vector{Code::weights_base_invalid}));
    BOOST_TEST(mistakes[0].facts.at("count") == "2");
}

BOOST_AUTO_TEST_CASE(clusters_of_two_strata_are_told_apart_and_a_lonely_one_is_refused) {
    Street street;
    street.came(4, 0, 0);
    street.form.design.stratum = street.add(forms::QuestionType::hidden, "strate");
    street.form.design.cluster = street.add(forms::QuestionType::hidden, "ilot");
    street.columns.by_question[street.form.design.stratum].texts = {"nord", "nord", "sud", "sud"};
    auto& clusters = street.columns.by_question[street.form.design.cluster].texts;
    clusters = {"1", "2", "1", "2"};
    forms::Problems mistakes;
    const auto drawn = drawn_without_weights(street.form, street.columns, mistakes);
    BOOST_REQUIRE(drawn.has_value());
    BOOST_TEST((drawn->sample.units == std::vector<std::uint32_t>{0, 1, 2, 3}));
    clusters = {"1", "2", "1", "1"};
    BOOST_TEST(!drawn_without_weights(street.form, street.columns, mistakes).has_value());
    BOOST_TEST((codes(mistakes) == std::vector{Code::weights_stratum_single}));
    BOOST_TEST(mistakes[0].subject == "sud");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(weighted_tables)

/// 80 of 100 women and 90 of 900 men say yes (T2); the town has as many women as men: (80 + 10)/2 = 45 %.
BOOST_AUTO_TEST_CASE(shares_are_weighted_and_counts_are_not) {
    const auto survey = eighty_and_ten();
    const auto half = margin({"genre"}, {{{"femme"}, 5000}, {{"homme"}, 5000}});
    forms::Problems mistakes;
    const auto weighting = weigh(survey.form, survey.columns, {half}, std::nullopt, mistakes).value();
    const Linearised sample{weighting.sample};
    auto table = survey.table("q", {"gender"});
    add_estimates(table, survey.form, survey.columns, sample, IntervalKind::wilson, true);
    const auto shown = protect(table, Audience::team, false);
    BOOST_TEST(shown.weighted());
    const auto& all = shown.everybody();
    BOOST_TEST(all.base.value() == 1000);
    BOOST_TEST(all.cells[0].count.value() == 170);
    BOOST_TEST(std::abs(all.cells[0].percent.value() - 45) < 1e-9);
    BOOST_TEST(std::abs(all.cells[0].weighted_count.value() - 4500) < 1e-5);
    const auto& women = *shown.find({0});
    BOOST_TEST(women.cells[0].count.value() == 80);
    BOOST_TEST(std::abs(women.cells[0].percent.value() - 80) < 1e-9);
    BOOST_TEST(std::abs(women.cells[0].weighted_count.value() - 4000) < 1e-5);
    // Post-stratified by hand: V = m/(m-1) Sum_g (N_g/N)^2 p_g (1-p_g)/n_g, m = 1000.
    const double variance = 1000.0 / 999 * .25 * (.8 * .2 / 100 + .1 * .9 / 900);
    BOOST_TEST(std::abs(all.cells[0].se.value() - 100 * std::sqrt(variance)) < 1e-7);
    BOOST_REQUIRE(shown.tests().size() == 1u);
    BOOST_TEST(shown.tests()[0].p < 1e-10);
    BOOST_TEST(to_json(shown, {}).find("\"weighted\":true") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_hidden_has_no_weighted_figure_and_no_test) {
    Survey survey;
    const auto gender = survey.add(forms::QuestionType::select_one, "genre", {"femme", "homme"});
    const auto question = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
    survey.people(60, {gender, question}, {0, 0});
    survey.people(3, {gender, question}, {0, 1});
    survey.people(40, {gender, question}, {1, 0});
    survey.people(40, {gender, question}, {1, 1});
    const auto half = margin({"genre"}, {{{"femme"}, 5000}, {{"homme"}, 5000}});
    forms::Problems mistakes;
    const auto weighting = weigh(survey.form, survey.columns, {half}, std::nullopt, mistakes).value();
    const Linearised sample{weighting.sample};
    auto table = survey.table("q", {"genre"});
    add_estimates(table, survey.form, survey.columns, sample, IntervalKind::wilson, true);
    BOOST_TEST(table.test_over({true, true}).has_value());
    const auto shown = protect(table, Audience::team, false);
    const auto& hidden = shown.find({0})->cells[1];
    BOOST_TEST(hidden.suppressed);
    BOOST_TEST((!hidden.percent && !hidden.weighted_count && !hidden.se && !hidden.n_effective));
    BOOST_TEST(shown.tests().empty());
}

/// The closed form for a simple sample and the general one agree.
BOOST_AUTO_TEST_CASE(the_test_of_counts_is_that_of_weights_of_one) {
    const auto survey = eighty_and_ten();
    auto counted = survey.table("q", {"genre"}), estimated = counted;
    add_test_of_counts(counted);
    const WeightedSample alike{std::vector<double>(1000, 1.0), std::vector<double>(1000, 1.0), {}, {}, {}};
    const Linearised sample{alike};
    add_estimates(estimated, survey.form, survey.columns, sample, IntervalKind::wilson, false);
    const auto simple = counted.test_over({true, true}).value(), general = estimated.test_over({true, true}).value();
    // Pearson by hand: 1000 (80*810 - 20*90)^2 / (100*900*170*830); F = X2 * 999/1000.
    const double pearson = 1000.0 * 63000 * 63000 / (100.0 * 900 * 170 * 830);
    BOOST_TEST(std::abs(simple.statistic - pearson * .999) < 1e-8);
    BOOST_TEST(std::abs(general.statistic / simple.statistic - 1) < 1e-9);
    BOOST_TEST(std::abs(general.df2 / simple.df2 - 1) < 1e-9);
    BOOST_TEST(!counted.test_over({true, false}).has_value());
    BOOST_TEST(!estimated.test_over({false, true}).has_value());
}

/// R: svychisq "F" of a simple sample of 60 people, of whom 52 answered; two cells hold nobody (interval_reference.R).
BOOST_AUTO_TEST_CASE(the_test_of_counts_takes_cells_of_nobody_as_r_does) {
    const auto test = rao_scott_of_counts({{9, 6, 0}, {12, 4, 3}, {14, 0, 4}}, 60).value();
    BOOST_TEST(std::abs(test.statistic / 2.74518008961631 - 1) < 1e-7);
    BOOST_TEST(std::abs(test.df1 / 3.94295312739648 - 1) < 1e-7);
    BOOST_TEST(std::abs(test.df2 / 201.09060949722 - 1) < 1e-7);
    BOOST_TEST(std::abs(test.p / 0.0302669420491933 - 1) < 1e-6);
}

/// Weights that were not calibrated: the units of who stands in the table count, and not those of the sample (weighting_reference.R).
BOOST_AUTO_TEST_CASE(the_test_of_weights_alone_counts_who_answered) {
    const DrawnPeople drawn;
    const WeightedSample weights{drawn.d, drawn.d, {}, {}, {}};
    std::vector<int> cell_of;
    for (std::size_t i = 0; i < DrawnPeople::count; ++i) cell_of.push_back(drawn.y[i] < 0 ? -1 : 2 * drawn.quartier[i] + drawn.y[i]);
    const auto test = rao_scott(Linearised{weights}, cell_of, 4, 2).value();
    BOOST_TEST(std::abs(test.statistic / 1.17130316518302 - 1) < 1e-7);
    BOOST_TEST(std::abs(test.df2 / 2522.57081123114 - 1) < 1e-7);
    BOOST_TEST(std::abs(test.p / 0.319186055012748 - 1) < 1e-6);
}

BOOST_AUTO_TEST_CASE(several_answers_a_person_are_shares_of_people) {
    Survey survey;
    const auto question = survey.add(forms::QuestionType::select_multiple, "q", {"a", "b"});
    auto& column = survey.column(question);
    column.words = 1;
    survey.columns.people = 4;
    column.states.assign(4, forms::State::answered);
    column.ticks = {1, 3, 2, 0};
    const WeightedSample sample{{1, 1, 1, 3}, {1, 1, 1, 3}, {}, {}, {}};
    const Linearised linearised{sample};
    auto table = survey.table("q");
    add_estimates(table, survey.form, survey.columns, linearised, IntervalKind::wilson, true);
    // "a" by two of the first three people, of weight 1 each, among 6.
    BOOST_TEST(std::abs(table.groups[0].shares[0]->percent - 100.0 / 3) < 1e-9);
    BOOST_TEST(!table.test_over);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
