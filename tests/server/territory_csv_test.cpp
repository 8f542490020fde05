#include "server/wire/territory_csv.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

using namespace ecoute;
using forms::Code;

namespace {

std::string library_file(const std::string& name) {
    std::ifstream file{std::string{ECOUTE_SOURCE_DIR} + "/forms/library/territories/" + name, std::ios::binary};
    BOOST_REQUIRE(file.good());
    return {std::istreambuf_iterator<char>{file}, {}};
}

struct Reading {
    forms::Problems problems;
    std::vector<storage::Territory> territories;
};

Reading read_territories(std::string_view csv) {
    Reading reading;
    reading.territories = server::territories_from_csv(csv, reading.problems);
    return reading;
}

forms::Problem only_problem(std::string_view csv) {
    const auto reading = read_territories(csv);
    BOOST_REQUIRE_EQUAL(reading.problems.size(), 1U);
    return reading.problems.front();
}

std::size_t of_kind(const std::vector<storage::Territory>& territories, std::string_view kind) {
    return static_cast<std::size_t>(
        std::count_if(territories.begin(), territories.end(), [&](const auto& t) { return t.kind == kind; }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_territories)

// Figures of DOMAIN: 105 quartiers, 358,011 people, from 994 to 31,691; one share of women and eleven youth indexes are
// blank.
BOOST_AUTO_TEST_CASE(the_quartiers_of_occitanie_are_read_with_their_holes) {
    const auto reading = read_territories(library_file("occitanie-qpv-2015.csv"));
    BOOST_TEST(reading.problems.empty());
    const auto& all = reading.territories;
    BOOST_REQUIRE_EQUAL(all.size(), 105U);
    BOOST_TEST(of_kind(all, "QPV") == 105U);

    std::int64_t people = 0;
    std::set<std::int64_t> sizes;
    for (const auto& t : all) {
        BOOST_REQUIRE(t.population.has_value());
        people += *t.population;
        sizes.insert(*t.population);
        BOOST_TEST(t.generation == "2015");
        BOOST_TEST(t.vintage.find("2013") != std::string::npos);
        BOOST_TEST(!t.source.empty());
    }
    BOOST_TEST(people == 358'011);
    BOOST_TEST(*sizes.begin() == 994);
    BOOST_TEST(*sizes.rbegin() == 31'691);
    BOOST_TEST(std::count_if(all.begin(), all.end(), [](const auto& t) { return !t.women_percent; }) == 1);
    BOOST_TEST(std::count_if(all.begin(), all.end(), [](const auto& t) { return !t.youth_index; }) == 11);
}

BOOST_AUTO_TEST_CASE(negreneys_left_and_a_quartier_may_lie_in_two_communes) {
    const auto all = read_territories(library_file("occitanie-qpv-2015.csv")).territories;
    const auto find = [&](std::string_view code) {
        return *std::find_if(all.begin(), all.end(), [&](const auto& t) { return t.code == code; });
    };
    BOOST_TEST(find("QP031018").name == "Négreneys");
    BOOST_TEST(find("QP031018").population.value() == 1014);
    BOOST_TEST(find("QP031018").women_percent.value() == 49.2);
    BOOST_TEST(find("QP031018").status == "sorti");
    BOOST_TEST(find("QP065003").commune == "Séméac, Tarbes");
}

BOOST_AUTO_TEST_CASE(the_survey_areas_of_lyon_are_nine_three_and_one_without_figures) {
    const auto reading = read_territories(library_file("lyon-2016.csv"));
    BOOST_TEST(reading.problems.empty());
    BOOST_TEST(reading.territories.size() == 13U);
    BOOST_TEST(of_kind(reading.territories, "QPV") == 9U);
    BOOST_TEST(of_kind(reading.territories, "QVA") == 3U);
    BOOST_TEST(of_kind(reading.territories, "outside") == 1U);
    for (const auto& t : reading.territories) {
        BOOST_TEST(!t.population.has_value());
        BOOST_TEST(t.code.starts_with("LYON-"));
        BOOST_TEST(t.source.find("pas un code officiel") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(french_names_of_columns_and_a_french_spreadsheet_are_understood) {
    const auto reading = read_territories(
        "\xEF\xBB\xBF"
        "nom_qp;code_qp;pop_municipale;part_femmes_pct;indice_jeunesse;statut_2024;inconnu\r\n"
        "Grand Mirail;QP031007;31\xE2\x80\xAF"
        "691;51,6;;maintenu;x\r\n");
    BOOST_TEST(reading.problems.empty());
    BOOST_REQUIRE_EQUAL(reading.territories.size(), 1U);
    const auto& mirail = reading.territories.front();
    BOOST_TEST(mirail.code == "QP031007");
    BOOST_TEST(mirail.kind == "QPV");
    BOOST_TEST(mirail.generation == "2015");
    BOOST_TEST(mirail.population.value() == 31'691);
    BOOST_TEST(mirail.women_percent.value() == 51.6);
    BOOST_TEST(!mirail.youth_index.has_value());
    BOOST_TEST(mirail.status == "maintenu");
}

// Codes seen in public files: DOMAIN section 2.
BOOST_AUTO_TEST_CASE(a_code_of_a_priority_quartier_tells_kind_and_generation) {
    const auto kind_and_generation = [](const std::string& code) {
        const auto reading = read_territories("code,name\n" + code + ",x\n");
        return reading.problems.empty() ? reading.territories[0].kind + reading.territories[0].generation : "";
    };
    for (const auto* code : {"QP031018", "QP974001", "QP02A001", "QP02B003"})
        BOOST_TEST(kind_and_generation(code) == "QPV2015", code);
    for (const auto* code : {"QN07511M", "QN97401I", "QN06901M", "QN02A01N"})
        BOOST_TEST(kind_and_generation(code) == "QPV2024", code);
    for (const auto* code : {"QP31018", "QP0310188", "QN075111", "QN0751MM", "QP02C001", "LYON-MERMOZ"})
        BOOST_TEST(kind_and_generation(code) == "", code);
}

BOOST_AUTO_TEST_CASE(kinds_may_be_written_as_people_write_them) {
    const auto reading = read_territories("code,name,kind\na,x,qpv\nb,x,Secteur\nc,x,hors QPV\nd,x,Commune\n");
    BOOST_TEST(reading.problems.empty());
    BOOST_TEST(reading.territories[0].kind == "QPV");
    BOOST_TEST(reading.territories[1].kind == "sector");
    BOOST_TEST(reading.territories[2].kind == "outside");
    BOOST_TEST(reading.territories[3].kind == "commune");
}

BOOST_AUTO_TEST_CASE(each_mistake_names_its_line_and_its_column) {
    struct Case {
        std::string_view csv;
        Code code;
        std::string_view line, column;
    };
    for (const auto& [csv, code, line, column] : {
             Case{"code,name,kind\na,x,QPV\n,y,QPV\n", Code::territory_field_missing, "3", "code"},
             Case{"code,name,kind\na,,QPV\n", Code::territory_field_missing, "2", "name"},
             Case{"code,name,kind\na,x,\n", Code::territory_field_missing, "2", "kind"},
             Case{"code,nom du quartier\nQP031018,x\n", Code::territory_field_missing, "1", "name"},
             Case{"code,name,kind\na,x,ZUS\n", Code::territory_kind_unknown, "2", "kind"},
             Case{"code,name\nQP031018,x\n\nQP031018,y\n", Code::territory_code_twice, "4", "code"},
             Case{"code,name,kind\na,x,QPV\nQP 031019,y,QPV\n", Code::territory_malformed, "3", "code"},
             Case{"code,name,population\nQP031018,x,env. 1000\n", Code::territory_figure_invalid, "2", "population"},
             Case{"code,name,population\nQP031018,x,-1\n", Code::territory_figure_invalid, "2", "population"},
             Case{"code,name,population\nQP031018,x,10.5\n", Code::territory_figure_invalid, "2", "population"},
             Case{"code,name,women_percent\nQP031018,x,100.1\n", Code::territory_figure_invalid, "2", "women_percent"},
             Case{"code,name,women_percent\nQP031018,x,nan\n", Code::territory_figure_invalid, "2", "women_percent"},
         }) {
        BOOST_TEST_CONTEXT(csv) {
            const auto problem = only_problem(csv);
            BOOST_TEST((problem.code == code));
            BOOST_TEST(problem.where == "line " + std::string{line});
            BOOST_TEST(problem.facts.at("column") == column);
        }
    }
}

BOOST_AUTO_TEST_CASE(all_mistakes_of_a_file_are_told_at_once) {
    const auto reading = read_territories("code,name,kind,population\na,x,ZUS,many\nb,y\n,z,QPV,1\n");
    BOOST_TEST(reading.problems.size() == 4U);  // kind, population, a short row, a missing code
}

BOOST_AUTO_TEST_CASE(a_file_without_territories_or_that_is_no_csv_is_refused) {
    BOOST_TEST((only_problem("code,name\n").code == Code::territory_none));
    BOOST_TEST((only_problem("").code == Code::csv_empty));
    BOOST_TEST((only_problem("code;nom_qp\nQP031018;N\xE9greneys\n").code == Code::csv_encoding));
}

BOOST_AUTO_TEST_SUITE_END()
