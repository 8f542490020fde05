#include "server/xlsx_file.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "forms/convert/xlsform.hpp"

namespace f = ecoute::forms;
namespace w = ecoute::forms::workbook;
using ecoute::server::xlsx_bytes;

namespace {

std::string library_form(const std::string& name) {
    std::ifstream in(std::string(ECOUTE_SOURCE_DIR) + "/forms/library/" + name, std::ios::binary);
    BOOST_REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

w::Workbook one_sheet(std::vector<w::Cell> cells) {
    return {{{"survey", {{0, {{0, w::CellType::text, "type"}}}, {3, std::move(cells)}}, {}, {20}}}, false};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_workbook_that_is_written)

BOOST_AUTO_TEST_CASE(is_read_back_cell_by_cell) {
    const auto book = one_sheet({{0, w::CellType::text, "=1+1"},
                                 {1, w::CellType::number, "42"},
                                 {2, w::CellType::number, "0.1"},
                                 {3, w::CellType::number, "-3"},
                                 {4, w::CellType::boolean, "TRUE"},
                                 {5, w::CellType::boolean, "FALSE"},
                                 {6, w::CellType::text, "deux lignes\n  et <&> \"des\" 'signes' é العربية 😀  "},
                                 {9, w::CellType::text, "_x0041_ \x01 tab\t"},
                                 {10, w::CellType::text, "42"},
                                 {11, w::CellType::text, std::string(32'767, 'a')}});
    const auto back = w::read_workbook(xlsx_bytes(book));
    BOOST_REQUIRE(back.has_value());
    BOOST_REQUIRE(back->sheets.size() == 1);
    BOOST_TEST(back->sheets[0].name == "survey");
    BOOST_REQUIRE(back->sheets[0].rows.size() == 2);
    for (std::size_t i = 0; i < book.sheets[0].rows[1].cells.size(); ++i) {
        const auto &is = back->sheets[0].rows[1].cells[i], &was = book.sheets[0].rows[1].cells[i];
        BOOST_TEST((is == was), was.text << " became " << is.text);
    }
    BOOST_TEST(back->sheets[0].rows[1].number == 3u);
}

BOOST_AUTO_TEST_CASE(is_the_same_file_for_the_same_workbook) {
    const auto book = one_sheet({{0, w::CellType::text, "a"}});
    BOOST_TEST(xlsx_bytes(book) == xlsx_bytes(book));
}

BOOST_AUTO_TEST_CASE(gives_the_same_questionnaire_for_every_form_of_the_library) {
    for (const auto& file : std::filesystem::directory_iterator(std::string(ECOUTE_SOURCE_DIR) + "/forms/library")) {
        const std::string name = file.path().filename().string();
        if (!name.ends_with(".json") || name.find('.') != name.size() - 5) continue;
        BOOST_TEST_CONTEXT(name) {
            const auto sheets = f::xlsform_of_document(library_form(name));
            const auto from_file = f::document_of_xlsform(xlsx_bytes(sheets.workbook));
            BOOST_TEST(from_file.mistakes.empty());
            BOOST_TEST(from_file.bytes == f::document_of_xlsform(sheets.workbook).bytes);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
