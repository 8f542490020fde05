#include "analysis/estimates.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "analysis/association.hpp"
#include "analysis/change.hpp"
#include "tests/analysis/drawn_people.hpp"

namespace ecoute::analysis::test {
namespace {

/// Raked from equal base weights; raked from a stratified sample of clusters; that sample without calibration; raked
/// from its strata without clusters.
enum class Kind { simple, drawn, design_only, strata_only };
enum class Asked { q2_of_all, y_of_quartier_4, itself };

struct Reference {
    Kind kind;
    Asked asked;
    std::size_t base;
    std::int64_t df;
    struct {
        double percent, se, n_effective, deff, low, high;
    } share;
    struct {
        double low, high;
    } korn_graubard;
    struct {
        double mean, se, low, high, total, total_se;
    } number;
    struct {
        double value, low, high, se;
    } quantile[2];  ///< median, first quartile
};

/// By R's survey 4.1.1: weighting_reference.R beside this file.
const Reference references[] = {
    {Kind::simple, Asked::q2_of_all, 900, 899,
     {52.7970514098631, 1.73488857095479, 828.010082470139, 1.08573557138107, 49.38706428596, 56.1811358018173}, {49.3315269524296, 56.2426003318115},
     {5.08799900134364, 0.106433548283949, 4.87911185221846, 5.29688615046882, 122111.976032247, 2554.40515881478},
     {{5, 5, 6, 0.254763274643018}, {3, 3, 4, 0.254763274643018}}},
    {Kind::simple, Asked::y_of_quartier_4, 93, 92,
     {33.4065601098903, 5.09005337259083, 85.8654667393307, 1.07144354411177, 24.2237408104886, 44.046977992103}, {23.5882876654666, 44.4064590841045},
     {5.66837000496357, 0.311948729217184, 5.04881290227502, 6.28792710765211, 16092.0249851541, 956.812082500123},
     {{6, 5, 7, 0.503502789110956}, {4, 3, 5, 0.503502789110956}}},
    {Kind::simple, Asked::itself, 99, 98,
     {100, 0, 91.6539986699537, 0, 95.8802969320514, 100}, {96.0551304889223, 100},
     {5.51799759013968, 0.313502964251982, 4.89586116068968, 6.14013401958967, 16553.992770419, 940.508892755947},
     {{6, 5, 7, 0.503913529913587}, {3, 2, 5, 0.755870294870381}}},
    {Kind::drawn, Asked::q2_of_all, 900, 55,
     {52.6572771415939, 2.00414562532203, 620.659033050414, 1.4484603496087, 48.6366908337752, 56.6436948318871}, {48.5575866434339, 56.7304816338679},
     {5.06060355111188, 0.105730054691154, 4.84871578657119, 5.27249131565256, 121454.485226685, 2537.5213125877},
     {{5, 5, 6, 0.249495422542092}, {3, 3, 4, 0.249495422542092}}},
    {Kind::drawn, Asked::y_of_quartier_4, 93, 43,
     {34.9139903334162, 4.36527929029345, 93, 0.771480163370223, 25.7679369108864, 45.3242321374054}, {25.1740343300744, 45.6751281379311},
     {5.70217309623625, 0.305817465362527, 5.08543339945202, 6.31891279302049, 16381.7649983975, 918.8261031732},
     {{6, 5, 7, 0.49586149060471}, {4, 3, 5, 0.49586149060471}}},
    {Kind::drawn, Asked::itself, 99, 43,
     {100, 0, 85.4048028020032, 0, 95.4543832322201, 100}, {95.6373220613163, 100},
     {5.605737189995, 0.301964340867162, 4.99676805932322, 6.21470632066677, 16817.211569985, 905.893022601485},
     {{6, 5, 7, 0.49586149060471}, {4, 3, 5, 0.49586149060471}}},
    {Kind::design_only, Asked::q2_of_all, 900, 55,
     {52.5750936686353, 1.86722492521228, 715.143613850689, 1.25709016005797, 48.8291461652403, 56.2922796104059}, {48.7609929661387, 56.3669517201153},
     {5.11659363688322, 0.0982238456768564, 4.91974865135991, 5.31343862240652, 80571, 1574.96253923704},
     {{5, 5, 6, 0.249495422542092}, {3, 3, 4, 0.249495422542092}}},
    {Kind::design_only, Asked::y_of_quartier_4, 93, 43,
     {33.7628865979381, 4.22651762725393, 93, 0.734872894247992, 24.7393595358548, 44.1470630673191}, {24.1383290558087, 44.487105287971},
     {5.74291237113402, 0.297828156463533, 5.14228465128361, 6.34354009098443, 8913, 1095.28439644273},
     {{6, 5, 7, 0.49586149060471}, {4, 3, 5, 0.49586149060471}}},
    {Kind::design_only, Asked::itself, 99, 43,
     {100, 0, 93.0746435560526, 0, 95.8132832717933, 100}, {95.9895179345831, 100},
     {5.64767156862745, 0.290571342114399, 5.06167860966618, 6.23366452758872, 9217, 1086.8094672857},
     {{6, 5, 7, 0.49586149060471}, {4, 3, 5, 0.49586149060471}}},
    {Kind::strata_only, Asked::q2_of_all, 900, 895,
     {52.6572771415939, 1.79159512685325, 776.661693887352, 1.15751814087846, 49.1366089069348, 56.151717810189}, {49.0769909533849, 56.2173186744447},
     {5.06060355111188, 0.108853282997618, 4.84696612829895, 5.2742409739248, 121454.485226685, 2612.47879194283},
     {{5, 5, 6, 0.254761739690466}, {3, 3, 4, 0.254761739690466}}},
    {Kind::strata_only, Asked::y_of_quartier_4, 93, 88,
     {34.9139903334162, 5.35507415437928, 79.2421326988326, 1.1609985353329, 25.2190925785733, 46.0412346150242}, {24.5365006011038, 46.4576157498953},
     {5.70217309623625, 0.317680994376686, 5.07084887586198, 6.33349731661053, 16381.7649983975, 958.653604615264},
     {{6, 5, 7, 0.503197856385664}, {4, 3, 5, 0.503197856385664}}},
    {Kind::strata_only, Asked::itself, 99, 94,
     {100, 0, 85.4048028020032, 0, 95.5876541406775, 100}, {95.7682609705024, 100},
     {5.605737189995, 0.315070496054881, 4.98015733423749, 6.2313170457525, 16817.211569985, 945.211488164644},
     {{6, 5, 7, 0.50364552687421}, {4, 3, 5, 0.50364552687421}}},
};

struct TestReference {
    Kind kind;
    bool quartier_by_q2;  ///< else age by y
    double statistic, df1, df2, p;
};
const TestReference tests[] = {
    {Kind::simple, true, 1.95487412040229, 5.92244897361389, 5324.28162727888, 0.0694576648890125},
    {Kind::simple, false, 5.21647899638321, 1.99798931956214, 1796.19239828637, 0.0055244347952789},
    {Kind::drawn, true, 1.73771258382708, 5.41965372005543, 298.080954603049, 0.119751626843056},
    {Kind::drawn, false, 3.37418003745146, 1.79929768037584, 98.9613724206712, 0.0430849307667591},
    {Kind::design_only, true, 1.86292863800921, 5.50756769144526, 302.916223029489, 0.093364847304304},
    {Kind::design_only, false, 2.63658821187534, 1.72076211811126, 94.641916496119, 0.0848209996293907},
    {Kind::strata_only, true, 1.70615163095564, 5.93082102591451, 5308.08481819349, 0.116188074025294},
    {Kind::strata_only, false, 3.89322865630065, 1.9985980072675, 1788.74521650442, 0.0205773392111894},
};

const DrawnPeople& drawn() {
    static const DrawnPeople people;
    return people;
}

WeightedSample sample_of(Kind kind) {
    const auto& people = drawn();
    if (kind == Kind::design_only) return {people.d, people.d, {}, people.stratum, people.cluster};
    if (kind == Kind::simple) return people.raked(DrawnPeople::equal(), false, false);
    return people.raked(people.d, true, kind == Kind::drawn);
}

struct Group {
    std::vector<std::uint32_t> who;
    std::vector<std::uint8_t> yes;
    std::vector<double> number;
};

Group group_of(Asked asked) {
    const auto& people = drawn();
    Group group;
    for (std::uint32_t i = 0; i < DrawnPeople::count; ++i) {
        if (asked != Asked::q2_of_all && people.quartier[i] != 3) continue;
        if (asked == Asked::y_of_quartier_4 && people.y[i] < 0) continue;
        group.who.push_back(i);
        group.yes.push_back(asked == Asked::q2_of_all         ? people.q2[i] == 0
                            : asked == Asked::y_of_quartier_4 ? people.y[i] == 1
                                                              : 1);
        group.number.push_back(people.number[i]);
    }
    return group;
}

/// Tolerances: STATISTICS of R against ours, standard errors 1e-7 relative, intervals 1e-7, shares 1e-9.
void near(double ours, double theirs, double tolerance) {
    BOOST_TEST(std::abs(ours - theirs) <= tolerance, ours << " against " << theirs);
}
void about(double ours, double theirs, double relative) { near(ours, theirs, relative * std::abs(theirs)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(weighted_estimates)

BOOST_AUTO_TEST_CASE(shares_agree_with_r_survey) {
    for (const auto& each : references) BOOST_TEST_CONTEXT(int(each.kind) << " " << int(each.asked)) {
            const auto sample = sample_of(each.kind);
            const Linearised linearised{sample};
            const auto group = group_of(each.asked);
            const Answered answered{linearised, group.who};
            BOOST_TEST(group.who.size() == each.base);
            BOOST_TEST(answered.degrees_of_freedom == each.df);
            const auto share = weighted_share(linearised, answered, group.yes, IntervalKind::wilson).value();
            about(share.percent, each.share.percent, 1e-9);
            about(share.se.value(), each.share.se, 1e-7);
            about(share.n_effective.value(), each.share.n_effective, 1e-7);
            BOOST_TEST(share.deff.has_value() == (each.asked != Asked::itself));
            if (share.deff) about(*share.deff, each.share.deff, 1e-7);
            near(share.low.value(), each.share.low, 1e-7);
            near(share.high.value(), each.share.high, 1e-7);
            const auto wide = weighted_share(linearised, answered, group.yes, IntervalKind::korn_graubard).value();
            near(wide.low.value(), each.korn_graubard.low, 1e-6);
            near(wide.high.value(), each.korn_graubard.high, 1e-6);
        }
}

BOOST_AUTO_TEST_CASE(means_totals_and_quantiles_agree_with_r_survey) {
    for (const auto& each : references) BOOST_TEST_CONTEXT(int(each.kind) << " " << int(each.asked)) {
            const auto sample = sample_of(each.kind);
            const Linearised linearised{sample};
            const auto group = group_of(each.asked);
            const Answered answered{linearised, group.who};
            const auto mean = weighted_mean(linearised, answered, group.number).value();
            about(mean.value, each.number.mean, 1e-9);
            about(mean.se.value(), each.number.se, 1e-7);
            near(mean.low.value(), each.number.low, 1e-7);
            near(mean.high.value(), each.number.high, 1e-7);
            const auto total = weighted_total(linearised, answered, group.number).value();
            about(total.value, each.number.total, 1e-9);
            about(total.se.value(), each.number.total_se, 1e-7);
            for (int i = 0; i < 2; ++i) {
                const auto quantile =
                    weighted_quantile(linearised, answered, group.number, i == 0 ? .5 : .25).value();
                BOOST_TEST(quantile.value == each.quantile[i].value);
                BOOST_TEST(quantile.low.value() == each.quantile[i].low);
                BOOST_TEST(quantile.high.value() == each.quantile[i].high);
                about(quantile.se.value(), each.quantile[i].se, 1e-7);
            }
        }
}

BOOST_AUTO_TEST_CASE(tests_of_rao_and_scott_agree_with_r_survey) {
    const auto& people = drawn();
    for (const auto& each : tests) BOOST_TEST_CONTEXT(int(each.kind) << " " << each.quartier_by_q2) {
            const auto sample = sample_of(each.kind);
            const Linearised linearised{sample};
            std::vector<int> cell_of;
            for (std::size_t i = 0; i < DrawnPeople::count; ++i)
                cell_of.push_back(each.quartier_by_q2 ? people.quartier[i] * 3 + people.q2[i]
                                  : people.y[i] < 0   ? -1
                                                      : people.age[i] * 2 + people.y[i]);
            const auto test = rao_scott(linearised, cell_of, each.quartier_by_q2 ? 4 : 3, each.quartier_by_q2 ? 3 : 2);
            BOOST_REQUIRE(test.has_value());
            about(test->statistic, each.statistic, 1e-7);
            about(test->df1, each.df1, 1e-7);
            about(test->df2, each.df2, 1e-7);
            about(test->p, each.p, 1e-6);
        }
}

/// A row and a column of nobody change nothing; one column alone can't be tested.
BOOST_AUTO_TEST_CASE(empty_rows_are_dropped_and_a_single_column_is_not_tested) {
    const auto& people = drawn();
    const auto sample = sample_of(Kind::drawn);
    const Linearised linearised{sample};
    std::vector<int> plain, padded, single;
    for (std::size_t i = 0; i < DrawnPeople::count; ++i) {
        plain.push_back(people.quartier[i] * 3 + people.q2[i]);
        padded.push_back((people.quartier[i] + 1) * 5 + people.q2[i] + 1);
        single.push_back(people.quartier[i]);
    }
    const auto expected = rao_scott(linearised, plain, 4, 3).value(), found = rao_scott(linearised, padded, 6, 5).value();
    about(found.statistic, expected.statistic, 1e-12);
    about(found.df1, expected.df1, 1e-12);
    BOOST_TEST(!rao_scott(linearised, single, 4, 1).has_value());
}

/// The size of each quartier is what the sample was calibrated to: it is certain.
BOOST_AUTO_TEST_CASE(what_the_margins_fix_is_certain) {
    const auto sample = sample_of(Kind::drawn);
    const Linearised linearised{sample};
    const auto group = group_of(Asked::itself);
    const Answered answered{linearised, group.who};
    const auto total = weighted_total(linearised, answered, std::vector<double>(group.who.size(), 1)).value();
    about(total.value, 3000, 1e-9);
    BOOST_TEST(total.se.value() < 1e-4);
}

BOOST_AUTO_TEST_CASE(equal_weights_without_margins_are_a_simple_sample) {
    WeightedSample sample{std::vector<double>(200, 1.0), std::vector<double>(200, 1.0), {}, {}, {}};
    const Linearised linearised{sample};
    std::vector<std::uint32_t> who;
    for (std::uint32_t i = 0; i < 12; ++i) who.push_back(i);
    const std::vector<std::uint8_t> yes{1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const auto ours = weighted_share(linearised, Answered{linearised, who}, yes, IntervalKind::wilson).value();
    const auto plain = share_of(3, 12, 200).value();
    about(ours.se.value(), plain.se.value(), 1e-12);
    about(ours.low.value(), plain.low.value(), 1e-12);
    about(ours.n_effective.value(), plain.n_effective.value(), 1e-12);
}

BOOST_AUTO_TEST_CASE(one_person_has_a_share_and_no_interval) {
    WeightedSample sample{{2, 1, 1}, {2, 1, 1}, {}, {}, {}};
    const Linearised linearised{sample};
    const std::vector<std::uint32_t> who{0};
    const auto share =
        weighted_share(linearised, Answered{linearised, who}, std::vector<std::uint8_t>{1}, IntervalKind::wilson);
    BOOST_TEST(share->percent == 100);
    BOOST_TEST((!share->low && !share->se));
    BOOST_TEST(!weighted_share(linearised, Answered{linearised, std::vector<Alike>{}}, {}, IntervalKind::wilson).has_value());
}

BOOST_AUTO_TEST_CASE(a_stratum_of_one_unit_is_found) {
    WeightedSample sample{{1, 1, 1, 1}, {1, 1, 1, 1}, {}, {0, 0, 1, 1}, {0, 1, 2, 2}};
    BOOST_TEST(lonely_stratum(sample).value() == 1u);
    sample.units = {0, 1, 2, 3};
    BOOST_TEST(!lonely_stratum(sample).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(changes)

/// 30 % (se 4) then 42 % (se 3) of separate samples: se = 5; t(100) = 1.98397151852355 and p of t = 2.4 by R's qt and pt.
BOOST_AUTO_TEST_CASE(a_change_between_separate_samples) {
    const auto change = change_between({30, 4, 60}, {42, 3, 40}).value();
    near(change.difference, 12, 1e-12);
    near(change.se, 5, 1e-12);
    near(change.low, 12 - 5 * 1.983971519, 1e-7);
    near(change.high, 12 + 5 * 1.983971519, 1e-7);
    about(change.p, 0.0182455383877162, 1e-6);
    near(change_between({30, 4, 60}, {42, 3, 40}, 4.5).value().se, 4, 1e-12);
    BOOST_TEST(!change_between({30, 0, 60}, {42, 0, 40}).has_value());
}

/// R: p.adjust(c(.01, .04, .03, .005, .2), "holm") and "BH".
BOOST_AUTO_TEST_CASE(families_of_comparisons_are_adjusted) {
    const std::vector<double> p{.01, .04, .03, .005, .2}, by_holm{.04, .09, .09, .025, .2},
        by_bh{.025, .05, .05, .025, .2};
    const auto strict = holm(p), loose = benjamini_hochberg(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
        near(strict[i], by_holm[i], 1e-12);
        near(loose[i], by_bh[i], 1e-12);
    }
    BOOST_TEST(holm({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
