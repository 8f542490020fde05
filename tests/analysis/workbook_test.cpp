#include <boost/test/unit_test.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "forms/workbook/workbook.hpp"
#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

Heading heading_in_french() {
    std::ifstream in{std::string{ECOUTE_SOURCE_DIR} + "/server/text/fr/tables.json"};
    Heading heading;
    heading.campaign_id = "c1";
    heading.campaign_title = "Écoute habitants";
    heading.source = "Conseil citoyen, 1 000 réponses";
    heading.words = nlohmann::json::parse(in).get<std::map<std::string, std::string>>();
    return heading;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_stat)

/// 80 % of 100 women, 10 % of 900 men (PEERS.md T2), and both: 170 of 1,000.
BOOST_AUTO_TEST_CASE(holds_each_figure_at_the_place_that_its_dimensions_say) {
    const auto table = protect(eighty_and_ten().table("q", {"genre"}), Audience::exact, false);
    const auto document = nlohmann::json::parse(to_jsonstat(table, heading_in_french()));
    BOOST_TEST(document["version"] == "2.0");
    BOOST_TEST(document["class"] == "dataset");
    BOOST_TEST(document["id"] == nlohmann::json({"genre", "answer", "figure"}));
    BOOST_TEST(document["size"] == nlohmann::json({3, 2, 5}));
    BOOST_TEST(document["dimension"]["genre"]["category"]["index"] == nlohmann::json({"femme", "homme", "_T"}));
    const auto at = [&](std::size_t group, std::size_t answer, std::size_t figure) {
        return document["value"][(group * 2 + answer) * 5 + figure].get<double>();
    };
    BOOST_TEST(at(0, 0, 0) == 80);    // women who say yes
    BOOST_TEST(at(0, 0, 2) == 80.0);  // in percent of women
    BOOST_TEST(at(1, 0, 2) == 10.0);
    BOOST_TEST(at(2, 0, 0) == 170);
    BOOST_TEST(at(2, 1, 1) == 1000);
    BOOST_TEST(document["value"].size() == 30u);
}

BOOST_AUTO_TEST_CASE(says_that_a_hidden_figure_is_confidential_and_gives_none) {
    Survey survey = eighty_and_ten();
    survey.people(3, {0, 1}, {1, 0});
    auto few = survey.add(forms::QuestionType::select_one, "rare", {"oui", "non"});
    survey.column(few).codes.assign(survey.columns.people, 1);
    for (std::size_t i = 0; i < 3; ++i) survey.column(few).codes.set(i, 0);
    const auto document = nlohmann::json::parse(to_jsonstat(protect(survey.table("rare"), Audience::team, false), heading_in_french()));
    BOOST_TEST(document["value"][0].is_null());
    BOOST_TEST(document["status"]["0"] == "c");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_workbook)

/// The text of a cell, row and column from 0; "" for a blank.
std::string cell(const forms::workbook::Sheet& sheet, std::uint32_t row, std::uint32_t column) {
    for (const auto& one : sheet.rows)
        if (one.number == row)
            for (const auto& cell : one.cells)
                if (cell.column == column) return cell.text;
    return {};
}

BOOST_AUTO_TEST_CASE(has_the_table_its_chart_its_detail_and_its_method) {
    const auto table = protect(eighty_and_ten().table("q", {"genre"}), Audience::exact, false);
    const auto book = forms::workbook::read_workbook(to_workbook(table, heading_in_french()));
    BOOST_REQUIRE(book.has_value());
    BOOST_REQUIRE(book->sheets.size() == 4u);
    const auto& sheet = book->sheets[0];
    BOOST_TEST(sheet.name == "Tableau");
    BOOST_TEST(cell(sheet, 4, 0) == "femme");
    BOOST_TEST(cell(sheet, 4, 1) == "100");  // women who answered
    BOOST_TEST(cell(sheet, 4, 2) == "80");   // percent of them who say yes
    BOOST_TEST(cell(sheet, 5, 2) == "10");
    BOOST_TEST(cell(sheet, 6, 0) == "Ensemble");
    BOOST_TEST(cell(sheet, 6, 5) == "170");
    BOOST_TEST(book->sheets[3].name == "Méthode");
}

BOOST_AUTO_TEST_CASE(says_in_words_what_it_does_not_show) {
    Survey survey = eighty_and_ten();
    survey.people(3, {0, 1}, {forms::code_no_answer, 0});
    auto few = survey.add(forms::QuestionType::select_one, "rare", {"oui", "non"});
    survey.column(few).codes.assign(survey.columns.people, 1);
    for (std::size_t i = 0; i < 3; ++i) survey.column(few).codes.set(i, 0);
    const auto book = forms::workbook::read_workbook(to_workbook(protect(survey.table("rare"), Audience::team, false), heading_in_french()));
    BOOST_REQUIRE(book.has_value());
    BOOST_TEST(cell(book->sheets[0], 4, 2) == "protégé");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test
