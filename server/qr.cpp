#include "server/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace ecoute::server {
namespace {

constexpr int quiet_modules = 4;

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                safe += c;
        }
    return safe;
}

using Code = std::unique_ptr<QRcode, void (*)(QRcode*)>;

Code encoded(const std::string& text) { return {QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free}; }

/// One horizontal stroke for each run of dark modules.
std::string dark_runs(const QRcode& code) {
    std::string path;
    for (int y = 0; y < code.width; ++y)
        for (int x = 0; x < code.width; ++x) {
            int run = 0;
            while (x + run < code.width && (code.data[y * code.width + x + run] & 1) != 0) ++run;
            if (run == 0) continue;
            path += "M" + std::to_string(x + quiet_modules) + " " + std::to_string(y + quiet_modules) + "h" +
                    std::to_string(run) + "v1h-" + std::to_string(run) + "z";
            x += run;
        }
    return path;
}

}  // namespace

std::string qr_svg(const std::string& text, std::string_view label) {
    const Code code = encoded(text);
    if (!code) return "";
    const std::string side = std::to_string(code->width + 2 * quiet_modules);
    return R"(<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + " " + side +
           R"(" shape-rendering="crispEdges" role="img" aria-label=")" + escaped(label) +
           R"("><rect width="100%" height="100%" fill="#fff"/><path fill="#000" d=")" + dark_runs(*code) +
           R"("/></svg>)";
}

std::string qr_text(const std::string& text) {
    const Code code = encoded(text);
    if (!code) return "";
    constexpr int quiet = 2;  // narrower than the standard's four: the terminal's own margin adds to it
    const auto dark = [&](int row, int column) {
        return row >= 0 && column >= 0 && row < code->width && column < code->width &&
               (code->data[row * code->width + column] & 1) != 0;
    };
    std::string drawn;
    for (int row = -quiet; row < code->width + quiet; row += 2) {
        drawn += "\x1b[30;107m";
        for (int column = -quiet; column < code->width + quiet; ++column) {
            const bool upper = dark(row, column), lower = dark(row + 1, column);
            drawn += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        drawn += "\x1b[0m\n";
    }
    return drawn;
}

}  // namespace ecoute::server
