#pragma once
#include <zip.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "forms/workbook/workbook.hpp"

namespace ecoute::tests {

using Files = std::vector<std::pair<std::string, std::string>>;

/// A zip of these files, in memory.
inline std::string zipped(const Files& files) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    BOOST_REQUIRE(archive);
    zip_source_keep(target);
    for (const auto& [name, content] : files)
        BOOST_REQUIRE(zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0),
                                   ZIP_FL_OVERWRITE) >= 0);
    BOOST_REQUIRE(zip_close(archive) == 0);
    BOOST_REQUIRE(zip_source_open(target) == 0);
    zip_stat_t about;
    BOOST_REQUIRE(zip_source_stat(target, &about) == 0);
    std::string bytes(about.size, '\0');
    BOOST_REQUIRE(zip_source_read(target, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()));
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

/// An .xlsx by hand: one sheet "survey" with these rows, and what else its parts say.
struct Xlsx {
    std::string rows, strings, styles, properties, after_rows;
    std::string prefix;  ///< of elements: "x:"

    std::string bytes() const {
        const std::string main = R"( xmlns)" +
                                 (prefix.empty() ? std::string{} : ":" + prefix.substr(0, prefix.size() - 1)) +
                                 R"(="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
        const auto in = [&](const std::string& element, const std::string& content) {
            return "<" + prefix + element + main + ">" + content + "</" + prefix + element + ">";
        };
        const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        return zipped({
            {"_rels/.rels", R"(<Relationships><Relationship Id="a" Type=")" + relations +
                                R"(/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
            {"xl/workbook.xml", in("workbook", properties + "<" + prefix + "sheets><" + prefix +
                                                   R"(sheet name="survey" sheetId="1" r:id="rId1" xmlns:r=")" +
                                                   relations + R"("/></)" + prefix + "sheets>")},
            {"xl/_rels/workbook.xml.rels",
             R"(<Relationships><Relationship Id="rId1" Type=")" + relations +
                 R"(/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type=")" + relations +
                 R"(/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type=")" + relations +
                 R"(/styles" Target="styles.xml"/></Relationships>)"},
            {"xl/sharedStrings.xml", in("sst", strings)},
            {"xl/styles.xml", in("styleSheet", styles)},
            {"xl/worksheets/sheet1.xml",
             in("worksheet", "<" + prefix + "sheetData>" + rows + "</" + prefix + "sheetData>" + after_rows)},
        });
    }
};

/// An .ods by hand: the tables as they stand in content.xml.
inline std::string ods(const std::string& tables) {
    return zipped(
        {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
         {"content.xml",
          R"(<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c">)"
          "<office:body><office:spreadsheet>" +
              tables + "</office:spreadsheet></office:body></office:document-content>"}});
}

/// "C12 text|" of each cell of a sheet, with "n:", "b:", "d:" or "e:" before what is no text.
inline std::string cells_of(const forms::workbook::Sheet& sheet) {
    static constexpr const char* marks[] = {"", "n:", "b:", "d:", "e:"};
    std::string all;
    for (const auto& row : sheet.rows)
        for (const auto& cell : row.cells)
            all += forms::workbook::column_name(cell.column) + std::to_string(row.number + 1) + " " +
                   marks[static_cast<int>(cell.type)] + cell.text + "|";
    return all;
}

}  // namespace ecoute::tests
