#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"

BOOST_FIXTURE_TEST_SUITE(auditing_published_tables, Program)

/// Women of Mermoz are hidden, but the line and the column stand: 40 - 37 = 3.
constexpr auto leaking = R"({
  "variables": {"quartier": {"categories": ["Mermoz", "Vergoin"]}, "genre": {"categories": ["femme", "homme"]}},
  "tables": [{"name": "T1", "cells": [
    {"key": {}, "count": 100}, {"key": {"genre": "femme"}, "count": 40},
    {"key": {"quartier": "Mermoz", "genre": "femme"}, "count": null},
    {"key": {"quartier": "Vergoin", "genre": "femme"}, "count": 37}]}]})";

BOOST_AUTO_TEST_CASE(a_cell_that_follows_is_named_with_its_value_and_the_figures_that_give_it) {
    write("tables.json", leaking);
    const auto ran = run("audit tables tables.json");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.out.find("Mermoz, femme : masqué, mais c'est 3") != std::string::npos, ran.out);
    BOOST_TEST(ran.out.find("femme (40) \u2212 Vergoin, femme (37)") != std::string::npos, ran.out);
    BOOST_TEST(ran.err.find("1 chiffres") != std::string::npos, ran.err);
}

BOOST_AUTO_TEST_CASE(the_same_in_json_for_programs) {
    write("tables.json", leaking);
    const auto ran = run("audit tables tables.json --format json");
    BOOST_TEST(ran.status == 1);
    const auto told = nlohmann::json::parse(ran.out);
    BOOST_REQUIRE(told["findings"].size() == 1u);
    const auto& found = told["findings"][0];
    BOOST_TEST(found["kind"] == "exact");
    BOOST_TEST(found["key"]["quartier"] == "Mermoz");
    BOOST_TEST(found["low"] == 3);
    BOOST_TEST(found["high"] == 3);
    BOOST_TEST(found["high_from"].size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_set_that_gives_nothing_away_ends_well) {
    write("tables.json", R"({"variables": {"q": {"categories": ["a", "b"]}, "g": {"categories": ["f", "h"]}},
                             "tables": [{"where": {"q": "a"}, "cells": [{"key": {}, "count": 40}, {"key": {"g": "f"}, "count": 20}]},
                             {"cells": [{"key": {"g": "f"}, "count": 50}, {"key": {"g": "h"}, "count": 30}]}]})");
    const auto ran = run("audit tables tables.json", "", "en_GB.UTF-8");
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out.empty());
    BOOST_TEST(ran.err.find("Nothing can be recovered") != std::string::npos, ran.err);
}

/// A table as DESIGN.md section 7 writes it, protected by nobody: 3 women say no, hidden by hand.
BOOST_AUTO_TEST_CASE(our_own_tables_are_read_too) {
    const std::string table = R"({"question": "q", "by": ["genre"], "base": {"unclassified": 0}, "cells": [
        {"key": {"genre": "f"}, "answer": "oui", "count": 47, "base": 50, "suppressed": false},
        {"key": {"genre": "f"}, "answer": "non", "base": 50, "suppressed": true}]})";
    write("one.json", table);
    BOOST_TEST(run("audit tables one.json").out.find("f, non : masqué, mais c'est 3") != std::string::npos);
    write("list.json", "[" + table + "]");
    BOOST_TEST(run("audit tables list.json").status == 1);
    BOOST_TEST(run("audit tables list.json --smallest-count 2").status == 1);  // exact is exact, whatever k
}

BOOST_AUTO_TEST_CASE(what_can_t_be_read_is_refused_with_its_place) {
    const std::pair<const char*, const char*> cases[] = {
        {"{", "JSON"},
        {R"({"tables": 1})", "/tables"},
        {R"({"tables": [{"cells": [{"key": {}, "count": -1}]}]})", "/tables/0/cells/0/count"},
        {R"({"tables": [{"cells": [{"key": {}}]}]})", "/tables/0/cells/0/count"},
        {R"({"variables": {"q": {"categories": ["a"]}}, "tables": [{"cells": [{"key": {"q": "b"}, "count": 9}]}]})",
         "/tables/0/cells/0/key/q"},
        {R"({"cells": []})", "/question"},
    };
    for (const auto& [text, place] : cases) BOOST_TEST_CONTEXT(text) {
        write("tables.json", text);
        const auto ran = run("audit tables tables.json");
        BOOST_TEST(ran.status == 1);
        BOOST_TEST(ran.out.empty());
        BOOST_TEST(ran.err.find(place) != std::string::npos, ran.err);
    }
    BOOST_TEST(run("audit tables nothing.json").status == 1);
    BOOST_TEST(run("audit tables").status == 2);
}

BOOST_AUTO_TEST_SUITE_END()
