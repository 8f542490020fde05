#pragma once
#include <atomic>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>

#include "server/http/door.hpp"

namespace ecoute::server {

/// The certificate in use, as OpenSSL's context; changed while the door is open, without touching connections.
/// Inside the door only.
class Handshakes {
public:
    /// Throws std::runtime_error with the cause when the certificate or its key can't be used.
    explicit Handshakes(const TlsOptions& options);
    std::shared_ptr<boost::asio::ssl::context> context() const;  ///< from any thread
    /// True once a day, for one caller, who then calls `renew` where it may wait.
    bool is_due();
    void renew();

private:
    std::function<ServerCertificate()> certificate_;
    ServerCertificate in_use_;
    mutable std::mutex mutex_;
    std::shared_ptr<boost::asio::ssl::context> context_;
    std::atomic<std::chrono::steady_clock::time_point> next_;
};

}  // namespace ecoute::server
