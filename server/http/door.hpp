#pragma once
#include <cstdint>
#include <functional>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "server/desk.hpp"
#include "server/http/limits.hpp"
#include "server/tls/authority.hpp"

namespace ecoute::server {

/// How the door speaks TLS.
struct TlsOptions {
    /// The certificate to serve, asked for at the start and once a day, on a worker: it may be another one by then.
    std::function<ServerCertificate()> certificate;
    /// http is answered on the same port, for devices that don't know the authority; otherwise it is sent on to https.
    bool plain_too = true;
};

struct DoorOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free port
    unsigned connection_threads = 2;
    unsigned workers = 2;
    Patience patience = {};
    std::optional<TlsOptions> tls = {};
};

/// Accepts connections, reads requests within limits (largest body, slowest sender), routes them, writes replies. The
/// only code that knows Beast and Asio.
class Door {
public:
    /// Binds at once; throws std::runtime_error with a plain sentence when the address is taken or not ours, or the
    /// certificate can't be used.
    Door(const DoorOptions& options, Desk& desk);
    ~Door();  ///< stops and joins
    std::uint16_t port() const noexcept;
    void run();    ///< serves until stop(), or SIGINT or SIGTERM when `stop_on_signals` was called
    void start();  ///< the same on threads of its own; returns at once
    void stop();   ///< finishes what is being answered, then returns from run()
    void stop_on_signals();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ecoute::server
