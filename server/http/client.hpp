#pragma once
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecoute::server {

/// The other side could not be reached, hung up, or did not answer in time.
struct NetworkFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A small blocking HTTP client over one connection that is kept alive: for `ecoute simulate`, tests and benchmarks.
/// Plain http, replies with a Content-Length or chunks. Reconnects by itself when the server closed the connection
/// between two requests.
class Client {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;
    struct Reply {
        int status = 0;
        Fields headers;
        std::string body;
        /// First value of a field, whatever its capitals, or "".
        std::string_view header(std::string_view name) const;
    };

    Client(std::string host, std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds{30});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Throws NetworkFault.
    Reply request(std::string_view method, std::string_view target, std::string_view body = {},
                  std::string_view content_type = {}, const Fields& headers = {});
    Reply get(std::string_view target, const Fields& headers = {}) { return request("GET", target, {}, {}, headers); }
    Reply post_json(std::string_view target, std::string_view body) {
        return request("POST", target, body, "application/json");
    }

    /// Bytes as they are, for tests of what no polite client sends; then the next reply.
    void send_raw(std::string_view bytes);
    Reply read_reply(bool without_body = false);
    /// True when the server closed the connection and nothing more comes.
    bool closed_by_server();
    void close() noexcept;

private:
    void connect();
    std::string received_;
    std::string host_;
    std::uint16_t port_;
    std::chrono::milliseconds patience_;
    int socket_ = -1;
};

}  // namespace ecoute::server
