#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/forms/convert/sheets.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using nlohmann::json;

namespace {

/// A blank cell and a member that is "" are the same thing: a column of a list that says nothing of this choice.
json without_blanks(json value) {
    for (auto at = value.begin(); value.is_structured() && at != value.end();) {
        at.value() = without_blanks(std::move(at.value()));
        at = value.is_object() && at.value() == "" ? value.erase(at) : std::next(at);
    }
    return value;
}

/// document -> workbook -> document -> workbook -> document: the same each time, and nothing told.
void holds_the_law(const std::string& document) {
    const auto sheets = f::xlsform_of_document(document);
    BOOST_TEST(t::lines_of(sheets.mistakes) == "");
    BOOST_TEST(t::lines_of(sheets.report) == "");
    const auto back = f::document_of_xlsform(sheets.workbook);
    BOOST_TEST(t::lines_of(back.mistakes) == "");
    BOOST_TEST(json::diff(without_blanks(json::parse(document)), json::parse(back.bytes)).dump() == "[]");
    const auto again = f::document_of_xlsform(f::xlsform_of_document(back.bytes).workbook);
    BOOST_TEST(again.bytes == back.bytes);
}

std::string with(const std::string& questions, const std::string& more = "") {
    return R"({"ecoute":1,"id":"essai","version":"2026-1","title":{"fr":"Essai","ar":"تجربة"},"default_language":"fr",)" +
           more +
           R"("choices":{"l":[{"name":"a","label":{"fr":"A","ar":"ا"}},{"name":"b","label":{"fr":"B"},"exclusive":true},{"name":"c","label":{"fr":"?"},"missing":"refused"}]},"questions":[)" +
           questions + "]}";
}

std::string header(const f::workbook::Sheet& sheet) {
    std::string all;
    for (const auto& cell : sheet.rows.front().cells) all += (all.empty() ? "" : "|") + cell.text;
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_document_that_becomes_a_workbook)

BOOST_AUTO_TEST_CASE(comes_back_unchanged_for_every_form_of_the_library) {
    int forms = 0;
    for (const auto& file : std::filesystem::directory_iterator(std::string(ECOUTE_SOURCE_DIR) + "/forms/library")) {
        const std::string name = file.path().filename().string();
        if (!name.ends_with(".json") || name.find('.') != name.size() - 5) continue;
        ++forms;
        BOOST_TEST_CONTEXT(name) { holds_the_law(t::file_text("forms/library/" + name)); }
    }
    BOOST_TEST(forms > 0);
}

BOOST_AUTO_TEST_CASE(comes_back_unchanged_for_every_type) {
    for (const char* type : {"text",
                             "string",
                             "integer",
                             "int",
                             "decimal",
                             "range",
                             "date",
                             "time",
                             "dateTime",
                             "date_time",
                             "acknowledge",
                             "trigger",
                             "note",
                             "calculate",
                             "hidden",
                             "geopoint",
                             "geotrace",
                             "geoshape",
                             "barcode",
                             "image",
                             "audio",
                             "video",
                             "file",
                             "start",
                             "end",
                             "today",
                             "deviceid",
                             "username",
                             "email",
                             "phonenumber",
                             "audit",
                             "background-audio",
                             "background-geopoint",
                             "start-geopoint",
                             "xml-external",
                             "subscriberid",
                             "simserial",
                             "osm"})
        BOOST_TEST_CONTEXT(type) {
            holds_the_law(with(R"({"type":")" + std::string(type) + R"(","name":"q","label":{"fr":"Q"}})"));
        }
    for (const char* type : {"select_one", "select_multiple", "rank"}) BOOST_TEST_CONTEXT(type) {
            holds_the_law(
                with(R"({"type":")" + std::string(type) + R"(","choices":"l","name":"q","label":{"fr":"Q"}})"));
        }
    holds_the_law(with(R"({"type":"select_one","choices":"l","or_other":true,"name":"q","label":{"fr":"Q"}})"));
    holds_the_law(with(R"j({"type":"calculate","choices":"l","name":"q","calculation":"if(1=1,'a','b')"})j"));
    holds_the_law(with(R"({"type":"select_one","choices":"quartiers","name":"q","label":{"fr":"Q"}})"));
}

BOOST_AUTO_TEST_CASE(comes_back_unchanged_for_every_property_of_a_question) {
    holds_the_law(with(
        R"({"type":"integer","name":"age","label":{"fr":"Âge","ar":"العمر"},"hint":{"fr":"h"},"guidance_hint":{"ar":"g"},"required":"yes","required_message":{"fr":"r"},
        "relevant":"${q} > 1","constraint":". >= 15 and . <= 110","constraint_message":{"fr":"c","ar":"ج"},"calculation":"1 + 1","trigger":"${a}, ${b}","default":30,"read_only":"no","parameters":"start=0 end=10 step=1",
        "appearance":"picker no-ticks","bands":[15,25.5,60],"volet":"sante","theme":"soins","same_as":"age_2024","score":"inverse","sensitive":true,"field_sheet":false,"autoplay":"audio",
        "image":{"fr":"a.png"},"audio":{"fr":"a.mp3","ar":"b.mp3"},"video":{"fr":"a.mp4"},"big-image":{"fr":"g.png"},
        "kept":{"bind::odk:length":"12","Remarques":"à revoir","rows":"5","save_to":"p","label":"un vieux"}})"));
    for (const char* value : {"true", "false", R"("yes")", R"j("true()")j", R"("${a} = 'x'")"})
        holds_the_law(with(R"({"type":"text","name":"q","label":{"fr":"Q"},"required":)" + std::string(value) + "}"));
    for (const char* value : {"5", "0.1", "-3", R"("5")", R"("l’eau")", R"j("today()")j"})
        holds_the_law(with(R"({"type":"text","name":"q","label":{"fr":"Q"},"default":)" + std::string(value) + "}"));
    holds_the_law(with(R"({"type":"note","name":"q","label":{"fr":"  deux lignes\n et des blancs  "}})"));
    holds_the_law(with(R"({"type":"note","name":"q","label":{"fr":"=1+1"},"hint":{"fr":"_x0041_ | 'x' \"y\""}})"));
}

BOOST_AUTO_TEST_CASE(comes_back_unchanged_with_groups_repeats_and_grids_in_one_another) {
    holds_the_law(
        with(R"({"type":"group","name":"g","label":{"fr":"G"},"relevant":"1 = 1","appearance":"field-list","questions":[
        {"type":"repeat","name":"r","label":{"fr":"R"},"repeat_count":3,"questions":[{"type":"text","name":"t","label":{"fr":"T"}},
            {"type":"grid","name":"q6","choices":"l","label":{"fr":"Q6"},"required":"yes","volet":"cadre","rows":[{"name":"rue","label":{"fr":"Rue","ar":"شارع"},"relevant":"${t} = 'a'","theme":"x","required":"no","score":2},{"name":"parc","label":{"fr":"Parc"}}]}]},
        {"type":"group","name":"vide","questions":[]}]},
        {"type":"note","name":"n","label":{"fr":"${q6.rue}"},"relevant":"${q6.rue} = 'a'"})"));
    holds_the_law(with(
        R"({"type":"grid","name":"q","choices":"l","appearance":"minimal","rows":[{"name":"a","label":{"fr":"A"}}]})"));
    holds_the_law(with(
        R"({"type":"group","name":"g","appearance":"table-list","questions":[{"type":"select_one","choices":"l","name":"x","label":{"fr":"X"}}]})"));
}

BOOST_AUTO_TEST_CASE(comes_back_unchanged_for_everything_above_the_questions) {
    const std::string questions =
        R"({"type":"select_one","choices":"l","name":"accord","label":{"fr":"?"}},{"type":"acknowledge","name":"ok","label":{"fr":"?"}},
        {"type":"select_one","choices":"quartiers","name":"quartier","label":{"fr":"?"}},{"type":"hidden","name":"poids"},{"type":"select_one","choices":"lieux","name":"p","label":{"fr":"?"}},
        {"type":"select_one","choices":"places","name":"p2","label":{"fr":"?"}})";
    holds_the_law(with(
        questions,
        R"("notice":{"fr":"Bonjour.\n\nC'est libre.","ar":"مرحبا"},"sensitive":true,"source":"un rapport","breakdowns":{"quartier":"quartier","age":"accord","gender":"accord"},
        "consent":{"question":"accord","agrees":"a"},"sensitive_consent":{"question":"ok"},"design":{"weight":"poids","stratum":"quartier"},
        "attached":{"lieux":{"file":"lieux.csv"},"places":{"file":"lieux 2026.csv","value":"code","label":"nom"}},"kept":{"style":"pages","instance_name":"${accord}","public_key":"MIIB"},)"));
    holds_the_law(with(questions, R"("source":{"by":"un institut","year":2016},)"));
    holds_the_law(
        R"({"ecoute":1,"id":"x","version":"1","title":{"de":"T","en":"T"},"questions":[{"type":"text","name":"a","label":{"en":"A","de":"A"}}]})");
    holds_the_law(
        R"({"ecoute":1,"id":"x","version":"1","title":{"fr":"T"},"questions":[{"type":"text","name":"a","label":{"fr":"A","xx":"A"}}]})");
}

BOOST_AUTO_TEST_CASE(comes_back_unchanged_for_lists_with_columns_media_and_scores) {
    holds_the_law(R"({"ecoute":1,"id":"x","version":"1","title":{"fr":"T"},"default_language":"fr","choices":{"villes":[
        {"name":"01","label":{"fr":"Lyon","ar":"ليون"},"pays":"fr","population":513275,"part":0.5,"image":{"fr":"l.png"},"audio":{"ar":"l.mp3"},"score":4,"kept":{"note":"x"}},
        {"name":"autre","label":{"fr":"Autre"},"exclusive":true,"missing":"refused","hint":"un mot"},{"name":"nue"}],"vide":[]},
        "questions":[{"type":"select_one","choices":"villes","name":"v","label":{"fr":"V"},"choice_filter":"pays = 'fr'"}]})");
}

BOOST_AUTO_TEST_CASE(is_readable_by_other_programs) {
    const auto sheets = f::xlsform_of_document(with(
        R"({"type":"select_one","choices":"l","name":"q","label":{"fr":"Q","ar":"س"},"image":{"fr":"a.png"},"required":"yes"},{"type":"grid","name":"g","choices":"l","rows":[{"name":"rue","label":{"fr":"Rue"}}]})",
        R"("breakdowns":{"gender":"q"},)"));
    const auto& book = sheets.workbook;
    BOOST_REQUIRE(book.sheets.size() == 3);
    BOOST_TEST(
        header(book.sheets[0]) ==
        "type|name|label::Français (fr)|label::العربية (ar)|required|appearance|media::image::Français (fr)|breakdown");
    BOOST_TEST(header(book.sheets[1]) == "list_name|name|label::Français (fr)|label::العربية (ar)|exclusive|missing");
    BOOST_TEST(header(book.sheets[2]) == "form_title|form_title::العربية (ar)|form_id|version|default_language");
    std::string types;
    for (const auto& row : book.sheets[0].rows) types += row.cells[0].text + " " + row.cells[1].text + "|";
    BOOST_TEST(types == "type name|select_one l q|begin group g|select_one l g.rue|end group g|");
}

BOOST_AUTO_TEST_CASE(says_what_no_cell_can_hold) {
    const auto unknown = f::xlsform_of_document(
        with(R"({"type":"text","name":"q","label":{"fr":"Q"},"inconnu":{"a":1},"read_only":"  no "})"));
    BOOST_TEST(t::lines_of(unknown.report) ==
               "convert.unused /questions/0/inconnu property inconnu: {\"a\":1} reason=no_cell\nconvert.changed "
               "/questions/0/read_only property   no  into=no\n");
    const auto long_text = f::xlsform_of_document(
        with(R"({"type":"note","name":"q","label":{"fr":")" + std::string(32'768, 'a') + R"("}})"));
    BOOST_TEST(t::lines_of(long_text.mistakes) == "form.too_large /questions/0/label/fr\n");
    BOOST_TEST(t::lines_of(f::xlsform_of_document("[1]").mistakes) == "form.malformed  expected=object\n");
}

BOOST_AUTO_TEST_SUITE_END()
