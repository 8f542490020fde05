#include "server/tls/certificates.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <utility>

#include "storage/store.hpp"

namespace ecoute::server::tls {
namespace {

using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Names = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;
using ExtensionOwned = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

[[noreturn]] void fail(std::string_view what) {
    std::array<char, 256> why{};
    ERR_error_string_n(ERR_get_error(), why.data(), why.size());
    ERR_clear_error();
    throw storage::StorageFault{"certificates: " + std::string(what) + ": " + why.data()};
}

/// OpenSSL says 1 for success.
void must(int outcome, std::string_view what) {
    if (outcome != 1) fail(what);
}

Bio reading(std::string_view text) { return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))}; }

std::string text_of(BIO& bio) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(&bio, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

/// A serial number nobody can guess (RFC 5280 4.1.2.2: positive, at most 20 bytes).
void set_serial(X509& certificate) {
    std::array<unsigned char, 16> bytes{};
    must(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())), "random");
    bytes[0] &= 0x7F;
    bytes[0] |= 0x01;
    const std::unique_ptr<BIGNUM, Freed<BN_free>> number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    if (!number || !BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate))) fail("serial");
}

void set_time(ASN1_TIME* where, std::chrono::sys_seconds time) {
    if (!ASN1_TIME_adj(where, static_cast<time_t>(time.time_since_epoch().count()), 0, 0)) fail("time");
}

void add_name(X509_NAME* to, const char* field, const std::string& value) {
    if (value.empty()) return;
    must(X509_NAME_add_entry_by_txt(to, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                    static_cast<int>(value.size()), -1, 0),
         field);
}

void add_extension(X509& certificate, const X509& issuer, const Extension& wanted) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, const_cast<X509*>(&issuer), &certificate, nullptr, nullptr, 0);
    X509V3_set_ctx_nodb(&context);
    const ExtensionOwned extension{X509V3_EXT_conf_nid(nullptr, &context, wanted.nid, wanted.value.c_str())};
    if (!extension) fail(wanted.value);
    must(X509_add_ext(&certificate, extension.get(), -1), wanted.value);
}

std::string address_text(const ASN1_OCTET_STRING& bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = ASN1_STRING_length(&bytes) == 4 ? AF_INET : AF_INET6;
    return inet_ntop(family, ASN1_STRING_get0_data(&bytes), text.data(), text.size()) ? text.data() : "";
}

}  // namespace

Key new_key() {
    Key key{EVP_EC_gen("P-256")};
    if (!key) fail("key");
    return key;
}

Key key_from(std::string_view pem) {
    const auto bio = reading(pem);
    Key key{PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)};
    if (!key) fail("private key");
    return key;
}

Certificate certificate_from(std::string_view pem) {
    const auto bio = reading(pem);
    Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
    if (!certificate) fail("certificate");
    return certificate;
}

std::string pem_of(const EVP_PKEY& key) {
    const Bio bio{BIO_new(BIO_s_mem())};
    must(PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr), "private key");
    return text_of(*bio);
}

std::string pem_of(const X509& certificate) {
    const Bio bio{BIO_new(BIO_s_mem())};
    must(PEM_write_bio_X509(bio.get(), &certificate), "certificate");
    return text_of(*bio);
}

std::string der_of(const X509& certificate) {
    const Bio bio{BIO_new(BIO_s_mem())};
    must(i2d_X509_bio(bio.get(), &certificate), "certificate");
    return text_of(*bio);
}

Certificate signed_certificate(const NewCertificate& wanted, EVP_PKEY& subject, const X509* issuer,
                               EVP_PKEY& issuer_key) {
    Certificate made{X509_new()};
    if (!made) fail("certificate");
    must(X509_set_version(made.get(), X509_VERSION_3), "version");
    set_serial(*made);
    set_time(X509_getm_notBefore(made.get()), wanted.from);
    set_time(X509_getm_notAfter(made.get()), wanted.until);
    auto* name = X509_get_subject_name(made.get());
    add_name(name, "O", wanted.organisation);
    add_name(name, "CN", wanted.common_name);
    const X509& signer = issuer ? *issuer : std::as_const(*made);
    must(X509_set_issuer_name(made.get(), X509_get_subject_name(&signer)), "issuer");
    must(X509_set_pubkey(made.get(), &subject), "public key");
    for (const auto& extension : wanted.extensions) add_extension(*made, signer, extension);
    if (X509_sign(made.get(), &issuer_key, EVP_sha256()) == 0) fail("sign");
    return made;
}

std::vector<std::string> names_of(const X509& certificate) {
    std::vector<std::string> names;
    const Names all{static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr))};
    for (int at = 0; all && at < sk_GENERAL_NAME_num(all.get()); ++at) {
        const auto* one = sk_GENERAL_NAME_value(all.get(), at);
        if (one->type == GEN_DNS)
            names.push_back("DNS:" + std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(one->d.dNSName)),
                                                 static_cast<std::size_t>(ASN1_STRING_length(one->d.dNSName))));
        if (one->type == GEN_IPADD) names.push_back("IP:" + address_text(*one->d.iPAddress));
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::chrono::sys_seconds end_of(const X509& certificate) {
    const std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME_free>> epoch{ASN1_TIME_set(nullptr, 0)};
    int days = 0, seconds = 0;
    if (!epoch || ASN1_TIME_diff(&days, &seconds, epoch.get(), X509_get0_notAfter(&certificate)) != 1) fail("time");
    return std::chrono::sys_seconds{std::chrono::days{days} + std::chrono::seconds{seconds}};
}

}  // namespace ecoute::server::tls
