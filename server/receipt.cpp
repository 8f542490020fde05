#include "server/receipt.hpp"

#include <sodium.h>

#include <array>
#include <cassert>
#include <cstdint>

#include "server/code_letters.hpp"

namespace ecoute::server {
namespace {

constexpr std::size_t half_code = 5;

/// The ten letters of a code as it is typed, as they were meant; "" when it can't be one.
std::string letters_of(std::string_view code) { return typed_letters(code, 2 * half_code); }

/// The first 50 bits as XXXXX-XXXXX.
std::string code_of(std::uint64_t bits) {
    std::string code;
    for (std::size_t i = 0; i < 2 * half_code; ++i) {
        if (i == half_code) code += '-';
        code += crockford[bits >> 59];
        bits <<= 5;
    }
    return code;
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// The letters are only 50 bits: with the server's own key nobody guesses them from the data file alone.
std::string key_of(const Settings& settings, std::string_view letters) {
    std::string key(crypto_secretbox_KEYBYTES, '\0');
    crypto_generichash(bytes(key), key.size(), bytes(letters), letters.size(), bytes(settings.receipt_key),
                       settings.receipt_key.size());
    return key;
}

}  // namespace

std::string receipt_code(const Settings& settings, std::string_view id) {
    assert(settings.receipt_key.size() == crypto_auth_hmacsha256_KEYBYTES && "a receipt key is 32 bytes");
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256(mac.data(), reinterpret_cast<const unsigned char*>(id.data()), id.size(),
                           reinterpret_cast<const unsigned char*>(settings.receipt_key.data()));
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8 | mac[i];
    return code_of(bits);
}

std::string new_code() {
    std::uint64_t bits = 0;
    randombytes_buf(&bits, sizeof bits);
    return code_of(bits);
}

std::string tidy_code(std::string_view typed) {
    auto letters = letters_of(typed);
    return letters.empty() ? letters : letters.insert(half_code, 1, '-');
}

std::string sealed(const Settings& settings, std::string_view code, std::string_view text) {
    const auto letters = letters_of(code);
    assert(!letters.empty() && "only a code of ours seals");
    const auto key = key_of(settings, letters);
    std::string box(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size(), '\0');
    randombytes_buf(box.data(), crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(bytes(box) + crypto_secretbox_NONCEBYTES, bytes(text), text.size(), bytes(box), bytes(key));
    std::string base64(sodium_base64_ENCODED_LEN(box.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(base64.data(), base64.size(), bytes(box), box.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    base64.pop_back();
    return base64;
}

std::string opened(const Settings& settings, std::string_view code, std::string_view sealed) {
    const auto letters = letters_of(code);
    std::string box(sealed.size(), '\0');
    std::size_t size = 0;
    if (letters.empty() || sodium_base642bin(bytes(box), box.size(), sealed.data(), sealed.size(), nullptr, &size, nullptr,
                                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return {};
    constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (size < around) return {};
    std::string text(size - around, '\0');
    const auto key = key_of(settings, letters);
    const bool good = crypto_secretbox_open_easy(bytes(text), bytes(box) + crypto_secretbox_NONCEBYTES,
                                                 size - crypto_secretbox_NONCEBYTES, bytes(box), bytes(key)) == 0;
    return good ? text : std::string{};
}

std::string receipt_hash(std::string_view code) {
    const auto letters = letters_of(code);
    if (letters.empty()) return {};
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(letters.data()), letters.size());
    return hash;
}

}  // namespace ecoute::server
