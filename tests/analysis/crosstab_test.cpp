#include <boost/test/unit_test.hpp>
#include <cmath>

#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;
using forms::State;
using Counts = std::vector<std::int64_t>;

std::vector<std::string> names(const Variable& variable) {
    std::vector<std::string> result;
    for (const auto& category : variable.categories) result.push_back(category.name);
    return result;
}

std::vector<std::string> question_names(const forms::Form& form, const std::vector<std::uint32_t>& questions) {
    std::vector<std::string> result;
    for (const auto question : questions) result.push_back(form.questions[question].name);
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(counting_answers)

BOOST_AUTO_TEST_CASE(eighty_of_a_hundred_women_and_ninety_of_nine_hundred_men) {
    const auto table = eighty_and_ten().table("q", {"gender"});
    BOOST_TEST(table.groups.size() == 3u);
    BOOST_TEST(group(table, {0}).base == 100);
    BOOST_TEST(group(table, {0}).counts == (Counts{80, 20}), boost::test_tools::per_element());
    BOOST_TEST(group(table, {1}).base == 900);
    BOOST_TEST(group(table, {1}).counts == (Counts{90, 810}), boost::test_tools::per_element());
    BOOST_TEST(group(table, {all_of_them}).base == 1000);
    BOOST_TEST(group(table, {all_of_them}).counts == (Counts{170, 830}), boost::test_tools::per_element());
    BOOST_TEST(table.people == 1000);
    BOOST_TEST(table.unclassified == 0);
}

BOOST_AUTO_TEST_CASE(every_category_is_there_in_the_order_of_the_form_also_the_empty_ones) {
    Survey survey;
    std::vector<std::string> quartiers;
    for (int i = 0; i < 12; ++i) quartiers.push_back("q" + std::to_string(i));
    const auto quartier = survey.add(QuestionType::select_one, "ou", quartiers);
    survey.form.breakdowns.quartier = quartier;
    const auto question = survey.add(QuestionType::select_one, "avis", {"a", "b", "c"});
    survey.people(40, {quartier, question}, {7, 2});
    const auto table = survey.table("avis", {"quartier"});
    BOOST_TEST(names(table.by[0]) == quartiers, boost::test_tools::per_element());
    BOOST_TEST(table.groups.size() == 13u);
    BOOST_TEST(group(table, {7}).counts == (Counts{0, 0, 40}), boost::test_tools::per_element());
    for (const int empty : {0, 6, 8, 11}) BOOST_TEST(group(table, {empty}).base == 0);
}

BOOST_AUTO_TEST_CASE(missing_answers_are_told_apart_in_groups_and_in_totals) {
    Survey survey;
    const auto gender = survey.add(QuestionType::select_one, "genre", {"femme", "homme"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(5, {gender, question}, {0, 0});
    survey.people(4, {gender, question}, {0, forms::code_not_asked});
    survey.people(3, {gender, question}, {0, forms::code_no_answer});
    survey.people(2, {gender, question}, {0, forms::code_refused});
    survey.people(1, {gender, question}, {1, forms::code_refused});
    const auto table = survey.table("q", {"genre"});
    const auto& women = group(table, {0});
    BOOST_TEST((Counts{women.base, women.not_asked, women.no_answer, women.refused}) == (Counts{5, 4, 3, 2}),
               boost::test_tools::per_element());
    const auto& all = group(table, {all_of_them});
    BOOST_TEST((Counts{all.base, all.not_asked, all.no_answer, all.refused}) == (Counts{5, 4, 3, 3}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_did_not_say_the_breakdown_counts_in_the_totals_only) {
    Survey survey;
    const auto gender = survey.add(QuestionType::select_one, "genre", {"femme", "homme", "nsp"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(30, {gender, question}, {0, 0});
    survey.people(7, {gender, question}, {forms::code_refused, 0});
    survey.people(6, {gender, question}, {forms::code_no_answer, 1});
    survey.people(5, {gender, question}, {forms::code_not_asked, forms::code_no_answer});
    survey.people(4, {gender, question}, {forms::code_refused, forms::code_not_asked});
    const auto table = survey.table("q", {"genre"});
    BOOST_TEST(names(table.by[0]) == (std::vector<std::string>{"femme", "homme"}), boost::test_tools::per_element());
    BOOST_TEST(group(table, {0}).base == 30);
    BOOST_TEST(group(table, {1}).base == 0);
    BOOST_TEST(group(table, {all_of_them}).base == 43);
    BOOST_TEST(table.unclassified == 18);  // 7 + 6 + 5: the four who were not asked are not missed by this question
}

BOOST_AUTO_TEST_CASE(a_choice_that_means_a_refusal_is_no_category_wherever_it_stands) {
    Survey survey;
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "nsp", "non"});
    survey.people(3, {question}, {0});
    survey.people(2, {question}, {1});
    survey.people(4, {question}, {2});
    survey.people(1, {question}, {forms::code_refused});
    const auto table = survey.table("q");
    BOOST_TEST(names(table.question) == (std::vector<std::string>{"oui", "non"}), boost::test_tools::per_element());
    BOOST_TEST(table.groups[0].counts == (Counts{3, 4}), boost::test_tools::per_element());
    BOOST_TEST(table.groups[0].refused == 3);
}

BOOST_AUTO_TEST_CASE(a_code_that_is_no_choice_is_no_answer_and_harms_nothing) {
    Survey survey;
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(1, {question}, {2});
    survey.people(1, {question}, {0xFFF0});
    const auto table = survey.table("q");
    BOOST_TEST(table.groups[0].base == 0);
    BOOST_TEST(table.groups[0].no_answer == 2);
}

BOOST_AUTO_TEST_CASE(options_of_a_multiple_choice_are_counted_on_respondents) {
    Survey survey;
    const auto question = survey.add(QuestionType::select_multiple, "q", {"bruit", "rats", "froid", "aucun"});
    auto& column = survey.column(question);
    column.words = 1;
    column.states = {State::answered,  State::answered,  State::answered,
                     State::no_answer, State::not_asked, State::refused};
    column.ticks = {0b0011, 0b0001, 0b1000, 0, 0, 0};
    survey.columns.people = 6;
    const auto table = survey.table("q");
    BOOST_TEST(table.multiple);
    BOOST_TEST(table.groups[0].base == 3);  // three respondents, four ticks
    BOOST_TEST(table.groups[0].counts == (Counts{2, 1, 0, 1}), boost::test_tools::per_element());
    BOOST_TEST(table.groups[0].no_answer == 1);
    BOOST_TEST(table.groups[0].not_asked == 1);
    BOOST_TEST(table.groups[0].refused == 1);
}

BOOST_AUTO_TEST_CASE(options_beyond_the_sixty_fourth_are_counted) {
    Survey survey;
    std::vector<std::string> options;
    for (int i = 0; i < 70; ++i) options.push_back("o" + std::to_string(i));
    auto& column = survey.column(survey.add(QuestionType::select_multiple, "q", options));
    column.words = 2;
    column.states.assign(2, State::answered);
    column.ticks = {1ull << 63, 0b100000, 0, 0b100001};
    survey.columns.people = 2;
    const auto table = survey.table("q");
    BOOST_TEST(table.groups[0].counts[63] == 1);
    BOOST_TEST(table.groups[0].counts[64] == 1);
    BOOST_TEST(table.groups[0].counts[69] == 2);
}

BOOST_AUTO_TEST_CASE(a_rank_counts_who_ranks_a_choice_at_all) {
    Survey survey;
    auto& column = survey.column(survey.add(QuestionType::rank, "q", {"a", "b", "c"}));
    column.states = {State::answered, State::answered, State::no_answer};
    column.ranks = {{2, 0}, {2}, {}};
    survey.columns.people = 3;
    const auto table = survey.table("q");
    BOOST_TEST(table.multiple);
    BOOST_TEST(table.groups[0].base == 2);
    BOOST_TEST(table.groups[0].counts == (Counts{1, 0, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(both_ends_of_a_band_are_in_it) {
    Survey survey;
    const auto age = survey.add(QuestionType::integer, "age");
    survey.form.questions[age].bands = {15, 25, 60};
    survey.form.breakdowns.age = age;
    const auto question = survey.add(QuestionType::select_one, "q", {"oui"});
    const std::vector<double> ages{14, 15, 24, 25, 59, 60, 110, 120, 121, 9999};
    survey.column(age).numbers = ages;
    survey.column(age).states.assign(ages.size(), State::answered);
    survey.column(question).codes.assign(ages.size(), 0);
    survey.columns.people = ages.size();
    const auto table = survey.table("q", {"age"});
    BOOST_TEST(names(table.by[0]) == (std::vector<std::string>{"15-24", "25-59", "60+"}),
               boost::test_tools::per_element());
    BOOST_TEST(group(table, {0}).base == 2);
    BOOST_TEST(group(table, {1}).base == 2);
    BOOST_TEST(group(table, {2}).base == 3);
    BOOST_TEST(group(table, {all_of_them}).base == 10);
    BOOST_TEST(table.unclassified == 3);  // 14, 121 and 9999: no band holds them
}

BOOST_AUTO_TEST_CASE(a_number_has_bands_mean_and_median_of_its_answers) {
    Survey survey;
    const auto children = survey.add(QuestionType::integer, "enfants");
    survey.form.questions[children].bands = {0, 1, 3};
    survey.column(children).numbers = {0, 1, 2, 3, 9, std::nan(""), std::nan("")};
    survey.column(children).states = {State::answered, State::answered, State::answered, State::answered,
                                      State::answered, State::refused,  State::not_asked};
    survey.columns.people = 7;
    const auto table = survey.table("enfants");
    BOOST_TEST(table.number);
    const auto& all = table.groups[0];
    BOOST_TEST(all.base == 5);
    BOOST_TEST(all.refused == 1);
    BOOST_TEST(all.not_asked == 1);
    BOOST_TEST(all.counts == (Counts{1, 2, 2}), boost::test_tools::per_element());
    BOOST_TEST(*all.mean == 3.0, boost::test_tools::tolerance(1e-12));  // 15 / 5
    BOOST_TEST(*all.median == 2.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(*all.variance == 10.0, boost::test_tools::tolerance(1e-12));  // (9+4+1+0+36) / 5
}

/// R: svyquantile of a simple sample, qrule "school", interval.type "mean" (interval_reference.R): 24 of 30 people answered.
BOOST_AUTO_TEST_CASE(a_median_has_the_interval_of_woodruff) {
    Survey survey;
    const auto question = survey.add(QuestionType::integer, "q");
    const std::pair<double, int> answers[] = {{0, 5}, {1, 4}, {2, 3}, {4, 6}, {7, 4}, {12, 2}};
    for (const auto& [value, times] : answers)
        for (int i = 0; i < times; ++i) survey.column(question).numbers.push_back(value);
    survey.column(question).states.assign(24, forms::State::answered);
    survey.column(question).numbers.resize(30, std::nan(""));
    survey.column(question).states.resize(30, forms::State::no_answer);
    survey.columns.people = 30;
    const auto all = survey.table("q").groups.back();
    BOOST_TEST(all.median.value() == 3);
    BOOST_TEST(all.median_low.value() == 1);
    BOOST_TEST(all.median_high.value() == 4);
}

BOOST_AUTO_TEST_CASE(a_number_without_bands_has_mean_and_median_in_each_group) {
    Survey survey;
    const auto gender = survey.add(QuestionType::select_one, "genre", {"femme", "homme"});
    const auto rooms = survey.add(QuestionType::decimal, "pieces");
    survey.column(gender).codes = {0, 0, 0, 0, 1};
    survey.column(rooms).numbers = {1, 2, 3, 10, 2.5};
    survey.column(rooms).states.assign(5, State::answered);
    survey.columns.people = 5;
    const auto table = survey.table("pieces", {"genre"});
    BOOST_TEST(table.question.categories.empty());
    BOOST_TEST(*group(table, {0}).mean == 4.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(*group(table, {0}).median == 2.5, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(*group(table, {1}).median == 2.5, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(*group(table, {all_of_them}).median == 2.5, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_short_range_shows_each_of_its_steps) {
    Survey survey;
    const auto question = survey.add(QuestionType::range, "note");
    survey.form.questions[question].range_start = 0;
    survey.form.questions[question].range_end = 10;
    survey.column(question).numbers = {0, 10, 10, 7};
    survey.column(question).states.assign(4, State::answered);
    survey.columns.people = 4;
    const auto table = survey.table("note");
    BOOST_TEST(table.question.categories.size() == 11u);
    BOOST_TEST(table.question.categories[10].name == "10");
    BOOST_TEST(table.groups[0].counts == (Counts{1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2}), boost::test_tools::per_element());
    BOOST_TEST(table.groups[0].mean.value() == 6.75);
}

BOOST_AUTO_TEST_CASE(two_breakdowns_give_every_combination_and_every_total) {
    Survey survey;
    const auto a = survey.add(QuestionType::select_one, "a", {"a0", "a1"});
    const auto b = survey.add(QuestionType::select_one, "b", {"b0", "b1", "b2"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(3, {a, b, question}, {0, 0, 0});
    survey.people(5, {a, b, question}, {0, 2, 1});
    survey.people(7, {a, b, question}, {1, 2, 0});
    survey.people(11, {a, b, question}, {1, forms::code_refused, 0});
    const auto table = survey.table("q", {"a", "b"});
    BOOST_TEST(table.groups.size() == 12u);
    BOOST_TEST(table.groups.front().key == (std::vector<int>{0, 0}), boost::test_tools::per_element());
    BOOST_TEST(table.groups.back().key == (std::vector<int>{-1, -1}), boost::test_tools::per_element());
    BOOST_TEST(group(table, {0, 2}).counts == (Counts{0, 5}), boost::test_tools::per_element());
    BOOST_TEST(group(table, {1, all_of_them}).base == 18);
    BOOST_TEST(group(table, {all_of_them, 2}).base == 12);
    BOOST_TEST(group(table, {all_of_them, all_of_them}).base == 26);
    BOOST_TEST(table.unclassified == 11);
}

BOOST_AUTO_TEST_CASE(a_table_by_three_variables_agrees_with_counting_one_person_after_the_other) {
    Survey survey;
    const std::vector<std::vector<std::string>> lists{
        {"p", "q", "r"}, {"x", "y"}, {"u", "v", "w", "z"}, {"oui", "non"}};
    std::vector<std::uint32_t> questions;
    for (std::size_t i = 0; i < lists.size(); ++i)
        questions.push_back(survey.add(QuestionType::select_one, "v" + std::to_string(i), lists[i]));
    std::uint32_t chance = 12345;
    std::map<std::vector<int>, std::int64_t> yes;
    for (int person = 0; person < 5000; ++person) {  // more than two blocks, and not a multiple of one
        std::vector<std::uint16_t> codes;
        for (const auto& list : lists) {
            chance = chance * 1664525u + 1013904223u;
            const auto drawn = (chance >> 16) % (list.size() + 1);
            codes.push_back(drawn == list.size() ? forms::code_no_answer : static_cast<std::uint16_t>(drawn));
        }
        survey.people(1, questions, codes);
        if (codes[3] != 0) continue;
        for (int totals = 0; totals < 8; ++totals) {
            std::vector<int> key;
            for (int v = 0; v < 3; ++v)
                key.push_back(totals >> v & 1                                  ? all_of_them
                              : codes[std::size_t(v)] == forms::code_no_answer ? -9
                                                                               : codes[std::size_t(v)]);
            ++yes[key];
        }
    }
    const auto table = survey.table("v3", {"v0", "v1", "v2"});
    BOOST_TEST(table.groups.size() == 4u * 3u * 5u);
    for (const auto& each : table.groups) BOOST_TEST(each.counts[0] == yes[each.key]);
}

BOOST_AUTO_TEST_CASE(nobody_at_all_is_a_table_of_zeros) {
    Survey survey;
    survey.add(QuestionType::select_one, "genre", {"femme", "homme"});
    survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.add(QuestionType::select_multiple, "m", {"oui", "non"});
    survey.add(QuestionType::integer, "n");
    for (const char* question : {"q", "m", "n"}) {
        const auto table = survey.table(question, {"genre"});
        BOOST_TEST(table.groups.size() == 3u);
        BOOST_TEST(table.groups[2].base == 0);
        BOOST_TEST(!table.groups[2].mean.has_value());
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(asking_for_a_table)

BOOST_AUTO_TEST_CASE(an_unknown_question_is_refused_with_those_that_are_known) {
    const auto survey = eighty_and_ten();
    const auto refused = crosstab(survey.form, survey.columns, {"rien", {}});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == forms::Code::table_question_unknown));
    BOOST_TEST(refused.error().facts.at("known") == "genre, q");
    BOOST_TEST(refused.error().subject == "rien");
}

BOOST_AUTO_TEST_CASE(an_unknown_or_unfit_breakdown_is_refused) {
    auto survey = eighty_and_ten();
    survey.add(QuestionType::text, "mot");
    survey.add(QuestionType::select_multiple, "m", {"a"});
    survey.add(QuestionType::integer, "n");  // a number without bands splits nothing
    for (const char* name : {"mot", "m", "n", "quartier", ""}) {
        const auto refused = crosstab(survey.form, survey.columns, {"q", {name}});
        BOOST_REQUIRE(!refused.has_value());
        BOOST_TEST((refused.error().code == forms::Code::table_breakdown_unknown));
        BOOST_TEST(refused.error().facts.at("known") == "genre, q");
    }
}

BOOST_AUTO_TEST_CASE(a_breakdown_answers_to_its_role_and_to_its_name_and_counts_once) {
    const auto survey = eighty_and_ten();
    const auto table = survey.table("q", {"gender", "genre"});
    BOOST_TEST(table.by.size() == 1u);
    BOOST_TEST(table.by[0].asked == "gender");
    BOOST_TEST(table.by[0].name == "genre");
    BOOST_TEST(table.by[0].role == "gender");
}

BOOST_AUTO_TEST_CASE(more_than_three_breakdowns_or_too_many_cells_are_too_fine) {
    Survey survey;
    const std::vector<std::string> letters{"a", "b", "c", "d"};
    for (const auto& letter : letters) survey.add(QuestionType::select_one, letter, {"x"});
    survey.add(QuestionType::select_one, "q", {"oui"});
    auto refused = crosstab(survey.form, survey.columns, {"q", letters});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == forms::Code::table_too_fine));

    const std::vector<std::string> long_list(500, "x");
    survey.add(QuestionType::select_one, "long", long_list);
    survey.add(QuestionType::select_one, "longer", long_list);
    refused = crosstab(survey.form, survey.columns, {"q", {"long", "longer"}});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == forms::Code::table_too_fine));
}

BOOST_AUTO_TEST_CASE(texts_repeats_and_the_consent_stand_in_no_list) {
    Survey survey;
    const auto consent = survey.add(QuestionType::select_one, "accord", {"oui", "non"});
    survey.form.consent = forms::Consent{consent, 0};
    survey.add(QuestionType::text, "mot");
    survey.add(QuestionType::date, "jour");
    survey.add(QuestionType::repeat, "enfants");
    const auto inner = survey.add(QuestionType::select_one, "ecole", {"a"});
    survey.form.questions[inner].parent = inner - 1;
    survey.add(QuestionType::integer, "n");
    survey.add(QuestionType::select_one, "q", {"oui"});
    survey.add(QuestionType::acknowledge, "lu");
    BOOST_TEST(question_names(survey.form, tabulated(survey.form)) == (std::vector<std::string>{"jour", "n", "q", "lu"}),
               boost::test_tools::per_element());
    BOOST_TEST(question_names(survey.form, breakdowns(survey.form)) == (std::vector<std::string>{"jour", "q", "lu"}),
               boost::test_tools::per_element());
    BOOST_TEST(!crosstab(survey.form, survey.columns, {"ecole", {}}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
