#include "forms/convert/xform/xml_text.hpp"

#include "forms/document/names.hpp"

namespace ecoute::forms::xform {
namespace {

void append(std::string& out, char c, bool in_attribute) {
    switch (c) {
        case '&': out += "&amp;"; return;
        case '<': out += "&lt;"; return;
        case '>': out += "&gt;"; return;
        case '\r': out += "&#13;"; return;
        case '"': out += in_attribute ? "&quot;" : "\""; return;
        case '\n': out += in_attribute ? "&#10;" : "\n"; return;
        case '\t': out += in_attribute ? "&#9;" : "\t"; return;
        default: break;
    }
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
}

std::string written(std::string_view text, bool in_attribute) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) append(out, c, in_attribute);
    return out;
}

}  // namespace

std::string escaped(std::string_view text) { return written(text, false); }
std::string in_quotes(std::string_view text) { return "\"" + written(text, true) + "\""; }
std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

bool is_element_name(std::string_view text) noexcept { return document::is_name(text); }

}  // namespace ecoute::forms::xform
