#include "forms/text.hpp"

#include <boost/test/unit_test.hpp>

namespace f = ecoute::forms;

BOOST_AUTO_TEST_SUITE(a_text_in_several_languages)

BOOST_AUTO_TEST_CASE(is_shown_in_the_language_asked_for) {
    const f::Text text{{"fr", "Oui"}, {"ar", "نعم"}, {"pt", "Sim"}};
    BOOST_TEST(f::shown(text, "ar", "fr").text == "نعم");
    BOOST_TEST(!f::shown(text, "ar", "fr").missing);
    BOOST_TEST(f::shown(text, "pt-BR", "fr").text == "Sim");
    BOOST_TEST(!f::shown(text, "pt-BR", "fr").missing);
}

BOOST_AUTO_TEST_CASE(falls_back_visibly_when_a_translation_is_missing) {
    const f::Text text{{"ar", "نعم"}, {"fr", "Oui"}};
    const auto turkish = f::shown(text, "tr", "fr");
    BOOST_TEST(turkish.text == "Oui");
    BOOST_TEST(turkish.language == "fr");
    BOOST_TEST(turkish.missing);
    const f::Text english{{"en", "Yes"}};
    BOOST_TEST(f::shown(english, "tr", "fr").text == "Yes");
    BOOST_TEST(f::shown(english, "tr", "fr").language == "en");
    BOOST_TEST(f::shown({}, "tr", "fr").text.empty());
}

BOOST_AUTO_TEST_CASE(runs_from_right_to_left_by_its_script_and_not_by_its_words) {
    for (const auto* tag : {"ar", "ar-DZ", "AR", "fa", "he", "ur", "ps", "ku-Arab", "az-arab-IR", "ckb", "ar_MA"})
        BOOST_TEST(f::right_to_left(tag), tag);
    for (const auto* tag : {"fr", "tr", "pt-BR", "ku", "ar-Latn", "en", "", "arabe", "-"})
        BOOST_TEST(!f::right_to_left(tag), tag);
}

BOOST_AUTO_TEST_SUITE_END()
