#include <boost/test/unit_test.hpp>

#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;
using forms::State;

/// A question of two answers by a breakdown: counts of yes and no a category, in this order.
Survey yes_and_no(const std::vector<std::string>& categories,
                  const std::vector<std::pair<std::size_t, std::size_t>>& counts) {
    Survey survey;
    const auto by = survey.add(QuestionType::select_one, "par", categories);
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    for (std::size_t i = 0; i < counts.size(); ++i) {
        survey.people(counts[i].first, {by, question}, {static_cast<std::uint16_t>(i), 0});
        survey.people(counts[i].second, {by, question}, {static_cast<std::uint16_t>(i), 1});
    }
    return survey;
}

ProtectedTable shown_to_team(const Survey& survey, const std::vector<std::string>& by = {"par"}) {
    return protect(survey.table("q", by), Audience::team, false);
}

bool shows_nothing(const ProtectedGroup& group) {
    for (const auto& cell : group.cells)
        if (!cell.suppressed || cell.count || cell.percent || cell.low || cell.high || cell.se || cell.n_effective ||
            cell.deff)
            return false;
    return group.suppressed && !group.base && !group.not_asked && !group.no_answer && !group.refused && !group.mean &&
           !group.median;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(protecting_a_table)

BOOST_AUTO_TEST_CASE(thresholds_follow_who_reads_and_what_about) {
    BOOST_TEST(thresholds(Audience::team, false).smallest_count == 5);
    BOOST_TEST(thresholds(Audience::team, false).smallest_base == 10);
    for (const auto strict : {thresholds(Audience::everyone, false), thresholds(Audience::team, true)}) {
        BOOST_TEST(strict.smallest_count == 11);
        BOOST_TEST(strict.smallest_base == 30);
    }
    BOOST_TEST((audience("team") == Audience::team));
    BOOST_TEST((audience("public") == Audience::everyone));
    BOOST_TEST((audience("none") == Audience::exact));
    BOOST_TEST(!audience("all").has_value());
    BOOST_TEST(!audience("").has_value());
}

BOOST_AUTO_TEST_CASE(counts_from_one_to_four_are_hidden_with_all_that_tells_them_and_five_is_shown) {
    for (const std::size_t few : {1u, 4u}) {
        const auto table = shown_to_team(yes_and_no({"a", "b"}, {{few, 50}, {60, 70}}));
        const auto& cell = table.groups()[0].cells[0];
        BOOST_TEST(cell.suppressed);
        BOOST_TEST(
            (!cell.count && !cell.percent && !cell.low && !cell.high && !cell.se && !cell.n_effective && !cell.deff));
        BOOST_TEST(table.groups()[0].cells[1].suppressed);  // base - few
        BOOST_TEST(table.anything_hidden());
    }
    const auto table = shown_to_team(yes_and_no({"a", "b"}, {{5, 50}, {60, 70}}));
    BOOST_TEST(table.groups()[0].cells[0].count.value() == 5);
    BOOST_TEST(!table.anything_hidden());
}

BOOST_AUTO_TEST_CASE(a_count_of_nobody_is_shown) {
    const auto table = shown_to_team(yes_and_no({"a", "b"}, {{0, 50}, {60, 70}}));
    BOOST_TEST(table.groups()[0].cells[0].count.value() == 0);
    BOOST_TEST(table.groups()[0].cells[0].percent.value() == 0.0);
    BOOST_TEST(table.groups()[0].cells[0].se.value() == 0.0);
}

BOOST_AUTO_TEST_CASE(a_base_of_nobody_and_a_base_of_nine_look_the_same_and_ten_is_shown) {
    for (const std::size_t few : {0u, 1u, 9u}) {
        const auto table = shown_to_team(yes_and_no({"a", "b", "c"}, {{few, 0}, {60, 70}, {40, 30}}));
        BOOST_TEST(shows_nothing(table.groups()[0]));
    }
    const auto table = shown_to_team(yes_and_no({"a", "b", "c"}, {{10, 0}, {60, 70}, {40, 30}}));
    BOOST_TEST(table.groups()[0].base.value() == 10);
}

BOOST_AUTO_TEST_CASE(a_hidden_group_takes_another_with_it_so_that_the_total_does_not_tell) {
    const auto table = shown_to_team(yes_and_no({"a", "b", "c"}, {{3, 4}, {60, 70}, {40, 30}}));
    BOOST_TEST(shows_nothing(table.groups()[0]));
    BOOST_TEST(!table.groups()[1].suppressed);
    BOOST_TEST(shows_nothing(table.groups()[2]));  // the smaller of the two others
    BOOST_TEST(table.groups()[3].base.value() == 207);
}

BOOST_AUTO_TEST_CASE(an_empty_category_takes_nothing_with_it) {
    const auto table = shown_to_team(yes_and_no({"femme", "homme", "autre"}, {{60, 70}, {40, 30}, {0, 0}}));
    BOOST_TEST(table.groups()[0].base.value() == 130);
    BOOST_TEST(table.groups()[1].base.value() == 70);
    BOOST_TEST(shows_nothing(table.groups()[2]));
    BOOST_TEST(table.groups()[3].base.value() == 200);
}

BOOST_AUTO_TEST_CASE(people_without_category_cover_a_hidden_group) {
    auto survey = yes_and_no({"femme", "homme", "autre"}, {{60, 70}, {40, 30}, {3, 4}});
    survey.people(20, {0, 1}, {forms::code_no_answer, 0});
    survey.people(20, {0, 1}, {forms::code_no_answer, 1});
    const auto table = shown_to_team(survey);
    BOOST_TEST(!table.groups()[0].suppressed);
    BOOST_TEST(!table.groups()[1].suppressed);
    BOOST_TEST(shows_nothing(table.groups()[2]));
    BOOST_TEST(!table.unclassified().has_value());  // 40 would leave 7 by subtraction
}

BOOST_AUTO_TEST_CASE(few_people_without_category_are_not_told_by_the_total) {
    auto survey = yes_and_no({"femme", "homme"}, {{60, 70}, {40, 30}});
    survey.people(2, {0, 1}, {forms::code_no_answer, 0});
    const auto table = shown_to_team(survey);
    const bool all_shown =
        table.groups()[0].cells[0].count && table.groups()[1].cells[0].count && table.groups()[2].cells[0].count;
    BOOST_TEST(!all_shown);
    BOOST_TEST(!table.unclassified().has_value());
}

BOOST_AUTO_TEST_CASE(between_women_and_men_of_a_quartier_the_subtotal_goes_first) {
    Survey survey;
    const auto quartier = survey.add(QuestionType::select_one, "quartier", {"a", "b", "c"});
    const auto gender = survey.add(QuestionType::select_one, "genre", {"femme", "homme", "autre"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    for (std::uint16_t place = 0; place < 3; ++place) {
        survey.people(50, {quartier, gender, question}, {place, 0, 0});
        survey.people(40, {quartier, gender, question}, {place, 0, 1});
        survey.people(30, {quartier, gender, question}, {place, 1, 0});
        survey.people(60, {quartier, gender, question}, {place, 1, 1});
        survey.people(place == 0 ? 3u : 4u, {quartier, gender, question}, {place, 2, 1});
    }
    const auto table = shown_to_team(survey, {"quartier", "genre"});
    for (const int place : {0, 1, 2}) {
        BOOST_TEST(table.find({place, 0})->base.value() == 90);
        BOOST_TEST(table.find({place, 1})->base.value() == 90);
        BOOST_TEST(shows_nothing(*table.find({place, 2})));
        BOOST_TEST(table.find({place, all_of_them})->suppressed);
    }
    BOOST_TEST(table.everybody().base.value() == 551);
}

BOOST_AUTO_TEST_CASE(who_did_not_tick_an_option_is_protected_too) {
    Survey survey;
    const auto question = survey.add(QuestionType::select_multiple, "q", {"bruit", "rats"});
    auto& column = survey.column(question);
    column.words = 1;
    column.states.assign(100, State::answered);
    column.ticks.assign(100, 0b01);
    for (std::size_t i = 0; i < 3; ++i) column.ticks[i] = 0;
    for (std::size_t i = 0; i < 20; ++i) column.ticks[i] |= 0b10;
    survey.columns.people = 100;
    const auto table = shown_to_team(survey, {});
    BOOST_TEST(table.groups()[0].cells[0].suppressed);  // 97 of 100: three did not
    BOOST_TEST(table.groups()[0].cells[1].count.value() == 20);
}

BOOST_AUTO_TEST_CASE(missing_answers_from_one_to_four_are_hidden) {
    auto survey = yes_and_no({"a", "b"}, {{50, 50}, {60, 70}});
    survey.people(3, {0, 1}, {0, forms::code_refused});
    survey.people(6, {0, 1}, {0, forms::code_no_answer});
    survey.people(9, {0, 1}, {1, forms::code_refused});
    const auto table = shown_to_team(survey);
    BOOST_TEST(!table.groups()[0].refused.has_value());
    BOOST_TEST(table.groups()[0].no_answer.value() == 6);
    BOOST_TEST(!table.groups()[1].refused.has_value());  // 12 in all
    BOOST_TEST(table.everybody().refused.value() == 12);
}

BOOST_AUTO_TEST_CASE(a_mean_needs_eleven_answers) {
    for (const std::size_t answers : {10u, 11u}) {
        Survey survey;
        const auto question = survey.add(QuestionType::integer, "q");
        for (std::size_t i = 0; i < answers; ++i) survey.column(question).numbers.push_back(double(i));
        survey.column(question).states.assign(answers, State::answered);
        survey.columns.people = answers;
        const auto table = shown_to_team(survey, {});
        BOOST_TEST(table.groups()[0].base.value() == std::int64_t(answers));
        BOOST_TEST(table.groups()[0].mean.has_value() == (answers == 11));
        BOOST_TEST(table.groups()[0].median.has_value() == (answers == 11));
        BOOST_TEST(table.groups()[0].mean_hidden == (answers == 10));
    }
}

BOOST_AUTO_TEST_CASE(one_person_without_category_does_not_give_away_his_number) {
    Survey survey;
    const auto gender = survey.add(QuestionType::select_one, "genre", {"femme", "homme"});
    const auto question = survey.add(QuestionType::integer, "q");
    for (int i = 0; i < 61; ++i) {
        survey.column(gender).codes.push_back(i < 30 ? 0 : i < 60 ? 1 : forms::code_refused);
        survey.column(question).numbers.push_back(20 + i % 7);
        survey.column(question).states.push_back(State::answered);
    }
    survey.columns.people = 61;
    const auto table = shown_to_team(survey, {"genre"});
    int means = 0;
    for (const auto& group : table.groups()) means += group.mean.has_value();
    BOOST_TEST(means < 3);
}

BOOST_AUTO_TEST_CASE(protection_none_shows_everything) {
    const auto survey = yes_and_no({"a", "b"}, {{1, 2}, {0, 0}});
    const auto table = protect(survey.table("q", {"par"}), Audience::exact, true);
    BOOST_TEST(table.groups()[0].cells[0].count.value() == 1);
    BOOST_TEST(table.groups()[1].base.value() == 0);
    BOOST_TEST(!table.groups()[1].cells[0].percent.has_value());
    BOOST_TEST(!table.anything_hidden());
}

BOOST_AUTO_TEST_CASE(a_group_is_found_by_its_key) {
    const auto table = shown_to_team(yes_and_no({"a", "b"}, {{50, 50}, {60, 70}}));
    BOOST_TEST(table.find({1})->base.value() == 130);
    BOOST_TEST(table.find({all_of_them})->base.value() == 230);
    BOOST_TEST(table.find({2}) == nullptr);
    BOOST_TEST(table.find({}) == nullptr);
    BOOST_TEST(table.find({-2}) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
