#include "server/receipt.hpp"

#include <sodium.h>

#include <array>
#include <cassert>
#include <cstdint>

namespace ecoute::server {
namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t half_code = 5;

/// A letter as it was meant: I and L are 1, O is 0, small letters are capitals. '\0' for what no code holds.
char meant(char letter) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == 'I' || letter == 'L') return '1';
    if (letter == 'O') return '0';
    return crockford.find(letter) == crockford.npos ? '\0' : letter;
}

}  // namespace

std::string receipt_code(const Settings& settings, std::string_view id) {
    assert(settings.receipt_key.size() == crypto_auth_hmacsha256_KEYBYTES && "a receipt key is 32 bytes");
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256(mac.data(), reinterpret_cast<const unsigned char*>(id.data()), id.size(),
                           reinterpret_cast<const unsigned char*>(settings.receipt_key.data()));
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8 | mac[i];
    std::string code;
    for (std::size_t i = 0; i < 2 * half_code; ++i) {
        if (i == half_code) code += '-';
        code += crockford[bits >> 59];
        bits <<= 5;
    }
    return code;
}

std::string receipt_hash(std::string_view code) {
    std::string letters;
    for (const char letter : code) {
        if (letter == '-' || letter == ' ') continue;
        const char read = meant(letter);
        if (read == '\0' || letters.size() == 2 * half_code) return {};
        letters += read;
    }
    if (letters.size() != 2 * half_code) return {};
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(letters.data()), letters.size());
    return hash;
}

}  // namespace ecoute::server
