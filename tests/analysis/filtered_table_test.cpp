// A filter keeps everybody in the design: figures against R's subset() of a survey design (weighting_reference.R).
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "analysis/filter.hpp"
#include "analysis/weighted.hpp"
#include "survey.hpp"
#include "tests/analysis/drawn_people.hpp"

namespace ecoute::analysis::test {
namespace {

struct StillClock final : forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return std::chrono::sys_days{std::chrono::year{2026} / 5 / 17}; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return {}; }
};

/// The 900 people as columns of a form.
struct DrawnSurvey : Survey {
    DrawnPeople drawn;
    StillClock clock;
    DrawnSurvey() {
        const auto quartier = add(forms::QuestionType::select_one, "quartier", {"un", "deux", "trois", "quatre"});
        const auto gender = add(forms::QuestionType::select_one, "genre", {"femme", "homme", "autre"});
        const auto q2 = add(forms::QuestionType::select_one, "q2", {"oui", "non", "peut-etre"});
        form.breakdowns.quartier = quartier;
        form.breakdowns.gender = gender;
        for (std::size_t i = 0; i < DrawnPeople::count; ++i)
            people(1, {quartier, gender, q2}, {std::uint16_t(drawn.quartier[i]), std::uint16_t(drawn.gender[i]), std::uint16_t(drawn.q2[i])});
    }
    Mask women() const { return mask_of(form, columns, "${genre} = 'femme'", clock, true).value(); }
};

void about(double ours, double theirs, double relative) {
    BOOST_TEST(std::abs(ours - theirs) <= relative * std::abs(theirs), ours << " against " << theirs);
}

struct Expected {
    std::int64_t base;
    double percent, se, n_effective, low, high;
};

void check(const Group& group, const ShareEstimate& share, const Expected& expected) {
    BOOST_TEST(group.base == expected.base);
    about(share.percent, expected.percent, 1e-9);
    about(share.se.value(), expected.se, 1e-7);
    about(share.n_effective.value(), expected.n_effective, 1e-7);
    about(share.low.value(), expected.low, 1e-7);
    about(share.high.value(), expected.high, 1e-7);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_filtered_table, DrawnSurvey)

BOOST_AUTO_TEST_CASE(counts_the_people_of_the_filter_and_knows_the_whole_sample) {
    const auto mask = women();
    const auto table = crosstab(form, columns, {"q2", {"quartier"}}, mask).value();
    BOOST_TEST(table.people == 581);
    BOOST_TEST(table.sample == 900);
    BOOST_TEST(table.groups.back().base == 581);
    BOOST_TEST(table.groups.back().not_asked == 0);
    BOOST_TEST(group(table, {3}).base == 62);
    std::int64_t everybody = 0;
    for (const auto& condition : {"${genre} = 'femme'", "${genre} = 'homme'", "${genre} = 'autre'"}) {
        const auto part = mask_of(form, columns, condition, clock, true).value();
        everybody += crosstab(form, columns, {"q2", {"quartier"}}, part).value().groups.back().counts[0];
    }
    BOOST_TEST(everybody == crosstab(form, columns, {"q2", {"quartier"}}).value().groups.back().counts[0]);
}

BOOST_AUTO_TEST_CASE(of_a_simple_sample_has_the_standard_errors_of_r) {
    const auto table = crosstab(form, columns, {"q2", {"quartier"}}, women()).value();
    const auto all = share_of(table.groups.back().counts[0], 581, table.sample).value();
    check(table.groups.back(), all, {581, 51.8072289156626, 2.07414671847326, 580.354444444438, 47.7349962054345, 55.8555954239201});
    const auto& fourth = group(table, {3});
    check(fourth, share_of(fourth.counts[0], fourth.base, table.sample).value(),
          {62, 50, 6.35353707385754, 61.9311111111111, 37.6865991990006, 62.3134008009994});
}

BOOST_AUTO_TEST_CASE(of_raked_weights_and_clusters_has_the_standard_errors_of_r) {
    struct Case {
        WeightedSample sample;
        Expected women, of_quartier_4;
    };
    const Case cases[] = {
        {drawn.raked(DrawnPeople::equal(), false, false),
         {581, 51.3395352962991, 2.09748161831101, 567.847683454487, 47.2248237436441, 55.4361700050419},
         {62, 50.2976680153515, 6.37113362798095, 61.5873032409218, 37.934093165641, 62.6249476926897}},
        {drawn.raked(drawn.d, true, true),
         {581, 51.2302904273248, 2.44651257773067, 417.42848491176, 46.3390487470188, 56.0980837781131},
         {62, 49.4298763512549, 7.29343662107317, 46.9914788667303, 35.2187456115209, 63.7337321826047}}};
    const auto mask = women();
    for (const auto& each : cases) {
        const Linearised linearised{each.sample};
        auto table = crosstab(form, columns, {"q2", {"quartier"}}, mask).value();
        add_estimates(table, form, columns, linearised, IntervalKind::wilson, true, mask);
        check(table.groups.back(), table.groups.back().shares[0].value(), each.women);
        check(group(table, {3}), group(table, {3}).shares[0].value(), each.of_quartier_4);
    }
}

/// R: svychisq(~quartier + q2, subset(design, women), statistic = "F").
BOOST_AUTO_TEST_CASE(is_tested_among_the_people_of_the_filter) {
    const auto mask = women();
    const auto sample = drawn.raked(drawn.d, true, true);
    const Linearised linearised{sample};
    auto table = crosstab(form, columns, {"q2", {"quartier"}}, mask).value();
    add_estimates(table, form, columns, linearised, IntervalKind::wilson, true, mask);
    const auto test = table.test_over(std::vector<bool>(4, true)).value();
    about(test.statistic, 0.987324328532717, 1e-7);
    about(test.df1, 5.54517382883804, 1e-7);
    about(test.df2, 304.984560586092, 1e-7);
    about(test.p, 0.430353044035105, 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()

/// Two quartiers in the contract, one watched, one elsewhere.
struct KindsOfQuartier : Survey {
    std::uint32_t place, question;
    KindsOfQuartier() {
        place = add(forms::QuestionType::select_one, "quartier", {"ailleurs", "mermoz", "duchere", "veille", "nsp"});
        question = add(forms::QuestionType::select_one, "q", {"oui", "non"});
        form.breakdowns.quartier = place;
        const char* kinds[] = {"outside", "QPV", "QPV", "QVA"};
        for (std::size_t i = 0; i < 4; ++i) form.lists[0].choices[i].columns["kind"] = kinds[i];
        people(40, {place, question}, {0, 0});
        people(10, {place, question}, {1, 0});
        people(20, {place, question}, {1, 1});
        people(30, {place, question}, {2, 0});
        people(5, {place, question}, {3, 1});
        people(7, {place, question}, {forms::code_refused, 1});
    }
};

BOOST_FIXTURE_TEST_SUITE(kinds_of_quartier, KindsOfQuartier)

BOOST_AUTO_TEST_CASE(gather_their_quartiers_in_the_order_of_the_policy) {
    const auto table = this->table("q", {"kind"});
    BOOST_REQUIRE(table.by.size() == 1u);
    BOOST_TEST(table.by[0].role == "kind");
    BOOST_REQUIRE(table.by[0].categories.size() == 3u);
    BOOST_TEST(table.by[0].categories[0].name == "QPV");
    BOOST_TEST(table.by[0].categories[1].name == "QVA");
    BOOST_TEST(table.by[0].categories[2].name == "outside");
    BOOST_TEST(group(table, {0}).counts[0] == 40);
    BOOST_TEST(group(table, {0}).base == 60);
    BOOST_TEST(group(table, {1}).base == 5);
    BOOST_TEST(group(table, {2}).counts[0] == 40);
    BOOST_TEST(table.groups.back().base == 112);
    BOOST_TEST(table.unclassified == 7);
}

BOOST_AUTO_TEST_CASE(say_nothing_more_beside_the_quartier) {
    const auto table = this->table("q", {"kind", "quartier"});
    BOOST_REQUIRE(table.by.size() == 1u);
    BOOST_TEST(table.by[0].role == "quartier");
}

BOOST_AUTO_TEST_CASE(are_unknown_where_no_quartier_names_one) {
    for (auto& choice : form.lists[0].choices) choice.columns.clear();
    const auto refused = crosstab(form, columns, {"q", {"kind"}});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(forms::name(refused.error().code) == "table.breakdown_unknown");
}

BOOST_AUTO_TEST_CASE(may_filter_a_protected_table) {
    const StillClock clock;
    form.lists[0].name = "quartiers";
    form.list_index.emplace("quartiers", 0);
    const auto mask = mask_of(form, columns, "pulldata('quartiers', 'kind', 'name', ${quartier}) = 'QPV'", clock, true);
    BOOST_REQUIRE_MESSAGE(mask.has_value(), forms::name(mask.error().code));
    BOOST_TEST(std::count(mask->begin(), mask->end(), 1) == 60);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test
