#include "server/http/handshakes.hpp"

#include <openssl/ssl.h>

#include <stdexcept>

#include "server/request_log.hpp"

namespace ecoute::server {
namespace {

namespace ssl = boost::asio::ssl;
constexpr std::chrono::hours between_looks{24};

/// HTTP/1.1 is all we speak (RFC 7301); a client that offers nothing of it goes on without.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned offered_length, void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, length, ours, sizeof ours - 1, offered, offered_length) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

std::shared_ptr<ssl::context> context_of(const ServerCertificate& certificate) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    auto* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // an idle connection keeps 34 kB less
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    boost::system::error_code failed;
    context->use_certificate_chain(boost::asio::buffer(certificate.chain), failed);
    if (failed) throw std::runtime_error("certificate: " + failed.message());
    context->use_private_key(boost::asio::buffer(certificate.key), ssl::context::pem, failed);
    if (failed) throw std::runtime_error("private key: " + failed.message());
    if (SSL_CTX_check_private_key(native) != 1) throw std::runtime_error("the private key is not the certificate's");
    return context;
}

}  // namespace

Handshakes::Handshakes(const TlsOptions& options)
    : certificate_(options.certificate),
      in_use_(certificate_()),
      context_(context_of(in_use_)),
      next_(std::chrono::steady_clock::now() + between_looks) {}

std::shared_ptr<ssl::context> Handshakes::context() const {
    const std::scoped_lock lock{mutex_};
    return context_;
}

bool Handshakes::is_due() {
    auto next = next_.load();
    const auto now = std::chrono::steady_clock::now();
    return now >= next && next_.compare_exchange_strong(next, now + between_looks);
}

void Handshakes::renew() {
    try {
        auto fresh = certificate_();
        if (fresh == in_use_) return;
        auto context = context_of(fresh);
        const std::scoped_lock lock{mutex_};
        in_use_ = std::move(fresh);
        context_ = std::move(context);
    } catch (const std::exception& fault) {
        log_fault("-", "tls.certificate", fault.what());  // the one in use goes on; tomorrow is another day
    }
}

}  // namespace ecoute::server
