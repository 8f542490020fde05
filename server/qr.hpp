#pragma once
#include <string>
#include <string_view>

namespace ecoute::server {

/// A QR code (ISO 18004, error correction M) as an SVG of one path, dark on white with its quiet zone of four modules
/// whatever the page's colours, named for screen readers by `label`. "" when the text is too long for one (over 2,331
/// bytes).
std::string qr_svg(const std::string& text, std::string_view label);

/// The same for a terminal: two modules a character as half blocks, dark on light, a line each; "" when the text is too long.
std::string qr_text(const std::string& text);

}  // namespace ecoute::server
