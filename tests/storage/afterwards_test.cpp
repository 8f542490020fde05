#include <fstream>
#include <iterator>

#include "tests/storage/empty_store.hpp"

using namespace ecoute::storage;

// What a person does with their own answers afterwards: correct, erase; and before: keep a draft for another device.

namespace {

struct OneKept : EmptyStore {
    OneKept() {
        BOOST_REQUIRE(keep(a_response(1)).has_value());
        BOOST_REQUIRE(keep(a_response(2)).has_value());
    }
    NewResponse corrected() {
        auto response = a_response(1);
        response.answers = R"({"quartier":"QN06901M","age":41})";
        response.fingerprint = "fingerprint of 41";
        return response;
    }
    std::int64_t seq_of(int number) {
        for (const auto& row : kept())
            if (row.id == an_id(number)) return row.seq;
        return 0;
    }
    Corrections& corrections() { return store->corrections(); }
};

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(correcting_and_erasing, OneKept)

BOOST_AUTO_TEST_CASE(a_correction_is_the_only_revision_that_is_read) {
    const auto version = store->catalogue_version();
    clock.at += std::chrono::hours{24};
    BOOST_TEST((corrections().revise(seq_of(1), corrected(), "2026-05-18T12:00:00Z") == Corrections::Revised::done));
    const auto rows = kept();
    BOOST_REQUIRE(rows.size() == 2U);
    BOOST_TEST(rows[1].id == an_id(1));
    BOOST_TEST(rows[1].answers == corrected().answers);
    BOOST_TEST(rows[1].seq > rows[0].seq);
    BOOST_TEST(rows[1].received_at == "2026-05-17T12:00:00Z");
    BOOST_TEST(responses().tally("sante-2026").responses == 2);
    BOOST_REQUIRE(responses().by_day("sante-2026").size() == 1U);
    BOOST_TEST(store->catalogue_version() > version);
    BOOST_TEST(responses().find_by_receipt(a_response(1).receipt_hash)->answers == corrected().answers);
}

BOOST_AUTO_TEST_CASE(the_revision_before_is_kept_apart_and_never_changed) {
    corrections().revise(seq_of(1), corrected(), "2026-05-18T12:00:00Z");
    PlainFile file{this->file()};
    BOOST_TEST(file.one("SELECT answers FROM response_past") == a_response(1).answers);
    BOOST_TEST(file.run("UPDATE response_past SET answers = '{}'") == SQLITE_CONSTRAINT);
}

BOOST_AUTO_TEST_CASE(a_correction_of_a_revision_that_is_no_longer_the_last_is_not_taken) {
    const auto seq = seq_of(1);
    corrections().revise(seq, corrected(), "2026-05-18T12:00:00Z");
    auto other = corrected();
    other.fingerprint = "fingerprint of 50";
    BOOST_TEST((corrections().revise(seq, other, "2026-05-18T12:00:00Z") == Corrections::Revised::changed));
    // Sent twice by an impatient finger: the same content is there already.
    BOOST_TEST((corrections().revise(seq, corrected(), "2026-05-18T12:00:00Z") == Corrections::Revised::done));
    BOOST_TEST(kept().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_tablet_that_resends_what_was_corrected_changes_nothing) {
    corrections().revise(seq_of(1), corrected(), "2026-05-18T12:00:00Z");
    BOOST_TEST((keep(a_response(1)).value() == Kept::already_had_it));
    BOOST_TEST(responses().find_by_receipt(a_response(1).receipt_hash)->answers == corrected().answers);
    auto other = a_response(1);
    other.fingerprint = "something else";
    BOOST_TEST(refusal(keep(other)) == "response.conflict");
}

BOOST_AUTO_TEST_CASE(an_erased_response_leaves_a_tombstone_and_no_content) {
    corrections().revise(seq_of(1), corrected(), "2026-05-18T12:00:00Z");
    BOOST_TEST(corrections().erase(a_response(1).receipt_hash, "2026-05-19"));
    BOOST_TEST(kept().size() == 1U);
    BOOST_TEST(responses().tally("sante-2026").responses == 1);
    BOOST_TEST(!responses().find_by_receipt(a_response(1).receipt_hash).has_value());
    BOOST_TEST(corrections().was_erased(a_response(1).receipt_hash));
    PlainFile file{this->file()};
    BOOST_TEST(file.one("SELECT count(*) FROM response_past") == "0");
    BOOST_TEST(file.one("SELECT erased_on FROM tombstone") == "2026-05-19");
}

BOOST_AUTO_TEST_CASE(an_erased_answer_is_nowhere_in_the_file) {
    auto secret = a_response(3);
    secret.answers = R"({"mot":"un mot que personne d'autre n'écrit"})";
    BOOST_REQUIRE(keep(secret).has_value());
    reopen();
    BOOST_REQUIRE(bytes_of(file()).find("que personne d'autre") != std::string::npos);
    BOOST_TEST(corrections().erase(secret.receipt_hash, "2026-05-19"));
    store.reset();
    BOOST_TEST(bytes_of(file()).find("que personne d'autre") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_tablet_does_not_bring_back_what_was_erased) {
    corrections().erase(a_response(1).receipt_hash, "2026-05-19");
    BOOST_TEST((keep(a_response(1)).value() == Kept::already_had_it));
    BOOST_TEST(kept().size() == 1U);
    BOOST_TEST(responses().tally("sante-2026").responses == 1);
    BOOST_TEST((corrections().revise(1, corrected(), "2026-05-19T00:00:00Z") == Corrections::Revised::gone));
}

BOOST_AUTO_TEST_CASE(erasing_twice_is_erasing_once_and_an_unknown_receipt_is_told) {
    BOOST_TEST(corrections().erase(a_response(1).receipt_hash, "2026-05-19"));
    BOOST_TEST(corrections().erase(a_response(1).receipt_hash, "2026-05-20"));
    BOOST_TEST(!corrections().erase(a_response(9).receipt_hash, "2026-05-19"));
    BOOST_TEST(!corrections().erase("", "2026-05-19"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(drafts_for_another_device, EmptyStore)

BOOST_AUTO_TEST_CASE(a_draft_is_found_until_its_day_and_replaced_by_the_next) {
    auto& drafts = store->drafts();
    BOOST_TEST(drafts.keep({"hash", "sante-2026", "one", "2026-05-31"}, "2026-05-17"));
    BOOST_TEST(drafts.keep({"hash", "sante-2026", "two", "2026-05-31"}, "2026-05-18"));
    BOOST_TEST(drafts.find("hash", "2026-05-31")->sealed == "two");
    BOOST_TEST(!drafts.find("hash", "2026-06-01").has_value());
    BOOST_TEST(!drafts.find("other", "2026-05-18").has_value());
}

BOOST_AUTO_TEST_CASE(drafts_past_their_day_and_those_that_were_sent_are_gone) {
    auto& drafts = store->drafts();
    drafts.keep({"old", "sante-2026", "one", "2026-05-31"}, "2026-05-17");
    drafts.keep({"new", "sante-2026", "two", "2026-06-14"}, "2026-06-01");
    PlainFile file{this->file()};
    BOOST_TEST(file.one("SELECT count(*) FROM draft") == "1");
    drafts.remove("new");
    BOOST_TEST(file.one("SELECT count(*) FROM draft") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
