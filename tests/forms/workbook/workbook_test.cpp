#include "forms/workbook/workbook.hpp"

#include <boost/test/unit_test.hpp>

#include "forms/workbook/collector.hpp"
#include "forms/workbook/number_format.hpp"
#include "tests/forms/workbook/made.hpp"

namespace w = ecoute::forms::workbook;
namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

std::string read(const std::string& bytes) {
    const auto book = w::read_workbook(bytes);
    if (!book) return std::string(f::name(book.error().code)) + " " + book.error().where;
    BOOST_REQUIRE(!book->sheets.empty());
    return t::cells_of(book->sheets.front());
}

/// The refusal's code and what is too large, or "read".
std::string refusal(const std::string& bytes) {
    const auto book = w::read_workbook(bytes);
    if (book) return "read";
    const f::Problem problem = book.error();
    const auto what = problem.facts.find("what");
    return std::string(f::name(problem.code)) + (what == problem.facts.end() ? "" : " " + what->second);
}

std::string ods_row(const std::string& cells, const std::string& attributes = "") {
    return "<table:table-row" + attributes + ">" + cells + "</table:table-row>";
}
std::string ods_table(const std::string& rows) {
    return R"(<table:table table:name="survey">)" + rows + "</table:table>";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(an_excel_workbook)

BOOST_AUTO_TEST_CASE(gives_its_texts_whatever_way_they_are_stored) {
    t::Xlsx file;
    file.strings =
        R"(<si><t>type</t></si><si><r><rPr><b/></rPr><t>deux</t></r><r><t xml:space="preserve"> </t></r><r><t>mots</t></r><rPh sb="0" eb="1"><t>yomi</t></rPh></si>)"
        R"(<si><t>ligne 1_x000D_
ligne 2 &amp; _x005F_x0041_</t></si>)";
    file.rows =
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>)"
        R"(<row r="3"><c r="B3" t="s"><v>2</v></c><c r="D3" t="inlineStr"><is><t>sur place</t></is></c><c r="E3" t="str"><f>A1&amp;"x"</f><v>typex</v></c></row>)";
    BOOST_TEST(read(file.bytes()) == "A1 type|C1 deux mots|B3 ligne 1\nligne 2 & _x0041_|D3 sur place|E3 typex|");
}

BOOST_AUTO_TEST_CASE(gives_numbers_as_people_write_them_booleans_and_errors) {
    t::Xlsx file;
    file.rows =
        R"(<row><c><v>42.0</v></c><c><v>0.1</v></c><c><v>1E3</v></c><c><v>-4.2000000000000002</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>)"
        R"(<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c/><c><f>6*7</f><v>42</v></c></row>)";
    BOOST_TEST(read(file.bytes()) == "A1 n:42|B1 n:0.1|C1 n:1000|D1 n:-4.2|E1 b:TRUE|F1 b:FALSE|G1 e:#DIV/0!|I1 n:42|");
}

BOOST_AUTO_TEST_CASE(gives_dates_by_their_style) {
    t::Xlsx file;
    file.styles =
        R"(<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="165" formatCode="&quot;le &quot;0"/></numFmts>)"
        R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/></cellXfs>)";
    // 46159 days after 1899-12-30 is 17 May 2026 (counted with Python's datetime).
    file.rows =
        R"(<row><c s="1"><v>46159</v></c><c s="2"><v>46159.75</v></c><c s="3"><v>0.75</v></c><c s="4"><v>46159</v></c><c s="0"><v>46159</v></c>)"
        R"(<c s="1"><v>59</v></c><c s="1"><v>61</v></c><c s="1"><v>99999999</v></c></row>)";
    BOOST_TEST(read(file.bytes()) ==
               "A1 d:2026-05-17|B1 d:2026-05-17T18:00:00|C1 d:18:00:00|D1 n:46159|E1 n:46159|F1 d:1900-02-28|G1 "
               "d:1900-03-01|H1 n:99999999|");
    file.properties = R"(<workbookPr date1904="1"/>)";
    file.rows = R"(<row><c s="1"><v>44697</v></c></row>)";
    BOOST_TEST(read(file.bytes()) == "A1 d:2026-05-17|");
}

BOOST_AUTO_TEST_CASE(is_read_under_any_prefix_and_in_any_order_of_rows) {
    t::Xlsx file;
    file.prefix = "x:";
    file.rows =
        R"(<x:row r="5"><x:c r="B5" t="str"><x:v>b</x:v></x:c><x:c r="A5" t="str"><x:v>a</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="str"><x:v>haut</x:v></x:c></x:row>)";
    BOOST_TEST(read(file.bytes()) == "A2 haut|A5 a|B5 b|");
}

BOOST_AUTO_TEST_CASE(tells_its_merged_cells) {
    t::Xlsx file;
    file.rows = R"(<row r="1"><c r="A1" t="str"><v>a</v></c></row>)";
    file.after_rows =
        R"(<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="A2:B9"/><mergeCell ref="B9:A2"/><mergeCell ref="?"/></mergeCells>)";
    const auto book = w::read_workbook(file.bytes());
    BOOST_REQUIRE(book.has_value());
    const std::vector<w::Merge> expected{{0, 0, 2, 0}, {1, 0, 8, 1}};
    BOOST_TEST((book->sheets[0].merges == expected));
}

BOOST_AUTO_TEST_CASE(knows_dates_from_numbers_by_the_format) {
    using N = w::NumberFormat;
    const N number{}, day{true, false}, hour{false, true}, both{true, true};
    const std::pair<const char*, N> cases[] = {
        {"General", number},
        {"0.00", number},
        {"#,##0 \"dh\"", number},
        {"[Red]0", number},
        {"[h]:mm", number},
        {"dd/mm/yyyy", day},
        {"mmmm", day},
        {"[$-40C]d mmmm yyyy", day},
        {"hh:mm", hour},
        {"mm:ss.0", hour},
        {"yyyy-mm-dd hh:mm", both},
        {"d/m/yy;@", day},
        {"\\d0", number},
        {"", number},
    };
    for (const auto& [code, expected] : cases) BOOST_TEST((w::number_format(code) == expected), code);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(an_open_document_workbook)

BOOST_AUTO_TEST_CASE(gives_every_paragraph_of_a_cell_and_none_of_its_notes) {
    BOOST_TEST(
        read(t::ods(ods_table(ods_row(
            R"(<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>un <text:span>deux</text:span></text:p><text:p>  trois<text:s text:c="2"/>quatre
                   cinq<text:line-break/>six </text:p></table:table-cell>)")))) ==
        "A1 un deux\ntrois  quatre cinq\nsix|");
}

BOOST_AUTO_TEST_CASE(gives_values_by_their_type) {
    BOOST_TEST(
        read(t::ods(ods_table(ods_row(
            R"(<table:table-cell office:value-type="float" office:value="42"><text:p>42,00 €</text:p></table:table-cell>)"
            R"(<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell>)"
            R"(<table:table-cell office:value-type="date" office:date-value="2026-05-17"><text:p>17/05/26</text:p></table:table-cell>)"
            R"(<table:table-cell office:value-type="time" office:time-value="PT18H05M00S"><text:p>18:05</text:p></table:table-cell>)"
            R"(<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>)")))) ==
        "A1 n:42|B1 b:TRUE|C1 d:2026-05-17|D1 d:18:05:00|E1 e:#DIV/0!|");
}

BOOST_AUTO_TEST_CASE(repeats_cells_and_rows_and_passes_over_blank_ends) {
    const std::string a =
        R"(<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell>)";
    const std::string blank = R"(<table:table-cell table:number-columns-repeated="16382"/>)";
    BOOST_TEST(read(t::ods(ods_table("<table:table-header-rows>" + ods_row(a + blank) + "</table:table-header-rows>" +
                                     ods_row(blank, R"( table:number-rows-repeated="3")") +
                                     ods_row(blank.substr(0, 0) + "<table:covered-table-cell/>" + a,
                                             R"( table:number-rows-repeated="2")") +
                                     ods_row(blank, R"( table:number-rows-repeated="1048570")")))) ==
               "A1 a|B1 a|B5 a|C5 a|B6 a|C6 a|");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_hostile_or_damaged_workbook)

BOOST_AUTO_TEST_CASE(is_refused_with_what_is_wrong) {
    t::Xlsx good;
    good.rows = R"(<row r="1"><c r="A1" t="str"><v>type</v></c></row>)";
    const std::string bytes = good.bytes();
    BOOST_TEST(refusal(bytes) == "read");
    BOOST_TEST(refusal("") == "workbook.malformed");
    BOOST_TEST(refusal("type,name,label\n") == "workbook.malformed");
    BOOST_TEST(refusal(bytes.substr(0, bytes.size() / 2)) == "workbook.malformed");
    BOOST_TEST(refusal(t::zipped({{"a.txt", "a"}})) == "workbook.malformed");
    BOOST_TEST(refusal(t::zipped({{"xl/workbook.xml", "<workbook><sheets>"}})) == "workbook.malformed");
    BOOST_TEST(refusal(t::zipped({{"content.xml", "<a/>"}})) == "workbook.malformed");
    good.rows = "<row><c><v>1</v></row>";
    BOOST_TEST(refusal(good.bytes()) == "workbook.malformed");
}

BOOST_AUTO_TEST_CASE(with_a_byte_changed_anywhere_is_read_or_refused) {
    t::Xlsx good;
    good.rows = R"(<row r="1"><c r="A1" t="str"><v>type</v></c></row>)";
    const std::string bytes = good.bytes();
    int refused = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x5A);
        refused += refusal(damaged) != "read";
    }
    BOOST_TEST(refused > 100);
}

BOOST_AUTO_TEST_CASE(behind_a_password_or_of_an_old_format_says_so) {
    std::string compound("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    BOOST_TEST(refusal(compound + std::string(600, '\0')) == "workbook.old");
    for (const char c : std::string("EncryptedPackage")) compound += {c, '\0'};
    BOOST_TEST(refusal(compound) == "workbook.locked");
    BOOST_TEST(refusal(t::zipped({{"META-INF/manifest.xml", "<m:file-entry><m:encryption-data/></m:file-entry>"},
                                  {"content.xml", "\x01\x02"}})) == "workbook.locked");
}

BOOST_AUTO_TEST_CASE(cannot_make_the_program_unpack_or_build_without_end) {
    t::Xlsx bomb;
    bomb.strings = "<si><t>" + std::string(40 * 1024 * 1024, ' ') + "</t></si>";
    BOOST_TEST(refusal(bomb.bytes()) == "workbook.too_large unpacked");
    t::Xlsx deep;
    for (int i = 0; i < 1000; ++i) deep.rows += "<a>";
    for (int i = 0; i < 1000; ++i) deep.rows += "</a>";
    BOOST_TEST(refusal(deep.bytes()) == "workbook.too_large depth");
    t::Files many;
    for (int i = 0; i < 4001; ++i) many.emplace_back(std::to_string(i), "");
    BOOST_TEST(refusal(t::zipped(many)) == "workbook.too_large entries");
}

BOOST_AUTO_TEST_CASE(cannot_fill_the_memory_with_one_text_repeated) {
    const std::string text(150'000, 'a');
    t::Xlsx shared;
    shared.strings = "<si><t>" + text + "</t></si>";
    for (int i = 1; i <= 300; ++i) shared.rows += R"(<row><c t="s"><v>0</v></c></row>)";
    BOOST_TEST(refusal(shared.bytes()) == "workbook.too_large text");
    const std::string cell =
        R"(<table:table-cell table:number-columns-repeated="500"><text:p>)" + text + "</text:p></table:table-cell>";
    BOOST_TEST(refusal(t::ods(ods_table(ods_row(cell, R"( table:number-rows-repeated="1000000")")))) ==
               "workbook.too_large text");
    const std::string small = R"(<table:table-cell><text:p>a</text:p></table:table-cell>)";
    BOOST_TEST(refusal(t::ods(ods_table(ods_row(small, R"( table:number-rows-repeated="1000000")")))) ==
               "workbook.too_large rows");
    std::string blanks;
    for (int i = 0; i < 2000; ++i) blanks += R"(<text:p>a<text:s text:c="190000"/></text:p>)";
    BOOST_TEST(refusal(t::ods(ods_table(ods_row("<table:table-cell>" + blanks + "</table:table-cell>")))) ==
               "workbook.too_large cell");
}

BOOST_AUTO_TEST_CASE(expands_no_entity) {
    t::Xlsx lol;
    lol.rows = R"(<row><c t="str"><v>&lol9;</v></c></row>)";
    std::string bytes = lol.bytes();
    BOOST_TEST(read(bytes) == "A1 &lol9;|");
}

BOOST_AUTO_TEST_CASE(far_away_cells_are_refused_with_their_place) {
    t::Xlsx far;
    far.rows = R"(<row r="1"><c r="XFD1" t="str"><v>a</v></c></row>)";
    BOOST_TEST(read(far.bytes()) == "workbook.too_large survey!XFD1");
    far.rows = R"(<row r="1048576"><c r="A1048576" t="str"><v>a</v></c></row>)";
    BOOST_TEST(read(far.bytes()) == "workbook.too_large survey!A1048576");
}

BOOST_AUTO_TEST_SUITE_END()
