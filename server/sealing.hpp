#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "forms/problem.hpp"

/// Opens what tablets sealed: JWE in its compact form (RFC 7516), ECDH-ES on P-256 (RFC 7518 section 4.6) with A256GCM, and
/// nothing else. server/web/tablet/sealed.js makes it.
namespace ecoute::server {

/// The longest sealed text that is opened: an answer of 1 MiB, in base64, with its header.
inline constexpr std::size_t longest_sealed_bytes = 1'400'000;
/// A header names algorithms, a key and a point: 300 bytes.
inline constexpr std::size_t longest_sealed_header_bytes = 4'096;

/// A public key as a JWK of kty "EC", crv "P-256".
struct PublicKey {
    std::string x, y;  ///< base64url
    std::string kid;   ///< RFC 7638 thumbprint
};

/// Concat KDF of NIST SP 800-56A with SHA-256, laid out as RFC 7518 section 4.6.2 says; one round: up to 32 bytes.
std::string derived_key(std::string_view shared, std::string_view algorithm, std::size_t key_bytes, std::string_view apu, std::string_view apv);

/// One P-256 key a campaign, in a file of its own beside the data ("keys/sealing-...", readable by its owner alone), made when
/// it is first needed. From any thread. Throws storage::StorageFault when a file can't be read or written, or is damaged.
class SealingKeys {
public:
    explicit SealingKeys(std::filesystem::path data_directory);
    ~SealingKeys();
    PublicKey public_key(std::string_view campaign) const;
    /// What was sealed for the campaign. sealed_unreadable for all that was not: other algorithms, another key, a point off the
    /// curve, a changed byte, too long.
    forms::Result<std::string> opened(std::string_view campaign, std::string_view sealed) const;

private:
    struct Key;
    std::shared_ptr<const Key> key_of(std::string_view campaign) const;
    std::filesystem::path data_directory_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::shared_ptr<const Key>, std::less<>> keys_;
};

/// True for what has the shape of a compact JWE: five parts of base64url between dots.
bool looks_sealed(std::string_view text) noexcept;

}  // namespace ecoute::server
