#include "server/handlers/table_grid.hpp"
#include "server/handlers/table_sentences.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "server/handlers/drawn_answer.hpp"
#include "tests/analysis/survey.hpp"

using namespace ecoute;
using namespace ecoute::server;
using forms::QuestionType;
using nlohmann::json;

namespace {

const Words& words() {
    static const Words all;
    return all;
}

TableView view_of(const analysis::test::Survey& survey, const std::string& question,
                  const std::vector<std::string>& by = {}, analysis::Audience audience = analysis::Audience::team) {
    analysis::Heading heading;
    heading.words = words().all("fr", "tables.");
    return {nullptr, analysis::protect(survey.table(question, by), audience, false), heading};
}

struct Shown {
    Shown(const analysis::test::Survey& survey, const std::string& question, const std::vector<std::string>& by = {})
        : view(view_of(survey, question, by)), reading(view, words()), grid(admin::grid(reading)) {}
    TableView view;
    admin::Reading reading;
    json grid;
    const json& row(std::size_t body, std::size_t row) const { return grid["bodies"][body]["rows"][row]; }
};

/// 120 women and 100 men tick one of `options` boxes each; every woman ticks the first one too.
analysis::test::Survey boxes(std::size_t options) {
    analysis::test::Survey survey;
    const auto gender = survey.add(QuestionType::select_one, "genre", {"femme", "homme"});
    survey.form.breakdowns.gender = gender;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < options; ++i) names.push_back("o" + std::to_string(i));
    const auto question = survey.add(QuestionType::select_multiple, "q", names);
    survey.people(120, {gender}, {0});
    survey.people(100, {gender}, {1});
    auto& column = survey.column(question);
    column.words = 1;
    for (std::size_t i = 0; i < 220; ++i) {
        column.states.push_back(forms::State::answered);
        column.ticks.push_back((1ULL << (i % options)) | (i < 120 ? 1ULL : 0ULL));
    }
    return survey;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_table_on_a_page)

BOOST_AUTO_TEST_CASE(groups_go_down_with_count_base_and_percent_in_each_cell) {
    const Shown shown{analysis::test::eighty_and_ten(), "q", {"gender"}};
    BOOST_TEST(shown.grid["corner"] == "Genre");
    BOOST_TEST(shown.grid["columns"].size() == 3U);  // oui, non, total
    BOOST_TEST(shown.grid["bodies"].size() == 1U);
    BOOST_TEST(shown.row(0, 0)["label"] == "femme");
    BOOST_TEST(shown.row(0, 0)["cells"][0]["percent"] == "80\u00a0%");
    BOOST_TEST(shown.row(0, 0)["cells"][0]["count"] == "80 sur 100");
    BOOST_TEST(shown.row(0, 1)["cells"][0]["percent"] == "10\u00a0%");
    BOOST_TEST(shown.row(0, 1)["cells"][0]["count"] == "90 sur 900");
    BOOST_TEST(shown.row(0, 2)["label"] == "Ensemble");
    BOOST_TEST(shown.row(0, 2)["total"] == true);
    BOOST_TEST(shown.row(0, 2)["cells"][0]["count"] == "170 sur 1\u202f000");
    BOOST_TEST(shown.row(0, 2)["cells"][2]["percent"] == "100\u00a0%");
}

BOOST_AUTO_TEST_CASE(without_breakdown_answers_go_down) {
    const Shown shown{analysis::test::eighty_and_ten(), "q"};
    BOOST_TEST(shown.grid["columns"].size() == 1U);
    BOOST_TEST(shown.row(0, 1)["label"] == "non");
    BOOST_TEST(shown.row(0, 1)["cells"][0]["count"] == "830 sur 1\u202f000");
    BOOST_TEST(shown.row(0, 2)["label"] == "Total");
}

BOOST_AUTO_TEST_CASE(more_answers_than_fit_across_go_down_when_groups_are_fewer) {
    BOOST_TEST(!admin::answers_go_down(view_of(boxes(7), "q", {"gender"}).table));
    BOOST_TEST(admin::answers_go_down(view_of(boxes(8), "q", {"gender"}).table));
    const Shown shown{boxes(8), "q", {"gender"}};
    BOOST_TEST(shown.grid["columns"].size() == 3U);  // femme, homme, ensemble
    BOOST_TEST(shown.grid["bodies"][0]["rows"].size() == 9U);
}

BOOST_AUTO_TEST_CASE(a_multiple_choice_has_people_as_base_and_no_hundred_percent) {
    const Shown shown{boxes(4), "q", {"gender"}};
    // Every one of the 120 women ticked the first box, a quarter of the 100 men.
    BOOST_TEST(shown.row(0, 0)["cells"][0]["count"] == "120 sur 120");
    BOOST_TEST(shown.row(0, 1)["cells"][0]["count"] == "25 sur 100");
    BOOST_TEST(shown.row(0, 0)["cells"][4] == json({{"figure", "120"}}));
    BOOST_TEST(shown.grid["columns"][4]["label"] == "Ont répondu");
}

BOOST_AUTO_TEST_CASE(two_breakdowns_nest_the_second_in_the_first) {
    auto survey = analysis::test::eighty_and_ten();
    const auto place = survey.add(QuestionType::select_one, "lieu", {"nord", "sud"});
    for (std::size_t i = 0; i < survey.columns.people; ++i)
        survey.column(place).codes.push_back(static_cast<std::uint16_t>(i % 2));
    const Shown shown{survey, "q", {"lieu", "gender"}};
    BOOST_TEST(shown.grid["corner"] == "lieu, Genre");
    BOOST_REQUIRE(shown.grid["bodies"].size() == 3U);
    BOOST_TEST(shown.grid["bodies"][0]["group"] == "nord");
    BOOST_TEST(shown.grid["bodies"][2]["group"] == "Ensemble");
    BOOST_TEST(shown.grid["bodies"][0]["span"] == 4);
    BOOST_TEST(shown.row(0, 0)["cells"][0]["count"] == "40 sur 50");
    BOOST_TEST(shown.row(2, 2)["cells"][0]["count"] == "170 sur 1\u202f000");
}

BOOST_AUTO_TEST_CASE(a_hidden_group_is_one_cell_across_with_its_reason) {
    analysis::test::Survey survey;
    const auto place = survey.add(QuestionType::select_one, "lieu", {"nord", "sud", "ouest"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(30, {place, question}, {0, 0});
    survey.people(30, {place, question}, {0, 1});
    survey.people(30, {place, question}, {1, 1});
    survey.people(30, {place, question}, {1, 0});
    survey.people(3, {place, question}, {2, 0});
    const Shown shown{survey, "q", {"lieu"}};
    const json hidden = json::array({{{"hidden", "trop peu de réponses"}, {"span", 3}}});
    BOOST_TEST(shown.row(0, 2)["cells"] == hidden);
}

BOOST_AUTO_TEST_CASE(a_number_hidden_in_a_group_that_is_shown_is_called_protected_not_small) {
    analysis::test::Survey survey;
    const auto place = survey.add(QuestionType::select_one, "lieu", {"nord", "sud"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non", "parfois"});
    for (const std::uint16_t where : std::initializer_list<std::uint16_t>{0, 1}) {
        survey.people(60, {place, question}, {where, 0});
        survey.people(40, {place, question}, {where, 1});
    }
    survey.people(3, {place, question}, {0, 2});
    survey.people(30, {place, question}, {1, 2});
    const Shown shown{survey, "q", {"lieu"}};
    BOOST_TEST(shown.row(0, 0)["cells"][2]["hidden"] == "protégé");  // three people
    BOOST_TEST(shown.row(0, 0)["cells"][1]["hidden"] == "protégé");  // forty: with them and the base, the three
    BOOST_TEST(shown.row(0, 0)["cells"][0]["count"] == "60 sur 103");
}

BOOST_AUTO_TEST_CASE(the_sentences_say_base_answer_and_range_and_that_it_is_seldom_chance) {
    const Shown shown{analysis::test::eighty_and_ten(), "q", {"gender"}};
    const auto said = admin::sentences(shown.reading, 0);
    BOOST_REQUIRE(said.size() == 4U);
    BOOST_TEST(
        said[0] ==
        "Base\u00a0: 1\u202f000 personnes qui ont répondu à cette question, sur 1\u202f000 réponses à l'enquête.");
    BOOST_TEST(said[1] == "Dans l'ensemble, 17\u00a0% répondent «\u00a0oui\u00a0».");
    BOOST_TEST(said[2] ==
               "Selon le groupe, «\u00a0oui\u00a0» va de 10\u00a0% (homme, 900 réponses) à 80\u00a0% (femme, 100 "
               "réponses).");
    BOOST_TEST(said[3] ==
               "Les groupes montrés ne donnent pas tous aussi souvent la réponse «\u00a0oui\u00a0»\u00a0: des écarts aussi grands viennent "
               "rarement du hasard (p\u00a0< 0,001).");
}

/// 60 of 100 and 57 of 100: no group is called the highest, and why is said.
BOOST_AUTO_TEST_CASE(no_group_is_called_the_highest_where_the_gap_may_be_chance) {
    analysis::test::Survey survey;
    const auto place = survey.add(QuestionType::select_one, "lieu", {"nord", "sud"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(60, {place, question}, {0, 0});
    survey.people(40, {place, question}, {0, 1});
    survey.people(57, {place, question}, {1, 0});
    survey.people(43, {place, question}, {1, 1});
    const Shown shown{survey, "q", {"lieu"}};
    const auto said = admin::sentences(shown.reading, 0).dump();
    BOOST_TEST(said.find("Selon le groupe") == std::string::npos, said);
    BOOST_TEST(said.find("ne les classez pas") != std::string::npos, said);
}

/// R: 80 of 100 in a sample of 1,000: 71.0 to 86.7 %, n_effective 99.9, deff 0.991 (tests/analysis/interval_reference.R).
BOOST_AUTO_TEST_CASE(the_precision_of_the_drawn_answer_is_told_group_by_group_in_words) {
    const Shown shown{analysis::test::eighty_and_ten(), "q", {"gender"}};
    const auto told = admin::precision(shown.reading, 0);
    BOOST_TEST(told["title"] == "Précision de «\u00a0oui\u00a0»");
    BOOST_TEST(told["size"]["effective"] == "Réponses équivalentes");
    const auto& women = told["rows"][0];
    BOOST_TEST(women["label"] == "femme");
    BOOST_TEST(women["base"] == "100");
    BOOST_TEST(women["figure"] == "80\u00a0%");
    BOOST_TEST(women["interval"] == "71 à 87\u00a0%");
    BOOST_TEST(women["size"]["effective"] == "100");
    BOOST_TEST(women["size"]["effect"] == "1");
    BOOST_TEST(told["rows"].size() == 3U);
    BOOST_TEST(told["rows"][2]["total"] == true);
}

/// 25 people of the south all say yes: no group is called the highest, and why is said.
BOOST_AUTO_TEST_CASE(no_group_is_called_the_highest_where_one_is_too_small_to_be_compared) {
    analysis::test::Survey survey;
    const auto place = survey.add(QuestionType::select_one, "lieu", {"nord", "sud"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(30, {place, question}, {0, 0});
    survey.people(30, {place, question}, {0, 1});
    survey.people(25, {place, question}, {1, 0});
    const Shown shown{survey, "q", {"lieu"}};
    const auto said = admin::sentences(shown.reading, 0).dump();
    BOOST_TEST(said.find("Selon le groupe") == std::string::npos, said);
    BOOST_TEST(said.find("Trop peu de réponses pour comparer") != std::string::npos, said);
}

BOOST_AUTO_TEST_CASE(nothing_is_said_of_what_is_hidden) {
    analysis::test::Survey survey;
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(4, {question}, {0});
    const Shown shown{survey, "q"};
    const auto said = admin::sentences(shown.reading, -1);
    BOOST_REQUIRE(said.size() == 1U);
    BOOST_TEST(said[0] == "Trop peu de personnes ont répondu à cette question pour montrer des chiffres.");
}

BOOST_AUTO_TEST_CASE(a_chart_of_groups_draws_the_answer_given_most_unless_the_address_says_otherwise) {
    const auto split = view_of(analysis::test::eighty_and_ten(), "q", {"gender"});
    const auto whole = view_of(analysis::test::eighty_and_ten(), "q");
    BOOST_TEST(admin::drawn_answer(split.table, "") == 1);  // non: 830 of 1,000
    BOOST_TEST(admin::drawn_answer(split.table, "oui") == 0);
    BOOST_TEST(admin::drawn_answer(split.table, "of another question") == 1);
    BOOST_TEST(admin::drawn_answer(split.table, "*") == -1);
    BOOST_TEST(admin::drawn_answer(whole.table, "") == -1);
}

BOOST_AUTO_TEST_CASE(an_address_names_breakdowns_by_comma_or_one_by_one) {
    Request request;
    request.query = {{"question", "q"}, {"by", "quartier, gender"}, {"by", ""}, {"by", "age"}};
    const auto asked = table_request(request);
    BOOST_TEST(asked.question == "q");
    const std::vector<std::string> by{"quartier", "gender", "age"};
    BOOST_TEST(asked.by == by, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_the_team_reads_with_the_thresholds_of_the_team) {
    const auto of = [](storage::Role role) { return audience_of(storage::Session{"x", role, "", ""}); };
    BOOST_TEST((of(storage::Role::administrator) == analysis::Audience::team));
    BOOST_TEST((of(storage::Role::facilitator) == analysis::Audience::team));
    BOOST_TEST((of(storage::Role::coach) == analysis::Audience::team));
    BOOST_TEST((of(storage::Role::institution) == analysis::Audience::everyone));
    BOOST_TEST((audience_of(std::nullopt) == analysis::Audience::everyone));
}

BOOST_AUTO_TEST_SUITE_END()
