#include "storage/links.hpp"

#include "tests/storage/empty_store.hpp"

using namespace ecoute;
using namespace ecoute::storage;

namespace {

std::string a_hash(char letter) { return std::string(32, letter); }

struct LettersSent : EmptyStore {
    LettersSent() {
        store->links().create(batch, {{a_hash('m'), R"({"quartier":"QP1"})"}, {a_hash('b'), "{}"}}).value();
    }
    const LinkBatch batch{"sante-2026", "courrier", true, "2026-06-30", "2026-05-17", ""};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(links_of_a_campaign, LettersSent)

BOOST_AUTO_TEST_CASE(a_link_is_found_by_the_hash_of_its_token_alone) {
    const auto link = store->links().find(a_hash('m'));
    BOOST_REQUIRE(link.has_value());
    BOOST_TEST(link->prefilled == R"({"quartier":"QP1"})");
    BOOST_TEST(link->batch.campaign == "sante-2026");
    BOOST_TEST(link->batch.expires_on == "2026-06-30");
    BOOST_TEST(link->batch.single_use);
    BOOST_TEST(!link->used);
    BOOST_TEST(!store->links().find(a_hash('x')).has_value());
    BOOST_TEST(!store->links().find("").has_value());
}

BOOST_AUTO_TEST_CASE(a_link_is_used_once) {
    BOOST_TEST(store->links().mark_used(a_hash('m')));
    BOOST_TEST(!store->links().mark_used(a_hash('m')));
    BOOST_TEST(store->links().find(a_hash('m'))->used);
    BOOST_TEST(!store->links().find(a_hash('b'))->used);
    const auto counts = store->links().batches("sante-2026");
    BOOST_REQUIRE(counts.size() == 1U);
    BOOST_TEST(counts.front().links == 2);
    BOOST_TEST(counts.front().used == 1);
}

BOOST_AUTO_TEST_CASE(while_answers_are_on_their_way_nobody_else_holds_the_link) {
    auto mine = store->links().hold(a_hash('m'));
    BOOST_REQUIRE(mine);
    BOOST_TEST(!store->links().hold(a_hash('m')));
    BOOST_TEST(static_cast<bool>(store->links().hold(a_hash('b'))));
    mine.reset();
    BOOST_TEST(static_cast<bool>(store->links().hold(a_hash('m'))));
}

BOOST_AUTO_TEST_CASE(a_batch_has_a_name_of_its_own) {
    const auto again = store->links().create(batch, {{a_hash('z'), "{}"}});
    BOOST_REQUIRE(!again.has_value());
    BOOST_TEST(again.error().subject == "courrier");
    BOOST_TEST(!store->links().find(a_hash('z')).has_value());
    auto elsewhere = batch;
    elsewhere.campaign = "ailleurs";
    const auto refused = store->links().create(elsewhere, {{a_hash('z'), "{}"}});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(name(refused.error().code) == "campaign.unknown");
}

BOOST_AUTO_TEST_CASE(the_same_token_twice_keeps_nothing) {
    auto other = batch;
    other.name = "cartes";
    BOOST_CHECK_THROW(store->links().create(other, {{a_hash('y'), "{}"}, {a_hash('m'), "{}"}}), StorageFault);
    BOOST_TEST(!store->links().find(a_hash('y')).has_value());
    BOOST_TEST(store->links().batches("sante-2026").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_withdrawn_batch_says_since_when) {
    BOOST_TEST(store->links().withdraw("sante-2026", "courrier", "2026-05-20"));
    BOOST_TEST(store->links().withdraw("sante-2026", "courrier", "2026-05-25"));
    BOOST_TEST(!store->links().withdraw("sante-2026", "autre", "2026-05-20"));
    BOOST_TEST(store->links().find(a_hash('m'))->batch.withdrawn_on == "2026-05-20");
}

// What a thief of the file reads: rows by hash, no day of use, no order, nothing that a response has too.
BOOST_AUTO_TEST_CASE(nothing_in_the_file_joins_a_link_to_a_response) {
    store->links().mark_used(a_hash('m'));
    PlainFile plain{file()};
    BOOST_TEST(plain.one("SELECT group_concat(name, ' ') FROM pragma_table_info('link')") ==
               "token_hash campaign batch prefilled used");
    BOOST_TEST(plain.run("SELECT rowid FROM link") == SQLITE_ERROR);
}

BOOST_AUTO_TEST_SUITE_END()
