// Official figures beside those of a survey, from the file that a team brings to what it hands on.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace {

/// Two quartiers of one commune, thirty answers in each. The figures are made up.
struct TwoQuartiers : Program {
    TwoQuartiers() {
        write("lieux.csv", "code,name,kind,parent,population,source,vintage\nQ1,Les Tilleuls,QPV,C1,4500,Recensement,2020\nQ2,Le Port,QPV,C1,,,\nC1,La Ville,commune,,120000,Recensement,2020\n");
        BOOST_REQUIRE_EQUAL(run("territory import lieux.csv").status, 0);
        write("f.json", R"({"ecoute": 1, "id": "f", "version": "1", "title": {"fr": "F"}, "default_language": "fr", "breakdowns": {"quartier": "quartier"},
          "choices": {"oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
          "questions": [{"type": "select_one", "name": "quartier", "choices": "quartiers", "label": {"fr": "Votre quartier"}},
                        {"type": "select_one", "name": "avis", "choices": "oui_non", "label": {"fr": "D'accord ?"}}]})");
        BOOST_REQUIRE_EQUAL(run("campaign create --form f.json --id f --territories Q1,Q2").status, 0);
        std::string csv = "quartier,avis\n";
        for (int i = 0; i < 60; ++i) csv += i % 2 ? "Q1,oui\n" : "Q2,non\n";
        write("r.csv", csv);
        BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign f").status, 0);
    }
    Ran import(const std::string& csv, const std::string& options = "") {
        write("officiel.csv", csv);
        return run("indicators import officiel.csv " + options);
    }
    std::string table(const std::string& format) const { return run("table --campaign f --question avis --by quartier --format " + format).out; }
};

const std::string french_excel =
    "\xEF\xBB\xBF" "code;indicateur;valeur;unité;année;source\r\n"
    "Q1;Taux de pauvreté;42,1;%;2021;INSEE, Filosofi\r\n"
    "Q2;Taux de pauvreté;;%;2021;INSEE, Filosofi\r\n"
    "C1;Taux de pauvreté;17,4;%;2021;INSEE, Filosofi\r\n"
    "Q1;Niveau de vie médian;14 590;€ par an;2021;INSEE, Filosofi\r\n"
    "QN00101M;Taux de pauvreté;38;%;2021;INSEE, Filosofi\r\n";

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(official_figures, TwoQuartiers)

/// Of a national file only the territories that are here, and it says so; what stood in them stays apart from the survey's cells.
BOOST_AUTO_TEST_CASE(stand_beside_a_table_by_quartier_with_their_sources) {
    const auto imported = import(french_excel);
    BOOST_TEST(imported.status == 0, imported.err);
    BOOST_TEST(says(imported.err, "4 chiffres officiels gardés, de 3 territoires"), imported.err);
    BOOST_TEST(says(imported.err, "Une ligne laissée de côté"), imported.err);
    BOOST_TEST(says(imported.err, "QN00101M"));

    const auto json = nlohmann::json::parse(table("json"));
    const auto& figures = json["official"];
    BOOST_REQUIRE(figures.size() == 6u);  // two populations that came with the territories, four of the file
    BOOST_TEST(figures[0]["indicator"] == "Population");
    BOOST_TEST(figures[0]["value"] == 4500);
    BOOST_TEST(figures[1]["indicator"] == "Taux de pauvreté");
    BOOST_TEST(figures[1]["value"] == 42.1);
    BOOST_TEST(figures[1]["source"] == "INSEE, Filosofi");
    BOOST_TEST(figures[3]["territory"] == "Q2");
    BOOST_TEST(figures[3]["value"].is_null());
    BOOST_TEST(figures[5]["name"] == "La Ville");  // the commune around them comes last
    for (const auto& cell : json["cells"]) BOOST_TEST(!cell.contains("source"));
    BOOST_TEST(nlohmann::json::parse(table("jsonstat"))["extension"]["official"].size() == 6u);
    BOOST_TEST(says(table("csv"), "\r\nQ1;Les Tilleuls;Niveau de vie médian;14590;€ par an;2021;INSEE, Filosofi\r\n"));
    const auto text = table("text");
    for (const auto* part : {"Chiffres officiels", "42,1\u00a0%", "14\u202f590\u00a0€ par an", "non publié", "Recensement"}) BOOST_TEST(says(text, part), text);
    BOOST_TEST(table("xlsx").starts_with("PK"));
    BOOST_TEST(!says(run("table --campaign f --question avis").out, "Chiffres officiels"));
}

BOOST_AUTO_TEST_CASE(come_back_as_a_file_that_imports_and_a_new_one_takes_the_place_of_the_old) {
    BOOST_TEST(run("indicators list").status == 0);
    BOOST_REQUIRE_EQUAL(import(french_excel).status, 0);
    const auto listed = run("indicators list").out;
    BOOST_TEST(says(listed, "Q1;Taux de pauvreté;42,1;%;2021;INSEE, Filosofi\r\n"), listed);
    BOOST_REQUIRE_EQUAL(import(listed).status, 0);
    BOOST_TEST(run("indicators list").out == listed);
    BOOST_REQUIRE_EQUAL(import("territory,indicator,value\nQ1,Taux de pauvreté,-3.5\n", "--source INSEE --year 2023").status, 0);
    const auto again = run("indicators list").out;
    BOOST_TEST(says(again, "Q1;Taux de pauvreté;-3,5;;2023;INSEE\r\n"), again);
    BOOST_TEST(!says(again, "42,1"));
}

/// Each with its line and what to do; nothing is kept of a file with a mistake.
BOOST_AUTO_TEST_CASE(with_mistakes_are_refused_line_by_line) {
    const auto refused = import("territory,indicator,value,source\nQ1,Taux,beaucoup,INSEE\nQ1,Taux,3,INSEE\nQ2,Taux,3,\n");
    BOOST_TEST(refused.status == 1);
    for (const auto* part : {"Ligne 2 : « beaucoup »", "Ligne 3 : « Q1, Taux » est déjà à la ligne 2", "Ligne 4 : il manque « source »", "--source"})
        BOOST_TEST(says(refused.err, part), refused.err);
    BOOST_TEST(says(import("territory,value\nQ1,3\n").err, "il manque « indicator »"));
    const auto elsewhere = import("territory,indicator,value,source\nQN00101M,Taux,3,INSEE\n");
    BOOST_TEST(elsewhere.status == 1);
    BOOST_TEST(says(elsewhere.err, "ecoute territory import"), elsewhere.err);
    BOOST_TEST(run("indicators list").out.empty());
    std::string many = "territory,indicator,value,source\n";
    for (int i = 0; i < 41; ++i) many += "Q1,Indicateur " + std::to_string(i) + ",1,INSEE\n";
    BOOST_TEST(says(import(many).err, "41 chiffres officiels : 40 au plus"));
    BOOST_TEST(run("indicators list").out.empty());
    BOOST_TEST(import("").status == 1);
    BOOST_TEST(run("indicators import absent.csv").status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
