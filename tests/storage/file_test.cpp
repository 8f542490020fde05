#include "empty_store.hpp"
#include "storage/sqlite_migrate.hpp"

namespace ecoute::storage {

BOOST_FIXTURE_TEST_SUITE(the_file_for_other_programs, EmptyStore)

BOOST_AUTO_TEST_CASE(says_whose_it_is_and_of_which_format) {
    PlainFile plain{file()};
    BOOST_TEST(plain.one("PRAGMA application_id") == std::to_string(0x45434F55));  // "ECOU"
    BOOST_TEST(plain.one("PRAGMA user_version") == std::to_string(sqlite::known_migrations()));
    BOOST_TEST(plain.one("PRAGMA journal_mode") == "wal");
    BOOST_TEST(plain.one("PRAGMA integrity_check") == "ok");
    BOOST_TEST(plain.one("PRAGMA foreign_key_check") == "");
}

BOOST_AUTO_TEST_CASE(has_strict_tables_that_explain_themselves) {
    PlainFile plain{file()};
    const std::string ours = " FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                             "AND name NOT LIKE 'open_text%' ";  // FTS5 makes these itself
    BOOST_TEST(std::stoi(plain.one("SELECT count(*)" + ours)) > 10);
    BOOST_TEST(plain.one("SELECT group_concat(name)" + ours + "AND sql NOT LIKE '%) STRICT%'") == "");
    BOOST_TEST(plain.one("SELECT group_concat(name)" + ours + "AND sql NOT LIKE '%(\n    -- %'") == "");
}

BOOST_AUTO_TEST_CASE(shows_answers_to_plain_sql) {
    BOOST_REQUIRE(keep(a_response(42)).has_value());
    PlainFile plain{file()};
    BOOST_TEST(plain.one("SELECT answers ->> 'age' FROM response WHERE campaign = 'sante-2026'") == "42");
    BOOST_TEST(plain.one("SELECT count(*) FROM response JOIN campaign ON campaign.id = response.campaign") == "1");
}

BOOST_AUTO_TEST_CASE(refuses_to_change_a_response) {
    BOOST_REQUIRE(keep(a_response()).has_value());
    BOOST_TEST(PlainFile{file()}.run("UPDATE response SET answers = '{}'") != SQLITE_OK);
}

BOOST_AUTO_TEST_CASE(counts_again_when_a_row_is_deleted_by_hand) {
    BOOST_REQUIRE(keep(a_response(1)).has_value());
    BOOST_REQUIRE(keep(a_response(2)).has_value());
    BOOST_TEST(PlainFile{file()}.run("DELETE FROM response WHERE seq = 1") == SQLITE_OK);
    BOOST_TEST(responses().tally("sante-2026").responses == 1);
}

BOOST_AUTO_TEST_CASE(is_one_file_when_the_program_has_ended) {
    BOOST_REQUIRE(keep(a_response()).has_value());
    store.reset();
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path}) files += entry.is_regular_file() ? 1 : 0;
    BOOST_TEST(files == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage
