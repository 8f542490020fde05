#include "analysis/split.hpp"

#include <boost/test/unit_test.hpp>

#include "headed_survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;
using Counts = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

struct Ages : Survey {
    explicit Ages(const Names& classes) {
        age = add(QuestionType::select_one, "age", classes);
        form.breakdowns.age = age;
        question = add(QuestionType::select_one, "q", {"oui", "non"});
    }
    std::uint32_t age, question;
    Names broad() const {
        Names names;
        for (const auto& members : members_of(form, {age, Together::ages})) names.push_back(members.name);
        return names;
    }
};

const Names barometer{"15_17", "18_24", "25_29", "30_44", "45_59", "60_74", "75_plus"};

}  // namespace

BOOST_AUTO_TEST_SUITE(ages_in_broad_classes)

BOOST_AUTO_TEST_CASE(classes_of_a_form_are_put_together_as_insee_does) {
    BOOST_TEST(Ages{barometer}.broad() == (Names{"15-24", "25-59", "60+"}), boost::test_tools::per_element());
    BOOST_TEST((Ages{{"11_12", "13_14", "15_17"}}.broad()) == (Names{"11-14", "15+"}), boost::test_tools::per_element());
    BOOST_TEST((Ages{{"16_17", "18_24", "25", "26_29", "30_44", "45_59", "60_74", "75_plus"}}.broad()) == (Names{"16-24", "25-59", "60+"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_into_them_has_none) {
    BOOST_TEST((Ages{{"18_30", "31_59", "60_plus"}}.broad().empty()));  // 18 to 30 lies across 25
    BOOST_TEST((Ages{{"jeune", "vieux"}}.broad().empty()));
    BOOST_TEST((Ages{{"60_plus", "15_59"}}.broad().empty()));           // not from young to old
    BOOST_TEST((Ages{{"15_24", "25_59", "60_plus"}}.broad().empty()));  // they are the broad classes
    BOOST_TEST(!can_be(Ages{{"15_24", "25_59"}}.form, Together::ages));
    BOOST_TEST(!can_be(Survey{}.form, Together::ages));
}

BOOST_AUTO_TEST_CASE(a_table_by_them_is_the_sum_of_the_table_by_age) {
    Ages survey{barometer};
    for (std::uint16_t i = 0; i < 7; ++i) {
        survey.people(10 + i, {survey.age, survey.question}, {i, 0});
        survey.people(20, {survey.age, survey.question}, {i, 1});
    }
    survey.people(4, {survey.age, survey.question}, {forms::code_refused, 0});
    const auto table = survey.table("q", {"ages"});
    BOOST_TEST(table.by[0].asked == "ages");
    BOOST_TEST(group(table, {0}).counts == (Counts{21, 40}), boost::test_tools::per_element());  // 10 + 11
    BOOST_TEST(group(table, {1}).counts == (Counts{39, 60}), boost::test_tools::per_element());  // 12 + 13 + 14
    BOOST_TEST(group(table, {2}).counts == (Counts{31, 40}), boost::test_tools::per_element());  // 15 + 16
    BOOST_TEST(table.unclassified == 4);
    const auto itself = survey.table("ages");
    BOOST_TEST(itself.groups[0].counts == (Counts{61, 99, 71}), boost::test_tools::per_element());
    BOOST_TEST(itself.groups[0].refused == 4);
}

BOOST_AUTO_TEST_CASE(beside_the_age_they_say_nothing_more) {
    const auto table = Ages{barometer}.table("q", {"ages", "age"});
    BOOST_REQUIRE(table.by.size() == 1u);
    BOOST_TEST(table.by[0].asked == "age");
}

BOOST_AUTO_TEST_CASE(they_are_told_as_ages) {
    Ages survey{barometer};
    for (std::uint16_t i = 0; i < 7; ++i) survey.people(40, {survey.age, survey.question}, {i, 0});
    const auto text = to_text(protect(survey.table("q", {"ages"}), Audience::team, false), heading());
    for (const auto* said : {"15 à 24 ans", "25 à 59 ans", "60 ans et plus", "par grandes classes d'âge"})
        BOOST_TEST(text.find(said) != std::string::npos, said);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test
