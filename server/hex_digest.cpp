#include "server/hex_digest.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <stdexcept>

namespace ecoute::server {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

Digest sha256(std::string_view bytes) {
    Digest digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return digest;
}

std::string in_hex(const Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : digest) text.append({digits[byte >> 4], digits[byte & 15]});
    return text;
}

void must(bool done) {
    if (!done) throw std::runtime_error("no SHA-256");
}

}  // namespace

struct RunningSha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

RunningSha256::RunningSha256() : state_(std::make_unique<State>()) { must(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1); }
RunningSha256::~RunningSha256() = default;

void RunningSha256::add(std::string_view bytes) { must(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1); }

std::string RunningSha256::hex() {
    Digest digest{};
    must(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr) == 1);
    return in_hex(digest);
}

std::string hex_sha256(std::string_view bytes) { return in_hex(sha256(bytes)); }

std::string repr_digest(std::string_view body) {
    const auto digest = sha256(body);
    std::array<unsigned char, 48> base64{};  // 44 signs and the zero that OpenSSL writes behind them
    const int signs = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
    return "sha-256=:" + std::string(reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(signs)) + ":";
}

}  // namespace ecoute::server
