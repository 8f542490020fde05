#include "forms/check/plain_words.hpp"
#include "tests/forms/check/advice.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using t::question;

namespace {

constexpr std::string_view here = "/questions/0";

struct Asked {
    const char* type;
    const char* name;
    const char* label;
};

f::Advice advice_on(const Asked& one) {
    const bool chooses = std::string_view(one.type).starts_with("select");
    return t::advice_on(question(one.type, one.name, one.label, chooses ? R"("choices":"oui_non")" : ""));
}

void told(f::Code code, std::initializer_list<Asked> questions) {
    for (const auto& one : questions)
        BOOST_TEST_CONTEXT(one.name << ": " << one.label) BOOST_TEST(t::places(advice_on(one).warnings, code) == here);
}
void not_told(f::Code code, std::initializer_list<Asked> questions) {
    for (const auto& one : questions)
        BOOST_TEST_CONTEXT(one.name << ": " << one.label) BOOST_TEST(t::places(advice_on(one).warnings, code) == "");
}
std::string refused(const Asked& one) {
    const auto mistakes = advice_on(one).mistakes;
    return mistakes.empty() ? "" : std::string(f::name(mistakes.front().code));
}

/// A list of choices, name and label being the same words.
std::string list_of(const std::string& name, std::initializer_list<const char*> labels) {
    std::string choices;
    int number = 0;
    for (const char* label : labels)
        choices += (choices.empty() ? "" : ",") + std::string(R"({"name":"c)") + std::to_string(number++) + R"(","label":{"fr":")" + label + "\"}}";
    return "\"" + name + "\":[" + choices + "]";
}
std::string refused_list(const std::string& label, const std::string& list, std::initializer_list<const char*> labels) {
    const auto mistakes = t::advice_on(question("select_one", "q", label, R"("choices":")" + list + "\""), "", list_of(list, labels)).mistakes;
    return mistakes.empty() ? "" : std::string(f::name(mistakes.front().code)) + " " + mistakes.front().where;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(words_of_a_text)

BOOST_AUTO_TEST_CASE(are_small_letters_without_accents) {
    using Words = std::vector<std::string>;
    BOOST_TEST((f::check::plain_words("Né·e à l’Étranger ?") == Words{"ne", "e", "a", "l", "etranger"}));
    BOOST_TEST((f::check::plain_words("date_naissance-2") == Words{"date", "naissance", "2"}));
    BOOST_TEST((f::check::plain_words("Sœur ÇA « ñ »") == Words{"soeur", "ca", "n"}));
    BOOST_TEST((f::check::plain_words("e\xCC\x81t\xC3\xA9") == Words{"ete"}));  // a combining accent, a plain one
    BOOST_TEST((f::check::plain_words("الحي") == Words{"الحي"}));
    BOOST_TEST(f::check::plain_words(" … ").empty());
    BOOST_TEST(f::check::plain_words("\xFF\xC3").size() <= 1U);  // no UTF-8
}

BOOST_AUTO_TEST_CASE(a_phrase_is_whole_words_in_a_row) {
    const auto words = f::check::plain_words("Votre date de naissance");
    BOOST_TEST(f::check::says(words, "date de naissance"));
    BOOST_TEST(f::check::says(words, "naiss*"));
    BOOST_TEST(!f::check::says(words, "naiss"));
    BOOST_TEST(!f::check::says(words, "date naissance"));
    BOOST_TEST(!f::check::says(words, "=date de naissance"));
    BOOST_TEST(f::check::says(words, "=votre date de naissance"));
    BOOST_TEST(!f::check::says({}, "=x"));
}

BOOST_AUTO_TEST_SUITE_END()

// DOMAIN.md section 4, "Origin", with the questions of its library that must stay allowed.
BOOST_AUTO_TEST_SUITE(french_law)

BOOST_AUTO_TEST_CASE(origin_and_religion_as_a_persons_own_category_are_refused) {
    BOOST_TEST(refused({"text", "origine_ethnique", "À remplir"}) == "check.origin");
    BOOST_TEST(refused({"select_one", "q1", "Quelle est votre origine ethnique ?"}) == "check.origin");
    BOOST_TEST(refused({"select_one", "q1", "Votre couleur de peau"}) == "check.origin");
    BOOST_TEST(refused({"select_one", "race", "Vous êtes"}) == "check.origin");
    BOOST_TEST(refused({"text", "q1", "Quelle est votre religion ?"}) == "check.religion");
    BOOST_TEST(refused({"select_one", "q1", "Pratiquez-vous une religion ?"}) == "check.religion");
    BOOST_TEST(refused({"select_one", "q1", "Êtes-vous musulman·e ?"}) == "check.religion");
}

BOOST_AUTO_TEST_CASE(english_labels_are_read_too) {
    const auto advice = t::advice_on(R"({"type":"text","name":"q1","label":{"fr":"x","en":"What is your ethnicity?"}})");
    BOOST_TEST(t::places(advice.mistakes, f::Code::check_origin) == here);
}

BOOST_AUTO_TEST_CASE(what_is_no_category_of_the_person_is_allowed) {
    for (const Asked& one : {Asked{"select_one", "q1", "Quelle est la race de votre chien ?"},
                             Asked{"select_one", "q1", "Y a-t-il assez de lieux de culte ?"},
                             Asked{"select_one", "q1", "Les commerces ethniques vous plaisent-ils ?"},
                             Asked{"text", "course", "La course (race) du quartier"},
                             Asked{"select_one", "origine_info", "D'où tenez-vous cette information ?"}})
        BOOST_TEST_CONTEXT(one.label) BOOST_TEST(refused(one) == "");
}

BOOST_AUTO_TEST_CASE(the_felt_reason_of_discrimination_is_allowed) {
    // F1 Q15b of DOMAIN.md section 8
    BOOST_TEST(refused_list("À votre avis, pour quelle raison ?", "raisons",
                            {"Mon origine supposée", "Ma religion supposée", "Parce que je suis noir", "Parce que je suis arabe"}) == "");
    BOOST_TEST(refused({"select_one", "q1", "Est-ce à cause de votre religion ?"}) == "");
    BOOST_TEST(refused({"select_multiple", "motif_ressenti", "Votre couleur de peau ?"}) == "");
    not_told(f::Code::check_address, {{"text", "q11", "Un refus à cause de votre adresse ?"}});
}

BOOST_AUTO_TEST_CASE(a_list_of_origins_or_religions_is_refused_whatever_the_label_says) {
    BOOST_TEST(refused_list("Vous êtes", "profils", {"Blanc", "Noir", "Arabe", "Asiatique"}) == "check.origin /questions/0/choices");
    BOOST_TEST(refused_list("Vous vous sentez", "profils", {"Maghrébin·e", "Africain·e", "Européen·ne"}) == "check.origin /questions/0/choices");
    BOOST_TEST(refused_list("Choisissez", "c", {"Catholique", "Musulman", "Athée"}) == "check.religion /questions/0/choices");
}

BOOST_AUTO_TEST_CASE(lists_that_only_look_like_it_are_allowed) {
    BOOST_TEST(refused_list("Langue de l'entretien", "langues", {"Français", "Arabe", "Berbère", "Turc"}) == "");
    BOOST_TEST(refused_list("Quels restaurants vous manquent ?", "cuisines", {"Africain", "Asiatique", "Français"}) == "");
    BOOST_TEST(refused_list("Vous êtes : couleur du hall", "couleurs", {"Blanc", "Noir", "Rouge"}) == "");
    BOOST_TEST(refused_list("Vous êtes", "statuts", {"Locataire", "Propriétaire", "Un jeune juif"}) == "");  // one is no list
}

BOOST_AUTO_TEST_CASE(nationality_and_birth_abroad) {
    told(f::Code::check_nationality, {{"select_one", "q", "Quelle est votre nationalité ?"}, {"text", "q", "Votre pays de naissance"},
                                      {"select_one", "q", "Vos parents sont-ils nés en France ?"}, {"select_one", "q", "Êtes-vous né·e à l'étranger ?"},
                                      {"text", "q", "Quelles sont vos origines ?"}});
    not_told(f::Code::check_nationality, {{"text", "q", "Quelle est l'origine du bruit ?"}, {"select_one", "q", "Êtes-vous né dans ce quartier ?"},
                                          {"integer", "q", "Année de naissance"}});
}

BOOST_AUTO_TEST_CASE(names) {
    told(f::Code::check_person_name, {{"text", "q", "Votre prénom"}, {"text", "nom", "?"}, {"text", "q", "Nom de famille"}});
    not_told(f::Code::check_person_name, {{"text", "q", "Le nom de votre quartier"}, {"text", "q", "Quel nom donner au parc ?"},
                                          {"select_one", "q", "Connaissez-vous de nom le conseil citoyen ?"}});
}

BOOST_AUTO_TEST_CASE(mother_tongue_and_accent_but_not_the_language_of_the_interview) {
    told(f::Code::check_mother_tongue, {{"text", "q", "Votre langue maternelle"}, {"select_one", "q", "Quelle langue parlez-vous à la maison ?"},
                                        {"select_one", "accent", "x"}});
    not_told(f::Code::check_mother_tongue, {{"select_one", "langue", "Langue de l'entretien"}, {"select_one", "q", "La langue de l'accueil était-elle claire ?"},
                                            {"text", "q", "Faut-il mettre l'accent sur les jeunes ?"}});
}

BOOST_AUTO_TEST_CASE(opinions_sex_life_and_police) {
    told(f::Code::check_opinion, {{"text", "q", "De quel parti politique êtes-vous proche ?"}, {"select_one", "q", "Êtes-vous syndiqué·e ?"}});
    not_told(f::Code::check_opinion, {{"select_one", "q", "Une proposition soumise au vote"}, {"select_one", "q", "Le syndicat de copropriété répond-il ?"},
                                      {"select_one", "q", "La politique de la ville, vous connaissez ?"}});
    told(f::Code::check_orientation, {{"select_one", "q", "Votre orientation sexuelle"}});
    not_told(f::Code::check_orientation, {{"select_one", "q", "Votre orientation scolaire"}, {"select_one", "sexe", "Vous êtes"}});
    told(f::Code::check_police, {{"select_one", "q", "Avez-vous un casier judiciaire ?"}, {"select_one", "q", "Avez-vous déjà été condamné·e ?"}});
    not_told(f::Code::check_police, {{"select_one", "q", "La police de proximité"}, {"select_one", "q", "Cet immeuble est-il condamné ?"}});
}

BOOST_AUTO_TEST_CASE(what_identifies_a_person) {
    told(f::Code::check_address, {{"text", "q", "Votre adresse"}, {"text", "adresse", "x"}, {"text", "q", "Adresse exacte du domicile"}});
    not_told(f::Code::check_address, {{"text", "q", "Adresse du refus"}, {"text", "q", "À qui vous adressez-vous ?"}, {"text", "secteur", "Secteur du quartier"},
                                      {"text", "q", "Votre adresse mail"}});
    told(f::Code::check_contact, {{"text", "q", "Votre adresse mail"}, {"text", "q", "Numéro de téléphone"}, {"text", "email", "x"}});
    not_told(f::Code::check_contact, {{"select_one", "q", "Avez-vous un téléphone portable ?"}, {"text", "q", "Que pensez-vous de l'accueil par téléphone ?"},
                                      {"select_one", "mode_telephone", "Mode de recueil"}});
    told(f::Code::check_birth_date, {{"date", "q", "Votre date de naissance"}, {"text", "date_naissance", "x"}});
    not_told(f::Code::check_birth_date, {{"date", "q", "Date de la visite"}, {"text", "q", "La naissance de votre projet"}});
    told(f::Code::check_identifier, {{"text", "nir", "x"}, {"text", "q", "Votre numéro de sécurité sociale"}, {"integer", "q", "Numéro d'allocataire CAF"}});
    not_told(f::Code::check_identifier, {{"text", "unir", "x"}, {"select_one", "q", "Êtes-vous à la Sécurité sociale ?"}});
}

BOOST_AUTO_TEST_CASE(a_face_and_a_voice_identify_a_person) {
    told(f::Code::check_face_or_voice, {{"image", "q", "Photo de l'endroit"}, {"audio", "q", "Racontez"}, {"video", "q", "Filmez le passage"},
                                        {"audio", "q", "Un mot sur votre santé"}});
    not_told(f::Code::check_face_or_voice, {{"file", "q", "Un document"}, {"text", "q", "Décrivez la photo"}, {"barcode", "q", "Le code de l'affiche"},
                                            {"select_one", "q", "Quelle photo vous ressemble ?"}});
    // Named as such, a paper of identity is told too.
    told(f::Code::check_identifier, {{"image", "q", "Photo de votre numéro de sécurité sociale"}});
    const auto appears = [](f::Code code, const char* appearance) {
        return t::places(t::advice_on(question("image", "q", "Ici", R"("appearance":")" + std::string(appearance) + "\"")).warnings, code);
    };
    BOOST_TEST(appears(f::Code::check_face_or_voice, "annotate") == here);
    BOOST_TEST(appears(f::Code::check_face_or_voice, "draw") == "");
    BOOST_TEST(appears(f::Code::check_face_or_voice, "signature") == "");
    BOOST_TEST(appears(f::Code::check_person_name, "signature") == here);
}

BOOST_AUTO_TEST_CASE(state_medical_aid_among_the_choices) {
    const auto coverage = [](const char* label) {
        return t::places(t::advice_on(question("select_one", "q", "Votre couverture", R"("choices":"couvertures")"), "",
                                      list_of("couvertures", {"Complémentaire", label}))
                             .warnings,
                         f::Code::check_coverage);
    };
    BOOST_TEST(coverage("AME") == "/questions/0/choices");
    BOOST_TEST(coverage("L'aide médicale d'État") == "/questions/0/choices");
    BOOST_TEST(coverage("Une âme charitable") == "");
    BOOST_TEST(coverage("EXAMEN DE LA VUE") == "");
    BOOST_TEST(coverage("Autre situation") == "");
}

BOOST_AUTO_TEST_CASE(people_under_fifteen) {
    const auto minors = [](const std::string& type, const std::string& more, const std::string& lists = "") {
        return t::places(t::advice_on(question(type, "age", "Votre âge", more), R"("breakdowns":{"age":"age"},)", lists).warnings, f::Code::check_minors);
    };
    BOOST_TEST(minors("integer", "") == here);
    BOOST_TEST(minors("integer", R"("constraint":". >= 11 and . <= 17")") == here);
    BOOST_TEST(minors("integer", R"("constraint":". >= 15 and . <= 110")") == "");
    const std::string young = R"("ages":[{"name":"11_14","label":{"fr":"11 à 14"}},{"name":"15_17","label":{"fr":"15 à 17"}}])";
    const std::string adult = R"("ages":[{"name":"15_17","label":{"fr":"15 à 17"}},{"name":"75_plus","label":{"fr":"75 ou plus"}}])";
    const std::string below = R"("ages":[{"name":"moins_15","label":{"fr":"Moins de 15"}},{"name":"moins_30","label":{"fr":"x"}}])";
    BOOST_TEST(minors("select_one", R"("choices":"ages")", young) == here);
    BOOST_TEST(minors("select_one", R"("choices":"ages")", adult) == "");
    BOOST_TEST(minors("select_one", R"("choices":"ages")", below) == here);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(article_9)

BOOST_AUTO_TEST_CASE(a_sensitive_questionnaire_asks_for_consent) {
    const auto q = question("select_one", "q", "x", R"("choices":"oui_non")");
    const auto missing = [](const f::Advice& advice) { return t::places(advice.warnings, f::Code::check_consent_missing); };
    BOOST_TEST(missing(t::advice_on(q, R"("sensitive":true,)")) == "/sensitive");
    BOOST_TEST(missing(t::advice_on(question("integer", "q", "x", R"("sensitive":true)"))) == here);
    BOOST_TEST(missing(t::advice_on(q)) == "");
    BOOST_TEST(missing(t::advice_on(q, R"("sensitive":true,"sensitive_consent":{"question":"q","agrees":"oui"},)")) == "");
}

BOOST_AUTO_TEST_CASE(a_sensitive_question_depends_on_it_itself_or_by_another) {
    const auto unread = [](const std::string& more, const std::string& follow_up) {
        return t::places(t::advice_on(question("select_one", "ok", "x", R"("choices":"oui_non")") + "," +
                                          question("select_one", "q", "x", R"("choices":"oui_non","sensitive":true)" + more) + "," +
                                          question("integer", "suite", "x", R"("sensitive":true)" + follow_up),
                                      R"("sensitive_consent":{"question":"ok","agrees":"oui"},)")
                             .warnings,
                         f::Code::check_consent_unread);
    };
    BOOST_TEST(unread("", "") == "/questions/1 /questions/2");
    BOOST_TEST(unread(R"(,"relevant":"${ok} = 'oui'")", R"(,"relevant":"${q} = 'oui'")") == "");
    BOOST_TEST(unread(R"(,"relevant":"${ok} = 'oui'")", "") == "/questions/2");
}

BOOST_AUTO_TEST_CASE(a_sensitive_question_can_be_declined) {
    const auto required = [](const std::string& list) {
        return t::places(t::advice_on(question("select_one", "q", "x", R"("required":"yes","sensitive":true,"choices":")" + list + "\"")).warnings,
                         f::Code::check_sensitive_required);
    };
    BOOST_TEST(required("oui_non") == "/questions/0/required");
    BOOST_TEST(required("oui_non_refus") == "");
}

BOOST_AUTO_TEST_CASE(health_and_discrimination_are_marked) {
    told(f::Code::check_sensitive_unmarked, {{"select_one", "q", "Comment est votre santé ?"}, {"select_one", "q", "Avez-vous été discriminé·e ?"},
                                             {"select_one", "q", "Depuis un an, vous a-t-on traité de façon injuste ?"}});
    not_told(f::Code::check_sensitive_unmarked, {{"select_one", "q", "Le centre de santé"}, {"select_one", "q", "La lutte contre les discriminations avance-t-elle ?"}});
    const auto marked = t::advice_on(question("text", "q", "Votre santé", R"("sensitive":true)"));
    BOOST_TEST(t::places(marked.warnings, f::Code::check_sensitive_unmarked) == "");
}

BOOST_AUTO_TEST_SUITE_END()
