#include "server/record_keys.hpp"

#include <sodium.h>

#include <array>
#include <cassert>

namespace ecoute::server {
namespace {

using Mac = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

const unsigned char* bytes(std::string_view text) noexcept { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

storage::RecordKey record_keys(std::string_view cells_key, std::string_view campaign) {
    assert(cells_key.size() == crypto_auth_hmacsha256_KEYBYTES && "the key of cells is 32 bytes");
    Mac secret{};
    crypto_auth_hmacsha256(secret.data(), bytes(campaign), campaign.size(), bytes(cells_key));
    // The secret is mixed in once; each id then costs two blocks of SHA-256.
    crypto_auth_hmacsha256_state started{};
    crypto_auth_hmacsha256_init(&started, secret.data(), secret.size());
    return [started](std::string_view id) {
        auto state = started;
        Mac mac{};
        crypto_auth_hmacsha256_update(&state, bytes(id), id.size());
        crypto_auth_hmacsha256_final(&state, mac.data());
        return static_cast<std::uint32_t>(mac[0]) << 24 | static_cast<std::uint32_t>(mac[1]) << 16 |
               static_cast<std::uint32_t>(mac[2]) << 8 | mac[3];
    };
}

}  // namespace ecoute::server
