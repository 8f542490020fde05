#include <boost/test/unit_test.hpp>

#include "server/table_condition.hpp"
#include "tests/support/questionnaire.hpp"

using namespace ecoute;

BOOST_AUTO_TEST_SUITE(a_condition_in_words)

BOOST_AUTO_TEST_CASE(says_the_same_whichever_side_the_question_stands_on) {
    const server::Words words;
    const auto form = tests::form_of(R"({"type":"integer","name":"age","label":{"fr":"Votre âge"}},
                                        {"type":"select_one","choices":"oui_non","name":"avis","label":{"fr":"Votre avis"}})");
    const auto told = [&](const char* condition) { return server::condition_in_words(words, "fr", form, condition); };
    BOOST_TEST(told("${age} >= 18") == "Votre âge ≥ 18");
    BOOST_TEST(told("18 <= ${age}") == told("${age} >= 18"));
    BOOST_TEST(told("18 > ${age}") == told("${age} < 18"));
    BOOST_TEST(told("'oui' = ${avis}") == told("${avis} = 'oui'"));
    BOOST_TEST(told("'oui' != ${avis}") == "Votre avis autre que «\u00a0Oui\u00a0»");
    BOOST_TEST(told("'' = ${avis}") == "Votre avis sans réponse");
}

BOOST_AUTO_TEST_SUITE_END()
