// How far groups are from a reference, from what tables show (STATISTICS.md A11; figures of R: weighting_reference.R).
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "analysis/chart.hpp"
#include "analysis/filter.hpp"
#include "analysis/gaps.hpp"
#include "analysis/shown_test.hpp"
#include "analysis/weighted.hpp"
#include "headed_survey.hpp"
#include "tests/analysis/drawn_people.hpp"

namespace ecoute::analysis::test {
namespace {

void about(double ours, double theirs, double relative) {
    BOOST_TEST(std::abs(ours - theirs) <= relative * std::abs(theirs), ours << " against " << theirs);
}

/// The 900 people of R's script; quartier 4 is a QPV, the others are not.
struct FourQuartiers : Survey {
    DrawnPeople drawn;
    FourQuartiers() {
        const auto quartier = add(forms::QuestionType::select_one, "quartier", {"un", "deux", "trois", "quatre"});
        const auto q2 = add(forms::QuestionType::select_one, "q2", {"oui", "non", "peut-etre"});
        form.breakdowns.quartier = quartier;
        for (std::size_t i = 0; i < 4; ++i) form.lists[0].choices[i].columns["kind"] = i == 3 ? "QPV" : "commune";
        for (std::size_t i = 0; i < DrawnPeople::count; ++i)
            people(1, {quartier, q2}, {std::uint16_t(drawn.quartier[i]), std::uint16_t(drawn.q2[i])});
    }
    /// Quartiers 1 to 3.
    Mask others() const {
        Mask mask(columns.people);
        for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = drawn.quartier[i] != 3;
        return mask;
    }
    ProtectedTable shown(const std::vector<std::string>& by, const Mask& mask = {}, const Linearised* sample = nullptr) const {
        auto table = crosstab(form, columns, {"q2", by}, mask).value();
        if (sample) add_estimates(table, form, columns, *sample, IntervalKind::wilson, true, mask);
        return protect(std::move(table), Audience::exact, false);
    }
    const Change& of_quartier_4(const ProtectedTable& table) const { return table.find({3})->gaps.at(0).change.value(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(gaps_to_a_reference, FourQuartiers)

/// R: svytotal of the joint linearised variable of both shares.
BOOST_AUTO_TEST_CASE(of_a_simple_sample_have_the_joint_standard_error) {
    auto to_all = shown({"quartier"});
    add_gaps(to_all, shown({}), GapReference::all);
    about(of_quartier_4(to_all).difference, -5.19191919191919, 1e-9);
    about(of_quartier_4(to_all).se, 4.73725015580137, 1e-7);

    auto to_rest = shown({"quartier"});
    add_gaps(to_rest, shown({}, others()), GapReference::rest);
    about(of_quartier_4(to_rest).difference, -5.83361706957212, 1e-9);
    about(of_quartier_4(to_rest).se, 5.32231347234181, 1e-7);
    BOOST_TEST(of_quartier_4(to_rest).degrees_of_freedom == 899);  // 900 people, each a unit of one stratum
}

/// By the joint linearisation, and what stands in its place without it: the covariance of a part with its whole as f V, and
/// quartiers as if they shared no cluster. That is within 3 % of R when people are units, up to 9 % too wide here, where each
/// cluster has people of all quartiers.
BOOST_AUTO_TEST_CASE(of_weighted_samples_have_the_joint_standard_error) {
    struct Case {
        WeightedSample sample;
        double to_all, se_to_all, to_rest, se_to_rest;
        double too_wide;
    };
    const Case cases[] = {
        {drawn.raked(DrawnPeople::equal(), false, false), -6.50987694288718, 4.81035473817468, -7.43985936329963, 5.49754827219962, .03},
        {drawn.raked(drawn.d, true, true), -6.68981803783839, 4.93745258154794, -7.64550632895816, 5.6428029503405, .09}};
    for (const auto& each : cases) {
        const Linearised sample{each.sample};
        auto to_all = shown({"quartier"}, {}, &sample);
        add_gaps(to_all, shown({}, {}, &sample), GapReference::all);
        about(of_quartier_4(to_all).difference, each.to_all, 1e-9);
        about(of_quartier_4(to_all).se, each.se_to_all, each.too_wide);
        const auto counted = crosstab(form, columns, {"q2", {"quartier"}}).value();
        add_gaps(to_all, shown({}, {}, &sample), GapReference::all, joint_estimates(counted, form, columns, sample, {}, {}));
        about(of_quartier_4(to_all).se, each.se_to_all, 1e-7);
        auto to_rest = shown({"quartier"}, {}, &sample);
        add_gaps(to_rest, shown({}, others(), &sample), GapReference::rest);
        about(of_quartier_4(to_rest).difference, each.to_rest, 1e-9);
        about(of_quartier_4(to_rest).se, each.se_to_rest, each.too_wide);
        add_gaps(to_rest, shown({}, others(), &sample), GapReference::rest, joint_estimates(counted, form, columns, sample, {}, others()));
        about(of_quartier_4(to_rest).se, each.se_to_rest, 1e-7);
        BOOST_TEST(of_quartier_4(to_rest).degrees_of_freedom == static_cast<double>(sample.degrees_of_freedom()));
    }
}

/// People of quartier 1 live in every cluster: it shares all 55 degrees of freedom with everybody.
BOOST_AUTO_TEST_CASE(of_a_group_in_every_cluster_have_the_degrees_of_freedom_of_the_sample) {
    const auto drawn_sample = drawn.raked(drawn.d, true, true);
    const Linearised sample{drawn_sample};
    auto table = shown({"quartier"}, {}, &sample);
    const auto counted = crosstab(form, columns, {"q2", {"quartier"}}).value();
    add_gaps(table, shown({}, {}, &sample), GapReference::all, joint_estimates(counted, form, columns, sample, {}, {}));
    const auto& gap = table.find({0})->gaps.at(0);
    BOOST_REQUIRE(gap.change.has_value());
    about(gap.change->difference, -3.69579689800159, 1e-9);
    about(gap.change->se, 2.59025273321367, 1e-7);
    BOOST_TEST(gap.change->degrees_of_freedom == 55);
    BOOST_TEST(std::abs(gap.change->low - -8.8867793753989) < 1e-7);
    BOOST_TEST(std::abs(gap.change->high - 1.49518557939572) < 1e-7);
    about(gap.change->p, 0.159287347693226, 1e-6);
}

BOOST_AUTO_TEST_CASE(are_of_groups_and_not_of_totals_with_holm_over_the_groups) {
    auto table = shown({"quartier"});
    add_gaps(table, shown({}), GapReference::all);
    BOOST_TEST(table.gap_reference() == "all");
    BOOST_TEST(table.everybody().gaps.empty());
    std::vector<double> p, strict;
    for (int quartier = 0; quartier < 4; ++quartier) {
        const auto& gap = table.find({quartier})->gaps.at(1);
        p.push_back(gap.change->p);
        strict.push_back(gap.p_holm.value());
    }
    BOOST_TEST((strict == holm(p)));
}

BOOST_AUTO_TEST_CASE(of_a_quartier_that_is_the_whole_reference_do_not_exist) {
    auto table = shown({"quartier"});
    Mask quartier_4(columns.people);
    for (std::size_t i = 0; i < quartier_4.size(); ++i) quartier_4[i] = drawn.quartier[i] == 3;
    add_gaps(table, shown({}, quartier_4), GapReference::qpv);
    BOOST_TEST(table.find({3})->gaps.empty());
    BOOST_TEST(table.find({0})->gaps.at(0).change.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(gaps_of_protected_tables)

BOOST_AUTO_TEST_CASE(to_the_rest_of_the_town_leave_the_watched_quartiers_out_of_it) {
    using Names = std::vector<std::string>;
    BOOST_TEST((kinds_in(GapReference::rest, {"QPV", "QVA", "outside"}) == Names{"outside"}));
    BOOST_TEST((kinds_in(GapReference::rest, {"QPV", "QVA", "commune"}) == Names{"QVA", "commune"}));  // nobody was asked outside
    BOOST_TEST((kinds_in(GapReference::qpv, {"QPV", "QVA", "outside"}) == Names{"QPV"}));
    BOOST_TEST(kinds_in(GapReference::qpv, {"QVA", "outside"}).empty());
}

/// 40, 35, 25, 6 and 8 people in five quartiers: the last two are hidden, the third is too small to be compared.
BOOST_AUTO_TEST_CASE(stand_only_where_both_figures_stand) {
    Survey survey;
    const auto quartier = survey.add(forms::QuestionType::select_one, "quartier", {"un", "deux", "trois", "quatre", "cinq"});
    const auto q = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
    survey.form.breakdowns.quartier = quartier;
    const std::uint16_t sizes[][2] = {{20, 20}, {20, 15}, {12, 13}, {3, 3}, {4, 4}};
    for (std::uint16_t place = 0; place < 5; ++place)
        for (std::uint16_t answer = 0; answer < 2; ++answer) survey.people(sizes[place][answer], {quartier, q}, {place, answer});
    auto table = protect(survey.table("q", {"quartier"}), Audience::team, false);
    add_gaps(table, protect(survey.table("q"), Audience::team, false), GapReference::all);
    BOOST_TEST(table.find({0})->gaps.at(0).change.has_value());
    BOOST_TEST(table.find({2})->gaps.at(0).too_few);
    BOOST_TEST(!table.find({2})->gaps.at(0).change);
    BOOST_TEST(table.find({3})->suppressed);
    BOOST_TEST(table.find({3})->gaps.empty());
}

/// The mark of STATISTICS.md A8: fewer than 30 answers, or more than 15 points to a side. Of 30 answers half and half Wilson's
/// interval is 33 to 67 (17 points).
BOOST_AUTO_TEST_CASE(and_shares_of_few_answers_are_marked_as_fragile) {
    ProtectedGroup group;
    Cell cell;
    cell.percent = 50;
    cell.low = 40;
    cell.high = 60;
    group.base = 29;
    BOOST_TEST(is_fragile(group, cell));
    group.base = 30;
    BOOST_TEST(!is_fragile(group, cell));
    cell.low = 33;
    cell.high = 67;
    BOOST_TEST(is_fragile(group, cell));
    cell.suppressed = true;
    BOOST_TEST(!is_fragile(group, cell));
}

/// 100 people by gender, moved counts: men against everybody, 50 % and 30 % in truth, half of each. The true gap is half of 20 points.
/// What is the noise's is no covariance: with f V_p for f S_p these intervals held it 89 times in 100. Standard error of 600 towns: 0.9 points.
BOOST_AUTO_TEST_CASE(hold_the_truth_nineteen_times_out_of_twenty_where_counts_are_moved) {
    std::mt19937 chance{20260518};
    std::uniform_real_distribution<double> draw{0, 1};
    int held = 0, told = 0;
    double width = 0;
    for (int town = 0; town < 600; ++town) {
        Survey survey;
        const auto gender = survey.add(forms::QuestionType::select_one, "genre", {"homme", "femme"});
        const auto q = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
        survey.form.breakdowns.gender = gender;
        for (int person = 0; person < 100; ++person) {
            const std::uint16_t who = draw(chance) < .5 ? 0 : 1;
            survey.people(1, {gender, q}, {who, std::uint16_t(draw(chance) < (who == 0 ? .5 : .3) ? 0 : 1)});
            survey.columns.record_keys.push_back(static_cast<std::uint32_t>(chance()));
        }
        auto table = protect(survey.table("q", {"genre"}), Audience::team, false);
        BOOST_REQUIRE(table.perturbed());
        add_gaps(table, protect(survey.table("q"), Audience::team, false), GapReference::all);
        const auto& gap = table.find({0})->gaps.at(0);
        if (!gap.change) continue;
        ++told;
        held += gap.change->low <= 10 && 10 <= gap.change->high;
        width += gap.change->high - gap.change->low;
    }
    const double cover = static_cast<double>(held) / told;
    BOOST_TEST_MESSAGE(held << " of " << told << ", width " << width / told);
    BOOST_TEST(told > 570);
    BOOST_TEST(cover > .93);
    BOOST_TEST(cover < .985);
}

/// 40 of 200 and 60 of 200 people: by hand, V_p = .2 x .8/200, V_r = .25 x .75/400 (x 400/399), f = 1/2; the noise adds 3 (1 + p^2)/n^2 to both,
/// and nothing to what they share.
BOOST_AUTO_TEST_CASE(share_the_sample_with_their_reference_and_not_the_noise) {
    Survey survey;
    const auto gender = survey.add(forms::QuestionType::select_one, "genre", {"homme", "femme"});
    const auto q = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
    survey.form.breakdowns.gender = gender;
    const std::uint16_t sizes[][2] = {{40, 160}, {60, 140}};
    for (std::uint16_t who = 0; who < 2; ++who)
        for (std::uint16_t answer = 0; answer < 2; ++answer) survey.people(sizes[who][answer], {gender, q}, {who, answer});
    survey.columns.record_keys.assign(400, 0);
    survey.columns.record_keys[0] = 1u << 31;  // the middle: counts with this man in them stay what they are
    auto table = protect(survey.table("q", {"genre"}), Audience::team, false);
    add_gaps(table, protect(survey.table("q"), Audience::team, false), GapReference::all);
    const auto& group = *table.find({0});
    BOOST_REQUIRE(group.cells[0].percent == 20.0);
    BOOST_REQUIRE(table.everybody().cells[0].percent == 25.0);
    const double sampled = 400. / 399 * .2 * .8 / 200, whole = 400. / 399 * .25 * .75 / 400;
    const double noise = 3 * (1 + .04) / 40000, noise_of_whole = 3 * (1 + .0625) / 160000;
    about(group.gaps.at(0).change->se, 100 * std::sqrt(sampled + noise + whole + noise_of_whole - 2 * .5 * sampled), .02);  // two digits
}

/// Twelve quartiers of 60 people: one stands 13 points off, which alone would be more than chance and among twelve is not; another 40.
BOOST_AUTO_TEST_CASE(are_drawn_full_where_the_table_prints_them_bold) {
    Survey survey;
    std::vector<std::string> names;
    for (int i = 0; i < 12; ++i) names.push_back("q" + std::to_string(i));
    const auto quartier = survey.add(forms::QuestionType::select_one, "quartier", names);
    const auto q = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
    survey.form.breakdowns.quartier = quartier;
    for (std::uint16_t place = 0; place < 12; ++place) {
        const std::uint16_t yes = place == 0 ? 41 : place == 1 ? 54 : 30;
        survey.people(yes, {quartier, q}, {place, 0});
        survey.people(60u - yes, {quartier, q}, {place, 1});
    }
    auto table = protect(survey.table("q", {"quartier"}), Audience::exact, false);
    add_gaps(table, protect(survey.table("q"), Audience::exact, false), GapReference::all);
    const auto& alone = table.find({0})->gaps.at(0);
    BOOST_TEST(alone.change->p < .05);
    BOOST_TEST(alone.change->low > 0);
    BOOST_TEST(alone.p_holm.value() > .05);
    const auto chart = gap_chart_of(table, heading(), 0);
    BOOST_REQUIRE(chart.bars.size() == 12u);
    BOOST_TEST(!chart.bars[0].firm);
    BOOST_TEST(chart.bars[1].firm);
    for (std::size_t i = 0; i < 12; ++i) BOOST_TEST(chart.bars[i].firm == is_firm(table.find({static_cast<int>(i)})->gaps.at(0)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(tests_of_what_is_shown)

BOOST_AUTO_TEST_CASE(are_those_of_the_counts_when_nothing_is_moved) {
    const auto survey = eighty_and_ten();
    auto counted = survey.table("q", {"genre"});
    add_test_of_counts(counted);
    const auto of_counts = counted.test_over({true, true}).value();
    const auto table = protect(survey.table("q", {"genre"}), Audience::exact, false);
    const auto of_shown = test_of_shown(table.groups(), false).value();
    about(of_shown.statistic, of_counts.statistic, 1e-9);
    // 100 (.63^2) + 900 (.07^2) = 44.1, over .17 and .83: 44.1 (1/.17 + 1/.83) = 312.5443; x 999/1000
    about(of_shown.statistic, 44.1 * (1 / .17 + 1 / .83) * .999, 1e-9);
    BOOST_TEST(of_shown.df1 == 1);
    BOOST_TEST(of_shown.df2 == 998);  // 99 and 899 degrees of freedom
}

/// Twice a hundred people, of whom 10 and 30 stand in two classes, 20 and 20 of the other hundred; 60 of each hundred in none.
/// Pooled shares .15 and .25: X2 = 200 (.05^2) / .15 + 200 (.05^2) / .25 = 16/3, and E = (.85 + .75) 200/199 (1/2 + 1/2).
BOOST_AUTO_TEST_CASE(know_who_stands_in_no_class) {
    Survey survey;
    const auto place = survey.add(forms::QuestionType::select_one, "ou", {"a", "b"});
    const auto number = survey.add(forms::QuestionType::integer, "n");
    survey.form.questions[number].bands = {1, 2};
    const auto come = [&](std::uint16_t where, double told, std::size_t times) {
        survey.people(times, {place}, {where});
        survey.column(number).numbers.insert(survey.column(number).numbers.end(), times, told);
        survey.column(number).states.insert(survey.column(number).states.end(), times, forms::State::answered);
    };
    come(0, 0, 60), come(0, 1, 10), come(0, 2, 30);
    come(1, 0, 60), come(1, 1, 20), come(1, 2, 20);
    const auto table = protect(survey.table("n", {"ou"}), Audience::exact, false);
    const auto test = test_of_shown(table.groups(), false).value();
    about(test.statistic, 16.0 / 3 / (1.6 * 200 / 199), 1e-9);
    about(test.df1, 1.6 * 1.6 / (1 + .6 * .6), 1e-9);  // (columns - 1 + .6)^2 / (columns - 1 + .6^2)
    about(test.df2, 198 * test.df1, 1e-9);
}

/// R: prop.test(c(36, 20, 22), c(40, 40, 40), correct = FALSE): X2 = 16.7032967; over 2 x 120/119.
BOOST_AUTO_TEST_CASE(may_be_of_one_answer_also_where_people_give_several) {
    Survey survey;
    const auto place = survey.add(forms::QuestionType::select_one, "ou", {"a", "b", "c"});
    const auto multiple = survey.add(forms::QuestionType::select_multiple, "m", {"velo", "bus"});
    survey.column(multiple).words = 1;
    const auto come = [&](std::uint16_t where, std::uint64_t ticks, std::size_t times) {
        survey.people(times, {place}, {where});
        survey.column(multiple).ticks.insert(survey.column(multiple).ticks.end(), times, ticks);
        survey.column(multiple).states.insert(survey.column(multiple).states.end(), times, forms::State::answered);
    };
    come(0, 1, 36), come(0, 2, 4);
    come(1, 1, 20), come(1, 2, 20);
    come(2, 3, 22), come(2, 2, 18);
    const auto table = protect(survey.table("m", {"ou"}), Audience::exact, false);
    const auto test = test_of_answer(table.groups(), 0, false).value();
    about(test.statistic, 8.28205128205128, 1e-9);
    about(test.df1, 2, 1e-9);
    about(test.df2, 2 * 117, 1e-9);
    about(test.p, 0.000334772455525334, 1e-6);
    BOOST_TEST(!test_of_answer(table.groups(), 2, false).has_value());
}

/// R: oneway.test of (1 2 2 3 4 4 5 6 7 9), (3 5 6 6 7 8 8 9 10 12), (2 2 3 3 3 4 4 4 5 5), variances not equal.
BOOST_AUTO_TEST_CASE(may_be_of_means) {
    std::vector<ProtectedGroup> groups(4);
    const double means[] = {4.3, 7.4, 3.5}, errors[] = {0.789514618821801, 0.819213715162967, 0.341565025531987};
    for (int i = 0; i < 3; ++i) {
        auto& group = groups[static_cast<std::size_t>(i)];
        group.key = {i};
        group.mean = means[i], group.mean_se = errors[i], group.mean_df = 9;
    }
    groups[3].key = {all_of_them};
    groups[3].mean = 5;
    const auto test = test_of_means(groups, false).value();
    about(test.statistic, 9.281861496226, 1e-9);
    about(test.df1, 2, 1e-9);
    about(test.df2, 15.2372780283003, 1e-9);
    about(test.p, 0.00231090448154949, 1e-6);
    BOOST_TEST(test_of_means(groups, true)->statistic < test.statistic);  // a twelfth of 0.1 squared more in each variance
    groups[2].mean_se = 0;
    BOOST_TEST(!test_of_means(groups, false).has_value());
}

/// Twelve groups of a hundred that answer alike, 60 of them in no class, counts moved: 2.2 standard deviations above 5 % of 500 are 7.2 %.
BOOST_AUTO_TEST_CASE(raise_no_more_false_alarms_where_most_stand_in_no_class) {
    std::mt19937 chance{20260518};
    std::size_t alarms = 0, tests = 0;
    for (int town = 0; town < 500; ++town) {
        Survey survey;
        std::vector<std::string> places;
        for (int i = 0; i < 12; ++i) places.push_back("q" + std::to_string(i));
        const auto quartier = survey.add(forms::QuestionType::select_one, "quartier", places);
        const auto number = survey.add(forms::QuestionType::integer, "n");
        survey.form.questions[number].bands = {1, 2};
        for (int person = 0; person < 1200; ++person) {
            survey.people(1, {quartier}, {std::uint16_t(person % 12)});
            const auto draw = chance() % 10;
            survey.column(number).numbers.push_back(draw < 6 ? 0 : draw < 8 ? 1 : 2);
            survey.column(number).states.push_back(forms::State::answered);
            survey.columns.record_keys.push_back(static_cast<std::uint32_t>(chance()));
        }
        auto counted = survey.table("n", {"quartier"});
        add_test_of_counts(counted);
        const auto table = protect(std::move(counted), Audience::team, false);
        if (table.tests().empty()) continue;
        ++tests;
        alarms += table.tests().front().p < 0.05;
    }
    BOOST_TEST(tests == 500u);
    BOOST_TEST(alarms <= 36u, alarms << " of 500");
    BOOST_TEST(alarms >= 10u, alarms << " of 500");
}

/// Groups that answer alike, counts moved: 5 % of tests may say that they differ. 500 towns; 2.2 standard deviations above
/// 5 % are 7.2 %.
BOOST_AUTO_TEST_CASE(raise_no_more_false_alarms_than_they_say) {
    std::mt19937 chance{20260517};
    std::size_t alarms = 0, tests = 0;
    for (int town = 0; town < 500; ++town) {
        Survey survey;
        const auto quartier = survey.add(forms::QuestionType::select_one, "quartier", {"a", "b", "c", "d", "e"});
        const auto q = survey.add(forms::QuestionType::select_one, "q", {"oui", "non", "parfois"});
        for (int person = 0; person < 400; ++person) {
            const auto draw = chance() % 10;
            survey.people(1, {quartier, q}, {std::uint16_t(chance() % 5), std::uint16_t(draw < 4 ? 0 : draw < 7 ? 1 : 2)});
            survey.columns.record_keys.push_back(static_cast<std::uint32_t>(chance()));
        }
        auto counted = survey.table("q", {"quartier"});
        add_test_of_counts(counted);
        const auto table = protect(std::move(counted), Audience::team, false);
        BOOST_REQUIRE(table.perturbed());
        if (table.tests().empty()) continue;
        ++tests;
        alarms += table.tests()[0].p < .05;
    }
    BOOST_TEST_MESSAGE(alarms << " alarms in " << tests);
    BOOST_TEST(tests == 500u);
    BOOST_TEST(static_cast<double>(alarms) / static_cast<double>(tests) < .072);
    BOOST_TEST(alarms > 5u);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
