#include "analysis/rankings.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "headed_survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;
using forms::State;

/// 30 women rank a, b; 20 men b, a, c; 10 men c alone; `rare` women d alone; five people rank nothing.
struct Wishes : Survey {
    explicit Wishes(std::size_t rare = 0) {
        gender = add(QuestionType::select_one, "genre", {"femme", "homme"});
        question = add(QuestionType::rank, "q", {"a", "b", "c", "d"});
        come(30, 0, {0, 1});
        come(20, 1, {1, 0, 2});
        come(10, 1, {2});
        come(rare, 0, {3});
        come(5, 1, {});
    }
    void come(std::size_t times, std::uint16_t who, const std::vector<forms::ChoiceIndex>& ranks) {
        for (std::size_t i = 0; i < times; ++i) {
            column(gender).codes.push_back(who);
            column(question).ranks.push_back(ranks);
            column(question).states.push_back(ranks.empty() ? State::no_answer : State::answered);
            ++columns.people;
        }
    }
    ProtectedTable ranked(Audience audience, const std::vector<std::string>& by = {}) const {
        const auto counted = table("q", by);
        const auto tables = rank_tables(form, columns, counted);
        auto shown = protect(counted, audience, false);
        const auto first = protect(tables.first, audience, false);
        std::vector<ProtectedTable> places;
        for (const auto& place : tables.places) places.push_back(protect(place, audience, false));
        add_ranking(shown, &first, places);
        return shown;
    }
    std::uint32_t gender, question;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rankings)

BOOST_AUTO_TEST_CASE(who_put_a_choice_first_and_its_mean_place) {
    const auto table = Wishes{}.ranked(Audience::exact);
    const auto& all = table.everybody().ranked;
    BOOST_REQUIRE(all.size() == 4u);
    BOOST_TEST(all[0].first.value() == 50.0);                                                       // 30 of 60
    BOOST_TEST(all[1].first.value() == 100.0 / 3, boost::test_tools::tolerance(1e-12));             // 20 of 60
    BOOST_TEST(all[2].first_count.value() == 10);
    BOOST_TEST(all[3].first_count.value() == 0);
    BOOST_TEST(all[0].mean_place.value() == 1.4, boost::test_tools::tolerance(1e-12));              // (30 + 20 x 2) / 50
    BOOST_TEST(all[1].mean_place.value() == 1.6, boost::test_tools::tolerance(1e-12));              // (30 x 2 + 20) / 50
    BOOST_TEST(all[2].mean_place.value() == 7.0 / 3, boost::test_tools::tolerance(1e-12));          // (20 x 3 + 10) / 30
    BOOST_TEST(!all[3].mean_place.has_value());                                                     // nobody ranked it
    BOOST_TEST(all[0].place_low.value() < 1.4);
}

BOOST_AUTO_TEST_CASE(each_group_has_its_own) {
    const auto table = Wishes{}.ranked(Audience::exact, {"genre"});
    const auto& men = table.find({1})->ranked;
    BOOST_TEST(men[0].first_count.value() == 0);
    BOOST_TEST(men[0].mean_place.value() == 2.0);
    BOOST_TEST(men[1].first.value() == 200.0 / 3, boost::test_tools::tolerance(1e-12));  // 20 of 30
}

/// The 30 who rank a, b weigh 1 each, the 20 of b, a, c 3, the 10 of c alone 0.5: 95 in all.
BOOST_AUTO_TEST_CASE(weights_stand_behind_first_choices_and_places) {
    const Wishes wishes;
    std::vector<double> weights(30, 1.0);
    weights.insert(weights.end(), 20, 3.0);
    weights.insert(weights.end(), 10, 0.5);
    weights.insert(weights.end(), 5, 1.0);
    const WeightedSample weighted{weights, weights, {}, {}, {}};
    const Linearised sample{weighted};
    auto counted = wishes.table("q", {"genre"});
    auto tables = rank_tables(wishes.form, wishes.columns, counted);
    add_estimates(tables, counted, wishes.form, wishes.columns, sample, IntervalKind::wilson, true);
    const auto close = boost::test_tools::tolerance(1e-12);
    BOOST_TEST(counted.groups.back().shares[0]->percent == 100.0 * 90 / 95, close);
    BOOST_TEST(tables.first.groups.back().shares[0]->percent == 100.0 * 30 / 95, close);
    BOOST_TEST(tables.first.groups.back().shares[1]->percent == 100.0 * 60 / 95, close);
    BOOST_TEST(tables.places[0].groups.back().weighted_mean->value == (30.0 + 60 * 2) / 90, close);
    BOOST_TEST(tables.places[1].groups.back().weighted_mean->value == (30.0 * 2 + 60) / 90, close);
    BOOST_TEST(tables.places[2].groups.back().weighted_mean->value == (60.0 * 3 + 5) / 65, close);
    BOOST_TEST(!tables.places[3].groups.back().weighted_mean.has_value());
    // Of men alone: group 1.
    BOOST_TEST(tables.first.groups[1].shares[1]->percent == 100.0 * 60 / 65, close);
    BOOST_TEST(tables.places[0].groups[1].weighted_mean->value == 2.0, close);
}

/// A condition leaves the women who rank a, b.
BOOST_AUTO_TEST_CASE(who_is_outside_a_condition_puts_nothing_first) {
    const Wishes wishes;
    std::vector<std::uint8_t> women(wishes.columns.people, 0);
    std::fill_n(women.begin(), 30, std::uint8_t{1});
    const auto counted = crosstab(wishes.form, wishes.columns, {.question = "q"}, women).value();
    const auto tables = rank_tables(wishes.form, wishes.columns, counted, women);
    BOOST_TEST(tables.first.groups.back().counts == (std::vector<std::int64_t>{30, 0, 0, 0}), boost::test_tools::per_element());
    BOOST_TEST(tables.places[1].groups.back().mean.value() == 2.0);
    BOOST_TEST(tables.places[2].groups.back().base == 0);
}

BOOST_AUTO_TEST_CASE(what_the_table_hides_has_no_ranking) {
    const auto table = Wishes{3}.ranked(Audience::team);
    const auto& all = table.everybody();
    BOOST_TEST(all.cells[3].suppressed);
    BOOST_TEST(!all.ranked[3].first.has_value());
    BOOST_TEST(!all.ranked[3].first_count.has_value());
    BOOST_TEST(!all.ranked[3].mean_place.has_value());
    // Of who put something first three are missing: another choice is hidden with them.
    int hidden = 0;
    for (const auto& choice : all.ranked) hidden += !choice.first_count;
    BOOST_TEST(hidden >= 2);
}

BOOST_AUTO_TEST_CASE(every_output_says_it) {
    const auto table = Wishes{}.ranked(Audience::team);
    BOOST_TEST(to_text(table, heading()).find("Rang moyen") != std::string::npos);
    BOOST_TEST(to_csv(table, heading()).find("Classé premier (%);Rang moyen") != std::string::npos);
    const auto json = nlohmann::json::parse(to_json(table, heading()));
    BOOST_TEST(json["cells"][0]["mean_rank"].get<double>() == 1.4, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(json["cells"][0]["first_count"] == 30);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(parts_of_answers_and_of_everybody)

/// 80 of the 170 who say yes are women; they are 8 % of a thousand.
BOOST_AUTO_TEST_CASE(a_count_is_a_part_of_its_answer_and_of_all) {
    const auto table = protect(eighty_and_ten().table("q", {"gender"}), Audience::exact, false);
    const auto& women = table.find({0})->cells[0];
    BOOST_TEST(women.of_answer.value() == 100.0 * 80 / 170, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(women.of_all.value() == 8.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(table.everybody().cells[0].of_all.value() == 17.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(what_is_hidden_is_no_part_of_anything) {
    const auto table = protect(three_quartiers().table("q", {"quartier"}), Audience::team, false);
    for (const auto& cell : table.find({2})->cells) BOOST_TEST((!cell.of_answer && !cell.of_all));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test
