// By which answers a quartier stands out from people elsewhere. p-values: R, 2 * pt(-t, n + m - 2) with
// t = (a - b) / sqrt(620/619 (a(1-a)/n + b(1-b)/m)) of 620 people, then p.adjust(p, "BH").
#include <boost/test/unit_test.hpp>

#include "analysis/distinctions.hpp"
#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

/// Three quartiers of 200, 400 and 20 people, and two questions: 40 % against 20 % say yes to the first, 55 % against 60 % to the other.
struct Town : Survey {
    std::uint32_t quartier = add(forms::QuestionType::select_one, "quartier", {"mermoz", "ailleurs", "petit"});
    std::uint32_t bus = add(forms::QuestionType::select_one, "bus", {"oui", "non"});
    std::uint32_t soir = add(forms::QuestionType::select_one, "soir", {"oui", "non"});
    Town() {
        form.breakdowns.quartier = quartier;
        people(80, {quartier, bus, soir}, {0, 0, 0});
        people(30, {quartier, bus, soir}, {0, 1, 0});
        people(90, {quartier, bus, soir}, {0, 1, 1});
        people(80, {quartier, bus, soir}, {1, 0, 0});
        people(160, {quartier, bus, soir}, {1, 1, 0});
        people(160, {quartier, bus, soir}, {1, 1, 1});
        people(20, {quartier, bus, soir}, {2, 0, 0});
    }
    ProtectedTable shown(const std::string& question, Audience audience = Audience::exact) const {
        return protect(table(question, {"quartier"}), audience, false);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(what_stands_out, Town)

BOOST_AUTO_TEST_CASE(is_what_chance_does_not_explain_one_answer_a_question) {
    const auto of_bus = shown("bus"), of_soir = shown("soir");
    const auto told = distinctions({{of_soir.find({0}), of_soir.find({1})}, {of_bus.find({0}), of_bus.find({1})}});
    BOOST_TEST(told.compared == 4U);
    BOOST_REQUIRE(told.found.size() == 1U);
    const auto& one = told.found.front();
    BOOST_TEST(one.question == 1U);
    BOOST_TEST(one.answer == 0U);
    BOOST_TEST(one.here == 40);
    BOOST_TEST(one.there == 20);
    BOOST_TEST(one.change.difference == 20, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(one.change.se == 4.00322971389, boost::test_tools::tolerance(1e-7));
    BOOST_TEST(one.p == 1.53920846946e-06, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(is_not_told_of_a_few_people) {
    const auto of_bus = shown("bus");
    const auto told = distinctions({{of_bus.find({2}), of_bus.find({1})}});  // 100 % of 20 people against 20 %
    BOOST_TEST(told.compared == 0U);
    BOOST_TEST(told.found.empty());
}

BOOST_AUTO_TEST_CASE(is_not_a_difference_that_nobody_would_notice) {
    Survey large;
    const auto place = large.add(forms::QuestionType::select_one, "quartier", {"ici", "ailleurs"});
    const auto asked = large.add(forms::QuestionType::select_one, "bus", {"oui", "non"});
    large.form.breakdowns.quartier = place;
    large.people(5'400, {place, asked}, {0, 0});
    large.people(4'600, {place, asked}, {0, 1});
    large.people(5'000, {place, asked}, {1, 0});
    large.people(5'000, {place, asked}, {1, 1});
    const auto shown = protect(large.table("bus", {"quartier"}), Audience::exact, false);
    BOOST_TEST(distinctions({{shown.find({0}), shown.find({1})}}).found.empty());  // 4 points, 5.7 standard errors
}

/// Nobody of 35 where 6 % of 300 say yes (chance: 0.94^35 = 11 %), and where 30 % do (0.7^35: four in a million).
BOOST_AUTO_TEST_CASE(is_not_that_nobody_of_a_few_gave_a_rare_answer) {
    for (const auto& [yes, told] : {std::pair<std::size_t, std::size_t>{18, 0}, {90, 1}}) {
        Survey town;
        const auto place = town.add(forms::QuestionType::select_one, "quartier", {"ici", "ailleurs"});
        const auto asked = town.add(forms::QuestionType::select_one, "bus", {"oui", "non"});
        town.form.breakdowns.quartier = place;
        town.people(35, {place, asked}, {0, 1});
        town.people(yes, {place, asked}, {1, 0});
        town.people(300 - yes, {place, asked}, {1, 1});
        const auto shown = protect(town.table("bus", {"quartier"}), Audience::exact, false);
        BOOST_TEST(distinctions({{shown.find({0}), shown.find({1})}}).found.size() == told, yes);
    }
}

BOOST_AUTO_TEST_CASE(is_never_read_off_what_is_hidden) {
    people(197, {quartier, bus, soir}, {2, 0, 0});
    people(3, {quartier, bus, soir}, {2, 1, 1});  // 3 of 220 say no: hidden, with the yes that would give it back
    const auto of_bus = shown("bus", Audience::team);
    BOOST_TEST(distinctions({{of_bus.find({2}), of_bus.find({1})}}).compared == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test
