#pragma once
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

#include "forms/convert/xlsform.hpp"
#include "tests/support/questionnaire.hpp"

namespace ecoute::tests {

/// A workbook written as text: "# name" begins a sheet, then one line a row, cells between "|". A cell is a text; "=42"
/// is a number, "=TRUE" a boolean.
inline forms::workbook::Workbook sheets(const std::string& text) {
    using namespace forms::workbook;
    Workbook book;
    std::istringstream lines(text);
    std::uint32_t number = 0;
    for (std::string line; std::getline(lines, line); ++number) {
        if (line.starts_with("# ")) {
            book.sheets.push_back({line.substr(2), {}, {}, {}});
            number = 0xFFFFFFFF;
            continue;
        }
        Row row{number, {}};
        std::istringstream cells(line);
        std::uint32_t column = 0;
        for (std::string cell; std::getline(cells, cell, '|'); ++column) {
            const bool typed = cell.size() > 1 && cell[0] == '=';
            const std::string value = typed ? cell.substr(1) : cell;
            const CellType type = !typed                                ? CellType::text
                                  : value == "TRUE" || value == "FALSE" ? CellType::boolean
                                  : value[0] == '#'                     ? CellType::error
                                                                        : CellType::number;
            if (!value.empty()) row.cells.push_back({column, type, value});
        }
        if (!row.cells.empty()) book.sheets.back().rows.push_back(std::move(row));
    }
    return book;
}

inline std::string file_text(const std::string& path) {
    std::ifstream in(std::string(ECOUTE_SOURCE_DIR) + "/" + path, std::ios::binary);
    BOOST_REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

/// "code place what value[ -> into][ (reason)]" of each line, one a line.
inline std::string lines_of(const forms::Problems& problems) {
    std::string text;
    for (const auto& problem : problems) {
        const auto fact = [&](const char* name) {
            return problem.facts.contains(name) ? problem.facts.at(name) : std::string{};
        };
        text += std::string(forms::name(problem.code)) + " " + problem.where;
        for (const std::string& part : {problem.subject, fact("what"), fact("value")})
            text += part.empty() ? "" : " " + part;
        for (const char* name : {"into", "reason", "known", "open", "expected"})
            if (problem.facts.contains(name)) text += std::string(" ") + name + "=" + fact(name);
        text += "\n";
    }
    return text;
}

/// Mistakes of a workbook and of the document in it, with their places.
inline std::string mistakes_of(const std::string& text) {
    auto conversion = forms::document_of_xlsform(sheets(text));
    std::string said = lines_of(conversion.mistakes);
    if (conversion.mistakes.empty())
        said = told(forms::in_source(forms::read_form(conversion.bytes, {}, true).mistakes, conversion.places));
    return said;
}

}  // namespace ecoute::tests
