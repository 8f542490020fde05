// How many tables somebody may ask for, what is written down of it, and which extract is shown.
#include "server/http/urlencoded.hpp"
#include "storage/snapshots_kept.hpp"
#include "tests/http/secrecy_town.hpp"

using namespace ecoute;
using nlohmann::json;

BOOST_FIXTURE_TEST_SUITE(a_patient_facilitator, tests::SecrecyTown)

/// Of a filter a facilitator gets one group and no other: 2^n unions would be as many draws of the noise.
BOOST_AUTO_TEST_CASE(gets_no_union_of_groups_and_no_three_variables_without_the_quartier) {
    come(400);
    const auto status = [&](const std::string& more) {
        return client.get("/api/v1/campaigns/enquete/tables?question=raisons&" + more, reader).status;
    };
    for (const std::string condition : {"${genre} != 'femme'", "${genre} = 'femme' or ${genre} = 'homme'", "${age} = 37",
                                        "${genre} = 'femme' and ${quartier} = 'QP1'"})
        BOOST_TEST(status("where=" + server::percent_encoded(condition)) == 422, condition);
    BOOST_TEST(status("by=age,genre,renonce") == 422);
    BOOST_TEST(status("where=" + server::percent_encoded("${genre} = 'femme'")) == 200);
}

/// 150 different tables a day, counted over twins and repeats once; the next day begins anew, a colleague has his own.
BOOST_AUTO_TEST_CASE(gets_a_hundred_and_fifty_different_tables_a_day) {
    come(400);
    std::size_t noted = 0;
    for (const auto& query : [] {
             std::vector<storage::TableQuery> all;
             for (int i = 0; i < 149; ++i)
                 all.push_back({"enquete", "2026-05-17.1", "facilitator", "team", "q" + std::to_string(i), "", "", "2026-05-17"});
             return all;
         }())
        noted += store->snapshots().add(query);
    BOOST_TEST(noted == 149u);
    const std::string address = "/api/v1/campaigns/enquete/tables?question=";
    BOOST_TEST(client.get(address + "renonce", reader).status == 200);
    const auto refused = client.get(address + "genre", reader);
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(json::parse(refused.body)["code"] == "table.too_many");
    BOOST_TEST(client.get(address + "renonce", reader).status == 200);
    BOOST_TEST(client.get("/admin/campagnes/enquete/tableau.csv?question=renonce", reader).status == 200);
    BOOST_TEST(client.get("/admin/campagnes/enquete/tableau?question=genre", reader).status == 429);
    next_day();
    BOOST_TEST(client.get(address + "genre", reader).status == 200);
}

BOOST_AUTO_TEST_CASE(is_written_down_with_each_different_table_asked_for) {
    come(50);
    const std::string address = "/api/v1/campaigns/enquete/tables?question=renonce&by=genre";
    for (int i = 0; i < 3; ++i) client.get(address, reader);
    client.get("/admin/campagnes/enquete/tableau?question=renonce", reader);
    const auto queries = store->snapshots().queries("enquete");
    BOOST_REQUIRE(queries.size() == 2u);
    BOOST_TEST(queries[0].who == "facilitator");
    BOOST_TEST(queries[0].question == "renonce");
    BOOST_TEST(queries[0].by == "genre");
    BOOST_TEST(queries[0].audience == "team");
    BOOST_TEST(queries[0].snapshot == "2026-05-17.1");
    BOOST_TEST(queries[1].by == "");
}

BOOST_AUTO_TEST_CASE(is_told_which_snapshot_a_table_shows_and_how_many_wait) {
    come(50);
    const std::string address = "/api/v1/campaigns/enquete/tables?question=renonce";
    auto table = json::parse(client.get(address, reader).body);
    BOOST_TEST(table["snapshot"] == "2026-05-17.1");
    come(3, "QP1");
    table = json::parse(client.get(address, reader).body);
    BOOST_TEST(table["snapshot"] == "2026-05-17.1");
    BOOST_TEST(table["notes"].dump().find("3 réponses n'y sont pas encore") != std::string::npos, table["notes"].dump());
    next_day();
    come(10, "QP1");
    table = json::parse(client.get(address, reader).body);
    BOOST_TEST(table["snapshot"] == "2026-05-18.2");
}

/// Who tried the tablets out with made-up people learns nothing of the first who answers: they leave the tables together.
BOOST_AUTO_TEST_CASE(learns_nothing_of_the_first_answer_after_a_rehearsal) {
    const auto table = [&] { return json::parse(client.get("/api/v1/campaigns/enquete/tables?question=renonce", reader).body); };
    const auto base = [](const json& of) { return of["cells"][0].value("base", 0); };
    made_up = true;
    come(60);
    BOOST_TEST(base(table()) > 50);
    made_up = false;
    come(1);
    for (const auto& cell : table()["cells"]) BOOST_TEST(cell["suppressed"] == true);
    BOOST_TEST(table()["snapshot"] == "0");
    come(39);
    BOOST_TEST(std::abs(base(table()) - 40) <= 5);
}

BOOST_AUTO_TEST_CASE(gets_nothing_but_hidden_cells_from_a_campaign_of_nine) {
    come(9);
    const auto table = json::parse(client.get("/api/v1/campaigns/enquete/tables?question=renonce", reader).body);
    for (const auto& cell : table["cells"]) BOOST_TEST(cell["suppressed"] == true);
    BOOST_TEST(table["snapshot"] == "0");
}

BOOST_AUTO_TEST_SUITE_END()
