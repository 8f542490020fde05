#include "tests/forms/library.hpp"

namespace t = ecoute::tests;

BOOST_AUTO_TEST_SUITE(a_questionnaire_of_the_library)

BOOST_AUTO_TEST_CASE(on_health_asks_nothing_more_of_who_declines_the_second_consent) {
    const auto reading = t::questionnaire("acces-sante");
    BOOST_REQUIRE(reading.form.has_value());
    const t::Submitted response(*reading.form,
        R"({"accord":"oui","quartier":"HORS","age":"45_59","genre":"femme","medecin_traitant":"oui","couverture":"c2s","accord_sensible":"non",)"
        R"("renoncement":"oui","sante_ressentie":"bonne","prevention":["vaccins"],"menage":"seul"})");
    BOOST_TEST(response.said() == "");
    for (const char* untold : {"renoncement", "sante_ressentie", "prevention", "moral", "acces", "difficultes"})
        BOOST_TEST(response.kept.find(untold) == std::string::npos, untold);
    for (const char* told : {"medecin_traitant", "couverture", "menage"})
        BOOST_TEST(response.kept.find(told) != std::string::npos, told);
}

BOOST_AUTO_TEST_CASE(on_health_offers_the_prevention_of_the_persons_age_and_gender) {
    const auto reading = t::questionnaire("acces-sante");
    BOOST_REQUIRE(reading.form.has_value());
    const auto taken = [&](const std::string& who) {
        std::string all;
        for (const std::string choice : {"vaccins", "depistage_sein", "depistage_col", "depistage_colon", "dents_enfants"}) {
            const t::Submitted response(*reading.form, R"({"accord":"oui","quartier":"HORS","accord_sensible":"oui",)" + who +
                                                           R"("prevention":[")" + choice + R"("]})");
            const bool kept = response.said().empty() && response.kept.find(choice) != std::string::npos;
            if (kept) all += choice + " ";
        }
        return all;
    };
    BOOST_TEST(taken(R"("genre":"femme","age":"60_74",)") == "vaccins depistage_sein depistage_col depistage_colon ");
    BOOST_TEST(taken(R"("genre":"homme","age":"60_74",)") == "vaccins depistage_colon ");
    BOOST_TEST(taken(R"("genre":"femme","age":"18_24",)") == "vaccins dents_enfants ");
    // Who does not say gender or age is offered everything.
    BOOST_TEST(taken("") == "vaccins depistage_sein depistage_col depistage_colon dents_enfants ");
    BOOST_TEST(taken(R"("genre":"nsp","age":"60_74",)") == "vaccins depistage_sein depistage_col depistage_colon ");
}

BOOST_AUTO_TEST_CASE(derives_the_variables_that_tables_are_split_by) {
    struct Derived {
        const char *form, *answers, *expected;
    };
    // Worked out by hand from DOMAIN.md section 3; "" is a variable that has no value.
    const std::vector<Derived> cases{
        {"ecoute-habitants", R"("age":"18_24")", R"("age3":"15_24")"},
        {"ecoute-habitants", R"("age":"25_29")", R"("age3":"25_59")"},
        {"ecoute-habitants", R"("age":"60_74")", R"("age3":"60_plus")"},
        {"acces-sante", R"("age":"18_24")", R"("age3":"18_24")"},
        {"emploi-jeunesse", R"("age":"25")", R"("age3":"25_59","jeune":"16_25")"},
        {"emploi-jeunesse", R"("age":"26_29")", R"("jeune":"26_plus")"},
        {"emploi-jeunesse", R"("age":"18_24","activite":"chomage","suivi":"personne")", R"("neet":"oui","invisible":"oui")"},
        {"emploi-jeunesse", R"("age":"18_24","activite":"chomage","suivi":"mission_locale")", R"("neet":"oui","invisible":"non")"},
        {"emploi-jeunesse", R"("age":"18_24","activite":"formation","suivi":"personne")", R"("neet":"non","invisible":"non")"},
        {"bilan-priorites", R"("role":"bailleur")", R"("partenaire":"oui")"},
        {"bilan-priorites", R"("role":"instance")", R"("partenaire":"non")"},
        {"ecoute-habitants", R"("menage":"monoparentale")", R"("monoparentale":"oui")"},
        {"ecoute-habitants", R"("menage":"couple_enfants")", R"("monoparentale":"non")"},
        {"parents-solo", R"("seul_avec_enfants":"alternee")", R"("monoparentale":"oui")"},
        {"droits-numerique", R"("renonce_aide":"oui","raison_non_recours":"connaissait_pas")", R"("non_recours":"non_connaissance")"},
        {"droits-numerique", R"("renonce_aide":"oui","raison_non_recours":"honte")", R"("non_recours":"non_demande")"},
        {"droits-numerique", R"("renonce_aide":"oui","raison_non_recours":"rien_recu")", R"("non_recours":"non_reception")"},
        {"droits-numerique", R"("renonce_aide":"oui","raison_non_recours":"pas_proposee")", R"("non_recours":"non_proposition")"},
        {"egalite-espace-public", R"("enfants":2)", R"("parent":"oui")"},
        {"egalite-espace-public", R"("enfants":0)", R"("parent":"non")"},
        // "A lot" in one domain counts (Washington Group); "a little" does not.
        {"acces-sante", R"("accord_sensible":"oui","difficultes":{"marcher":"beaucoup"})", R"("handicap":"oui")"},
        {"acces-sante", R"("accord_sensible":"oui","difficultes":{"marcher":"un_peu"})", R"("handicap":"non")"}};
    for (const auto& [name, answers, expected] : cases) {
        const auto reading = t::questionnaire(name);
        BOOST_REQUIRE(reading.form.has_value());
        const t::Submitted response(*reading.form, R"({"accord":"oui","quartier":"HORS",)" + std::string(answers) + "}");
        BOOST_TEST(response.said() == "");
        BOOST_TEST(response.kept.find(expected) != std::string::npos, name << " " << answers << " gave " << response.kept);
    }
}

BOOST_AUTO_TEST_CASE(derives_nothing_about_disability_from_who_declined_the_second_consent) {
    const auto reading = t::questionnaire("acces-sante");
    BOOST_REQUIRE(reading.form.has_value());
    const t::Submitted response(*reading.form,
        R"({"accord":"oui","quartier":"HORS","accord_sensible":"non","difficultes":{"marcher":"beaucoup"}})");
    BOOST_TEST(response.kept.find("handicap") == std::string::npos);
    const auto handicap = reading.form->find("handicap");
    BOOST_REQUIRE(handicap.has_value());
    BOOST_TEST(reading.form->questions[*handicap].sensitive);
}

BOOST_AUTO_TEST_CASE(for_young_people_waits_for_the_parents_before_fifteen) {
    const auto reading = t::questionnaire("jeunes-11-17");
    BOOST_REQUIRE(reading.form.has_value());
    const auto keeps = [&](const std::string& more) {
        const t::Submitted response(*reading.form, R"({"accord":"oui","quartier":"HORS","vivre_ici":8,)" + more + "}");
        BOOST_TEST(response.said() == "");
        return response.kept.find(R"("vivre_ici":8)") != std::string::npos;
    };
    BOOST_TEST(!keeps(R"("age":"11_12")"));
    BOOST_TEST(!keeps(R"("age":"13_14","accord_parents":"non")"));
    BOOST_TEST(keeps(R"("age":"13_14","accord_parents":"oui")"));
    BOOST_TEST(keeps(R"("age":"15_17")"));
}

BOOST_AUTO_TEST_CASE(on_priorities_has_ten_tokens_to_give_and_no_more) {
    const auto reading = t::questionnaire("bilan-priorites");
    BOOST_REQUIRE(reading.form.has_value());
    const auto said = [&](const std::string& votes) {
        return t::Submitted(*reading.form, R"({"accord":"oui","quartier":"HORS",)" + votes + "}").said();
    };
    const std::string three = R"("projets_choisis":["jeunes","sport","sante"],)";
    BOOST_TEST(said(three + R"("jetons_1":4,"jetons_2":6)") == "");
    BOOST_TEST(said(three + R"("jetons_1":5,"jetons_2":6)") == "answer.constraint /jetons_2\n");
    BOOST_TEST(said(three + R"("jetons_1":11)") == "answer.constraint /jetons_1\n");
    BOOST_TEST(said(R"("projets_choisis":["jeunes","sport","sante","ecole"])") == "answer.too_many_choices /projets_choisis\n");
    const auto rest = [&](const std::string& votes) {
        const t::Submitted response(*reading.form, R"({"accord":"oui","quartier":"HORS",)" + votes + "}");
        const std::string name = R"("jetons_reste":)";
        const auto from = response.kept.find(name);
        if (from == std::string::npos) return std::string("none");
        const auto value = from + name.size();
        std::string text = response.kept.substr(value, response.kept.find_first_of(",}", value) - value);
        std::erase(text, '"');
        return text;
    };
    BOOST_TEST(rest(three + R"("jetons_1":4,"jetons_2":5)") == "1");
    BOOST_TEST(rest(R"("projets_choisis":["jeunes","sport"],"jetons_1":3)") == "7");
    BOOST_TEST(rest(R"("projets_choisis":["jeunes"])") == "10");
}

BOOST_AUTO_TEST_SUITE_END()
