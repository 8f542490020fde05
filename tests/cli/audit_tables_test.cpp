#include <fstream>
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

/// QPV = A and B: 43 - 40 gives the three of A away. The kind is a group of the quartier's places.
BOOST_AUTO_TEST_CASE(tables_by_kind_are_linked_to_those_by_quartier) {
    const std::string variables = R"("base": {"unclassified": 0}, "variables": {"quartier": {"categories": ["A", "B", "C"], "groups": {"QPV": ["A", "B"]}}})";
    write("kinds.json", "[" R"({"question": "q", )" + variables + R"(, "cells": [{"key": {"quartier": "A"}, "answer": "oui", "base": 45, "suppressed": true},
        {"key": {"quartier": "A"}, "answer": "non", "base": 45, "suppressed": true},
        {"key": {"quartier": "B"}, "answer": "oui", "count": 40, "base": 45, "suppressed": false},
        {"key": {"quartier": "B"}, "answer": "non", "count": 5, "base": 45, "suppressed": false}]},)"
        R"({"question": "q", )" + variables + R"(, "cells": [{"key": {"quartier": "QPV"}, "answer": "oui", "count": 43, "base": 90, "suppressed": false},
        {"key": {"quartier": "QPV"}, "answer": "non", "count": 47, "base": 90, "suppressed": false}]}])");
    const auto ran = run("audit tables kinds.json");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.out.find("A, oui : masqué, mais c'est 3") != std::string::npos, ran.out);
}

/// What facilitators asked for, by kind, by broad age and among those who ticked an option, is made again and audited.
BOOST_AUTO_TEST_CASE(asked_tables_with_kinds_options_and_broad_ages_are_in_the_set) {
    write("quartiers.csv", "code,name,kind\nA,A,QPV\nB,B,QPV\nC,C,QVA\n");
    BOOST_REQUIRE_EQUAL(run("territory import quartiers.csv").status, 0);
    write("q.json", R"({"ecoute": 1, "id": "q", "version": "1", "title": {"fr": "Q"}, "default_language": "fr",
      "breakdowns": {"quartier": "quartier", "age": "age"},
      "choices": {"ages": [{"name": "15_24", "label": {"fr": "15-24"}}, {"name": "25_44", "label": {"fr": "25-44"}}, {"name": "45_59", "label": {"fr": "45-59"}}],
                  "avis": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}],
                  "raisons": [{"name": "cout", "label": {"fr": "Le coût"}}, {"name": "delai", "label": {"fr": "Le délai"}}]},
      "questions": [{"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Quartier"}},
                    {"type": "select_one", "choices": "ages", "name": "age", "label": {"fr": "Âge"}},
                    {"type": "select_one", "choices": "avis", "name": "avis", "label": {"fr": "Avis"}},
                    {"type": "select_multiple", "choices": "raisons", "name": "raisons", "label": {"fr": "Raisons"}}]})");
    BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id c --territories A,B,C").status, 0);
    std::string rows = "quartier,age,avis,raisons\n";
    const char* ages[] = {"15_24", "25_44", "45_59"};
    for (int i = 0; i < 600; ++i)
        rows += std::string(1, char('A' + i % 3)) + "," + ages[i / 3 % 3] + (i % 5 < 2 ? ",oui," : ",non,") + (i % 2 ? "cout" : "cout;delai") + "\n";
    write("r.csv", rows);
    BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign c").status, 0);
    for (const auto* asked : {"--by kind", "--by quartier", "--by ages,quartier", R"-(--by quartier --where "selected(\${raisons}, 'delai')")-",
                              R"(--by age --where "pulldata('quartiers', 'kind', 'name', \${quartier}) = 'QPV'")"})
        BOOST_REQUIRE_EQUAL(run(std::string{"table --campaign c --question avis "} + asked).status, 0);
    const auto ran = run("audit tables --asked c");
    BOOST_TEST(ran.status == 0, ran.out + ran.err);
    BOOST_TEST(ran.err.find("5 tableaux") != std::string::npos, ran.err);
}

/// Gaps to the QPV and to the rest of the town, kinds within a quartier's filter, an age within its broad class, who is put first:
/// nothing that was shown is left out.
BOOST_AUTO_TEST_CASE(asked_tables_with_gaps_two_ways_and_ranks_are_in_the_set) {
    write("quartiers.csv", "code,name,kind\nA,A,QPV\nB,B,QPV\nC,C,QVA\nD,D,outside\n");
    BOOST_REQUIRE_EQUAL(run("territory import quartiers.csv").status, 0);
    write("q.json", R"({"ecoute": 1, "id": "q", "version": "1", "title": {"fr": "Q"}, "default_language": "fr",
      "breakdowns": {"quartier": "quartier", "age": "age"},
      "choices": {"avis": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}],
                  "raisons": [{"name": "cout", "label": {"fr": "Le coût"}}, {"name": "delai", "label": {"fr": "Le délai"}}, {"name": "peur", "label": {"fr": "La peur"}}]},
      "questions": [{"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Quartier"}},
                    {"type": "integer", "name": "age", "label": {"fr": "Âge"}, "bands": [15, 25, 40, 60, 75]},
                    {"type": "select_one", "choices": "avis", "name": "avis", "label": {"fr": "Avis"}},
                    {"type": "rank", "choices": "raisons", "name": "rang", "label": {"fr": "Rang"}}]})");
    BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id c --territories A,B,C,D").status, 0);
    std::string rows = "quartier,age,avis,rang\n";
    const char* orders[] = {"cout;delai;peur", "delai;cout;peur", "peur;delai;cout"};
    for (int i = 0; i < 800; ++i)
        rows += std::string(1, char('A' + i % 4)) + "," + std::to_string(15 + i * 7 % 75) + (i % 5 < 2 ? ",oui," : ",non,") + orders[i / 4 % 3] + "\n";
    write("r.csv", rows);
    BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign c").status, 0);
    const std::string kind = "pulldata('quartiers', 'kind', 'name', \\${quartier})";
    const std::vector<std::string> all{"avis --by quartier --gap qpv", "avis --by quartier,age --gap rest", "avis --by age --gap all",
                                       "avis --by quartier --gap qpv --where \"\\${age} >= 15 and \\${age} <= 24\"", "avis --by kind --where \"\\${quartier} = 'A'\"",
                                       "avis --by ages --where \"\\${age} >= 15 and \\${age} <= 24\"", "avis --by quartier --where \"" + kind + " = 'QPV'\"",
                                       "age --by ages", "quartier --by kind", "rang --by quartier"};
    for (const auto& asked : all)
        BOOST_REQUIRE_EQUAL(run("table --campaign c --question " + asked).status, 0);
    const auto ran = run("audit tables --asked c");
    BOOST_TEST(ran.status == 0, ran.out + ran.err);
    // Ten that were asked for, and the references: of the QPV, of the rest of the town by age, of everybody, of the young of the QPV.
    BOOST_TEST(ran.err.find("14 tableaux") != std::string::npos, ran.err);
    BOOST_TEST(ran.err.find("; 0 laiss") != std::string::npos, ran.err);
}

/// deploy/nightly: what systemd would run, read from its unit. The star is systemd's own text, no shell opens it into file names.
BOOST_AUTO_TEST_CASE(every_campaign_is_audited_by_the_command_of_the_nightly_unit) {
    std::ifstream unit{std::string{ECOUTE_SOURCE_DIR} + "/deploy/nightly/ecoute-audit.service"};
    std::string command;
    for (std::string line; std::getline(unit, line);)
        if (line.rfind("ExecStart=", 0) == 0) command = line.substr(10);
    const std::string program = "/usr/local/bin/ecoute --data /var/lib/ecoute ";
    BOOST_REQUIRE_EQUAL(command.substr(0, program.size()), program);
    auto arguments = command.substr(program.size());
    BOOST_REQUIRE_EQUAL(arguments, "audit tables --asked *");
    arguments.replace(arguments.size() - 1, 1, "'*'");
    BOOST_TEST(run(arguments).status == 0);  // nobody asked for anything yet
    write("q.json", R"({"ecoute": 1, "id": "q", "version": "1", "title": {"fr": "Q"}, "default_language": "fr", "breakdowns": {"quartier": "quartier"},
      "choices": {"avis": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}], "lieux": [{"name": "A", "label": {"fr": "A"}}, {"name": "B", "label": {"fr": "B"}}]},
      "questions": [{"type": "select_one", "choices": "lieux", "name": "quartier", "label": {"fr": "Quartier"}}, {"type": "select_one", "choices": "avis", "name": "avis", "label": {"fr": "Avis"}}]})");
    std::string rows = "quartier,avis\n";
    for (int i = 0; i < 200; ++i) rows += std::string(i % 2 ? "A," : "B,") + (i % 3 ? "oui\n" : "non\n");
    write("r.csv", rows);
    for (const std::string id : {"un", "deux", "trois"}) {
        BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id " + id).status, 0);
        BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign " + id).status, 0);
        if (id != "trois") BOOST_REQUIRE_EQUAL(run("table --campaign " + id + " --question avis --by quartier").status, 0);
    }
    const auto ran = run(arguments);
    BOOST_TEST(ran.status == 0, ran.out + ran.err);
    BOOST_TEST(ran.err.find("Campagne un") != std::string::npos, ran.err);
    BOOST_TEST(ran.err.find("Campagne deux") != std::string::npos, ran.err);
    BOOST_TEST(ran.err.find("trois") == std::string::npos, ran.err);
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
