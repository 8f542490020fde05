#include "forms/versions.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

#include "forms/columns.hpp"
#include "forms/form_json.hpp"
#include "forms/translation.hpp"
#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

/// The questionnaire that the versions below begin with.
const std::string first = R"({"ecoute":1,"id":"essai","version":"1","title":{"fr":"Essai"},"notice":{"fr":"Bonjour."},
 "breakdowns":{"age":"age"},"consent":{"question":"accord","agrees":"oui"},
 "choices":{"oui_non":[{"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}}],
            "lieux":[{"name":"parc","label":{"fr":"Le parc"}},{"name":"marche","label":{"fr":"Le marché"}},{"name":"rien","label":{"fr":"Nulle part"}}]},
 "questions":[
  {"type":"select_one","name":"accord","choices":"oui_non","label":{"fr":"D'accord pour commencer ?"}},
  {"type":"integer","name":"age","label":{"fr":"Quel âge avez-vous ?"},"bands":[15,25,60],"constraint":". >= 15"},
  {"type":"select_one","name":"lieu","choices":"lieux","label":{"fr":"Où allez-vous ?"},"relevant":"${age} > 17"},
  {"type":"select_multiple","name":"lieux_aimes","choices":"lieux","label":{"fr":"Quels lieux aimez-vous ?"}},
  {"type":"range","name":"note","parameters":"start=0 end=10","label":{"fr":"Une note"}},
  {"type":"calculate","name":"double","calculation":"${age} * 2"},
  {"type":"integer","name":"enfants","label":{"fr":"Combien d'enfants ?"},"sensitive":true}]})";

f::Form form(const std::string& document) {
    auto reading = f::read_form(document);
    BOOST_TEST(reading.mistakes.empty(), t::told(reading.mistakes));
    return reading.form.value();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    BOOST_REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

/// "kind subject" of each change, "!" before those that are refused.
std::string told(const std::string& younger, const f::WasGiven& was_given = {}) {
    std::string text;
    for (const auto& change : f::changes_between(form(first), form(younger), was_given))
        text += (text.empty() ? "" : ", ") + std::string(f::mixes_meanings(change.kind) ? "!" : "") + std::string(f::name(change.kind)) +
                (change.subject.empty() ? "" : " " + change.subject);
    return text;
}
std::string told(const std::string& from, const std::string& to, const f::WasGiven& was_given = {}) {
    return told(replaced(first, from, to), was_given);
}
bool nobody(std::uint32_t, f::ChoiceIndex) { return false; }

}  // namespace

BOOST_AUTO_TEST_SUITE(a_new_version)

BOOST_AUTO_TEST_CASE(of_the_same_document_changes_nothing) { BOOST_TEST(told(first) == ""); }

BOOST_AUTO_TEST_CASE(every_kind_of_change_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (const auto kind : f::all_change_kinds()) BOOST_TEST(names.insert(f::name(kind)).second);
}

BOOST_AUTO_TEST_CASE(may_add_remove_reword_and_reorder) {
    BOOST_TEST(told(R"({"type":"range","name":"note")", R"({"type":"text","name":"mot","label":{"fr":"Un mot ?"}},{"type":"range","name":"note")") == "question_added mot");
    BOOST_TEST(told(R"({"type":"calculate","name":"double","calculation":"${age} * 2"},)", "") == "question_removed double");
    BOOST_TEST(told("Quel âge avez-vous ?", "Quel âge avez-vous aujourd'hui ?") == "question_reworded age");
    BOOST_TEST(told("Quels lieux aimez-vous ?", "Les lieux que vous préférez") == "question_reworded lieux_aimes");
    BOOST_TEST(told("Le marché", "Le marche") == "choice_reworded lieux");  // an accent
    BOOST_TEST(told(R"({"name":"rien")", R"({"name":"gare","label":{"fr":"La gare"}},{"name":"rien")") == "choice_added lieux");
    BOOST_TEST(told(R"({"name":"parc","label":{"fr":"Le parc"}},{"name":"marche","label":{"fr":"Le marché"}})",
                    R"({"name":"marche","label":{"fr":"Le marché"}},{"name":"parc","label":{"fr":"Le parc"}})") == "choices_reordered lieux");
    BOOST_TEST(told("${age} > 17", "${age} > 15") == "condition_changed lieu");
    BOOST_TEST(told(". >= 15", ". >= 15 and . <= 110") == "constraint_changed age");
    BOOST_TEST(told("Bonjour.", "Bonjour, merci.") == "notice_reworded");
    BOOST_TEST(told(R"("name":"lieu","choices")", R"("name":"lieu","required":"yes","choices")") == "required_changed lieu");
    BOOST_TEST(told(R"("type":"integer","name":"enfants")", R"("type":"decimal","name":"enfants")") == "type_widened enfants");
}

BOOST_AUTO_TEST_CASE(may_remove_a_choice_that_nobody_gave) {
    const std::string gone = R"({"name":"marche","label":{"fr":"Le marché"}},)";
    BOOST_TEST(told(gone, "", nobody) == "choice_removed lieux");
    // lieu is question 2, lieux_aimes question 3; marche is choice 1
    BOOST_TEST(told(gone, "", [](auto q, auto choice) { return q == 3 && choice == 1; }) == "choice_removed lieux, !answered_choice_removed lieux_aimes");
    BOOST_TEST(told(gone, "") == "!answered_choice_removed lieu, !answered_choice_removed lieux_aimes");
}

BOOST_AUTO_TEST_CASE(may_not_mix_two_meanings_under_one_name) {
    BOOST_TEST(told(R"("type":"select_one","name":"lieu","choices":"lieux")", R"("type":"select_multiple","name":"lieu","choices":"lieux")") == "!type_changed lieu");
    BOOST_TEST(told(R"("type":"integer","name":"enfants")", R"("type":"text","name":"enfants")") == "!type_changed enfants");
    BOOST_TEST(told("Combien d'enfants ?", "Quel loyer payez-vous ?") == "!question_replaced enfants");
    BOOST_TEST(told(R"("Le parc")", R"("La gare")") == "!choice_replaced lieux");
    BOOST_TEST(told("start=0 end=10", "start=0 end=5") == "!range_changed note");
    BOOST_TEST(told("${age} * 2", "${age} * 3") == "!calculation_changed double");
    BOOST_TEST(told("[15,25,60]", "[15,30,60]") == "!breakdown_bands_changed age");
    BOOST_TEST(told(R"("breakdowns":{"age":"age"})", R"("breakdowns":{"age":"note"})") ==
               "!breakdown_changed age, !breakdown_bands_changed note");  // an age without bands has the usual ones
    BOOST_TEST(told(R"(,"sensitive":true)", "") == "!protection_lowered enfants");
    BOOST_TEST(told(R"("agrees":"oui")", R"("agrees":"non")") == "!consent_changed accord");
    BOOST_TEST(told(R"({"name":"rien","label":{"fr":"Nulle part"}})", R"({"name":"rien","label":{"fr":"Nulle part"},"missing":"refused"})") == "!refusal_changed lieux");
}

BOOST_AUTO_TEST_CASE(another_list_with_the_same_choices_is_the_same) {
    std::string younger = replaced(first, R"("name":"lieu","choices":"lieux")", R"("name":"lieu","choices":"endroits")");
    younger = replaced(younger, R"("lieux":[)", R"("endroits":[{"name":"parc","label":{"fr":"Le parc"}},{"name":"marche","label":{"fr":"Le marché"}},{"name":"rien","label":{"fr":"Nulle part"}}],"lieux":[)");
    BOOST_TEST(told(younger) == "");
}

BOOST_AUTO_TEST_CASE(says_before_and_after_and_where) {
    const auto changes = f::changes_between(form(first), form(replaced(first, "Une note", "Une note pour le quartier")));
    BOOST_REQUIRE(changes.size() == 1U);
    BOOST_TEST(changes[0].where == "/questions/4/label/fr");
    BOOST_TEST(changes[0].facts.at("before") == "Une note");
    BOOST_TEST(changes[0].facts.at("after") == "Une note pour le quartier");
    BOOST_TEST(changes[0].facts.at("language") == "fr");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(answers_of_an_older_version)

BOOST_AUTO_TEST_CASE(find_their_choices_by_name) {
    const auto older = form(first);
    const auto younger = form(replaced(first, R"({"name":"parc","label":{"fr":"Le parc"}},{"name":"marche","label":{"fr":"Le marché"}})",
                                       R"({"name":"gare","label":{"fr":"La gare"}},{"name":"marche","label":{"fr":"Le marché"}},{"name":"parc","label":{"fr":"Le parc"}})"));
    f::Problems problems;
    const auto answers = f::answers_from_json(older, R"({"lieu":"parc","lieux_aimes":["parc","rien"],"age":40,"note":null})", problems);
    const auto now = f::Translation(older, younger)(answers);
    const auto columns = [&] {
        auto made = f::columns_of(younger);
        f::append(made, younger, now);
        return made;
    }();
    BOOST_TEST(columns.by_question[2].codes[0] == 2);              // parc, first in the older list, third in the younger
    BOOST_TEST(columns.by_question[3].ticks.at(0) == (1U << 2 | 1U << 3));  // parc and rien
    BOOST_TEST(columns.by_question[1].numbers.at(0) == 40.0);
    BOOST_TEST((columns.by_question[4].states.at(0) == f::State::no_answer));
    BOOST_TEST((columns.by_question[6].states.at(0) == f::State::not_asked));
}

BOOST_AUTO_TEST_CASE(lose_what_the_younger_version_does_not_have_and_nothing_else) {
    const auto older = form(first);
    const auto younger = form(replaced(replaced(first, R"({"name":"parc","label":{"fr":"Le parc"}},)", ""),
                                       R"({"type":"range","name":"note")", R"({"type":"text","name":"mot","label":{"fr":"Un mot ?"}},{"type":"range","name":"note")"));
    f::Problems problems;
    const auto answers = f::answers_from_json(older, R"({"lieu":"parc","lieux_aimes":["parc","rien"],"note":7})", problems);
    const auto now = f::Translation(older, younger)(answers);
    BOOST_TEST(f::answers_to_json(younger, now) == R"({"lieu":null,"lieux_aimes":["rien"],"note":7})");
}

BOOST_AUTO_TEST_SUITE_END()
