#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "server/xlsx_file.hpp"
#include "tests/cli/program.hpp"

namespace {

using namespace ecoute::forms::workbook;

/// A workbook of one question that reads a question which is not there, and of a group that is never closed.
std::string workbook_with(const std::vector<std::vector<std::string>>& survey) {
    Workbook book;
    book.sheets.push_back({"survey", {}, {}, {}});
    for (const auto& cells : survey) {
        Row row{static_cast<std::uint32_t>(book.sheets[0].rows.size()), {}};
        for (std::size_t i = 0; i < cells.size(); ++i)
            row.cells.push_back({static_cast<std::uint32_t>(i), CellType::text, cells[i]});
        book.sheets[0].rows.push_back(std::move(row));
    }
    return ecoute::server::xlsx_bytes(book);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(converting_a_questionnaire)

BOOST_FIXTURE_TEST_CASE(to_a_workbook_and_back_gives_the_same_questionnaire, Program) {
    const auto there = run("form convert ecoute-habitants enquete.xlsx");
    BOOST_TEST(there.status == 0, there.err);
    BOOST_TEST(run("form convert enquete.xlsx retour.json").status == 0);
    BOOST_TEST(run("form convert ecoute-habitants modele.json").status == 0);
    BOOST_TEST(nlohmann::json::parse(read("retour.json")) == nlohmann::json::parse(read("modele.json")));
    const auto checked = run("form check enquete.xlsx");
    BOOST_TEST(checked.status == 0, checked.out);
}

BOOST_FIXTURE_TEST_CASE(with_mistakes_names_their_cells_and_writes_nothing, Program) {
    write("faux.xlsx",
          workbook_with({{"type", "name", "label", "relevant"}, {"text", "a", "A", "${b} = 1"}, {"texxt", "c", "C"}}));
    const auto ran = run("form convert faux.xlsx vrai.json");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("survey!D2") != std::string::npos, ran.err);
    BOOST_TEST(ran.err.find("survey!A3") != std::string::npos);
    BOOST_TEST(!there("vrai.json"));
    const auto checked = run("form check faux.xlsx");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(checked.out.find("survey!D2") != std::string::npos);
    BOOST_TEST(checked.out.find("survey!A3") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(goes_on_after_the_first_mistake_of_the_workbook, Program) {
    write("ouvert.xlsx",
          workbook_with({{"type", "name", "label"}, {"begin group", "g", "G"}, {"text", "a", "A"}, {"text", "a", "Encore"}}));
    const auto checked = run("form check ouvert.xlsx");
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(checked.out.find("workbook.begin_without_end") != std::string::npos, checked.out);
    BOOST_TEST(checked.out.find("survey!B4") != std::string::npos, checked.out);
    BOOST_TEST(run("campaign create --form ouvert.xlsx --id ouvert").status == 1);
}

BOOST_FIXTURE_TEST_CASE(tells_what_was_kept_in_the_language_of_the_terminal, Program) {
    write("notes.xlsx", workbook_with({{"type", "name", "label", "Remarques"}, {"text", "a", "A", "à revoir"}}));
    const auto french = run("form convert notes.xlsx notes.json");
    BOOST_TEST(french.status == 0);
    BOOST_TEST(french.err.find("Colonne « Remarques » : gardé pour l'export") != std::string::npos, french.err);
    const auto english = run("form convert notes.xlsx notes.json", "", "en_GB.UTF-8");
    BOOST_TEST(english.err.find("Column “Remarques”: kept for export") != std::string::npos, english.err);
    BOOST_TEST(nlohmann::json::parse(read("notes.json"))["questions"][0]["kept"]["Remarques"] == "à revoir");
}

BOOST_FIXTURE_TEST_CASE(of_a_damaged_file_or_to_an_unknown_format_says_so, Program) {
    write("abime.xlsx", "PK\x03\x04 et rien d'autre");
    const auto damaged = run("form convert abime.xlsx a.json");
    BOOST_TEST(damaged.status == 1);
    BOOST_TEST(damaged.err.find("workbook.malformed") != std::string::npos);
    BOOST_TEST(run("form check abime.xlsx").status == 1);
    const auto unknown = run("form convert ecoute-habitants a.docx");
    BOOST_TEST(unknown.status == 2);
    BOOST_TEST(unknown.err.find(".xlsx") != std::string::npos);
    BOOST_TEST(run("form convert pas-la.xlsx a.json").status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
