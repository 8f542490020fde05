#pragma once
#include <string>
#include <string_view>

namespace ecoute::server {

/// SHA-256 (FIPS 180-4) as 64 hexadecimal digits in lower case.
std::string hex_sha256(std::string_view bytes);

}  // namespace ecoute::server
