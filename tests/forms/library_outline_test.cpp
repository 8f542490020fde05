#include <algorithm>
#include <map>

#include "tests/forms/library.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

using enum f::QuestionType;

/// A question that the outline of the library names (DOMAIN.md section 8), by the name it has in the document.
struct Outlined {
    const char* question;
    f::QuestionType type;
    std::size_t choices = 0;  ///< as many as the outline lists, or rows of a grid; "I don't know" comes on top
    std::uint16_t most = 0;   ///< of multi(n) and rang(n)
};

/// One questionnaire of the outline: whom it is for, and its own questions in their order.
struct Outline {
    const char* form;
    int youngest;      ///< the floor of age
    bool two_accords;  ///< C2 before the sensitive questions
    std::vector<const char*> profile;
    std::vector<Outlined> own;
};

const std::vector<Outline>& outlines() {
    static const std::vector<Outline> all{
        {"ecoute-habitants", 15, true,
         {"anciennete", "menage", "enfants", "statut_logement", "activite", "difficultes", "mot_libre", "invitation"},
         {{"vivre_ici", range}, {"evolution", select_one, 3}, {"raisons_mieux", select_multiple, 10, 3},
          {"raisons_moins_bien", select_multiple, 10, 3}, {"rester", select_one, 3}, {"equipements", grid, 12},
          {"priorites", rank, 12, 3}, {"logement", select_one, 4}, {"logement_problemes", select_multiple, 9, 4},
          {"securite_jour", select_one, 4}, {"securite_soir", select_one, 4}, {"lieux_evites", select_multiple, 2},
          {"voisinage", select_one, 4}, {"entraide", select_one, 3}, {"traitement_injuste", select_one, 2},
          {"motifs_injustice", select_multiple, 8}, {"lieux_frequentes", select_multiple, 2}, {"instance", select_one, 3},
          {"pret_a", select_multiple, 5}}},
        {"egalite-espace-public", 15, true,
         {"anciennete", "menage", "enfants", "statut_logement", "activite", "difficultes", "invitation"},
         {{"frequentation", grid, 7}, {"moments_sortie", select_multiple, 5}, {"a_l_aise", select_one, 4},
          {"lieux_moins_a_l_aise", select_multiple, 2}, {"raisons_gene", select_multiple, 9, 3},
          {"habitudes_changees", select_multiple, 7}, {"renonce_sortir_seul", select_one, 4}, {"sport_loisir", select_one, 3},
          {"freins_loisir", select_multiple, 9, 3}, {"remarques_gestes", select_one, 2}, {"lieux_remarques", select_multiple, 5},
          {"aide_recue", select_one, 3}, {"connait_aide", select_one, 2}, {"partage_taches", select_one, 4},
          {"equipements_pour_tous", select_one, 4}, {"a_creer", select_multiple, 8, 3}, {"marche_exploratoire", select_one, 2},
          {"lieu_a_changer", text}}},
        {"acces-sante", 18, true,
         {"menage", "enfants", "statut_logement", "activite", "difficultes", "invitation"},
         {{"medecin_traitant", select_one, 2}, {"medecin_pourquoi", select_multiple, 4}, {"derniere_consultation", select_one, 4},
          {"couverture", select_one, 5}, {"renoncement", select_one, 2}, {"soins_renonces", select_multiple, 9},
          {"raisons_renoncement", select_multiple, 10, 3}, {"refus_couverture", select_one, 2}, {"urgences", select_one, 3},
          {"sante_ressentie", select_one, 5}, {"moral", select_one, 3}, {"en_parler", select_multiple, 6, 2},
          {"aide_demarches_ligne", select_one, 2}, {"connait_mediation", select_one, 2}, {"satisfaction_aide", select_one, 4},
          {"prevention", select_multiple, 6}, {"acces", grid, 5}, {"priorites_sante", rank, 3, 3}, {"mot_libre", text}}},
        {"droits-numerique", 16, false,
         {"anciennete", "menage", "enfants", "statut_logement", "activite", "invitation"},
         {{"aides_demandees", select_multiple, 10}, {"renonce_aide", select_one, 2}, {"aides_renoncees", select_multiple, 9},
          {"raison_non_recours", select_one, 7}, {"refus_compris", select_one, 4}, {"qui_aide", select_multiple, 7},
          {"accueil_guichet", select_one, 4}, {"langue_accueil", select_one, 3}, {"ecrits_difficiles", select_one, 2},
          {"equipement_numerique", select_multiple, 6}, {"aise_en_ligne", select_one, 4}, {"blocages", select_multiple, 7},
          {"codes_confies", select_one, 2}, {"aide_souhaitee", select_multiple, 5}, {"connait_france_services", select_one, 2},
          {"fin_de_mois", select_one, 4}, {"mot_libre", text}}},
        {"cadre-de-vie-gsup", 15, true,
         {"statut_logement", "activite", "difficultes", "invitation"},
         {{"etat_des_lieux", grid, 10}, {"evolution", select_one, 3}, {"lieu_a_reparer", select_one, 2},
          {"lieu_a_reparer_texte", text}, {"urgence", select_one, 3}, {"bailleur", select_one, 2},
          {"reponses_bailleur", select_one, 4}, {"delai_reparation", select_one, 4}, {"charges_comprises", select_one, 2},
          {"connait_projet", select_one, 3}, {"projet_bon", select_one, 4}, {"attentes_craintes", select_multiple, 7},
          {"consulte", select_one, 2}, {"avis_pris_en_compte", select_one, 4}, {"logement_ete", select_one, 3},
          {"logement_hiver", select_one, 3}, {"prive_chauffage", select_one, 4}, {"interets", select_multiple, 6, 2},
          {"deplacements", select_multiple, 4}, {"satisfaction_transports", select_one, 4}, {"equipements", grid, 2},
          {"idee", text}}},
        {"emploi-jeunesse", 16, true,
         {"anciennete", "menage", "statut_logement", "difficultes", "invitation"},
         {{"activite", select_one, 8}, {"sans_emploi_depuis", select_one, 4}, {"freins", select_multiple, 12, 3},
          {"recherches", select_multiple, 7}, {"suivi", select_one, 4}, {"suivi_pourquoi", select_multiple, 5},
          {"projet", select_one, 4}, {"projet_contact", select_one, 2}, {"mobilite", select_one, 4}, {"permis", select_one, 2},
          {"orientation_recue", select_one, 4}, {"refus_ressenti", select_one, 2}, {"motifs_refus", select_multiple, 4},
          {"conditions_reprise", select_multiple, 6}, {"activites_utiles", select_multiple, 2}, {"acces_stages", select_one, 4},
          {"lieux_jeunes", select_multiple, 6}, {"adulte_a_qui_parler", select_one, 2}, {"mot_libre", text}}},
        {"jeunes-11-17", 11, false,
         {},
         {{"activite", select_one, 2}, {"vivre_ici", range}, {"equipements", grid, 6}, {"priorites", rank, 6, 3},
          {"a_l_aise", select_one, 4}, {"lieux_moins_a_l_aise", select_multiple, 2}, {"deplacements", select_multiple, 4},
          {"a_creer", select_multiple, 8, 3}, {"marche_exploratoire", select_one, 2}, {"si_j_etais_maire", text}}},
        {"parents-solo", 18, false,
         {"statut_logement", "activite", "invitation"},
         {{"enfants_0_2", integer}, {"enfants_3_5", integer}, {"enfants_6_10", integer}, {"enfants_11_17", integer},
          {"seul_avec_enfants", select_one, 3}, {"garde", select_one, 5}, {"garde_pourquoi", select_multiple, 5},
          {"renonce_faute_garde", select_multiple, 5}, {"temps_pour_soi", select_one, 4}, {"relais", select_one, 3},
          {"depenses_difficiles", select_multiple, 7}, {"pension", select_one, 2}, {"connait_aripa", select_one, 2},
          {"services_enfants", grid, 5}, {"loisirs_enfants", select_multiple, 3}, {"freins_loisirs", select_multiple, 2},
          {"suivi_scolaire", select_one, 3}, {"aides_souhaitees", select_multiple, 7}, {"moment_reunion", select_one, 5},
          {"reunion_garde", select_one, 2}, {"collectif", select_one, 2}, {"mot_libre", text}}},
        {"bilan-priorites", 15, false,
         {"anciennete", "menage", "statut_logement", "activite", "invitation"},
         {{"role", select_one, 6}, {"connait_contrat", select_one, 3}, {"actions_vues", select_multiple, 2},
          {"satisfaction_action_1", select_one, 4}, {"satisfaction_action_2", select_one, 4},
          {"satisfaction_action_3", select_one, 4}, {"actions_ameliorent", select_one, 4}, {"mieux_par_volet", grid, 8},
          {"volets_prioritaires", rank, 8, 3}, {"oublies", select_one, 7}, {"instance_avis", grid, 4},
          {"raisons_absence", select_multiple, 7}, {"consultation", select_multiple, 7, 2}, {"projets_choisis", select_multiple, 2, 3},
          {"jetons_1", integer}, {"jetons_2", integer}, {"proposition", select_one, 3}, {"restitution_attentes", select_one, 4},
          {"mot_au_maire", text}}}};
    return all;
}

/// Characters that a person reads: every byte of UTF-8 that begins one.
std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Choices that say something of the matter: not "I don't know" (DOMAIN.md section 7: it exists everywhere), not a refusal.
std::size_t said_choices(const f::Form& form, std::uint32_t question) {
    const auto& choices = form.list_of(question).choices;
    return static_cast<std::size_t>(std::count_if(choices.begin(), choices.end(), [](const f::Choice& choice) {
        return !choice.refusal && choice.name != "nsp";
    }));
}

/// Places of the groups and questions of a form that were looked for, in the order of the look.
std::vector<std::uint32_t> places(const f::Form& form, const std::vector<const char*>& names) {
    std::vector<std::uint32_t> found;
    for (const char* name : names) {
        const auto place = form.find(name);
        BOOST_TEST(place.has_value(), name << " is missing");
        if (place) found.push_back(*place);
    }
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(each_questionnaire_of_the_library)

BOOST_AUTO_TEST_CASE(is_read_without_a_mistake_or_a_warning) {
    for (const auto& outline : outlines()) {
        BOOST_TEST_CONTEXT(outline.form) {
            const auto reading = t::questionnaire(outline.form);
            BOOST_TEST(t::told(reading.mistakes) == "");
            BOOST_TEST(t::told(reading.warnings) == "");
            BOOST_REQUIRE(reading.form.has_value());
            BOOST_TEST(reading.form->id == outline.form);
        }
    }
}

BOOST_AUTO_TEST_CASE(asks_every_question_of_its_outline_with_the_choices_listed_there) {
    for (const auto& outline : outlines()) {
        const auto reading = t::questionnaire(outline.form);
        BOOST_REQUIRE(reading.form.has_value());
        const auto& form = *reading.form;
        std::uint32_t before = 0;
        for (const auto& expected : outline.own) {
            BOOST_TEST_CONTEXT(outline.form << " " << expected.question) {
                const auto place = form.find(expected.question);
                BOOST_REQUIRE(place.has_value());
                const auto& question = form.questions[*place];
                BOOST_TEST(std::string(f::name(question.type)) == std::string(f::name(expected.type)));
                BOOST_TEST(*place > before);  // in the order of the outline
                before = *place;
                if (expected.type == f::QuestionType::grid)
                    BOOST_TEST(question.end - *place - 1 >= expected.choices);
                else if (expected.choices > 0)
                    BOOST_TEST(said_choices(form, *place) + (question.name == "couverture" ? 1 : 0) >= expected.choices);
                BOOST_TEST(question.most_choices.value_or(0) == expected.most);
            }
        }
        places(form, outline.profile);
    }
}

BOOST_AUTO_TEST_CASE(begins_with_consent_quartier_gender_and_age) {
    for (const auto& outline : outlines()) {
        BOOST_TEST_CONTEXT(outline.form) {
            const auto reading = t::questionnaire(outline.form);
            BOOST_REQUIRE(reading.form.has_value());
            const auto& form = *reading.form;
            std::vector<std::string> asked;
            for (const auto& question : form.questions)
                if (f::is_asked(question.type) && !question.field_sheet && asked.size() < 4) asked.push_back(question.name);
            BOOST_TEST((asked == std::vector<std::string>{"accord", "quartier", "genre", "age"}));
            BOOST_TEST(form.questions[form.breakdowns.quartier].name == "quartier");
            BOOST_TEST(form.questions[form.breakdowns.age].name == "age");
            BOOST_TEST(form.questions[form.breakdowns.gender].name == "genre");
            // Only consent and quartier must be answered, and the age where it decides who may agree.
            for (const auto& question : form.questions)
                if (question.always_required)
                    BOOST_TEST((question.name == "accord" || question.name == "quartier" ||
                                (outline.youngest < 15 && question.name == "age")), question.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(asks_for_the_age_in_bands_from_its_floor) {
    for (const auto& outline : outlines()) {
        BOOST_TEST_CONTEXT(outline.form) {
            const auto reading = t::questionnaire(outline.form);
            BOOST_REQUIRE(reading.form.has_value());
            const auto& first = reading.form->list_of(reading.form->breakdowns.age).choices.front();
            BOOST_TEST(first.name.starts_with(std::to_string(outline.youngest) + "_"));
            BOOST_TEST(reading.form->list_of(*reading.form->find("accord")).find("moins_" + std::to_string(outline.youngest)).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(asks_for_a_second_consent_where_the_law_wants_one) {
    for (const auto& outline : outlines()) {
        BOOST_TEST_CONTEXT(outline.form) {
            const auto reading = t::questionnaire(outline.form);
            BOOST_REQUIRE(reading.form.has_value());
            const auto& form = *reading.form;
            BOOST_TEST(form.consent.has_value());
            BOOST_TEST(form.sensitive_consent.has_value() == outline.two_accords);
            const bool any_sensitive = std::any_of(form.questions.begin(), form.questions.end(),
                                                   [](const f::Question& question) { return question.sensitive; });
            BOOST_TEST(any_sensitive == outline.two_accords);
        }
    }
}

BOOST_AUTO_TEST_CASE(speaks_in_short_sentences_and_says_vous) {
    constexpr std::size_t longest = 140;  // two lines read aloud in one breath
    for (const auto& outline : outlines()) {
        const auto reading = t::questionnaire(outline.form);
        BOOST_REQUIRE(reading.form.has_value());
        for (const auto& question : reading.form->questions) {
            if (question.type == f::QuestionType::note) continue;
            for (const auto& [language, said] : question.label)
                BOOST_TEST(characters(said) <= longest, outline.form << " " << question.name << " " << language);
            const std::string words = " " + std::string(f::shown(question.label, "fr", "fr").text) + " ";
            for (const char* tu : {" tu ", " te ", " ton ", " ta ", " tes "})
                BOOST_TEST(words.find(tu) == std::string::npos, outline.form << " " << question.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(ends_with_numbers_to_call_where_it_speaks_of_violence_or_health) {
    const std::map<std::string, std::vector<std::string>> expected{
        {"egalite-espace-public", {"3919", "17", "114", "119", "15", "3114"}},
        {"acces-sante", {"15", "114", "3114", "3919", "119"}},
        {"jeunes-11-17", {"119", "3018", "17", "114", "15", "3114"}},
        {"parents-solo", {"119", "3919", "17", "114", "115", "3114"}}};
    for (const auto& [name, numbers] : expected) {
        const auto reading = t::questionnaire(name);
        BOOST_REQUIRE(reading.form.has_value());
        const auto& questions = reading.form->questions;
        std::string last;
        for (auto at = questions.rbegin(); at != questions.rend() && at->type == f::QuestionType::note; ++at)
            last += " " + std::string(f::shown(at->label, "fr", "fr").text);
        for (const auto& number : numbers)
            BOOST_TEST(last.find(number) != std::string::npos, name << " does not end with " << number);
    }
}

BOOST_AUTO_TEST_CASE(has_a_method_page_each) {
    for (const auto& outline : outlines()) {
        const auto page = t::text_of_file("forms/library/" + std::string(outline.form) + ".md");
        BOOST_TEST_CONTEXT(outline.form) {
            for (const char* part : {"## À quoi il sert", "## Ce qu'il contient", "## À adapter avant de commencer",
                                     "## Comment le poser", "## Ce qu'on en montre", "## Ce qu'il ne faut pas en conclure"})
                BOOST_TEST(page.find(part) != std::string::npos, part);
            BOOST_TEST(t::text_of_file("forms/library/README.md").find(std::string(outline.form) + ".md") != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
