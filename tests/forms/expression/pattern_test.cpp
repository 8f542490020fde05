#include "forms/expression/pattern.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

namespace e = ecoute::forms::expression;

namespace {

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t mistake = 0;
    const auto read = e::Pattern::read(pattern, mistake);
    BOOST_REQUIRE_MESSAGE(read, "not understood: " << pattern);
    return read->matches(text);
}

std::size_t mistake_in(std::string_view pattern) {
    std::size_t mistake = 999;
    BOOST_TEST(!e::Pattern::read(pattern, mistake).has_value());
    return mistake;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_pattern)

BOOST_AUTO_TEST_CASE(describes_the_whole_text) {
    BOOST_TEST(matches("a+", "aaa"));
    BOOST_TEST(!matches("a+", "aaab"));
    BOOST_TEST(!matches("a+", "baaa"));
    BOOST_TEST(matches("", ""));
    BOOST_TEST(!matches("", "a"));
    BOOST_TEST(matches("a|ab", "ab"));  // every way is tried, not the first that fits
    BOOST_TEST(matches("(a|ab)(c|bcd)", "abcd"));
    BOOST_TEST(matches("^a$", "a"));
    BOOST_TEST(!matches("a^b", "ab"));
}

BOOST_AUTO_TEST_CASE(counts_repetitions) {
    BOOST_TEST(matches("a{3}", "aaa"));
    BOOST_TEST(!matches("a{3}", "aa"));
    BOOST_TEST(matches("a{0}", ""));
    BOOST_TEST(matches("(ab){2,3}", "ababab"));
    BOOST_TEST(!matches("(ab){2,3}", "abababab"));
    BOOST_TEST(matches("a{2,}", "aaaaa"));
    BOOST_TEST(matches("a{,2}", "a{,2}"));  // no bounds: text, as in JavaScript
    BOOST_TEST(matches("a*?", "aaa"));
    BOOST_TEST(matches("(a*)*", "aaa"));
    BOOST_TEST(matches("(a?){3}", "aa"));
}

BOOST_AUTO_TEST_CASE(reads_characters_of_any_language_as_one) {
    BOOST_TEST(matches("é", "é"));
    BOOST_TEST(matches(".", "😀"));
    BOOST_TEST(matches("[à-ÿ]+", "éèû"));
    BOOST_TEST(matches("[^a-z]", "é"));
    BOOST_TEST(matches("[\u0600-\u06FF ]+", "مرحبا بكم"));
    BOOST_TEST(matches("\\s", "\u00A0"));
    BOOST_TEST(!matches("\\S", "\u00A0"));
    BOOST_TEST(matches(".", "\xFF"));  // a stray byte is a character
}

BOOST_AUTO_TEST_CASE(looks_ahead_and_at_edges_of_words) {
    BOOST_TEST(matches("(?=.*[0-9])(?=.*[a-z]).{4,8}", "abc1"));
    BOOST_TEST(!matches("(?=.*[0-9])(?=.*[a-z]).{4,8}", "abcd"));
    BOOST_TEST(matches("(?!.*(.)x).*", "aby"));
    BOOST_TEST(!matches("(?!.*bx).*", "abx"));
    BOOST_TEST(matches("a(?=b)b", "ab"));
    BOOST_TEST(matches("le\\b.*", "le bruit"));
    BOOST_TEST(!matches("le\\b.*", "lent"));
    BOOST_TEST(matches("a\\Bb", "ab"));
}

BOOST_AUTO_TEST_CASE(that_is_not_understood_is_told_with_its_place) {
    BOOST_TEST(mistake_in("(a") == 2);
    BOOST_TEST(mistake_in("a)") == 1);
    BOOST_TEST(mistake_in("[a") == 2);
    BOOST_TEST(mistake_in("*a") == 0);
    BOOST_TEST(mistake_in("a**") == 2);
    BOOST_TEST(mistake_in("(a)\\1") == 4);
    BOOST_TEST(mistake_in("\\p{L}") == 1);
    BOOST_TEST(mistake_in("(?i)a") == 2);
    BOOST_TEST(mistake_in("(?<=a)b") == 3);
    BOOST_TEST(mistake_in("a++") == 2);
    BOOST_TEST(mistake_in("a{3,2}") == 6);
    BOOST_TEST(mistake_in("[z-a]") == 4);
    BOOST_TEST(mistake_in("a\\") == 2);
}

BOOST_AUTO_TEST_CASE(has_limits_in_length_depth_and_repetition) {
    std::size_t mistake = 0;
    BOOST_TEST(e::Pattern::read(std::string(e::longest_pattern_bytes, 'a'), mistake).has_value());
    BOOST_TEST(!e::Pattern::read(std::string(e::longest_pattern_bytes + 1, 'a'), mistake).has_value());
    BOOST_TEST(!e::Pattern::read("(((a{99}){99}){99})", mistake).has_value());
    BOOST_TEST(!e::Pattern::read("a{1001}", mistake).has_value());
    BOOST_TEST(!e::Pattern::read(std::string(1'000, '(') + std::string(1'000, ')'), mistake).has_value());
    std::string ways = "a";
    for (int i = 0; i < 500; ++i) ways += "|b";
    BOOST_TEST(e::Pattern::read(ways, mistake).has_value());
}

BOOST_AUTO_TEST_CASE(never_hangs) {
    const std::string text(10'000, 'a');
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(!matches("(a*)*b", text));
    BOOST_TEST(!matches("(a|aa)+b", text));
    BOOST_TEST(!matches("(a|a)*(a|a)*(a|a)*b", text));
    BOOST_TEST(!matches("(.*)(.*)(.*)(.*)(.*)b", text));
    (void)matches("(?=(?=.*.*b).*.*b).*", text);
    (void)matches("((a?){30}a{30}){20}", text);
    BOOST_TEST(
        (std::chrono::steady_clock::now() - start < std::chrono::seconds(30)));  // unoptimised, beside other work
}

BOOST_AUTO_TEST_CASE(of_a_text_of_100_kB_needs_no_deep_stack) {
    BOOST_TEST(matches("(a|b)*", std::string(100'000, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
