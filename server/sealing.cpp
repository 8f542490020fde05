#include "server/sealing.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "server/access.hpp"
#include "server/keys.hpp"
#include "server/tls/freed.hpp"
#include "storage/store.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

using tls::Freed;
using PKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using PKeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using ParamsBuild = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;

constexpr std::size_t coordinate_bytes = 32, iv_bytes = 12, tag_bytes = 16, key_bytes = 32;
constexpr int base64url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string encoded(std::string_view text) {
    std::string out(sodium_base64_encoded_len(text.size(), base64url), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes(text), text.size(), base64url);
    out.resize(out.size() - 1);  // its closing zero
    return out;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes(out), out.size(), text.data(), text.size(), nullptr, &length, &end, base64url) != 0) return std::nullopt;
    if (end != text.data() + text.size()) return std::nullopt;
    out.resize(length);
    return out;
}

/// A member of the header or of its key that must be a text; "" when it is missing or something else.
std::string text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string decoded_text_of(const json& object, const char* name) { return decoded(text_of(object, name)).value_or(""); }

/// The point as a key; nothing when it is not on the curve.
PKey point_key(const std::string& x, const std::string& y) {
    const std::string point = "\x04" + x + y;
    const ParamsBuild build{OSSL_PARAM_BLD_new()};
    OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    const Params params{OSSL_PARAM_BLD_to_param(build.get())};
    const PKeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    EVP_PKEY* made = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    PKey key{made};
    const PKeyContext check{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
    return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(key) : nullptr;
}

std::optional<std::string> agreed(EVP_PKEY* ours, EVP_PKEY* theirs) {
    const PKeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, ours, nullptr)};
    std::size_t length = coordinate_bytes;
    std::string shared(length, '\0');
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 || EVP_PKEY_derive_set_peer(context.get(), theirs) != 1 ||
        EVP_PKEY_derive(context.get(), bytes(shared), &length) != 1 || length != coordinate_bytes)
        return std::nullopt;
    return shared;
}

std::string four_bytes(std::size_t number) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text.push_back(static_cast<char>(number >> shift & 0xFF));
    return text;
}

std::string with_length(std::string_view text) { return four_bytes(text.size()) + std::string{text}; }

/// The five parts of a compact JWE; nothing when there are not five.
std::optional<std::array<std::string_view, 5>> parts_of(std::string_view sealed) {
    std::array<std::string_view, 5> parts;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const auto dot = sealed.find('.');
        if ((dot == sealed.npos) != (part + 1 == parts.size())) return std::nullopt;
        parts[part] = sealed.substr(0, dot);
        sealed.remove_prefix(dot == sealed.npos ? sealed.size() : dot + 1);
    }
    return parts;
}

/// AES-256-GCM. Nothing when the tag does not fit: then no byte of the text is given out.
std::optional<std::string> decrypted(const std::string& key, std::string_view header, const std::string& iv, const std::string& box,
                                     std::string tag) {
    const Cipher cipher{EVP_CIPHER_CTX_new()};
    std::string text(box.size(), '\0');
    int length = 0, rest = 0;
    const bool opened = cipher && EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(iv)) == 1 &&
                        EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes(header), static_cast<int>(header.size())) == 1 &&
                        (box.empty() || EVP_DecryptUpdate(cipher.get(), bytes(text), &length, bytes(box), static_cast<int>(box.size())) == 1) &&
                        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag.size()), tag.data()) == 1 &&
                        EVP_DecryptFinal_ex(cipher.get(), bytes(text) + text.size(), &rest) == 1;
    if (!opened) return std::nullopt;
    return text;
}

std::string coordinate(EVP_PKEY* key, const char* which) {
    BIGNUM* read = nullptr;
    EVP_PKEY_get_bn_param(key, which, &read);
    const Number number{read};
    std::string text(coordinate_bytes, '\0');
    if (!number || BN_bn2binpad(number.get(), bytes(text), static_cast<int>(text.size())) < 0) return {};
    return text;
}

/// RFC 7638: SHA-256 of the required members in order of their names.
std::string thumbprint(const PublicKey& key) {
    const auto members = R"({"crv":"P-256","kty":"EC","x":")" + key.x + R"(","y":")" + key.y + "\"}";
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(bytes(digest), bytes(members), members.size());
    return encoded(digest);
}

std::string new_pem() {
    const PKey key{EVP_EC_gen("P-256")};
    const Bio out{BIO_new(BIO_s_mem())};
    if (!key || !out || PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        throw storage::StorageFault{"can't make a sealing key"};
    char* text = nullptr;
    const auto length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

}  // namespace

struct SealingKeys::Key {
    PKey key;
    PublicKey pub;
};

std::string derived_key(std::string_view shared, std::string_view algorithm, std::size_t length, std::string_view apu, std::string_view apv) {
    const auto input = four_bytes(1) + std::string{shared} + with_length(algorithm) + with_length(apu) + with_length(apv) + four_bytes(length * 8);
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(bytes(digest), bytes(input), input.size());
    return digest.substr(0, length);
}

bool looks_sealed(std::string_view text) noexcept {
    const auto is_ours = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    };
    return text.starts_with("ey") && std::count(text.begin(), text.end(), '.') == 4 && std::all_of(text.begin(), text.end(), is_ours);
}

SealingKeys::SealingKeys(std::filesystem::path data_directory) : data_directory_{std::move(data_directory)} {}
SealingKeys::~SealingKeys() = default;

std::shared_ptr<const SealingKeys::Key> SealingKeys::key_of(std::string_view campaign) const {
    const std::scoped_lock lock{mutex_};
    if (const auto known = keys_.find(campaign); known != keys_.end()) return known->second;
    // The name of the file is a hash: an id may hold what no file's name may.
    const auto pem = secret_file(data_directory_, "sealing-" + token_hash(campaign).substr(0, 32) + ".pem", new_pem);
    const Bio in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    auto key = std::make_shared<Key>();
    key->key.reset(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    if (!key->key || EVP_PKEY_is_a(key->key.get(), "EC") != 1) throw storage::StorageFault{"damaged sealing key"};
    const auto x = coordinate(key->key.get(), OSSL_PKEY_PARAM_EC_PUB_X), y = coordinate(key->key.get(), OSSL_PKEY_PARAM_EC_PUB_Y);
    if (x.empty() || y.empty()) throw storage::StorageFault{"damaged sealing key"};
    key->pub = {encoded(x), encoded(y), {}};
    key->pub.kid = thumbprint(key->pub);
    return keys_.emplace(campaign, std::move(key)).first->second;
}

PublicKey SealingKeys::public_key(std::string_view campaign) const { return key_of(campaign)->pub; }

forms::Result<std::string> SealingKeys::opened(std::string_view campaign, std::string_view sealed) const {
    const forms::Problem unreadable{forms::Code::sealed_unreadable, "", "", {}};
    const auto parts = sealed.size() <= longest_sealed_bytes ? parts_of(sealed) : std::nullopt;
    if (!parts || (*parts)[0].size() > longest_sealed_header_bytes || !(*parts)[1].empty()) return unreadable;
    const auto header = json::parse(decoded((*parts)[0]).value_or(""), nullptr, false);
    if (!header.is_object() || text_of(header, "alg") != "ECDH-ES" || text_of(header, "enc") != "A256GCM") return unreadable;
    // Members that change how it is read, and that we don't know (RFC 7516 section 4.1.13; "zip").
    if (header.contains("crit") || header.contains("zip")) return unreadable;
    const auto epk = header.value("epk", json::object());
    if (!epk.is_object() || text_of(epk, "kty") != "EC" || text_of(epk, "crv") != "P-256") return unreadable;
    const auto x = decoded_text_of(epk, "x"), y = decoded_text_of(epk, "y");
    const auto iv = decoded((*parts)[2]), box = decoded((*parts)[3]), tag = decoded((*parts)[4]);
    const bool sizes = x.size() == coordinate_bytes && y.size() == coordinate_bytes && iv && iv->size() == iv_bytes && box && tag &&
                       tag->size() == tag_bytes;
    if (!sizes) return unreadable;
    const auto theirs = point_key(x, y);
    const auto ours = key_of(campaign);
    const auto shared = theirs ? agreed(ours->key.get(), theirs.get()) : std::nullopt;
    if (!shared) return unreadable;
    const auto key = derived_key(*shared, "A256GCM", key_bytes, decoded_text_of(header, "apu"), decoded_text_of(header, "apv"));
    auto text = decrypted(key, (*parts)[0], *iv, *box, *tag);
    if (!text) return unreadable;
    return *std::move(text);
}

}  // namespace ecoute::server
