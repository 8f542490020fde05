#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "forms/convert/xlsform.hpp"
#include "forms/form_json.hpp"

namespace {

namespace f = ecoute::forms;
namespace w = ecoute::forms::workbook;

/// A zip of these files: mutations reach the XML within, not only the checksums around it.
std::string zipped(const std::vector<std::pair<std::string, std::string_view>>& files) {
    zip_error_t error;
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    zip_source_keep(target);
    for (const auto& [name, content] : files)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    if (zip_close(archive) != 0 || zip_source_open(target) != 0) std::abort();
    zip_stat_t about;
    zip_source_stat(target, &about);
    std::string bytes(about.size, '\0');
    zip_source_read(target, bytes.data(), bytes.size());
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

/// Sheets as text: "# name", then rows of cells between "|".
w::Workbook sheets(std::string_view text) {
    w::Workbook book;
    book.sheets.push_back({"survey", {}, {}, {}});
    std::uint32_t row = 0;
    while (!text.empty() && book.sheets.size() < w::most_sheets) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.starts_with("# ")) {
            book.sheets.push_back({std::string(line.substr(2)), {}, {}, {}});
            row = 0;
            continue;
        }
        w::Row cells{row++, {}};
        for (std::uint32_t column = 0; !line.empty() && column < w::most_columns; ++column) {
            const auto cell = line.substr(0, line.find('|'));
            line.remove_prefix(std::min(line.size(), cell.size() + 1));
            if (!cell.empty()) cells.cells.push_back({column, w::CellType::text, std::string(cell)});
        }
        if (!cells.cells.empty()) book.sheets.back().rows.push_back(std::move(cells));
    }
    return book;
}

f::Conversion converted(std::string_view bytes) {
    if (bytes.empty()) return f::document_of_xlsform(bytes);
    const auto rest = bytes.substr(1);
    switch (bytes[0]) {
        case 'o':
            return f::document_of_xlsform(zipped({{"content.xml", rest}}));
        case 'x':
            return f::document_of_xlsform(zipped(
                {{"xl/workbook.xml", R"(<workbook><sheets><sheet name="survey" r:id="a"/></sheets></workbook>)"},
                 {"xl/_rels/workbook.xml.rels",
                  R"(<Relationships><Relationship Id="a" Type="/worksheet" Target="s.xml"/><Relationship Id="b" Type="/styles" Target="s.xml"/></Relationships>)"},
                 {"xl/s.xml", rest}}));
        case 't':
            return f::document_of_xlsform(sheets(rest));
        default:
            return f::document_of_xlsform(bytes);
    }
}

}  // namespace

/// Whatever the bytes, a workbook is read or refused; what it becomes is a document, and a document becomes a workbook
/// that says the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto conversion = converted({reinterpret_cast<const char*>(data), size});
    if (conversion.bytes.empty()) {
        if (conversion.mistakes.empty()) std::abort();
        return 0;
    }
    const auto reading = f::read_form(conversion.bytes, {}, true);
    if (!reading.form && reading.mistakes.empty()) std::abort();
    if (f::xlsform_of_document(conversion.bytes).workbook.sheets.empty()) std::abort();
    return 0;
}
