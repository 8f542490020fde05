#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace {

constexpr const char* bad = R"({"ecoute":1,"id":"essai","version":"1","title":{"fr":"Essai"},
  "choices":{"genres":[{"name":"femme","label":{"fr":"Une femme"}},{"name":"homme","label":{"fr":"Un homme"}}]},
  "questions":[
    {"type":"select_one","name":"sexe","choices":"genres","label":{"fr":"Vous êtes"}},
    {"type":"inconnu","name":"rien","label":{"fr":"x"}},
    {"type":"text","name":"foi","label":{"fr":"Quelle est votre religion ?"}},
    {"type":"integer","name":"enfants","label":{"fr":"Enfants"},"relevant":"${sexe} = 'femmes'"}]})";

constexpr const char* good = R"({"ecoute":1,"id":"essai","version":"1","title":{"fr":"Essai"},"notice":{"fr":"Bonjour."},
  "questions":[{"type":"integer","name":"pieces","label":{"fr":"Combien de pièces ?"}}]})";

struct Checking : Program {
    Checking() {
        write("mauvais.json", bad);
        write("bon.json", good);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(form_check, Checking)

BOOST_AUTO_TEST_CASE(goes_on_after_the_first_mistake_and_says_what_to_do) {
    const auto ran = run("form check mauvais.json");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.out.find("/questions/1/type") != std::string::npos);
    BOOST_TEST(ran.out.find("mauvais.json: erreur : « foi » demande la religion de la personne") != std::string::npos);
    BOOST_TEST(ran.out.find("Voulez-vous dire « femme » ? — /questions/3/relevant, caractère 8 [check.value_never_given]") != std::string::npos);
    BOOST_TEST(ran.err.find("erreurs : 2, avertissements : ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(speaks_english_too) {
    const auto ran = run("form check mauvais.json", "", "en_GB.UTF-8");
    BOOST_TEST(ran.out.find("asks for the person's religion") != std::string::npos);
    BOOST_TEST(ran.out.find("Did you mean “femme”?") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(warnings_alone_are_no_failure) {
    const auto ran = run("form check bon.json");
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out.find("[check.breakdown_missing]") != std::string::npos);
    BOOST_TEST(ran.err.find("questionnaire valable") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(several_files_are_all_checked) {
    const auto ran = run("form check bon.json mauvais.json absent.json");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.out.find("bon.json: ") != std::string::npos);
    BOOST_TEST(ran.out.find("mauvais.json: ") != std::string::npos);
    BOOST_TEST(ran.err.find("absent.json") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(gives_editors_json_that_stays_as_it_is) {
    const auto ran = run("form check --format json mauvais.json bon.json");
    BOOST_TEST(ran.status == 1);
    const auto told = nlohmann::json::parse(ran.out);
    BOOST_TEST(told["files"] == 2);
    BOOST_TEST(told["mistakes"] == 2);
    BOOST_TEST(told["warnings"].get<int>() > 3);
    bool found = false;
    for (const auto& problem : told["problems"]) {
        BOOST_TEST(problem["file"].is_string());
        BOOST_TEST((problem["severity"] == "mistake" || problem["severity"] == "warning"));
        if (problem["code"] != "check.value_never_given") continue;
        found = true;
        BOOST_TEST(problem["where"] == "/questions/3/relevant");
        BOOST_TEST(problem["offset"] == 8);
        BOOST_TEST(problem["file"] == "mauvais.json");
    }
    BOOST_TEST(found);
}

BOOST_AUTO_TEST_CASE(what_the_law_forbids_makes_no_campaign) {
    write("foi.json", R"({"ecoute":1,"id":"foi","version":"1","title":{"fr":"x"},"questions":[{"type":"text","name":"q","label":{"fr":"Votre religion ?"}}]})");
    const auto ran = run("campaign create --form foi.json --id foi");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("check.religion") != std::string::npos);
    BOOST_TEST(run("campaign list").out.empty());
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

std::string version(const std::string& number, const std::string& choices) {
    return R"({"ecoute":1,"id":"sorties","version":")" + number + R"(","title":{"fr":"Sorties"},"choices":{"lieux":[)" + choices +
           R"(]},"questions":[{"type":"select_one","name":"lieu","choices":"lieux","label":{"fr":"Où allez-vous ?"}}]})";
}
const std::string park = R"({"name":"parc","label":{"fr":"Le parc"}})", station = R"({"name":"gare","label":{"fr":"La gare"}})";

struct Running : Program {
    Running() {
        write("v1.json", version("1", park + "," + station));
        write("v2.json", version("2", station + "," + park + R"(,{"name":"quai","label":{"fr":"Les quais"}})"));
        write("v3.json", version("3", station));
        BOOST_REQUIRE_EQUAL(run("campaign create --form v1.json --id essai").status, 0);
        write("r.csv", "lieu\nparc\nparc\ngare\n");
        BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign essai").status, 0);
    }
    std::string asked() const { return nlohmann::json::parse(run("campaign list --format json").out)[0]["version"]; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(campaign_update, Running)

BOOST_AUTO_TEST_CASE(says_what_changes_before_it_does_it) {
    const auto would = run("campaign update --id essai --form v2.json --dry-run");
    BOOST_TEST(would.status == 0);
    BOOST_TEST(would.out == "change : Choix ajouté à « lieux » : quai « Les quais »\nchange : Les choix de « lieux » changent d'ordre\n");
    BOOST_TEST(asked() == "1");
    const auto done = run("campaign update --id essai --form v2.json");
    BOOST_TEST(done.status == 0);
    BOOST_TEST(done.out == would.out);
    BOOST_TEST(asked() == "2");
    BOOST_TEST(run("audit verify").status == 0);
    // Two at the park and one at the station, although the choices changed places.
    const auto rows = run("responses export --campaign essai --format csv");
    BOOST_TEST(rows.out.find(";parc\r\n") != std::string::npos);
    BOOST_TEST(run("campaign update --id essai --form v2.json").err.find("rien à changer") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_to_mix_meanings_with_status_1_and_changes_nothing) {
    const auto ran = run("campaign update --id essai --form v3.json");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.out.find("refusé : Le choix parc de lieu a des réponses") != std::string::npos);
    BOOST_TEST(ran.err.find("Rien n'est changé") != std::string::npos);
    BOOST_TEST(asked() == "1");
    BOOST_TEST(run("campaign update --id inconnue --form v2.json").status == 1);
    BOOST_TEST(run("campaign update --id essai --form absent.json").status == 1);
    BOOST_TEST(run("campaign update --form v2.json").status == 2);
}

BOOST_AUTO_TEST_SUITE_END()
