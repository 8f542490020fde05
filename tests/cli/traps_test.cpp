// What rival systems do badly with tables and exports (PEERS.md, traps T1 to T6), from outside. T4, that a timeout says so, is
// a_sender_that_is_too_slow_reads_so in tests/http/door_test.cpp: no table has a time limit here, and a fault is never an empty table.
#include <sys/wait.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace {

/// Twelve quartiers, in the last of which nobody answered, and a question of several answers.
struct TwelveQuartiers : Program {
    TwelveQuartiers() {
        std::string places = "code,name,kind\n";
        for (int i = 1; i <= 12; ++i) places += "Q" + std::to_string(i) + ",Quartier " + std::to_string(i) + ",QPV\n";
        write("quartiers.csv", places);
        BOOST_REQUIRE_EQUAL(run("territory import quartiers.csv").status, 0);
        write("f.json", R"({"ecoute": 1, "id": "f", "version": "1", "title": {"fr": "F"}, "default_language": "fr",
          "breakdowns": {"quartier": "quartier"},
          "choices": {"raisons": [{"name": "prix", "label": {"fr": "Le prix ; trop cher"}}, {"name": "delai", "label": {"fr": "Le délai"}},
                                  {"name": "aucune", "label": {"fr": "Aucune"}, "exclusive": true}]},
          "questions": [{"type": "select_one", "name": "quartier", "choices": "quartiers", "label": {"fr": "Votre quartier"}},
                        {"type": "select_multiple", "name": "raisons", "choices": "raisons", "label": {"fr": "Pourquoi ?"}},
                        {"type": "text", "name": "mot", "label": {"fr": "Un mot"}}]})");
        BOOST_REQUIRE_EQUAL(run("campaign create --form f.json --id f").status, 0);
        std::string csv = "quartier,raisons,mot\n";
        for (int q = 1; q <= 11; ++q)
            for (int i = 0; i < 20; ++i)
                csv += "Q" + std::to_string(q) + "," + (i < 8 ? "prix delai" : i < 14 ? "prix" : i < 18 ? "aucune" : "") + "," + std::string(400, 'x') + "\n";
        write("r.csv", csv);
        BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign f").status, 0);
    }
    nlohmann::json table() const {
        return nlohmann::json::parse(run("table --campaign f --question raisons --by quartier --protect none --format json").out);
    }
    /// Under a limit of file sizes, in blocks of 512 bytes: the nearest thing to a full disk that a test may make for itself.
    int run_with_small_files(const std::string& arguments, int blocks) const {
        const auto command = "cd '" + folder.string() + "' && ulimit -f " + std::to_string(blocks) + " && LANG=fr_FR.UTF-8 '" ECOUTE_PROGRAM "' " +
                             arguments + " 2>stderr";
        const int status = std::system(command.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::size_t files_named(const std::string& part) const {
        std::size_t count = 0;
        for (const auto& file : std::filesystem::directory_iterator{folder}) count += file.path().filename().string().find(part) != std::string::npos;
        return count;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(traps_that_rivals_fell_into)

/// T1: the five most frequent and "..." elsewhere.
BOOST_FIXTURE_TEST_CASE(all_twelve_quartiers_stand_in_the_table_in_their_order_and_so_does_the_empty_one, TwelveQuartiers) {
    std::vector<std::string> seen;
    const auto asked = table();
    for (const auto& cell : asked["cells"])
        if (cell["answer"] == "prix") seen.push_back(cell["key"].value("quartier", "all"));
    BOOST_REQUIRE(seen.size() == 13u);
    for (const auto* quartier : {"Q1", "Q2", "Q9", "Q10", "Q12"}) BOOST_TEST(std::count(seen.begin(), seen.end(), quartier) == 1);
    BOOST_TEST(seen.back() == "all");
    const auto csv = run("table --campaign f --question raisons --by quartier --protect none --format csv").out;
    for (int q = 1; q <= 12; ++q) BOOST_TEST(csv.find(";Quartier " + std::to_string(q) + ";") != std::string::npos, csv);
}

/// T2 and T3: of 20 people 18 answered, 8 of them with two options: 14 of 18 and 8 of 18, not of 26 ticks, nor of 220 submissions.
BOOST_FIXTURE_TEST_CASE(options_are_shares_of_who_answered_in_the_group_and_say_so, TwelveQuartiers) {
    const auto asked = table();
    for (const auto& cell : asked["cells"]) {
        if (cell["key"].value("quartier", "") != "Q3") continue;
        const int count = cell["answer"] == "prix" ? 14 : cell["answer"] == "delai" ? 8 : 4;
        BOOST_TEST(cell["count"] == count);
        BOOST_TEST(cell["base"] == 18);
        BOOST_TEST(cell["percent"].get<double>() == 100.0 * count / 18, boost::test_tools::tolerance(1e-12));
    }
    for (const auto* format : {"text", "csv"})
        BOOST_TEST(run(std::string{"table --campaign f --question raisons --by quartier --protect none --format "} + format).out.find("Plusieurs réponses possibles") !=
                   std::string::npos);
}

/// T3, the case that was run on a rival: 1,000 people, 200 of whom tick two options, so 1,200 ticks.
BOOST_FIXTURE_TEST_CASE(a_thousand_people_with_twelve_hundred_ticks_are_a_base_of_a_thousand, TwelveQuartiers) {
    BOOST_REQUIRE_EQUAL(run("campaign create --form f.json --id mille").status, 0);
    std::string csv = "quartier,raisons\n";
    for (int i = 0; i < 1000; ++i) csv += i < 200 ? "Q1,prix delai\n" : i < 700 ? "Q1,prix\n" : "Q1,delai\n";
    write("mille.csv", csv);
    BOOST_REQUIRE_EQUAL(run("responses import mille.csv --campaign mille").status, 0);
    const auto asked = nlohmann::json::parse(run("table --campaign mille --question raisons --protect none --format json").out);
    BOOST_TEST(asked["base"]["answered"] == 1000, asked["base"]);
    BOOST_TEST(asked["cells"][0]["count"] == 700);
    BOOST_TEST(asked["cells"][0]["percent"] == 70.0);
    BOOST_TEST(asked["cells"][1]["count"] == 500);
    BOOST_TEST(asked["cells"][1]["percent"] == 50.0);
}

/// T4: a file of data that can't be read is a fault with its status, and never a table of nobody.
BOOST_FIXTURE_TEST_CASE(data_that_cannot_be_read_is_a_fault_and_no_empty_table, TwelveQuartiers) {
    write("ecoute-data/ecoute.db", std::string(8192, 'x'));
    for (const auto* format : {"text", "json", "csv"}) {
        const auto ran = run(std::string{"table --campaign f --question raisons --format "} + format);
        BOOST_TEST(ran.status == 3);
        BOOST_TEST(ran.out.empty(), ran.out);
        BOOST_TEST(!ran.err.empty());
    }
}

/// T5: what can't be written whole is not written, what stood there stays, and the status is that of a machine that failed.
BOOST_FIXTURE_TEST_CASE(an_export_that_does_not_fit_leaves_no_file_and_keeps_the_old_one, TwelveQuartiers) {
    write("sorti.csv", "de hier");
    constexpr int hundred_thousand_bytes_or_less = 60;
    for (const auto* arguments : {"responses export --campaign f -o sorti.csv", "responses export --campaign f --format ndjson -o sorti.csv"}) {
        BOOST_TEST(run_with_small_files(arguments, hundred_thousand_bytes_or_less) == 3);
        BOOST_TEST(read("sorti.csv") == "de hier");
        BOOST_TEST(files_named(".part") == 0u);
        BOOST_TEST(read("stderr").find("machine") != std::string::npos, read("stderr"));
    }
    BOOST_TEST(run("responses export --campaign f -o sorti.csv").status == 0);
    BOOST_TEST(read("sorti.csv").size() > 60000u);
    for (const auto* format : {"csv", "xlsx", "json"})
        BOOST_TEST(std::system(("cd '" + folder.string() + "' && '" ECOUTE_PROGRAM "' table --campaign f --question raisons --format " + format +
                                " >/dev/full 2>stderr").c_str()) != 0);
}

/// A full disk under the name that was given: "plein" leads to /dev/full, where every write fails for want of room.
BOOST_FIXTURE_TEST_CASE(every_verb_that_writes_a_file_says_that_the_disk_is_full, TwelveQuartiers) {
    write("marge.csv", "quartier;population\nQ1|Q2|Q3|Q4|Q5|Q6|Q7|Q8|Q9|Q10|Q11;5000\n");
    BOOST_REQUIRE_EQUAL(run("margins import marge.csv --campaign f").status, 0);
    write("officiel.csv", "territory,indicator,value,source\nQ1,Taux,3,INSEE\n");
    BOOST_REQUIRE_EQUAL(run("indicators import officiel.csv").status, 0);
    for (const std::string id : {"g", "exacte"}) {
        BOOST_REQUIRE_EQUAL(run("campaign create --form f.json --id " + id).status, 0);
        BOOST_REQUIRE_EQUAL(run("responses import r.csv --campaign " + id).status, 0);
    }
    for (const auto* name : {"plein", "plein.xlsx", "plein.json", "plein.html", "plein.xml"}) std::filesystem::create_symlink("/dev/full", folder / name);
    for (const auto* arguments :
         {"responses export --campaign f -o plein", "responses export --campaign f --format xlsx -o plein", "responses export --campaign f --format ndjson -o plein",
          "table --campaign f --question raisons -o plein", "table --campaign f --question raisons --format csv -o plein", "table --campaign f --question raisons --format xlsx -o plein",
          "table --campaign f --question raisons --format json -o plein", "table --campaign f --question raisons --format jsonstat -o plein",
          "table --campaign f --question raisons --format svg -o plein", "compare --question raisons --waves f,g -o plein", "report --campaign f -o plein",
          "report --campaign exacte --exact --publish -o plein", "weights --campaign f --export plein", "indicators list -o plein", "form convert f.json plein.xlsx", "form convert f.json plein.html",
          "form convert f.json plein.xml", "link create --campaign f --count 3 --csv plein"})
        BOOST_TEST_CONTEXT(arguments) {
            const auto ran = run(arguments);
            BOOST_TEST(ran.status == 3, ran.err);
            BOOST_TEST(ran.out.empty());
            BOOST_TEST(ran.err.find("sha256") == std::string::npos, ran.err);
            BOOST_TEST(std::filesystem::is_symlink(folder / "plein"));
        }
    BOOST_TEST(files_named(".part") == 0u);
    for (const auto* arguments : {"campaign list", "weights --campaign f", "table --campaign f --question raisons", "indicators list"})
        BOOST_TEST(std::system(("cd '" + folder.string() + "' && '" ECOUTE_PROGRAM "' " + arguments + " >/dev/full 2>stderr").c_str()) / 256 == 3, arguments);
}

/// Killed at any moment: the file of yesterday or that of today, whole, and nothing beside it.
BOOST_FIXTURE_TEST_CASE(an_export_that_is_killed_leaves_no_half_file, TwelveQuartiers) {
    std::string csv = "quartier,raisons,mot\n";
    for (int i = 0; i < 3000; ++i) csv += "Q1,prix," + std::string(1000, 'y') + "\n";
    write("beaucoup.csv", csv);
    BOOST_REQUIRE_EQUAL(run("responses import beaucoup.csv --campaign f").status, 0);
    BOOST_REQUIRE_EQUAL(run("responses export --campaign f -o entier.csv").status, 0);
    const auto whole = read("entier.csv");
    int killed = 0;
    for (int hundredths = 1; hundredths <= 30; ++hundredths) {
        write("sorti.csv", "de hier");
        const auto seconds = "0." + std::string(hundredths < 10 ? "0" : "") + std::to_string(hundredths);
        const int status = std::system(("cd '" + folder.string() + "' && timeout -s KILL " + seconds + " '" ECOUTE_PROGRAM "' responses export --campaign f -o sorti.csv 2>stderr").c_str());
        killed += status != 0;
        const auto found = read("sorti.csv");
        BOOST_TEST((found == "de hier" || found == whole));
        BOOST_TEST((status != 0 || found == whole));
    }
    BOOST_TEST(killed > 0);
    BOOST_TEST(files_named(".part") == 0u);
}

/// What `sha256sum` says of the file, and of nothing else; a pipe is written to and stays a pipe.
BOOST_FIXTURE_TEST_CASE(a_file_that_is_written_is_told_with_its_sha256, TwelveQuartiers) {
    const auto ran = run("table --campaign f --question raisons --by quartier --format xlsx -o t.xlsx");
    BOOST_REQUIRE_EQUAL(ran.status, 0);
    BOOST_REQUIRE_EQUAL(std::system(("cd '" + folder.string() + "' && sha256sum t.xlsx > somme").c_str()), 0);
    BOOST_TEST(ran.err.find("sha256 " + read("somme")) != std::string::npos, ran.err);
    BOOST_TEST(run("table --campaign f --question raisons").err.find("sha256") == std::string::npos);
    BOOST_REQUIRE_EQUAL(std::system(("cd '" + folder.string() + "' && mkfifo tuyau && (cat tuyau > lu & LANG=fr_FR.UTF-8 '" ECOUTE_PROGRAM
                                     "' responses export --campaign f -o tuyau 2>stderr; wait) && '" ECOUTE_PROGRAM "' responses export --campaign f > direct && cmp lu direct").c_str()), 0);
    BOOST_TEST(std::filesystem::is_fifo(folder / "tuyau"));
}

/// T6: marks of French spreadsheets in tables and rows alike.
BOOST_FIXTURE_TEST_CASE(csv_opens_right_in_a_french_spreadsheet, TwelveQuartiers) {
    const auto csv = run("table --campaign f --question raisons --by quartier --protect none --format csv").out;
    BOOST_TEST(csv.starts_with("\xEF\xBB\xBF"));
    BOOST_TEST(csv.find("\"Le prix ; trop cher\";14;18;77,8;") != std::string::npos, csv);  // 14/18 with a decimal comma
    BOOST_TEST(csv.find("\r\n") != std::string::npos);
    const auto rows = run("responses export --campaign f").out;
    BOOST_TEST(rows.starts_with("\xEF\xBB\xBF"));
    BOOST_TEST(rows.substr(0, rows.find('\n')).find(';') != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
