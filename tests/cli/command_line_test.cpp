#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace {

/// Two questions, as in the case of PEERS.md: who says yes, women and men told apart.
constexpr const char* questionnaire = R"({
  "ecoute": 1, "id": "oui-non", "version": "1", "title": {"fr": "Oui ou non"}, "default_language": "fr",
  "breakdowns": {"gender": "genre", "age": "age"},
  "choices": {"genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}}],
              "oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}],
              "lieux": [{"name": "parc", "label": {"fr": "Parc"}}, {"name": "place", "label": {"fr": "Place"}}]},
  "questions": [
    {"type": "select_one", "name": "genre", "choices": "genres", "label": {"fr": "Vous êtes"}, "required": "yes"},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}, "bands": [15, 25, 60], "constraint": ". >= 15 and . <= 110",
     "constraint_message": {"fr": "Un âge entre 15 et 110 ans"}},
    {"type": "select_one", "name": "avis", "choices": "oui_non", "label": {"fr": "D'accord ?"}},
    {"type": "select_multiple", "name": "lieux", "choices": "lieux", "label": {"fr": "Lieux"}, "relevant": "${avis} = 'oui'"},
    {"type": "text", "name": "mot", "label": {"fr": "Un mot"}}
  ]})";

struct Campaign : Program {
    Campaign() {
        write("oui-non.json", questionnaire);
        BOOST_REQUIRE_EQUAL(run("campaign create --form oui-non.json --id essai --title Essai").status, 0);
    }
    /// 80 of 100 women and 90 of 900 men say yes.
    void import_the_case_of_the_rivals() {
        std::string csv = "genre,age,avis\n";
        for (int i = 0; i < 100; ++i) csv += std::string{"femme,"} + (i % 2 ? "20" : "40") + (i < 80 ? ",oui\n" : ",non\n");
        for (int i = 0; i < 900; ++i) csv += std::string{"homme,"} + (i % 2 ? "70" : "30") + (i < 90 ? ",oui\n" : ",non\n");
        write("reponses.csv", csv);
        BOOST_REQUIRE_EQUAL(run("responses import reponses.csv --campaign essai").status, 0);
    }
};

nlohmann::json cell(const nlohmann::json& table, const nlohmann::json& key, const std::string& answer) {
    for (const auto& one : table["cells"])
        if (one["key"] == key && one["answer"] == answer) return one;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_command_line)

BOOST_FIXTURE_TEST_CASE(without_a_verb_it_says_how_to_use_it_with_status_2, Program) {
    const auto ran = run("");
    BOOST_TEST(ran.status == 2);
    BOOST_TEST(ran.out.empty());
    BOOST_TEST(!ran.err.empty());
}

BOOST_FIXTURE_TEST_CASE(every_verb_has_its_help, Program) {
    for (const char* verb : {"", "serve", "demo", "form check", "form eval", "form convert", "campaign create", "campaign list", "campaign update", "campaign open", "campaign close",
                             "territory import", "responses import", "responses export", "margins import", "indicators import", "indicators list", "weights", "table", "compare", "territory correspondence", "user add", "simulate", "audit verify"})
        BOOST_TEST_CONTEXT(verb) {
            const auto ran = run(std::string{verb} + " --help");
            BOOST_TEST(ran.status == 0);
            BOOST_TEST(ran.out.find("--help") != std::string::npos);
        }
}

BOOST_FIXTURE_TEST_CASE(a_data_directory_that_cannot_be_made_is_a_fault_of_the_machine, Program) {
    write("plein", "a file, not a directory");
    BOOST_TEST(run("campaign list --data plein/dedans").status == 3);
}

BOOST_FIXTURE_TEST_CASE(diagnostics_follow_the_language_of_the_terminal, Program) {
    BOOST_TEST(run("campaign list").err.find("Aucune campagne") != std::string::npos);
    BOOST_TEST(run("campaign list", "", "en_GB.UTF-8").err.find("No campaign") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(every_questionnaire_of_the_library_is_found_by_its_name, Program) {
    write("quartiers.csv", "code,name,kind\nA,Mermoz,QPV\n");
    BOOST_REQUIRE_EQUAL(run("territory import quartiers.csv").status, 0);
    for (const std::string name : {"ecoute-habitants", "egalite-espace-public", "acces-sante", "droits-numerique", "cadre-de-vie-gsup",
                                   "emploi-jeunesse", "jeunes-11-17", "parents-solo", "bilan-priorites"})
        BOOST_TEST_CONTEXT(name) {
            BOOST_TEST(run("form check " + name).status == 0);
            BOOST_TEST(run("campaign create --form " + name + " --id " + name).status == 0);
        }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(campaigns_on_the_command_line)

BOOST_FIXTURE_TEST_CASE(a_questionnaire_with_mistakes_makes_no_campaign_and_each_is_named_with_its_place, Program) {
    write("faux.json", R"({"ecoute":1,"id":"faux","version":"1","title":{"fr":"F"},"default_language":"fr","questions":[
        {"type":"select_one","name":"a","choices":"pas_la","label":{"fr":"A"}},
        {"type":"integer","name":"b","label":{"fr":"B"},"relevant":"${inconnue} > 1"}]})");
    const auto ran = run("campaign create --form faux.json --id faux");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("/questions/0") != std::string::npos);
    BOOST_TEST(ran.err.find("/questions/1/relevant") != std::string::npos);
    BOOST_TEST(run("campaign list").out.empty());
}

BOOST_FIXTURE_TEST_CASE(an_id_is_taken_once, Campaign) {
    const auto again = run("campaign create --form oui-non.json --id essai");
    BOOST_TEST(again.status == 1);
    BOOST_TEST(again.err.find("campaign.exists") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(an_id_that_is_no_address_and_a_day_that_is_none_are_wrong_usage, Program) {
    write("oui-non.json", questionnaire);
    BOOST_TEST(run("campaign create --form oui-non.json --id 'Été 2026'").status == 2);
    BOOST_TEST(run("campaign create --form oui-non.json --id a --opens 2026-02-30").status == 2);
    BOOST_TEST(run("campaign create --form oui-non.json --id a --opens 2026-05-17 --closes 2026-05-03").status == 2);
}

BOOST_FIXTURE_TEST_CASE(the_library_questionnaire_wants_territories_first, Program) {
    const auto before = run("campaign create --form ecoute-habitants --id lyon");
    BOOST_TEST(before.status == 1);
    BOOST_TEST(before.err.find("territory import") != std::string::npos);
    BOOST_TEST(run("territory import lyon-2016").status == 0);
    BOOST_TEST(run("campaign create --form ecoute-habitants --id lyon").status == 0);
    BOOST_TEST(run("campaign close lyon").status == 0);
    BOOST_TEST(run("campaign list").out.find("fermée") != std::string::npos);
    BOOST_TEST(run("campaign open lyon").status == 0);
    BOOST_TEST(run("campaign open inconnue").status == 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rows_in_and_out)

BOOST_FIXTURE_TEST_CASE(a_csv_of_french_excel_is_read_and_rejects_go_to_a_file_with_their_reasons, Campaign) {
    write("r.csv", "\xEF\xBB\xBFgenre;age;avis;lieux;mot\r\n"
                   "femme;34;oui;parc place;\"Bien ; merci\"\r\n"
                   "femme;12;non;;trop jeune\r\n"
                   "martien;30;oui;;\r\n"
                   ";30;oui;;sans genre\r\n"
                   "homme;;;;\r\n");
    const auto ran = run("responses import r.csv --campaign essai");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("2 gardées, 0 déjà là, 3 refusées") != std::string::npos);
    const auto rejects = read("r.csv.rejects.csv");
    BOOST_TEST(rejects.find("Un âge entre 15 et 110 ans") != std::string::npos);
    BOOST_TEST(rejects.find("martien") != std::string::npos);
    BOOST_TEST(rejects.find("sans genre") != std::string::npos);
    BOOST_TEST(rejects.find("merci") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(the_same_file_again_changes_nothing, Campaign) {
    write("r.csv", "genre,avis\nfemme,oui\nfemme,oui\nhomme,non\n");
    BOOST_TEST(run("responses import r.csv --campaign essai").err.find("3 gardées") != std::string::npos);
    BOOST_TEST(run("responses import r.csv --campaign essai").err.find("0 gardées, 3 déjà là") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_dry_run_changes_nothing, Campaign) {
    write("r.csv", "genre,avis\nfemme,oui\n");
    const auto ran = run("responses import r.csv --campaign essai --dry-run");
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.err.find("1 seraient gardées") != std::string::npos);
    BOOST_TEST(run("responses export --campaign essai --format ndjson").out.empty());
}

BOOST_FIXTURE_TEST_CASE(a_column_that_no_question_has_refuses_the_file, Campaign) {
    write("r.csv", "genre,couleur\nfemme,bleu\n");
    const auto ran = run("responses import r.csv --campaign essai");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("couleur") != std::string::npos);
    BOOST_TEST(run("responses export --campaign essai --format ndjson").out.empty());
}

BOOST_FIXTURE_TEST_CASE(ndjson_is_the_shape_of_the_interface_and_comes_out_as_it_went_in, Campaign) {
    write("r.ndjson",
          R"({"id":"0b0e7bb4-5f0e-4f43-9d6b-0a6f3c1d2e01","language":"fr","channel":"paper","answers":{"genre":"femme","age":34,"avis":"oui","lieux":["place","parc"]}})"
          "\n"
          R"({"id":"0b0e7bb4-5f0e-4f43-9d6b-0a6f3c1d2e02","answers":{"genre":"homme","avis":"refused","lieux":["parc"]}})"
          "\n"
          R"({"id":"0b0e7bb4-5f0e-4f43-9d6b-0a6f3c1d2e02","answers":{"genre":"femme"}})"
          "\n{nothing\n");
    const auto ran = run("responses import r.ndjson --campaign essai");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("2 gardées, 0 déjà là, 2 refusées") != std::string::npos);
    const auto rejects = read("r.ndjson.rejects.ndjson");
    BOOST_TEST(rejects.find("response.conflict") != std::string::npos);
    BOOST_TEST(rejects.find("response.malformed") != std::string::npos);

    const auto out = run("responses export --campaign essai --format ndjson").out;
    const auto first = nlohmann::json::parse(out.substr(0, out.find('\n')));
    BOOST_TEST(first["channel"] == "paper");
    BOOST_TEST((first["answers"]["lieux"] == nlohmann::json{"parc", "place"}));
    const auto rest = out.substr(out.find('\n') + 1);
    const auto second = nlohmann::json::parse(rest.substr(0, rest.find('\n')));
    BOOST_TEST(second["answers"]["avis"] == "refused");
    BOOST_TEST(second["answers"]["age"].is_null());
    BOOST_TEST(!second["answers"].contains("lieux"));  // not asked: she did not say yes
}

// Our export has a column "minutes" of its own, how long an answer took.
BOOST_FIXTURE_TEST_CASE(a_question_that_is_called_like_a_column_of_the_export_is_read, Program) {
    write("f.json", R"({"ecoute":1,"id":"marche","version":"1","title":{"fr":"À pied"},"default_language":"fr",
                        "questions":[{"type":"integer","name":"minutes","label":{"fr":"Combien de minutes ?"}}]})");
    BOOST_REQUIRE_EQUAL(run("campaign create --form f.json --id marche --title Marche").status, 0);
    write("r.csv", "minutes\n7\n12\n");
    BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign marche").status, 0);
    const auto rows = run("responses export --campaign marche --format ndjson").out;
    BOOST_TEST(rows.find(R"("minutes":7)") != std::string::npos, rows);
}

// The same question, and one that is called like the id of a response: what stands beside the answers gives way to both, and is known again.
BOOST_FIXTURE_TEST_CASE(no_column_of_the_export_has_the_name_of_a_question, Program) {
    write("f.json", R"({"ecoute":1,"id":"marche","version":"1","title":{"fr":"À pied"},"default_language":"fr",
                        "questions":[{"type":"integer","name":"minutes","label":{"fr":"Combien de minutes ?"}},
                                     {"type":"text","name":"id","label":{"fr":"Quelle ligne ?"}},
                                     {"type":"integer","name":"_id","label":{"fr":"Quel arrêt ?"}}]})");
    BOOST_REQUIRE_EQUAL(run("campaign create --form f.json --id marche --title Marche").status, 0);
    write("r.csv", "minutes;id;_id;__id;channel\n7;C3;4;00000000-0000-4000-8000-000000000007;paper\n12;C14;;;paper\nx;C1;;;paper\n");
    const auto imported = run("responses import r.csv --campaign marche --rejects refus.csv");
    BOOST_TEST(imported.err.find("2 gardées, 0 déjà là, 1 refusées") != std::string::npos, imported.err);
    BOOST_REQUIRE_EQUAL(run("responses export --campaign marche -o sorti.csv").status, 0);
    const auto out = read("sorti.csv");
    BOOST_TEST(out.substr(3, out.find('\r') - 3) == "__id;form_version;channel;language;started_at;ended_at;_minutes;simulated;minutes;id;_id");
    BOOST_TEST(out.find("00000000-0000-4000-8000-000000000007;1;paper;fr;;;;0;7;C3;4\r\n") != std::string::npos, out);
    BOOST_TEST(run("responses import sorti.csv --campaign marche").err.find("0 gardées, 2 déjà là, 0 refusées") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(an_exported_csv_imports_back, Campaign) {
    write("r.csv", "genre;avis;lieux;mot\nfemme;oui;place parc;\"=1+1; dit-elle\"\nhomme;non;;\n");
    BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign essai").status, 0);
    BOOST_REQUIRE_EQUAL(run("responses export --campaign essai -o sorti.csv").status, 0);
    BOOST_TEST(read("sorti.csv").substr(0, 3) == "\xEF\xBB\xBF");
    BOOST_TEST(read("sorti.csv").find("'=1+1") != std::string::npos);
    BOOST_TEST(run("responses import sorti.csv --campaign essai").err.find("0 gardées, 2 déjà là, 0 refusées") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(an_export_that_fails_leaves_no_file, Campaign) {
    BOOST_TEST(run("responses export --campaign inconnue -o sorti.csv").status == 1);
    BOOST_TEST(!there("sorti.csv"));
    BOOST_TEST(run("responses export --campaign essai -o pas/la/sorti.csv").status == 3);
}

BOOST_FIXTURE_TEST_CASE(imports_and_exports_are_in_the_log_and_its_chain_holds, Campaign) {
    BOOST_REQUIRE_EQUAL(run("responses export --campaign essai").status, 0);
    BOOST_TEST(run("audit verify").status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(tables_on_the_command_line)

BOOST_FIXTURE_TEST_CASE(percents_are_within_the_group_with_its_base, Campaign) {
    import_the_case_of_the_rivals();
    const auto ran = run("table --campaign essai --question avis --by gender --format json --protect none");
    BOOST_REQUIRE_EQUAL(ran.status, 0);
    const auto table = nlohmann::json::parse(ran.out);
    const auto women = cell(table, {{"gender", "femme"}}, "oui"), men = cell(table, {{"gender", "homme"}}, "oui");
    BOOST_TEST(women["count"] == 80);
    BOOST_TEST(women["base"] == 100);
    BOOST_TEST(women["percent"].get<double>() == 80.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(men["count"] == 90);
    BOOST_TEST(men["base"] == 900);
    BOOST_TEST(men["percent"].get<double>() == 10.0, boost::test_tools::tolerance(1e-12));
    const auto all = cell(table, nlohmann::json::object(), "oui");
    BOOST_TEST(all["count"] == 170);
    BOOST_TEST(all["base"] == 1000);
}

/// What readers get is moved by cell keys: five people more or fewer at most, each figure computed from what is shown, the same
/// however often it is asked for.
BOOST_FIXTURE_TEST_CASE(without_a_word_on_protection_counts_are_moved_a_little_and_say_so, Campaign) {
    import_the_case_of_the_rivals();
    const auto ran = run("table --campaign essai --question avis --by gender --format json");
    BOOST_REQUIRE_EQUAL(ran.status, 0);
    const auto table = nlohmann::json::parse(ran.out);
    const auto women = cell(table, {{"gender", "femme"}}, "oui"), men = cell(table, {{"gender", "homme"}}, "oui");
    const auto near = [](const nlohmann::json& count, int exact) { return std::abs(count.get<int>() - exact) <= 5; };
    BOOST_TEST(near(women["count"], 80));
    BOOST_TEST(near(women["base"], 100));
    BOOST_TEST(near(men["count"], 90));
    BOOST_TEST(near(men["base"], 900));
    BOOST_TEST(women["percent"] == std::round(100.0 * women["count"].get<double>() / women["base"].get<double>()));
    BOOST_TEST(women["low"] <= 80);
    BOOST_TEST(women["high"] >= 80);
    BOOST_TEST(std::abs(cell(table, nlohmann::json::object(), "oui")["percent"].get<double>() - 17) <= 1.5);
    BOOST_TEST(table["notes"].dump().find("légèrement modifié") != std::string::npos);
    BOOST_TEST(run("table --campaign essai --question avis --by gender --format json").out == ran.out);
}

BOOST_FIXTURE_TEST_CASE(ages_given_as_numbers_fall_in_the_bands_of_the_form, Campaign) {
    import_the_case_of_the_rivals();
    const auto table = nlohmann::json::parse(run("table --campaign essai --question avis --by age,gender --format json --protect none").out);
    std::int64_t sixty_and_over = -1;
    for (const auto& one : table["cells"])
        if (one["answer"] == "non" && one["key"].size() == 2 && one["key"]["gender"] == "homme" && one["key"]["age"].get<std::string>().starts_with("60"))
            sixty_and_over = one["base"];
    BOOST_TEST(sixty_and_over == 450);
}

BOOST_FIXTURE_TEST_CASE(one_to_four_people_show_only_without_protection, Campaign) {
    write("r.csv", "genre,avis\nfemme,oui\nfemme,oui\nfemme,oui\nfemme,non\nfemme,non\nfemme,non\nfemme,non\nfemme,non\nfemme,non\nfemme,non\n"
                   "homme,oui\nhomme,oui\nhomme,oui\nhomme,oui\nhomme,oui\nhomme,oui\nhomme,oui\nhomme,non\nhomme,non\nhomme,non\nhomme,non\nhomme,non\n");
    BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign essai").status, 0);
    for (const char* level : {"", " --protect team", " --protect public"}) {
        const auto table = nlohmann::json::parse(run(std::string{"table --campaign essai --question avis --by gender --format json"} + level).out);
        BOOST_TEST(cell(table, {{"gender", "femme"}}, "oui")["suppressed"] == true);
        for (const auto& one : table["cells"])
            if (one.contains("count") && one["count"].is_number()) BOOST_TEST((one["count"] == 0 || one["count"] >= 5));
    }
    const auto exact = nlohmann::json::parse(run("table --campaign essai --question avis --by gender --format json --protect none").out);
    BOOST_TEST(cell(exact, {{"gender", "femme"}}, "oui")["count"] == 3);
}

/// Between quotation marks a shell puts nothing in the place of ${genre}.
BOOST_FIXTURE_TEST_CASE(a_condition_that_the_terminal_emptied_is_told_how_to_be_written, Campaign) {
    const auto ran = run("table --campaign essai --question avis --where \"${genre} = 'femme'\"");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("entre apostrophes") != std::string::npos, ran.err);
    BOOST_TEST(run("table --campaign essai --question avis --where '${genre} ='").err.find("entre apostrophes") == std::string::npos);
    BOOST_TEST(run("table --campaign inconnue --question avis").err.find("ecoute campaign list") != std::string::npos);
}

/// Made on a laptop that speaks English, for people who don't.
BOOST_FIXTURE_TEST_CASE(a_bilan_and_a_table_speak_the_language_of_their_questionnaire, Campaign) {
    const auto bilan = [&](const std::string& options) { return run("report --campaign essai " + options, {}, "en_US.UTF-8").out; };
    BOOST_TEST(bilan("").find("Qui a répondu") != std::string::npos);
    BOOST_TEST(bilan("--language en").find("Qui a répondu") == std::string::npos);
    BOOST_TEST(run("table --campaign essai --question avis --format csv", {}, "en_US.UTF-8").out.find("Base;Part (%)") != std::string::npos);
    BOOST_TEST(run("table --campaign essai --question avis --format csv --language en", {}, "en_US.UTF-8").out.find("Base;Part (%)") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_question_that_is_not_there_is_named, Campaign) {
    const auto ran = run("table --campaign essai --question couleur");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("couleur") != std::string::npos);
    BOOST_TEST(run("table --campaign essai --question avis --format dessin").status == 2);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(accounts_on_the_command_line)

BOOST_FIXTURE_TEST_CASE(an_account_is_added_listed_and_disabled, Program) {
    BOOST_TEST(run("user add Samira --role facilitator", "une phrase assez longue\n").status == 0);
    BOOST_TEST(run("user list").out == "samira\tfacilitator\tactive\n");
    BOOST_TEST(run("user add samira", "une phrase assez longue\n").status == 1);
    BOOST_TEST(run("user add karim", "court\n").status == 1);
    BOOST_TEST(run("user disable samira").status == 0);
    BOOST_TEST(run("user list").out == "samira\tfacilitator\tdisabled\n");
    BOOST_TEST(run("user disable personne").status == 1);
}

BOOST_FIXTURE_TEST_CASE(form_check_says_which_translations_are_still_to_be_reviewed, Program) {
    const auto translated = run("form check acces-sante");
    BOOST_TEST((translated.out + translated.err).find("العربية, Türkçe, Português, English") != std::string::npos);
    const auto french = run("form check bilan-priorites");
    BOOST_TEST((french.out + french.err).find("relire") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
