#include "server/in_words.hpp"

#include <boost/test/unit_test.hpp>

using namespace ecoute::server;

BOOST_AUTO_TEST_SUITE(days_and_numbers_in_words)

BOOST_AUTO_TEST_CASE(a_period_says_each_month_and_year_once) {
    const Words words;
    const auto period = [&](auto from, auto to) { return period_in_words(words, "fr", from, to); };
    BOOST_TEST(period("2026-05-03", "2026-05-17") == "du 3 au 17 mai 2026");
    BOOST_TEST(period("2026-05-01", "2026-05-17") == "du 1er au 17 mai 2026");
    BOOST_TEST(period("2026-04-28", "2026-05-01") == "du 28 avril au 1er mai 2026");
    BOOST_TEST(period("2025-12-28", "2026-01-05") == "du 28 décembre 2025 au 5 janvier 2026");
    BOOST_TEST(period("2025-05-03", "2026-05-17") == "du 3 mai 2025 au 17 mai 2026");
    BOOST_TEST(period("2026-05-03", "2026-05-03") == "le 3 mai 2026");
    BOOST_TEST(period("2026-05-03", "") == "depuis le 3 mai 2026");
    BOOST_TEST(period("", "2026-08-17") == "jusqu'au 17 août 2026");
    BOOST_TEST(period("", "").empty());
}

BOOST_AUTO_TEST_CASE(a_day_that_is_none_comes_back_as_it_is) {
    const Words words;
    for (const auto* text : {"", "soon", "2026-13-01", "2026-05-32", "2026-05", "20x6-05-03"})
        BOOST_TEST(day_in_words(words, "fr", text) == text);
    BOOST_TEST(day_in_words(words, "fr", "2026-05-17T12:00:00Z") == "17 mai 2026");
    BOOST_TEST(day_in_words(words, "en", "2026-05-17") == "17 May 2026");
}

BOOST_AUTO_TEST_CASE(thousands_stand_apart) {
    BOOST_TEST(number_in_words("fr", 0) == "0");
    BOOST_TEST(number_in_words("fr", 999) == "999");
    BOOST_TEST(number_in_words("fr", 1495) == "1\u202f495");
    BOOST_TEST(number_in_words("fr", 1234567) == "1\u202f234\u202f567");
    BOOST_TEST(number_in_words("fr", -1000) == "-1\u202f000");
    BOOST_TEST(number_in_words("en", 1495) == "1,495");
}

BOOST_AUTO_TEST_SUITE_END()
