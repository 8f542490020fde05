#include <boost/test/unit_test.hpp>

#include "forms/convert/xlsform.hpp"
#include "forms/workbook/workbook.hpp"
#include "server/xlsx_file.hpp"
#include "tests/cli/program.hpp"

/// Lists that a campaign brings from CSV files, as a facilitator at a terminal meets them.
namespace {

std::string questionnaire(const std::string& version = "1", const std::string& label = "Où allez-vous ?") {
    return R"q({"ecoute":1,"id":"sorties","version":")q" + version + R"q(","title":{"fr":"Sorties"},
      "attached":{"lieux":{"file":"lieux.csv","value":"code","label":"nom"},"rues":{"file":"rues.csv"}},
      "questions":[
        {"type":"select_one","name":"ville","choices":"villes","label":{"fr":"Ville"}},
        {"type":"select_one","name":"lieu","choices":"lieux","choice_filter":"ville = ${ville}","label":{"fr":")q" + label + R"q("}},
        {"type":"text","name":"rue","label":{"fr":"Votre rue"}},
        {"type":"calculate","name":"ilot","calculation":"pulldata('rues', 'ilot', 'rue', ${rue})"},
        {"type":"calculate","name":"adresse","calculation":"instance('lieux')/root/item[code = ${lieu}]/adresse"}],
      "choices":{"villes":[{"name":"lyon","label":{"fr":"Lyon"}},{"name":"bron","label":{"fr":"Bron"}}]}})q";
}
constexpr const char* places = "code;nom;ville;adresse\r\nparc;Le parc;lyon;1 allée du Parc\r\ngare;La gare;bron;2 place de la Gare\r\n";
constexpr const char* streets = "rue,ilot\nMermoz,12\nRanvier,13\n";

struct Facilitator : Program {
    Facilitator() {
        write("sorties.json", questionnaire());
        std::filesystem::create_directory(folder / "listes");
        write("listes/l.csv", places);
        write("listes/r.csv", streets);
    }
    Ran create(const std::string& more = "") { return run("campaign create --form sorties.json --id essai " + more); }
    Ran create_with_both() { return create("--list lieux=listes/l.csv --list rues=listes/r.csv"); }
    std::string rows() { return run("responses export --campaign essai").out; }
    /// A workbook of the questionnaire above, whose lists stand beside it.
    void write_workbook(const std::string& name, const std::string& document) {
        const auto sheets = ecoute::forms::xlsform_of_document(document);
        BOOST_REQUIRE(sheets.mistakes.empty());
        write(name, ecoute::server::xlsx_bytes(sheets.workbook));
    }
};

bool says(const Program::Ran& ran, std::string_view words) { return ran.err.find(words) != std::string::npos; }
bool shows(const Program::Ran& ran, std::string_view words) { return ran.out.find(words) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lists_from_files, Facilitator)

BOOST_AUTO_TEST_CASE(a_list_that_nobody_brings_is_asked_for_by_the_option_to_give) {
    const auto ran = create();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(says(ran, "--list lieux=lieux.csv"));
    BOOST_TEST(says(ran, "--list rues=rues.csv"));
    BOOST_TEST(says(run("campaign create --form sorties.json --id essai", "", "en_GB.UTF-8"), "it comes with the campaign, add --list lieux=lieux.csv"));
    BOOST_TEST(says(create("--list lieux=listes/l.csv"), "--list rues=rues.csv"));
    BOOST_TEST(run("campaign list").out.empty());
}

BOOST_AUTO_TEST_CASE(answers_are_held_to_it_and_expressions_read_it) {
    BOOST_REQUIRE_EQUAL(create_with_both().status, 0);
    write("r.csv", "id,ville,lieu,rue\n"
                   "00000000-0000-4000-8000-000000000001,lyon,parc,Ranvier\n"
                   "00000000-0000-4000-8000-000000000002,lyon,gare,Mermoz\n"       // the station is in Bron
                   "00000000-0000-4000-8000-000000000003,bron,piscine,Mermoz\n");  // in no list
    const auto ran = run("responses import r.csv --campaign essai");
    BOOST_TEST(ran.status == 1);
    const auto kept = rows();
    BOOST_TEST(kept.find(";lyon;parc;Ranvier;13;1 allée du Parc\r\n") != std::string::npos, kept);
    BOOST_TEST(kept.find("gare") == std::string::npos);
    BOOST_TEST(kept.find("piscine") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(files_beside_the_questionnaire_are_taken_and_said) {
    write("lieux.csv", places);
    write("rues.csv", streets);
    const auto ran = create();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(says(ran, "lieux.csv"));
    BOOST_TEST(says(ran, "rues.csv"));
}

BOOST_AUTO_TEST_CASE(a_workbook_begins_and_updates_a_campaign_with_the_lists_beside_it) {
    write("lieux.csv", places);
    write("rues.csv", streets);
    write_workbook("sorties.xlsx", questionnaire());
    write_workbook("plus-tard.xlsx", questionnaire("2", "Où allez-vous le plus souvent ?"));
    const auto created = run("campaign create --form sorties.xlsx --id essai");
    BOOST_TEST(created.status == 0, created.err);
    const auto updated = run("campaign update --form plus-tard.xlsx --id essai");
    BOOST_TEST(updated.status == 0, updated.err);
    BOOST_TEST(shows(updated, "Où allez-vous le plus souvent ?"));
    BOOST_TEST(shows(run("campaign list --format json"), "\"version\": \"2\""));
    write("abime.xlsx", "PK\x03\x04 not a workbook");
    BOOST_TEST(run("campaign update --form abime.xlsx --id essai").status == 1);
}

BOOST_AUTO_TEST_CASE(a_file_with_mistakes_is_refused_line_by_line_and_nothing_is_made) {
    write("listes/l.csv", "code;nom;ville\nparc;Le parc;lyon\nparc;Un autre parc;bron\n;Sans code;bron\n");
    const auto ran = create_with_both();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(says(ran, "l.csv ligne 3"), ran.err);
    BOOST_TEST(says(ran, "l.csv ligne 4"), ran.err);
    write("listes/l.csv", "nom;ville\nLe parc;lyon\n");
    BOOST_TEST(says(create_with_both(), "« code »"));
    BOOST_TEST(run("campaign list").out.empty());
    BOOST_TEST(create("--list lieux=absent.csv --list rues=listes/r.csv").status == 1);
    BOOST_TEST(create("--list lieux").status == 2);
    BOOST_TEST(create("--list lieux=listes/l.csv --list lieux=listes/r.csv").status == 2);
    BOOST_TEST(create("--list quartiers=listes/l.csv").status == 2);
    const auto misspelt = create("--list lieu=listes/l.csv --list rues=listes/r.csv");
    BOOST_TEST(misspelt.status == 2);
    BOOST_TEST(says(misspelt, "Ce questionnaire ne lit pas de liste « lieu ». Celles qu'il lit : lieux, rues, villes."));
    BOOST_TEST(run("campaign list").out.empty());
}

BOOST_AUTO_TEST_CASE(a_running_campaign_keeps_its_lists_and_takes_longer_ones) {
    BOOST_REQUIRE_EQUAL(create_with_both().status, 0);
    write("sorties.json", questionnaire("2", "Où allez-vous le plus souvent ?"));
    BOOST_TEST(run("campaign update --form sorties.json --id essai").status == 0);  // with the lists that it has

    write("listes/l.csv", std::string{places} + "quai;Les quais;lyon;quai du Rhône\r\n");
    const std::string longer = "campaign update --form sorties.json --id essai --list lieux=listes/l.csv";
    const auto would = run(longer + " --dry-run");
    BOOST_TEST(would.status == 0, would.err);
    BOOST_TEST(shows(would, "quai"));
    write("r.csv", "ville,lieu\nlyon,quai\n");
    BOOST_TEST(run("responses import r.csv --campaign essai").status == 1);  // nothing was changed yet
    const auto did = run(longer);
    BOOST_TEST(says(did, "garde sa version 2"), did.err);
    BOOST_TEST(run("responses import r.csv --campaign essai").status == 0);
    BOOST_TEST(says(run(longer), "rien à changer"));
    BOOST_TEST(run("audit verify").status == 0);
}

BOOST_AUTO_TEST_CASE(a_running_campaign_refuses_a_file_that_lost_a_choice) {
    BOOST_REQUIRE_EQUAL(create_with_both().status, 0);
    write("listes/l.csv", "code;nom;ville;adresse\nparc;Le parc;lyon;x\n");
    const auto ran = run("campaign update --form sorties.json --id essai --list lieux=listes/l.csv");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(shows(ran, "gare"), ran.out);
    write("r.csv", "ville,lieu\nbron,gare\n");
    BOOST_TEST(run("responses import r.csv --campaign essai").status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(rows_in_a_workbook, Facilitator)

BOOST_AUTO_TEST_CASE(hold_what_the_csv_holds_with_numbers_as_numbers) {
    write("q.json", R"({"ecoute":1,"id":"q","version":"1","title":{"fr":"Q"},"questions":[
        {"type":"integer","name":"age","label":{"fr":"Votre âge"}},
        {"type":"text","name":"mot","label":{"fr":"Un mot"}},
        {"type":"geotrace","name":"trajet","label":{"fr":"Trajet"}}]})");
    BOOST_REQUIRE_EQUAL(run("campaign create --form q.json --id q").status, 0);
    std::string trace = "45.7 4.8 0 0";
    for (int i = 0; i < 3'000; ++i) trace += ";45.7 4.8 0 0";  // 39,012 letters: more than a cell holds
    write("r.csv", "id,age,mot,trajet\n00000000-0000-4000-8000-000000000001,34,=1+1,\n00000000-0000-4000-8000-000000000002,,\"deux\nlignes é\"," + trace + "\n");
    const auto imported = run("responses import r.csv --campaign q");
    BOOST_REQUIRE_EQUAL(imported.status, 0);
    const auto ran = run("responses export --campaign q --format xlsx -o q.xlsx");
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(says(ran, "2 réponses exportées"), ran.err);
    BOOST_TEST(says(ran, "1 réponses sont trop longues"), ran.err);

    namespace w = ecoute::forms::workbook;
    const auto book = w::read_workbook(read("q.xlsx"));
    BOOST_REQUIRE(book.has_value());
    BOOST_REQUIRE(book->sheets.size() == 1U);
    const auto& rows = book->sheets[0].rows;
    BOOST_REQUIRE(rows.size() == 3U);
    const std::vector<std::string> columns{"id", "form_version", "channel", "language", "started_at", "ended_at", "minutes", "simulated", "age", "mot", "trajet"};
    for (std::size_t i = 0; i < columns.size(); ++i) BOOST_TEST((rows[0].cells.at(i) == w::Cell{static_cast<std::uint32_t>(i), w::CellType::text, columns[i]}));
    const auto cell = [&](std::size_t row, std::uint32_t column) {
        for (const auto& one : rows[row].cells)
            if (one.column == column) return one;
        return w::Cell{};
    };
    BOOST_TEST(cell(1, 0).text == "00000000-0000-4000-8000-000000000001");
    BOOST_TEST((cell(1, 8) == w::Cell{8, w::CellType::number, "34"}));
    BOOST_TEST((cell(1, 9) == w::Cell{9, w::CellType::text, "=1+1"}));
    BOOST_TEST((cell(2, 8) == w::Cell{}));
    BOOST_TEST(cell(2, 9).text == "deux\nlignes é");
    BOOST_TEST(cell(2, 10).text.size() == ecoute::server::longest_xlsx_cell_letters);
}

BOOST_AUTO_TEST_CASE(of_an_unknown_campaign_make_no_file) {
    BOOST_TEST(run("responses export --campaign inconnue --format xlsx -o q.xlsx").status == 1);
    BOOST_TEST(!there("q.xlsx"));
}

BOOST_AUTO_TEST_SUITE_END()
