#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

/// The design of Lyon's survey of 2016: 1,550 in nine QPV, 350 in three watch areas, 500 elsewhere.
BOOST_AUTO_TEST_SUITE(the_demonstration)

BOOST_FIXTURE_TEST_CASE(has_2400_respondents_besides_refusals_all_marked_and_removed_in_one_command, Program) {
    BOOST_REQUIRE_EQUAL(run("demo").status, 0);
    const auto campaigns = nlohmann::json::parse(run("campaign list --format json").out);
    BOOST_TEST(campaigns[0]["responses"] == 2400);
    BOOST_TEST(campaigns[0]["simulated"].get<int>() == 2400 + campaigns[0]["refusals"].get<int>());

    std::istringstream rows{run("responses export --campaign ecoute-habitants-demo --format ndjson").out};
    std::map<std::string, int> by_quartier;
    for (std::string line; std::getline(rows, line);) {
        const auto row = nlohmann::json::parse(line);
        BOOST_REQUIRE(row["simulated"] == true);
        if (row["answers"].value("accord", "") == "oui") ++by_quartier[row["answers"].value("quartier", "")];
    }
    int watched = 0, elsewhere = by_quartier["LYON-RESTE"], priority = 0;
    for (const auto& [code, count] : by_quartier)
        (code == "LYON-JEUNET" || code == "LYON-MENIVAL" || code == "LYON-VERDUN-SUCHET" ? watched : priority) += count;
    priority -= elsewhere;
    BOOST_TEST(priority == 1550);
    BOOST_TEST(watched == 350);
    BOOST_TEST(elsewhere == 500);

    // Who answered stands beside an invented population, and the tables are weighted to it.
    const auto table = run("table --campaign ecoute-habitants-demo --question securite_soir --by kind --weights");
    BOOST_TEST(table.status == 0, table.err);
    BOOST_TEST(table.out.find("Population inventée pour la démonstration") != std::string::npos, table.out);
    const auto bilan = run("report --campaign ecoute-habitants-demo -o -").out;
    BOOST_TEST(bilan.find("Population inventée pour la démonstration") != std::string::npos);
    BOOST_TEST(bilan.find("margins import") == std::string::npos);

    BOOST_TEST(run("demo").status == 1);  // not into a directory that holds campaigns
    BOOST_TEST(run("simulate --campaign ecoute-habitants-demo --remove").status == 0);
    BOOST_TEST(run("responses export --campaign ecoute-habitants-demo --format ndjson").out.empty());
}

BOOST_FIXTURE_TEST_CASE(the_same_seed_invents_the_same_answers, Program) {
    for (const char* directory : {"un", "deux"}) {
        const std::string data = std::string{" --data "} + directory;
        BOOST_REQUIRE_EQUAL(run("territory import lyon-2016" + data).status, 0);
        BOOST_REQUIRE_EQUAL(run("campaign create --form ecoute-habitants --id c" + data).status, 0);
        BOOST_REQUIRE_EQUAL(run("simulate --campaign c --responses 60 --seed 7" + data).status, 0);
    }
    BOOST_TEST(run("responses export --campaign c --data un").out == run("responses export --campaign c --data deux").out);
}

BOOST_AUTO_TEST_SUITE_END()
