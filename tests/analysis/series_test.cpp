#include "analysis/series.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/analysis/survey.hpp"

namespace ecoute::analysis::test {
namespace {

Survey asked(const std::vector<std::string>& choices = {"oui", "non"}) {
    Survey survey;
    survey.add(forms::QuestionType::select_one, "rester", choices);
    return survey;
}

Survey in_quartiers(const std::vector<std::string>& quartiers) {
    Survey survey;
    survey.form.breakdowns.quartier = survey.add(forms::QuestionType::select_one, "quartier", quartiers);
    return survey;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(series_of_waves)

BOOST_AUTO_TEST_CASE(the_same_question_continues) {
    BOOST_TEST(breaks_between(asked().form, 0, asked().form, 0).empty());
}

BOOST_AUTO_TEST_CASE(another_wording_another_choice_or_another_type_breaks_the_series) {
    const auto before = asked();
    auto reworded = asked();
    reworded.form.questions[0].label = french("Voulez-vous rester ?");
    BOOST_TEST((breaks_between(before.form, 0, reworded.form, 0) == std::vector{Break::wording}));
    const auto more = asked({"oui", "non", "ne sait pas"});
    BOOST_TEST((breaks_between(before.form, 0, more.form, 0) == std::vector{Break::choices}));
    auto relabelled = asked();
    relabelled.form.lists[0].choices[1].label = french("plutôt non");
    BOOST_TEST((breaks_between(before.form, 0, relabelled.form, 0) == std::vector{Break::choices}));
    auto several = asked();
    several.form.questions[0].type = forms::QuestionType::select_multiple;
    BOOST_TEST((breaks_between(before.form, 0, several.form, 0) == std::vector{Break::type}));
}

BOOST_AUTO_TEST_CASE(a_language_more_breaks_nothing) {
    auto after = asked();
    after.form.questions[0].label["en"] = "Would you stay?";
    BOOST_TEST(breaks_between(asked().form, 0, after.form, 0).empty());
}

BOOST_AUTO_TEST_CASE(a_question_under_another_name_is_found_by_same_as) {
    auto before = asked(), after = asked();
    after.form.questions[0].name = "rester_2026";
    BOOST_TEST(!same_question(before.form, 0, after.form).has_value());
    after.form.questions[0].same_as = "rester";
    BOOST_TEST(same_question(before.form, 0, after.form).value() == 0u);
    BOOST_TEST(same_question(after.form, 0, before.form).value() == 0u);
}

/// 60 tablets and 40 links, then 20 and 80: 40 % would have to change.
BOOST_AUTO_TEST_CASE(a_shift_of_modes_is_who_would_have_to_answer_otherwise) {
    BOOST_TEST(std::abs(shift_of_modes({{"link", 40}, {"tablet", 60}}, {{"link", 160}, {"tablet", 40}}) - .4) < 1e-12);
    BOOST_TEST(shift_of_modes({{"tablet", 5}}, {{"tablet", 900}}) == 0);
    BOOST_TEST(shift_of_modes({{"tablet", 5}}, {{"link", 9}}) == 1);
    BOOST_TEST(shift_of_modes({}, {{"link", 9}}) == 0);
}

/// A stays; B and C merge into M; D is split; E left; nobody said of F; G has a new code.
BOOST_AUTO_TEST_CASE(quartiers_are_followed_through_mergers_splits_and_exits) {
    auto before = in_quartiers({"A", "B", "C", "D", "E", "F", "G"});
    for (std::uint16_t code = 0; code < 7; ++code) before.people(code + 1u, {0}, {code});
    const auto after = in_quartiers({"M", "A", "D1", "D2", "H"});
    const std::vector<Passage> passages{{"B", "M", 1}, {"C", "M", 1},  {"D", "D1", .4},
                                        {"D", "D2", .6}, {"E", "", 1}, {"G", "H", 1}};
    const auto told = follow_territories(before.form, before.columns, after.form, passages);
    using enum Fate::Kind;
    const Fate::Kind expected[] = {followed, merged, merged, split, left, unknown, followed};
    BOOST_REQUIRE(told.fates.size() == 7u);
    for (std::size_t i = 0; i < 7; ++i) BOOST_TEST((told.fates[i].kind == expected[i]), before.form.lists[0].choices[i].name);

    std::map<std::uint16_t, int> people;
    for (const auto code : told.columns.by_question[0].codes) ++people[code];
    BOOST_TEST(people[0] == 2 + 3);                       // M
    BOOST_TEST(people[1] == 1);                           // A
    BOOST_TEST(people[4] == 7);                           // H, once G
    BOOST_TEST(people[forms::code_no_answer] == 4 + 5 + 6);  // D, E, F: in the total only
    BOOST_TEST(people.size() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
