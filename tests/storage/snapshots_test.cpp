#include "storage/snapshots_kept.hpp"

#include "empty_store.hpp"

namespace ecoute::storage {
namespace {

Snapshot a_snapshot(std::int64_t number, std::string day) {
    return {"sante-2026", number, std::move(day), {{"", 7, 2}, {"QP1", 40, 20}}};
}

TableQuery a_query(std::string question) {
    return {"sante-2026", "2026-05-17.1", "awa", "team", std::move(question), "quartier,age", "", "2026-05-17"};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(keeping_snapshots, EmptyStore)

BOOST_AUTO_TEST_CASE(the_latest_is_found_again_as_it_was) {
    BOOST_TEST(!store->snapshots().latest("sante-2026").has_value());
    store->snapshots().keep(a_snapshot(1, "2026-05-17"));
    const auto second = a_snapshot(2, "2026-05-18");
    store->snapshots().keep(second);
    BOOST_TEST((store->snapshots().latest("sante-2026").value() == second));
    BOOST_TEST(!store->snapshots().latest("autre").has_value());
}

BOOST_AUTO_TEST_CASE(whoever_comes_second_with_a_number_is_given_the_one_that_stands) {
    const auto first = a_snapshot(1, "2026-05-17");
    BOOST_TEST((store->snapshots().keep(first) == first));
    auto other = first;
    other.parts = {{"QP1", 99, 50}};
    BOOST_TEST((store->snapshots().keep(other) == first));
    BOOST_TEST((store->snapshots().latest("sante-2026").value() == first));
}

BOOST_AUTO_TEST_CASE(each_different_query_is_kept_once) {
    for (int i = 0; i < 3; ++i) store->snapshots().add(a_query("q1"));
    store->snapshots().add(a_query("q2"));
    const auto queries = store->snapshots().queries("sante-2026");
    BOOST_REQUIRE(queries.size() == 2u);
    BOOST_TEST((queries[0] == a_query("q1")));
    BOOST_TEST((queries[1] == a_query("q2")));
    BOOST_TEST(store->snapshots().queries("autre").empty());
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::storage
