#include "empty_store.hpp"

namespace ecoute::storage {

BOOST_FIXTURE_TEST_SUITE(keeping_responses, EmptyStore)

BOOST_AUTO_TEST_CASE(a_response_is_read_back_as_it_was_kept) {
    BOOST_REQUIRE(keep(a_response()).has_value());
    const auto rows = kept();
    BOOST_REQUIRE_EQUAL(rows.size(), 1U);
    const auto& row = rows[0];
    BOOST_TEST(row.seq == 1);
    BOOST_TEST(row.id == a_response().id);
    BOOST_TEST(row.campaign == "sante-2026");
    BOOST_TEST(row.form_version == "1");
    BOOST_TEST(row.language == "fr");
    BOOST_TEST(row.channel == "link");
    BOOST_TEST(row.started_at == "2026-05-17T12:00:00Z");
    BOOST_TEST(row.ended_at == "2026-05-17T12:00:00Z");
    BOOST_TEST(row.answers == R"({"quartier":"QN06901M","age":1})");
    BOOST_TEST((row.minutes == std::optional<int>{7}));
    BOOST_TEST(!row.simulated);
    BOOST_TEST(!row.refusal);
}

BOOST_AUTO_TEST_CASE(when_it_came_is_known_to_the_half_day_only) {
    BOOST_REQUIRE(keep(a_response(1)).has_value());
    clock.at =
        std::chrono::sys_days{std::chrono::year{2026} / 5 / 18} + std::chrono::hours{11} + std::chrono::minutes{59};
    BOOST_REQUIRE(keep(a_response(2)).has_value());
    const auto rows = kept();
    BOOST_TEST(rows.at(0).received_at == "2026-05-17T12:00:00Z");
    BOOST_TEST(rows.at(1).received_at == "2026-05-18T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(the_same_response_again_is_kept_once) {
    BOOST_TEST((keep(a_response()).value() == Kept::first_time));
    BOOST_TEST((keep(a_response()).value() == Kept::already_had_it));
    BOOST_TEST(kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_same_id_with_other_answers_is_refused) {
    BOOST_REQUIRE(keep(a_response(1)).has_value());
    auto other = a_response(2);
    other.id = an_id(1);
    BOOST_TEST(refusal(keep(other)) == "response.conflict");
    BOOST_TEST(kept().at(0).answers == a_response(1).answers);
}

BOOST_AUTO_TEST_CASE(the_same_response_to_another_campaign_is_refused) {
    BOOST_REQUIRE(keep(a_response()).has_value());
    auto elsewhere = a_response();
    elsewhere.campaign = "ecole-2026";
    BOOST_TEST(refusal(keep(elsewhere)) == "response.conflict");
    BOOST_TEST(kept("ecole-2026").empty());
}

BOOST_AUTO_TEST_CASE(a_batch_tells_resends_and_conflicts_within_itself) {
    auto conflict = a_response(9);
    conflict.id = an_id(1);
    const auto outcomes = responses().keep_and_wait({a_response(1), a_response(1), conflict, a_response(2)});
    BOOST_REQUIRE_EQUAL(outcomes.size(), 4U);
    BOOST_TEST((outcomes[0].value() == Kept::first_time));
    BOOST_TEST((outcomes[1].value() == Kept::already_had_it));
    BOOST_TEST(refusal(outcomes[2]) == "response.conflict");
    BOOST_TEST((outcomes[3].value() == Kept::first_time));
    BOOST_TEST(kept().size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_unknown_campaign_is_refused_and_the_others_of_the_batch_are_kept) {
    auto nowhere = a_response(2);
    nowhere.campaign = "nulle-part";
    const auto outcomes = responses().keep_and_wait({a_response(1), nowhere, a_response(3)});
    BOOST_TEST(outcomes.at(0).has_value());
    BOOST_TEST(refusal(outcomes.at(1)) == "campaign.unknown");
    BOOST_TEST(outcomes.at(2).has_value());
    BOOST_TEST(kept().size() == 2U);
}

BOOST_AUTO_TEST_CASE(no_response_at_all_is_fine) { BOOST_TEST(responses().keep_and_wait({}).empty()); }

BOOST_AUTO_TEST_CASE(what_was_kept_is_there_after_a_restart) {
    BOOST_REQUIRE(keep(a_response()).has_value());
    reopen();
    BOOST_TEST(kept().size() == 1U);
    BOOST_TEST((keep(a_response()).value() == Kept::already_had_it));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage
