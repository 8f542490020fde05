#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace {

constexpr const char* questionnaire = R"({
  "ecoute": 1, "id": "oui-non", "version": "1", "title": {"fr": "Oui ou non"}, "default_language": "fr",
  "breakdowns": {"gender": "genre", "age": "age"},
  "choices": {"genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}},
                         {"name": "autre", "label": {"fr": "Autre"}}],
              "oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
  "questions": [
    {"type": "select_one", "name": "genre", "choices": "genres", "label": {"fr": "Vous êtes"}},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}, "bands": [15, 25, 60]},
    {"type": "select_one", "name": "avis", "choices": "oui_non", "label": {"fr": "D'accord ?"}}
  ]})";

/// 80 of 100 women and 90 of 900 men say yes; the town has as many women as men.
struct Town : Program {
    Town() {
        write("oui-non.json", questionnaire);
        BOOST_REQUIRE_EQUAL(run("campaign create --form oui-non.json --id essai --title Essai").status, 0);
        std::string csv = "genre,age,avis\n";
        for (int i = 0; i < 100; ++i) csv += i < 80 ? "femme,30,oui\n" : "femme,30,non\n";
        for (int i = 0; i < 900; ++i) csv += i < 90 ? "homme,30,oui\n" : "homme,30,non\n";
        write("reponses.csv", csv);
        BOOST_REQUIRE_EQUAL(run("responses import reponses.csv --campaign essai").status, 0);
        write("genre.csv", "genre;population;source;vintage\nfemme;5 000;INSEE;2020\nhomme;5 000;INSEE;2020\n");
    }
    Ran refused_margin(const std::string& csv) {
        write("marge.csv", csv);
        return run("margins import marge.csv --campaign essai");
    }
};

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

nlohmann::json everybody(const nlohmann::json& table, const std::string& answer) {
    for (const auto& one : table["cells"])
        if (one["key"].empty() && one["answer"] == answer) return one;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(weighting_on_the_command_line)

/// Sentences for whoever runs a survey: how unequal, what it costs, that margins are met, who is shared out; no number of a solver.
BOOST_FIXTURE_TEST_CASE(the_diagnosis_is_told_in_plain_words, Town) {
    write("encore.csv", "genre,age,avis\nautre,30,oui\n");
    BOOST_REQUIRE_EQUAL(run("responses import encore.csv --campaign essai").status, 0);
    BOOST_REQUIRE_EQUAL(run("margins import genre.csv --campaign essai").status, 0);
    const auto said = run("weights --campaign essai --bounds none").out;
    for (const auto* sentence : {"représente en moyenne 10,0 personnes : 5,5 pour celle qui pèse le moins, 49,", "effet des poids : 2,7", "retrouvées exactement",
                                 "1 autre réponse", "il ne reste que 3"})
        BOOST_TEST(says(said, sentence), said);
    BOOST_TEST(!says(said, "e-"), said);
}

/// No man of 60 and over in the population; somebody of that age did not say a gender.
BOOST_FIXTURE_TEST_CASE(a_margin_with_a_group_of_nobody_gives_weights, Town) {
    std::string csv = "genre,age,avis\n,70,oui\n";
    for (int i = 0; i < 10; ++i) csv += "femme,70,oui\n";
    write("encore.csv", csv);
    BOOST_REQUIRE_EQUAL(run("responses import encore.csv --campaign essai").status, 0);
    write("marge.csv", "age;genre;population\n25-59;femme;1000\n25-59;homme;3000\n60+;femme;50\n60+;homme;0\n");
    BOOST_REQUIRE_EQUAL(run("margins import marge.csv --campaign essai").status, 0);
    const auto weights = run("weights --campaign essai --format json");
    BOOST_REQUIRE_EQUAL(weights.status, 0);
    BOOST_TEST(nlohmann::json::parse(weights.out)["misfit"].get<double>() < 1e-8);
}

/// 45 %: (80 + 10)/2; the interval by hand in tests/analysis/weighting_test.cpp.
BOOST_FIXTURE_TEST_CASE(margins_then_weights_then_a_weighted_table, Town) {
    BOOST_TEST(run("table --campaign essai --question avis --weights").status == 1);
    const auto imported = run("margins import genre.csv --campaign essai");
    BOOST_REQUIRE_EQUAL(imported.status, 0);
    BOOST_TEST(says(imported.err, "ecoute weights --campaign essai"));

    const auto weights = run("weights --campaign essai --bounds none --format json --export poids.csv");
    BOOST_REQUIRE_EQUAL(weights.status, 0);
    const auto diagnosis = nlohmann::json::parse(weights.out);
    BOOST_TEST(diagnosis["respondents"] == 1000);
    BOOST_TEST(std::abs(diagnosis["population"].get<double>() - 10000) < 1e-4);
    BOOST_TEST(std::abs(diagnosis["weights"]["max"].get<double>() - 50) < 1e-6);
    // Kish by hand: 10000^2 / (100 x 50^2 + 900 x (50/9)^2) = 360.
    BOOST_TEST(std::abs(diagnosis["weights"]["kish"].get<double>() - 360) < 1e-4);
    const auto csv = read("poids.csv");
    BOOST_TEST(csv.starts_with("id,weight\n"));
    BOOST_TEST(std::count(csv.begin(), csv.end(), '\n') == 1001);

    const auto table =
        nlohmann::json::parse(run("table --campaign essai --question avis --by genre --weights --protect none --format json").out);
    BOOST_TEST(table["weighted"] == true);
    const auto yes = everybody(table, "oui");
    BOOST_TEST(yes["count"] == 170);
    BOOST_TEST(std::abs(yes["percent"].get<double>() - 45) < 1e-6);
    BOOST_TEST(std::abs(yes["weighted_count"].get<double>() - 4500) < 1e-3);
    BOOST_TEST(table["tests"][0]["name"] == "rao_scott_f");
    const auto plain = nlohmann::json::parse(run("table --campaign essai --question avis --by genre --protect none --format json").out);
    BOOST_TEST(plain["weighted"] == false);
    BOOST_TEST(std::abs(everybody(plain, "oui")["percent"].get<double>() - 17) < 1e-9);
}

BOOST_FIXTURE_TEST_CASE(a_weighted_table_says_what_it_was_weighted_to_and_what_that_is_worth, Town) {
    run("margins import genre.csv --campaign essai");
    run("weights --campaign essai --bounds none");
    const auto text = run("table --campaign essai --question avis --by genre --weights").out;
    for (const char* part : {"redressées selon genre (INSEE, 2020)", "Modes de réponse", "ressemblent aux autres", "rarement du hasard"})
        BOOST_TEST(says(text, part), text);
}

BOOST_FIXTURE_TEST_CASE(an_interval_of_korn_and_graubard_is_wider, Town) {
    const auto wilson = nlohmann::json::parse(run("table --campaign essai --question avis --protect none --format json").out);
    const auto wide = nlohmann::json::parse(
        run("table --campaign essai --question avis --interval korn-graubard --protect none --format json").out);
    BOOST_TEST(everybody(wide, "oui")["low"].get<double>() < everybody(wilson, "oui")["low"].get<double>());
    BOOST_TEST(run("table --campaign essai --question avis --interval wald").status == 2);
}

BOOST_FIXTURE_TEST_CASE(a_group_that_the_sample_lacks_is_named_in_words, Town) {
    BOOST_REQUIRE_EQUAL(refused_margin("age,population\n15-24,2000\n25-59,5000\n60+,3000\n").status, 0);
    const auto refused = run("weights --campaign essai");
    BOOST_TEST(refused.status == 1);
    BOOST_TEST(says(refused.err, "Aucune réponse de « 15-24 »"), refused.err);
    BOOST_TEST(says(refused.err, "regroupez-le avec « 25-59 »"), refused.err);
    BOOST_REQUIRE_EQUAL(refused_margin("age,population\n15-24|25-59|60+,10000\n").status, 0);
    BOOST_TEST(run("weights --campaign essai").status == 0);
}

BOOST_FIXTURE_TEST_CASE(a_margin_that_does_not_fit_the_questionnaire_is_refused_with_its_line, Town) {
    const std::pair<const char*, const char*> cases[] = {
        {"genre,population\nfemme,10\nhomem,10\n", "homem"},
        {"sexe,population\nfemme,10\n", "sexe"},
        {"genre\nfemme\n", "population"},
        {"genre,population\nfemme,10\nfemme,12\n", "ligne 2"},
        {"genre,population\nfemme,beaucoup\n", "beaucoup"},
        {"genre,population\nfemme,-3\n", "-3"},
        {"genre,population\n", "aucun nombre"},
        {"avis,population\noui,10\noui|non,12\n", "déjà"},
    };
    for (const auto& [csv, part] : cases) BOOST_TEST_CONTEXT(csv) {
            const auto refused = refused_margin(csv);
            BOOST_TEST(refused.status == 1);
            BOOST_TEST(says(refused.err, part), refused.err);
        }
    BOOST_TEST(run("weights --campaign essai").status == 1);
}

BOOST_FIXTURE_TEST_CASE(bounds_are_below_and_above_one, Town) {
    run("margins import genre.csv --campaign essai");
    for (const char* bounds : {"1,2", "0.5,1", "3", "a,b", "-1,3", "0.5;3"})
        BOOST_TEST(run("weights --campaign essai --bounds " + std::string{"'"} + bounds + "'").status == 2);
    // Women weigh 6 times their base weight of 10: out of reach of the widest bounds, 0.2 to 5.
    write("genre.csv", "genre,population\nfemme,6000\nhomme,4000\n");
    run("margins import genre.csv --campaign essai");
    BOOST_TEST(run("weights --campaign essai --bounds 0.33,3").status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
