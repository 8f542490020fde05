#include "server/link_token.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

using namespace ecoute;
using namespace ecoute::server;

namespace {
const Settings settings{"http://localhost", std::string(32, 'k'), false};
}

BOOST_AUTO_TEST_SUITE(the_code_of_a_link)

BOOST_AUTO_TEST_CASE(is_twelve_letters_in_three_groups_and_never_twice_the_same) {
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) {
        const auto token = new_link_token();
        BOOST_REQUIRE(token.size() == 14U);
        BOOST_REQUIRE((token[4] == '-' && token[9] == '-'));
        BOOST_REQUIRE(token.find_first_of("ILOU") == std::string::npos);
        BOOST_REQUIRE(seen.insert(token).second);
    }
}

BOOST_AUTO_TEST_CASE(is_read_as_it_was_meant) {
    BOOST_TEST(tidy_link_token("7wqh ongr3-3al") == "7WQH-0NGR-33A1");
    BOOST_TEST(tidy_link_token("7wqhongr33al") == "7WQH-0NGR-33A1");
    BOOST_TEST(tidy_link_token("7WQH0-NGR33") == "");     // a receipt's ten letters
    BOOST_TEST(tidy_link_token("7WQH-0NGR-33A1X") == "");
    BOOST_TEST(tidy_link_token("7WQH-0NGR-33AU") == "");  // no code holds a U
}

BOOST_AUTO_TEST_CASE(is_hashed_with_the_key_of_the_server) {
    const auto hash = link_token_hash(settings, "7WQH-0NGR-33A1");
    BOOST_TEST(hash.size() == 32U);
    BOOST_TEST((hash == link_token_hash(settings, "7wqh0ngr33ai")));
    BOOST_TEST((hash != link_token_hash({"", std::string(32, 'x'), false}, "7WQH-0NGR-33A1")));
    BOOST_TEST(link_token_hash(settings, "court") == "");
    // HMAC-SHA256 with 32 "k" over "link:7WQH0NGR33A1", from `openssl dgst -sha256 -mac HMAC`.
    const std::string expected = "13eb24e424e3f5d987ca9d480c8cb3de356cd558a072fbc3b1c31178d05b7703";
    std::string hex;
    for (const unsigned char byte : hash) {
        constexpr std::string_view digits = "0123456789abcdef";
        hex.append({digits[byte >> 4], digits[byte & 15]});
    }
    BOOST_TEST(hex == expected);
}

BOOST_AUTO_TEST_SUITE_END()
