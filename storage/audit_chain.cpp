#include "storage/audit_chain.hpp"

#include <openssl/evp.h>

#include <array>

namespace ecoute::storage {
namespace {

void append_field(std::string& bytes, std::string_view field) {
    bytes.append(std::to_string(field.size())).append(":").append(field);
}

}  // namespace

std::string chained_hash(std::string_view previous, const AuditEntry& entry) {
    std::string bytes;
    append_field(bytes, previous);
    append_field(bytes, std::to_string(entry.seq));
    append_field(bytes, entry.at);
    append_field(bytes, entry.who);
    append_field(bytes, entry.what);
    append_field(bytes, entry.subject);

    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw StorageFault("SHA-256 is not available");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) {
        hex += digits[digest[i] >> 4U];
        hex += digits[digest[i] & 15U];
    }
    return hex;
}

}  // namespace ecoute::storage
