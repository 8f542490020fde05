#include "server/access.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

using namespace ecoute;
using namespace ecoute::server;

BOOST_AUTO_TEST_SUITE(who_a_person_is)

BOOST_AUTO_TEST_CASE(a_password_is_kept_as_argon2id_and_recognised) {
    const auto hash = hash_password("le marché du samedi");
    BOOST_TEST(hash.rfind("$argon2id$v=19$m=65536,t=3,p=1$", 0) == 0U);
    BOOST_TEST(hash != hash_password("le marché du samedi"));
    BOOST_TEST(verify_password(hash, "le marché du samedi"));
    BOOST_TEST(!verify_password(hash, "le marché du Samedi"));
    BOOST_TEST(!verify_password("", "le marché du samedi"));
    BOOST_TEST(!verify_password("not a hash", "le marché du samedi"));
    BOOST_TEST(!verify_nobody("le marché du samedi"));
}

BOOST_AUTO_TEST_CASE(a_token_is_43_letters_never_twice_the_same) {
    std::set<std::string> tokens;
    for (int i = 0; i < 1000; ++i) tokens.insert(new_token());
    BOOST_TEST(tokens.size() == 1000U);
    for (const auto& token : tokens) {
        BOOST_TEST(token.size() == 43U);
        BOOST_TEST(token.find_first_of("+/=") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(what_is_stored_of_a_token_is_its_sha_256) {
    // FIPS 180-2, appendix B.1
    BOOST_TEST(token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

BOOST_AUTO_TEST_CASE(secrets_are_compared_whole) {
    BOOST_TEST(same_secret("abc", "abc"));
    BOOST_TEST(!same_secret("abc", "abd"));
    BOOST_TEST(!same_secret("abc", "ab"));
    BOOST_TEST(same_secret("", ""));
}

BOOST_AUTO_TEST_CASE(a_login_name_is_compared_without_capitals_and_outer_spaces) {
    BOOST_TEST(tidy_login("  Samira\t") == "samira");
    BOOST_TEST(tidy_login("   ").empty());
}

BOOST_AUTO_TEST_CASE(a_password_needs_twelve_characters_whatever_their_bytes) {
    BOOST_TEST(!check_new_account("samira", "12345678901").has_value());
    BOOST_TEST(!check_new_account("samira", "éééééééé").has_value());  // 8 characters, 16 bytes
    BOOST_TEST(check_new_account("samira", "123456789012").has_value());
    BOOST_TEST(check_new_account("samira", "éééééééééééé").has_value());
    BOOST_TEST(check_new_account("samira", std::string(longest_password_bytes, 'x')).has_value());
    BOOST_TEST(!check_new_account("samira", std::string(longest_password_bytes + 1, 'x')).has_value());
    const auto refused = check_new_account("samira", "court");
    BOOST_TEST((refused.error().code == forms::Code::password_too_short));
    BOOST_TEST(refused.error().facts.at("limit") == "12");
}

BOOST_AUTO_TEST_CASE(a_login_name_holds_something_and_no_space) {
    BOOST_TEST(!check_new_account("", "123456789012").has_value());
    BOOST_TEST(!check_new_account("a b", "123456789012").has_value());
    BOOST_TEST(!check_new_account("a\nb", "123456789012").has_value());
    BOOST_TEST(!check_new_account(std::string(65, 'a'), "123456789012").has_value());
    BOOST_TEST(check_new_account(std::string(64, 'a'), "123456789012").has_value());
}

BOOST_AUTO_TEST_CASE(three_failures_are_free_then_the_wait_doubles_up_to_thirty_seconds) {
    LoginPace pace;
    std::int64_t now = 1'000'000;
    for (const int wait : {0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30}) {
        pace.failed("samira", now);
        BOOST_TEST(pace.wait_seconds("samira", now) == wait);
        BOOST_TEST(pace.wait_seconds("samira", now + wait) == 0);
        now += wait;
    }
    BOOST_TEST(pace.wait_seconds("karim", now) == 0);  // another person on the same wifi
    pace.succeeded("samira");
    BOOST_TEST(pace.wait_seconds("samira", now) == 0);
}

BOOST_AUTO_TEST_CASE(failures_are_forgotten_after_an_hour) {
    LoginPace pace;
    for (int i = 0; i < 8; ++i) pace.failed("samira", 0);
    pace.failed("samira", LoginPace::forgotten_after_seconds + 1);
    BOOST_TEST(pace.wait_seconds("samira", LoginPace::forgotten_after_seconds + 1) == 0);
}

BOOST_AUTO_TEST_CASE(a_clock_that_goes_back_makes_nobody_wait_longer) {
    LoginPace pace;
    for (int i = 0; i < 8; ++i) pace.failed("samira", 1'000'000);
    BOOST_TEST(pace.wait_seconds("samira", 0) <= LoginPace::longest_wait_seconds);
}

BOOST_AUTO_TEST_CASE(made_up_names_do_not_fill_the_memory) {
    LoginPace pace;
    for (std::size_t i = 0; i < LoginPace::most_logins + 100; ++i)
        pace.failed("name" + std::to_string(i), std::int64_t(i) / 100);
    for (int i = 0; i < 5; ++i) pace.failed("samira", 200);
    BOOST_TEST(pace.wait_seconds("samira", 200) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
