#include "forms/workbook/workbook.hpp"

#include "forms/workbook/formats.hpp"

namespace ecoute::forms::workbook {
namespace {

/// The first bytes of Microsoft's compound files: .xls, and .xlsx behind a password.
constexpr std::string_view compound_file("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);

/// "EncryptedPackage" in UTF-16: the name of the stream that holds a workbook behind a password
/// ([MS-OFFCRYPTO] 2.3.4.4).
bool is_locked(std::string_view bytes) {
    std::string name;
    for (const char c : std::string_view("EncryptedPackage")) name += {c, '\0'};
    return bytes.find(name) != std::string_view::npos;
}

}  // namespace

Result<Workbook> read_workbook(std::string_view bytes) {
    if (bytes.size() > largest_file_bytes) return too_large("file", largest_file_bytes);
    if (bytes.substr(0, compound_file.size()) == compound_file)
        return Problem{is_locked(bytes) ? Code::workbook_locked : Code::workbook_old, {}, {}, {}};
    auto parts = Parts::open(bytes);
    if (!parts) return parts.error();
    return parts->has("content.xml") ? read_ods(*parts) : read_xlsx(*parts);
}

}  // namespace ecoute::forms::workbook
