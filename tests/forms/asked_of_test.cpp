#include "forms/asked_of.hpp"

#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

/// A select_one "a" (oui, non), a select_one "g" (femme, homme, nsp), a number "n", several "m" (parc, marche, plage, aucun), then a group under
/// `around` with one question under `own`.
f::Form form_with(const std::string& around, const std::string& own, const std::string& more = "") {
    return t::form_of(R"({"type":"select_one","name":"a","choices":"oui_non","label":{"fr":"A"}},{"type":"select_one","name":"g","choices":"genres","label":{"fr":"G"}},
        {"type":"integer","name":"n","label":{"fr":"N"}},{"type":"select_multiple","name":"m","choices":"lieux","label":{"fr":"M"}},
        {"type":"group","name":"autour","relevant":")" + around + R"(","questions":[{"type":"text","name":"q","label":{"fr":"Q"},"relevant":")" + own + "\"}]}", more);
}

/// "a:10- g:011+": of each deciding question one digit a choice, then whether no answer will do.
std::string told(const std::string& around, const std::string& own, const std::vector<std::string>& passing = {}, const std::string& more = "") {
    const auto form = form_with(around, own, more);
    std::vector<std::uint32_t> past;
    for (const auto& name : passing) past.push_back(*form.find(name));
    const auto found = f::asked_of(form, *form.find("q"), past);
    if (!found) return "?";
    std::string text;
    for (const auto& one : *found) {
        text += (text.empty() ? "" : " ") + form.questions[one.question].name + ":";
        for (const bool choice : one.choices) text += choice ? '1' : '0';
        text += one.blank ? '+' : '-';
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(whom_a_question_is_asked_of)

BOOST_AUTO_TEST_CASE(follows_from_its_conditions_however_they_are_written) {
    struct Case {
        std::string own, asked;
    };
    const std::vector<Case> cases{
        {"", ""},
        {"${a} = 'oui'", "a:10-"},
        {"'non' = ${a}", "a:01-"},
        {"selected(${a}, 'non')", "a:01-"},
        {"${g} = 'femme' or ${g} = 'homme'", "g:110-"},
        {"selected('femme homme', ${g})", "g:110-"},
        {"${g} != 'nsp'", "g:110+"},
        {"${g} != '' and ${g} != 'nsp'", "g:110-"},
        {"not(${g} = 'nsp' or ${g} = '')", "g:110-"},
        {"${a} = 'oui' and ${g} = 'femme'", "a:10- g:100-"},
        {"if(${a} = 'oui', ${g} = 'femme', false())", "a:10- g:100-"},
        {"${a} = 'oui' or ${a} != 'oui'", ""},
        {"string-length(${a}) > 0", "a:11-"},
        {"${a} = 'oui' or ${g} = 'femme'", "?"},
        {"${n} > 3", "?"},
        {"selected(${m}, 'parc')", "?"},
        {"${a} = 'oui' and today() > '2020-01-01'", "?"},
    };
    for (const auto& [own, asked] : cases) BOOST_TEST_CONTEXT(own) BOOST_TEST(told("", own) == asked);
}

BOOST_AUTO_TEST_CASE(and_from_those_of_the_groups_around_it) {
    BOOST_TEST(told("${a} = 'oui'", "") == "a:10-");
    BOOST_TEST(told("${a} = 'oui'", "${g} = 'homme'") == "a:10- g:010-");
    BOOST_TEST(told("${a} = 'oui'", "${a} = 'non'") == "a:00-");  // never
    BOOST_TEST(told("${n} > 3", "${a} = 'oui'") == "?");
}

BOOST_AUTO_TEST_CASE(can_be_told_past_some_questions) {
    BOOST_TEST(told("${a} != 'non'", "${g} = 'homme'", {"a"}) == "g:010-");
    BOOST_TEST(told("", "${a} = 'oui' or ${g} = 'femme'", {"a"}) == "");  // any g will do for some a
    BOOST_TEST(told("${a} = 'oui' or ${g} = 'femme'", "${a} != 'oui'", {"a"}) == "g:100-");
}

/// All who are counted agreed.
BOOST_AUTO_TEST_CASE(the_consent_is_given) {
    BOOST_TEST(told("${a} = 'oui'", "${g} = 'homme'", {}, R"("consent":{"question":"a","agrees":"oui"},)") == "g:010-");
}

BOOST_AUTO_TEST_SUITE_END()
