#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "forms/expression/convert.hpp"
#include "forms/expression/evaluation.hpp"
#include "forms/expression/unicode.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

const EVP_MD* algorithm(const std::string& name) {
    struct Row {
        std::string_view name;
        const EVP_MD* (*algorithm)();
    };
    constexpr std::array rows{Row{"md5", EVP_md5}, Row{"sha-1", EVP_sha1}, Row{"sha-256", EVP_sha256},
                              Row{"sha-384", EVP_sha384}, Row{"sha-512", EVP_sha512}};
    for (const auto& row : rows)
        if (row.name == name) return row.algorithm();
    return nullptr;
}

std::string hexadecimal(const std::vector<unsigned char>& bytes) {
    std::string text;
    for (const auto byte : bytes) (text += "0123456789abcdef"[byte >> 4]) += "0123456789abcdef"[byte & 15];
    return text;
}

std::string base64(const std::vector<unsigned char>& bytes) {
    std::string text((bytes.size() + 2) / 3 * 4, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
    return text;
}

/// digest(text, algorithm, "hex" or "base64"?): base64 when not said; "" for an algorithm that is none.
Value digest(Arguments& a) {
    const auto text = a.text(0);
    const auto* chosen = algorithm(lower(a.text(1)));
    if (chosen == nullptr) return std::string();
    std::vector<unsigned char> bytes(EVP_MAX_MD_SIZE);
    unsigned int length = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &length, chosen, nullptr) != 1) return std::string();
    bytes.resize(length);
    return a.size() > 2 && lower(a.text(2)) == "hex" ? hexadecimal(bytes) : base64(bytes);
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto length = character_length(text.substr(at));
        const auto point = code_point(text.substr(at, length));
        const bool surrogate = point >= 0xD800 && point <= 0xDFFF;  // also how a stray byte reads
        constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
        if (surrogate || point > 0x10FFFF || point < least[length]) return false;
        at += length;
    }
    return true;
}

/// What base64 stands for; nothing when it is not base64.
std::string bytes_of_base64(std::string_view text) {
    std::string bytes;
    if (text.size() % 4 != 0) return {};
    for (std::size_t at = 0; at < text.size(); at += 4) {
        std::uint32_t group = 0;
        std::size_t padding = 0;
        for (std::size_t i = at; i < at + 4; ++i) {
            const auto digit = base64_digits.find(text[i]);
            const bool pads = text[i] == '=' && at + 4 == text.size() && i >= at + 2;
            if (digit == std::string_view::npos ? !pads : padding > 0) return {};
            padding += pads ? 1 : 0;
            group = group << 6 | (pads ? 0 : static_cast<std::uint32_t>(digit));
        }
        for (std::size_t i = 0; i < 3 - padding; ++i) bytes += static_cast<char>(group >> (16 - 8 * i) & 0xFF);
    }
    return bytes;
}

/// base64-decode(text): "" when it is not base64 of UTF-8.
Value base64_decode(Arguments& a) {
    auto bytes = bytes_of_base64(a.text(0));
    return is_utf8(bytes) ? bytes : std::string();
}

constexpr std::size_t signature_bytes = 64, key_bytes = 32;  // RFC 8032, section 5.1

/// True when `signature` is what the owner of this Ed25519 key made of `message`.
bool is_signed(std::string_view message, std::string_view signature, std::string_view key) {
    const auto bytes = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> owner(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(key), key.size()), EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> check(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return owner && check && EVP_DigestVerifyInit(check.get(), nullptr, nullptr, nullptr, owner.get()) == 1 &&
           EVP_DigestVerify(check.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
}

/// extract-signed(contents, key): what was signed, of base64 of a signature and the signed text, when the base64 key is that of
/// the signer; else "". As JavaRosa's, for codes on printed invitations.
Value extract_signed(Arguments& a) {
    const auto contents = bytes_of_base64(a.text(0)), key = bytes_of_base64(a.text(1));
    if (contents.size() < signature_bytes || key.size() != key_bytes) return std::string();
    auto message = contents.substr(signature_bytes);
    const bool believed = is_signed(message, std::string_view(contents).substr(0, signature_bytes), key);
    return believed && is_utf8(message) ? message : std::string();
}

constexpr std::array table{
    Function{"digest", 2, 3, Gives::text, digest, Wants::values, Browser::more},
    Function{"base64-decode", 1, 1, Gives::text, base64_decode, Wants::values, Browser::more},
    Function{"extract-signed", 2, 2, Gives::text, extract_signed, Wants::values, Browser::more},
};

}  // namespace

std::span<const Function> code_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression
