#include <boost/test/unit_test.hpp>

#include "forms/csv.hpp"

using namespace ecoute::forms;

namespace {

using Cells = std::vector<std::string>;

/// Every row of a file that has no mistake.
std::vector<Cells> rows_of(std::string_view text) {
    auto file = CsvReader::open(text);
    BOOST_REQUIRE(file.has_value());
    std::vector<Cells> rows{file->header()};
    while (auto row = file->next()) {
        BOOST_REQUIRE(row->has_value());
        rows.push_back((*row)->cells);
    }
    return rows;
}

/// The refusal of the first row after the header.
Problem first_refusal(std::string_view text) {
    auto file = CsvReader::open(text);
    BOOST_REQUIRE(file.has_value());
    auto row = file->next();
    BOOST_REQUIRE(row.has_value());
    BOOST_REQUIRE(!row->has_value());
    return row->error();
}

Code refused_at_opening(std::string_view text) {
    auto file = CsvReader::open(text);
    BOOST_REQUIRE(!file.has_value());
    return file.error().code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_files)

// The examples of RFC 4180 section 2, points 1, 2, 5, 6 and 7.
BOOST_AUTO_TEST_CASE(the_examples_of_the_standard_are_read) {
    const std::vector<Cells> two{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}};
    BOOST_TEST((rows_of("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n") == two));
    BOOST_TEST((rows_of("aaa,bbb,ccc\r\nzzz,yyy,xxx") == two));
    BOOST_TEST((rows_of("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx") == two));
    BOOST_TEST((rows_of("x,y,z\r\n\"aaa\",\"b\r\nbb\",\"ccc\"\r\n")[1] == Cells{"aaa", "b\r\nbb", "ccc"}));
    BOOST_TEST((rows_of("x,y,z\r\n\"aaa\",\"b\"\"bb\",\"ccc\"")[1] == Cells{"aaa", "b\"bb", "ccc"}));
}

// What French Excel writes under "CSV UTF-8": a BOM, semicolons, decimal commas, CRLF.
BOOST_AUTO_TEST_CASE(a_file_of_a_french_spreadsheet_is_read) {
    const auto rows = rows_of(
        "\xEF\xBB\xBF"
        "code;nom;part\r\nQP1;Cœur, de ville;53,5\r\n");
    BOOST_TEST((rows[0] == Cells{"code", "nom", "part"}));
    BOOST_TEST((rows[1] == Cells{"QP1", "Cœur, de ville", "53,5"}));
}

BOOST_AUTO_TEST_CASE(the_separator_is_the_one_that_the_header_uses_most) {
    BOOST_TEST(CsvReader::open("a,b;c;d\n")->separator() == ';');
    BOOST_TEST(CsvReader::open("\"a;b;c\",d\n")->separator() == ',');
    BOOST_TEST(CsvReader::open("a\tb\n")->separator() == '\t');
    BOOST_TEST(CsvReader::open("alone\n")->separator() == ',');
    BOOST_TEST((rows_of("sep=;\r\na;b,c,d\r\n1;2\r\n") == std::vector<Cells>{{"a", "b,c,d"}, {"1", "2"}}));
}

BOOST_AUTO_TEST_CASE(lines_may_end_in_any_of_three_ways_and_blank_ones_are_skipped) {
    const std::vector<Cells> expected{{"a", "b"}, {"1", "2"}, {"3", "4"}};
    for (const auto* text : {"a,b\n1,2\n3,4\n", "a,b\r1,2\r3,4\r", "\n\na,b\r\n\r\n1,2\n\n\n3,4\n\n"})
        BOOST_TEST_CONTEXT(text) BOOST_TEST((rows_of(text) == expected));
}

BOOST_AUTO_TEST_CASE(empty_cells_are_kept_and_those_beyond_the_last_column_dropped) {
    BOOST_TEST((rows_of("a,b,c\n,,\n1,,3,,\n") == std::vector<Cells>{{"a", "b", "c"}, {"", "", ""}, {"1", "", "3"}}));
    BOOST_TEST((rows_of(" a , b ,,\n1,2,,\n") == std::vector<Cells>{{"a", "b"}, {"1", "2"}}));
    BOOST_TEST((rows_of("a\n\"\"\n") == std::vector<Cells>{{"a"}, {""}}));
}

BOOST_AUTO_TEST_CASE(a_quote_inside_an_unquoted_cell_is_text) {
    BOOST_TEST((rows_of("a,b\nrue \"du Lac\",2\n")[1] == Cells{"rue \"du Lac\"", "2"}));
}

BOOST_AUTO_TEST_CASE(a_column_is_found_by_its_name) {
    const auto file = CsvReader::open("a,b\n");
    BOOST_TEST((file->column("b") == 1));
    BOOST_TEST((file->column("c") == std::nullopt));
}

BOOST_AUTO_TEST_CASE(rows_know_their_line_also_after_a_cell_of_several_lines) {
    auto file = CsvReader::open("a,b\n\"1\n1\",2\n\n3,4\n");
    BOOST_TEST((*file->next())->line == 2);
    BOOST_TEST((*file->next())->line == 5);
}

BOOST_AUTO_TEST_CASE(a_row_of_another_length_is_named_and_reading_goes_on) {
    auto file = CsvReader::open("a,b\n1\n1,2,3\n5,6\n");
    const auto short_row = file->next()->error();
    BOOST_TEST((short_row.code == Code::csv_row_length));
    BOOST_TEST(short_row.where == "line 2");
    BOOST_TEST(short_row.facts.at("value") == "1");
    BOOST_TEST(short_row.facts.at("limit") == "2");
    BOOST_TEST(file->next()->error().where == "line 3");
    BOOST_TEST(((*file->next())->cells == Cells{"5", "6"}));
    BOOST_TEST(!file->next().has_value());
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_not_closed_or_is_followed_by_text_ends_the_reading) {
    for (const auto* text : {"a,b\n1,\"2\n3,4\n", "a,b\n1,\"2\"x\n3,4\n", "a,b\n1,\""}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST((first_refusal(text).code == Code::csv_quote));
            BOOST_TEST(first_refusal(text).where == "line 2");
            auto file = CsvReader::open(text);
            (void)file->next();
            BOOST_TEST(!file->next().has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_csv_file_is_refused_at_opening) {
    BOOST_TEST((refused_at_opening("") == Code::csv_empty));
    BOOST_TEST((refused_at_opening("\xEF\xBB\xBF\r\n \n") == Code::csv_empty));
    BOOST_TEST((refused_at_opening("sep=;\r\n") == Code::csv_empty));
    BOOST_TEST((refused_at_opening("nom;pr\xE9nom\n") == Code::csv_encoding));  // Windows-1252
    BOOST_TEST((refused_at_opening(std::string_view("\xFF\xFE"
                                                    "a\0;\0",
                                                    6)) == Code::csv_encoding));
    BOOST_TEST((refused_at_opening("a,b, a\n") == Code::csv_column_twice));
    BOOST_TEST((refused_at_opening("\"a,b\n") == Code::csv_quote));
}

BOOST_AUTO_TEST_CASE(a_cell_and_a_row_have_a_limit) {
    const std::string longest(longest_csv_cell_bytes, 'x');
    BOOST_TEST(rows_of("a\n" + longest + "\n")[1][0].size() == longest.size());
    BOOST_TEST((first_refusal("a\n" + longest + "x\n").code == Code::csv_too_large));
    BOOST_TEST((first_refusal("a\n\"" + longest + "x\"\n").code == Code::csv_too_large));
    BOOST_TEST((refused_at_opening(std::string(most_csv_columns, ',')) == Code::csv_too_large));
}

BOOST_AUTO_TEST_SUITE_END()
