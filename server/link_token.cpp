#include "server/link_token.hpp"

#include <sodium.h>

#include <cassert>
#include <cstdint>

#include "server/code_letters.hpp"

namespace ecoute::server {
namespace {

constexpr std::size_t token_letters = 12, group_letters = 4;
/// Keeps these hashes apart from everything else that is made with the same key.
constexpr std::string_view purpose = "link:";

std::string in_groups(std::string_view letters) {
    std::string token;
    for (std::size_t at = 0; at < letters.size(); at += group_letters)
        token.append(at == 0 ? "" : "-").append(letters.substr(at, group_letters));
    return token;
}

}  // namespace

std::string new_link_token() {
    std::uint64_t bits = 0;
    randombytes_buf(&bits, sizeof bits);
    std::string letters;
    for (std::size_t at = 0; at < token_letters; ++at, bits >>= 5) letters += crockford[bits & 31];
    return in_groups(letters);
}

std::string tidy_link_token(std::string_view typed) { return in_groups(typed_letters(typed, token_letters)); }

std::string link_token_hash(const Settings& settings, std::string_view token) {
    const auto letters = typed_letters(token, token_letters);
    if (letters.empty()) return {};
    assert(settings.receipt_key.size() == crypto_auth_hmacsha256_KEYBYTES && "a receipt key is 32 bytes");
    const auto text = std::string{purpose} + letters;
    std::string hash(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(hash.data()), reinterpret_cast<const unsigned char*>(text.data()),
                           text.size(), reinterpret_cast<const unsigned char*>(settings.receipt_key.data()));
    return hash;
}

}  // namespace ecoute::server
