#pragma once
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/tls/freed.hpp"

/// OpenSSL's objects as values, for server/tls/ alone. Every function throws storage::StorageFault when OpenSSL fails.
namespace ecoute::server::tls {

using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;

Key new_key();  ///< P-256: short, quick on a phone, taken by every browser
Key key_from(std::string_view pem);
Certificate certificate_from(std::string_view pem);
std::string pem_of(const EVP_PKEY& key);
std::string pem_of(const X509& certificate);
std::string der_of(const X509& certificate);

/// One extension in OpenSSL's configuration language: {NID_basic_constraints, "critical,CA:TRUE"}.
struct Extension {
    int nid;
    std::string value;
};

struct NewCertificate {
    std::string common_name, organisation;
    std::chrono::sys_seconds from, until;
    std::vector<Extension> extensions;
};
/// Signs `wanted` for `subject` with the issuer's key (the subject's own for an authority).
Certificate signed_certificate(const NewCertificate& wanted, EVP_PKEY& subject, const X509* issuer,
                               EVP_PKEY& issuer_key);

/// Alternative names of a certificate, "DNS:ecoute.local" and "IP:192.168.4.1", sorted.
std::vector<std::string> names_of(const X509& certificate);
std::chrono::sys_seconds end_of(const X509& certificate);

}  // namespace ecoute::server::tls
