// Every way from answers to readers, by name. A new one fails here until it says why it may pass beside the gate
// (analysis/protect.hpp), or goes through it.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/source_files.hpp"

namespace {

using ecoute::tests::project;
using ecoute::tests::text_of;

/// Files of the server's room whose code matches, comments left out.
std::set<std::string> files_that(const std::regex& pattern, const std::string& room = "server") {
    const std::regex comment{R"(//[^\n]*)"};
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{project / room}) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        const auto code = std::regex_replace(text_of(entry.path()), comment, "");
        if (std::regex_search(code, pattern))
            found.insert(std::filesystem::relative(entry.path(), project).generic_string());
    }
    return found;
}

using Reasons = std::map<std::string, std::string>;

void check_known(const std::set<std::string>& files, const Reasons& reasons) {
    for (const auto& file : files)
        BOOST_TEST(reasons.count(file) == 1u, file << " reads answers beside the gate: go through table_view, or say why not");
    for (const auto& [file, reason] : reasons) BOOST_TEST(files.count(file) == 1u, file << " no longer does: " << reason);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_gate_of_tables)

BOOST_AUTO_TEST_CASE(columns_of_answers_are_opened_by_few_and_each_has_its_reason) {
    check_known(files_that(std::regex{R"(snapshots\.(columns|extract)\(|read_columns\()"}),
                {{"server/table_view.cpp", "the one way to a table; everybody's columns for the exact audience alone"},
                 {"server/snapshots.cpp", "makes them"},
                 {"server/exact_set.cpp", "the second gate: tables published together, recoded, hidden and audited before anything is shown"},
                 {"server/asked_tables.cpp", "the tables that were asked for, made again through the gate to be audited"},
                 {"server/comparison.cpp", "two waves, each through the gate before they are compared"},
                 {"server/cli/weights.cpp", "weights of everybody: a diagnosis of the sample, and the weights by id for who holds the file"},
                 {"server/quotas.cpp", "interviews done by the levels that quotas cross, for who interviews; no other answer"},
                 {"server/campaign_versions.cpp", "whether a choice was ever given, before a version may change it"},
                 {"server/handlers/campaign_pages.cpp", "responses by quartier, followed live; protected; no answers"}});
}

BOOST_AUTO_TEST_CASE(stored_answers_are_read_by_few_and_each_has_its_reason) {
    check_known(files_that(std::regex{R"(responses\(\)\s*\.\s*(read|read_answers|by_answer)\()"}),
                {{"server/snapshots.cpp", "id of the youngest response, by which a file of columns is known"},
                 {"server/made_up.cpp", "which responses are made up"},
                 {"server/rows.cpp", "export of rows: who holds that right, logged"},
                 {"server/cli/weights.cpp", "ids of responses beside their weights, never answers"},
                 {"server/handlers/campaigns.cpp", "progress: responses by quartier, never answers"}});
}

/// Words that people wrote: reviewers see them all, readers what was released.
BOOST_AUTO_TEST_CASE(open_answers_are_read_by_few_and_each_has_its_reason) {
    check_known(files_that(std::regex{R"(open_answers\(\)\s*\.\s*(find|questions|bring_up_to_date)\()"}),
                {{"server/handlers/open_answers_page.cpp", "those who review them, each look logged"}});
    const auto routes = text_of(project / "server/routes.cpp");
    const std::regex route{R"(Route\{[^}]*\}?[^}]*(open_answers_page|decide_open_answer))"};
    std::istringstream lines{routes};
    std::size_t found = 0;
    for (std::string line; std::getline(lines, line);)
        if (std::regex_search(line, route)) {
            BOOST_TEST(line.find(", rows, worker,") != std::string::npos, line);
            ++found;
        }
    BOOST_TEST(found == 2u);
}

BOOST_AUTO_TEST_CASE(counts_are_made_in_three_places_and_protected_in_the_same) {
    const auto counting = files_that(std::regex{R"(\bcrosstab\()"});
    const auto gate = files_that(std::regex{R"(\bprotect\()"});
    BOOST_TEST((counting == std::set<std::string>{"server/table_gate.cpp", "server/exact_set.cpp", "server/handlers/campaign_pages.cpp"}));
    for (const auto& file : counting) BOOST_TEST(gate.count(file) == 1u, file);
    for (const auto& file : counting) {  // a Table is moved into the gate, and used nowhere else
        const auto code = text_of(project / file);
        BOOST_TEST(code.find("->groups") == std::string::npos, file);
        BOOST_TEST(!std::regex_search(code, std::regex{R"(\bto_(json|csv|text|svg)\(\*?counted|to_\w+\(\*table)"}), file);
    }
}

BOOST_AUTO_TEST_CASE(every_writer_takes_a_protected_table) {
    const auto outputs = text_of(project / "analysis/outputs.hpp");
    const std::regex writer{R"(std::string\s+(to_\w+)\(([^,)]*))"};
    std::size_t writers = 0;
    for (std::sregex_iterator at{outputs.begin(), outputs.end(), writer}, end; at != end; ++at, ++writers)
        BOOST_TEST((*at)[2].str().find("const ProtectedTable&") != std::string::npos, (*at)[1].str());
    BOOST_TEST(writers >= 4u);
    // Nobody but the gate and what stands before it sees the exact table.
    const std::set<std::string> before_the_gate{
        "analysis/table.hpp",       "analysis/table.cpp",    "analysis/crosstab.hpp", "analysis/crosstab.cpp",
        "analysis/counting.hpp",    "analysis/counting.cpp", "analysis/axis.hpp",     "analysis/ledger.hpp",
        "analysis/ledger.cpp",      "analysis/suppression.hpp", "analysis/suppression.cpp", "analysis/perturb.hpp",
        "analysis/perturb.cpp",     "analysis/protect.hpp",  "analysis/protect.cpp",  "analysis/weighted.hpp",
        "analysis/weighted.cpp",    "analysis/given.hpp", "analysis/given.cpp", "analysis/groups_of_cells.hpp", "analysis/groups_of_cells.cpp",
        "analysis/rankings.hpp", "analysis/rankings.cpp", "analysis/joint.hpp",
        "analysis/joint.cpp", "analysis/recoding.hpp", "analysis/recoding.cpp", "analysis/joint_release.hpp", "analysis/joint_release.cpp", "analysis/telling.hpp",
        "analysis/telling.cpp", "analysis/shown_figures.hpp", "analysis/shown_figures.cpp"};
    for (const auto& file : files_that(std::regex{R"((const\s+|\b)Table\s*&|\bTable\s+\w+\s*[,;)=({])"}, "analysis"))
        BOOST_TEST(before_the_gate.count(file) == 1u, file << " takes an exact table");
}

/// A ProtectedTable has one maker.
BOOST_AUTO_TEST_CASE(protect_alone_makes_a_protected_table) {
    const auto header = text_of(project / "analysis/protect.hpp");
    std::size_t friends = 0;
    for (auto at = header.find("friend "); at != std::string::npos; at = header.find("friend ", at + 1)) ++friends;
    BOOST_TEST(friends == 1u);
    BOOST_TEST(header.find("ProtectedTable() = default;") > header.find("private:"));
}

BOOST_AUTO_TEST_CASE(every_format_of_the_command_line_is_a_writer_of_the_gate) {
    const auto code = text_of(project / "server/cli/table.cpp");
    BOOST_TEST(code.find("std::string (*write)(const analysis::ProtectedTable&") != std::string::npos);
    const auto api = text_of(project / "server/handlers/tables_api.cpp");
    BOOST_TEST(api.find("table_view(") != std::string::npos);
    BOOST_TEST(api.find("Audience::exact") == std::string::npos);
}

/// Filters and gaps are part of the gate: a filter reaches crosstab by table_gate alone, gaps are made of two tables that
/// passed it, and comparisons are written from nothing else.
BOOST_AUTO_TEST_CASE(filters_gaps_and_comparisons_come_from_behind_the_gate) {
    BOOST_TEST((files_that(std::regex{R"(\bmask_of\()"}) == std::set<std::string>{"server/table_condition.cpp"}));
    BOOST_TEST((files_that(std::regex{R"(\btable_condition\()"}) ==
                std::set<std::string>{"server/table_condition.cpp", "server/table_condition.hpp", "server/table_gate.cpp"}));
    BOOST_TEST((files_that(std::regex{R"(\badd_gaps\()"}) == std::set<std::string>{"server/table_gate.cpp"}));
    const auto gaps = text_of(project / "analysis/gaps.hpp");
    BOOST_TEST(gaps.find("void add_gaps(ProtectedTable& table, const ProtectedTable& to") != std::string::npos);
    const auto comparison = text_of(project / "server/comparison.hpp");
    for (const auto* writer : {"comparison_text", "comparison_csv", "comparison_json", "compared_rows"})
        BOOST_TEST(comparison.find(std::string{writer} + "(const Comparison&") != std::string::npos, writer);
    BOOST_TEST(comparison.find("analysis::ProtectedTable earlier, later;") != std::string::npos);
    // Of a table whose counts were moved, the test is made of what is shown.
    BOOST_TEST(text_of(project / "analysis/protect.cpp").find("shown.perturbed_ || shown.released_ ? test_of_shown(shown.groups_") != std::string::npos);
}

/// Exact figures leave by the command line alone, where they are logged.
BOOST_AUTO_TEST_CASE(no_page_and_no_route_asks_for_exact_figures) {
    const auto files = files_that(std::regex{R"(Audience::exact)"});
    for (const auto& file : files)
        BOOST_TEST((file == "server/table_view.cpp" || file == "server/table_gate.cpp" || file == "server/comparison.cpp" || file.rfind("server/cli/", 0) == 0), file);
}

BOOST_AUTO_TEST_SUITE_END()
