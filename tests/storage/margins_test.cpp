#include <boost/test/unit_test.hpp>

#include "tests/storage/empty_store.hpp"

namespace ecoute::storage {
namespace {

const std::string campaign = "sante-2026";

Margin by_age() {
    return {{"age"}, {{{"15-24"}, 1000}, {{"25-59|60+"}, 2500.5}}, "INSEE", "2020", "2026-05-17T12:00:00Z"};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(margins_and_weights)

BOOST_FIXTURE_TEST_CASE(a_margin_comes_back_as_it_was_and_a_new_one_takes_its_place, EmptyStore) {
    auto crossed = Margin{{"age", "genre"}, {{{"15-24", "femme"}, 480}}, "", "", "2026-05-17T12:00:00Z"};
    BOOST_REQUIRE(store->margins().import(campaign, by_age()).has_value());
    BOOST_REQUIRE(store->margins().import(campaign, crossed).has_value());
    BOOST_TEST((store->margins().all(campaign) == std::vector{by_age(), crossed}));
    auto younger = by_age();
    younger.cells = {{{"15-24|25-59|60+"}, 4000}};
    BOOST_REQUIRE(store->margins().import(campaign, younger).has_value());
    BOOST_TEST((store->margins().all(campaign) == std::vector{younger, crossed}));
    BOOST_TEST(store->margins().all("autre").empty());
}

BOOST_FIXTURE_TEST_CASE(a_margin_of_no_campaign_is_refused, EmptyStore) {
    const auto refused = store->margins().import("autre", by_age());
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == forms::Code::campaign_unknown));
}

BOOST_FIXTURE_TEST_CASE(the_youngest_run_is_in_force, EmptyStore) {
    BOOST_TEST(!store->margins().last(campaign).has_value());
    store->margins().keep({.campaign = campaign, .made_at = "2026-05-17T12:00:00Z", .last_seq = 3, .people = 2, .low = .5,
                           .high = 2, .margins = "[]", .diagnosis = "{}"},
                          {{"b", 2}, {"a", 1.25}});
    store->margins().keep({.campaign = campaign, .made_at = "2026-05-18T12:00:00Z", .last_seq = 9, .people = 1,
                           .margins = "[]", .diagnosis = "{\"n\":1}"},
                          {{"c", 4}});
    const auto last = store->margins().last(campaign).value();
    BOOST_TEST(last.last_seq == 9);
    BOOST_TEST((!last.low && !last.high));
    BOOST_TEST(last.diagnosis == "{\"n\":1}");
    const auto weights = store->margins().last_weights(campaign);
    BOOST_REQUIRE(weights.size() == 1u);
    BOOST_TEST(weights[0].response == "c");
    BOOST_TEST(weights[0].weight == 4);
}

BOOST_FIXTURE_TEST_CASE(a_weight_goes_with_its_response, EmptyStore) {
    auto response = a_response();
    response.simulated = true;
    BOOST_REQUIRE(keep(response).has_value());
    store->margins().keep({.campaign = campaign, .made_at = "2026-05-17T12:00:00Z", .margins = "[]", .diagnosis = "{}"},
                          {{response.id, 2}, {"of somebody else", 3}});
    responses().remove_simulated(campaign);
    const auto left = store->margins().last_weights(campaign);
    BOOST_REQUIRE(left.size() == 1u);
    BOOST_TEST(left[0].response == "of somebody else");
}

BOOST_FIXTURE_TEST_CASE(responses_are_counted_by_channel, EmptyStore) {
    keep(a_response(1));
    auto other = a_response(2);
    other.channel = "tablet";
    keep(other);
    auto refusal = a_response(3);
    refusal.refusal = true;
    keep(refusal);
    const auto counts = responses().by_channel(campaign);
    BOOST_REQUIRE(counts.size() == 2u);
    BOOST_TEST(counts[0].key == "link");
    BOOST_TEST(counts[0].count == 1);
    BOOST_TEST(counts[1].key == "tablet");
}

/// Of two that are known one leaves, and one comes: it is not the same two.
BOOST_FIXTURE_TEST_CASE(counts_by_channel_follow_who_comes_and_who_leaves, EmptyStore) {
    const auto of = [&](const std::string& channel) {
        std::int64_t count = 0;
        for (const auto& one : responses().by_channel(campaign)) count += one.key == channel ? one.count : 0;
        return count;
    };
    auto made_up = a_response(1);
    made_up.simulated = true;
    keep(made_up);
    keep(a_response(2));
    BOOST_TEST(of("link") == 2);
    auto younger = a_response(3);
    younger.channel = "tablet";
    keep(younger);
    BOOST_TEST(of("tablet") == 1);
    BOOST_TEST(of("link") == 2);
    responses().remove_simulated(campaign);
    younger = a_response(4);
    younger.channel = "tablet";
    keep(younger);
    BOOST_TEST(of("tablet") == 2);
    BOOST_TEST(of("link") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_correspondence_replaces_what_was_known_of_its_sources, EmptyStore) {
    store->correspondences().import({{"QP1", "QN1", .5}, {"QP1", "QN2", .5}, {"QP2", "", 1}});
    store->correspondences().import({{"QP1", "QN1", 1}});
    BOOST_TEST((store->correspondences().all() == std::vector<Correspondence>{{"QP1", "QN1", 1}, {"QP2", "", 1}}));
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::storage
