#include "server/hex_digest.hpp"

#include <openssl/sha.h>

#include <array>

namespace ecoute::server {

std::string hex_sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : digest) text.append({digits[byte >> 4], digits[byte & 15]});
    return text;
}

}  // namespace ecoute::server
