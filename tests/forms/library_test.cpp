#include <filesystem>

#include "forms/check/advice.hpp"
#include "tests/forms/library.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {
f::FormReading barometer() { return t::questionnaire("ecoute-habitants"); }
}  // namespace

BOOST_AUTO_TEST_SUITE(the_library)

BOOST_AUTO_TEST_CASE(the_barometer_has_neither_mistakes_nor_warnings) {
    const auto reading = barometer();
    BOOST_TEST(t::told(reading.mistakes) == "");
    BOOST_TEST(t::told(reading.warnings) == "");
    BOOST_REQUIRE(reading.form.has_value());
    BOOST_TEST((reading.form->languages == std::vector<std::string>{"fr", "ar", "tr", "pt", "en"}));
    BOOST_TEST(reading.form->consent.has_value());
    BOOST_TEST(reading.form->sensitive_consent.has_value());
    BOOST_TEST(reading.form->breakdowns.quartier != f::none);
    BOOST_TEST(reading.form->breakdowns.age != f::none);
    BOOST_TEST(reading.form->breakdowns.gender != f::none);
}

BOOST_AUTO_TEST_CASE(every_questionnaire_passes_the_advice_that_it_would_be_given) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(ECOUTE_SOURCE_DIR) + "/forms/library")) {
        const auto name = entry.path().filename().string();
        if (!name.ends_with(".json") || name.find('.') != name.size() - 5) continue;
        BOOST_TEST_CONTEXT(name) {
            const auto reading = f::read_form(t::text_of_file("forms/library/" + name), {}, true);
            BOOST_REQUIRE(reading.form.has_value());
            const auto advice = f::advise(*reading.form);
            BOOST_TEST(t::told(advice.mistakes) == "");
            // The variant for 11 to 17 is meant for minors, in places that record the parents' agreement.
            const std::string right = name == "jeunes-11-17.json" ? "check.minors /questions/2/questions/2\n" : "";
            BOOST_TEST(t::told(advice.warnings) == right);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_full_response_to_the_barometer_is_taken) {
    const auto reading = barometer();
    BOOST_REQUIRE(reading.form.has_value());
    const std::string full =
        R"({"secteur":"Vénissieux","lieu":"marche","mode":"face_a_face","langue":"fr","aide":"aucune","enqueteur":"E12","vague":"2026",)"
        R"("accord":"oui","quartier":"QN06901M","genre":"femme","age":"30_44","lien_quartier":"habite","vivre_ici":6,"evolution":"degrade",)"
        R"("raisons_moins_bien":["proprete","bruit","circulation"],"rester":"rester","equipements":{"proprete":"peu","eclairage":"assez",)"
        R"("espaces_verts":"tres","aires_de_jeux":"nsp","transports":"refused","commerces":null,"ecoles":"assez","sante":"pas","culture":"assez",)"
        R"("sport":"assez","services_publics":"peu","police":"nsp"},"priorites":["sante","proprete","police"],"logement":"peu",)"
        R"("logement_problemes":["humidite","bruit"],"securite_jour":"plutot","securite_soir":"pas_du_tout","lieux_evites":["parking","hall"],)"
        R"("voisinage":"bonnes","entraide":"une","accord_sensible":"oui","traitement_injuste":"oui","motifs_injustice":["quartier","apparence"],)"
        R"("lieux_frequentes":["parc","marche"],"instance":"de_nom","pret_a":["avis"],"anciennete":"5_9","menage":"couple_enfants","enfants":2,)"
        R"("statut_logement":"locataire_hlm","activite":"emploi","difficultes":{"voir":"un_peu","entendre":"aucune","marcher":"aucune",)"
        R"("se_souvenir":"nsp","prendre_soin":"refused","communiquer":"aucune"},"mot_libre":"Plus de bancs, s'il vous plaît.","invitation":"oui"})";
    const t::Submitted response(*reading.form, full);
    BOOST_TEST(response.said() == "");
    // Lists are in the order of the list, what is derived stands at its place, everything else is kept as it came.
    std::string expected = full;
    const auto derived_after = [&](const std::string& question, const std::string& derived) {
        expected.insert(expected.find(question) + question.size(), derived);
    };
    derived_after(R"("age":"30_44",)", R"("age3":"25_59",)");
    derived_after(R"("menage":"couple_enfants",)", R"("monoparentale":"non",)");
    derived_after(R"("communiquer":"aucune"},)", R"("handicap":"non",)");
    const std::string ticked = R"(["parking","hall"])", kept = R"(["hall","parking"])";
    expected.replace(expected.find(ticked), ticked.size(), kept);
    BOOST_TEST(response.kept == expected);
    BOOST_TEST(f::agreed(*reading.form, response.answers));
}

BOOST_AUTO_TEST_CASE(the_barometer_may_be_refused_or_answered_with_almost_nothing) {
    const auto reading = barometer();
    BOOST_REQUIRE(reading.form.has_value());
    const t::Submitted refusal(*reading.form, R"({"accord":"non","genre":"femme"})");
    BOOST_TEST(refusal.said() == "");
    BOOST_TEST(!f::agreed(*reading.form, refusal.answers));
    BOOST_TEST(refusal.kept.find("genre") == std::string::npos);
    const t::Submitted minimal(*reading.form, R"({"accord":"oui","quartier":"HORS"})");
    BOOST_TEST(minimal.said() == "");
    BOOST_TEST(t::Submitted(*reading.form, "{}").said() == "answer.required /accord\n");
    BOOST_TEST(t::Submitted(*reading.form, R"({"accord":"oui"})").said() == "answer.required /quartier\n");
}

BOOST_AUTO_TEST_SUITE_END()
