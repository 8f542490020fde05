#include "server/http/client.hpp"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

namespace ecoute::server {
namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;

/// Largest reply read: a whole campaign's export.
constexpr std::uint64_t largest_reply_bytes = 1024ULL * 1024 * 1024;

[[noreturn]] void fail(std::string_view what) { throw NetworkFault(std::string(what) + ": " + std::strerror(errno)); }

int connected(const addrinfo& address) {
    const int made = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
    if (made < 0) return made;
    if (::connect(made, address.ai_addr, address.ai_addrlen) == 0) return made;
    const int why = errno;
    ::close(made);
    errno = why;
    return -1;
}

/// Blocks until something can be read; false when the other side is slower than allowed.
bool readable(int socket, std::chrono::milliseconds patience) {
    pollfd wanted{socket, POLLIN, 0};
    return ::poll(&wanted, 1, static_cast<int>(patience.count())) > 0;
}

Client::Reply reply_of(http::response<http::string_body>&& message) {
    Client::Reply reply{static_cast<int>(message.result_int()), {}, std::move(message.body())};
    for (const auto& one : message)
        reply.headers.emplace_back(std::string(one.name_string()), std::string(one.value()));
    return reply;
}

}  // namespace

std::string_view Client::Reply::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& field) {
        return boost::beast::iequals({field.first.data(), field.first.size()}, {name.data(), name.size()});
    });
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

Client::Client(std::string host, std::uint16_t port, std::chrono::milliseconds patience)
    : host_(std::move(host)), port_(port), patience_(patience) {}

Client::~Client() { close(); }

void Client::close() noexcept {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    received_.clear();
}

void Client::connect() {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int failed = ::getaddrinfo(host_.c_str(), std::to_string(port_).c_str(), &wanted, &found); failed != 0)
        throw NetworkFault(host_ + ": " + gai_strerror(failed));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses{found, &::freeaddrinfo};
    for (const auto* address = found; address && socket_ < 0; address = address->ai_next) socket_ = connected(*address);
    if (socket_ < 0) fail("connect");
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

void Client::send_raw(std::string_view bytes) {
    if (socket_ < 0) connect();
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) fail("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

Client::Reply Client::read_reply(bool without_body) {
    std::optional<Parser> parser{std::in_place};
    const auto prepare = [&] {
        parser->body_limit(largest_reply_bytes);
        parser->eager(true);
        parser->skip(without_body);
    };
    prepare();
    for (;;) {
        boost::system::error_code failed;
        const auto read = parser->put(boost::asio::const_buffer(received_.data(), received_.size()), failed);
        received_.erase(0, read);
        if (failed && failed != http::error::need_more) throw NetworkFault("reply: " + failed.message());
        if (parser->is_done() && parser->get().result_int() != 100) break;
        if (parser->is_done()) {  // "100 Continue": the reply itself comes after it
            parser.emplace();
            prepare();
            if (!received_.empty()) continue;
        }
        if (!readable(socket_, patience_)) throw NetworkFault("no reply in time");
        std::array<char, 16 * 1024> piece{};
        const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
        if (got < 0) fail("receive");
        if (got == 0) throw NetworkFault("the server hung up");
        received_.append(piece.data(), static_cast<std::size_t>(got));
    }
    const bool last = !parser->keep_alive();
    auto reply = reply_of(parser->release());
    if (last) close();
    return reply;
}

Client::Reply Client::request(std::string_view method, std::string_view target, std::string_view body,
                              std::string_view content_type, const Fields& headers) {
    if (socket_ >= 0 && closed_by_server()) close();
    std::string text;
    text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: ").append(host_).append("\r\n");
    if (!content_type.empty()) text.append("Content-Type: ").append(content_type).append("\r\n");
    if (!body.empty() || method == "POST")
        text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    for (const auto& [name, value] : headers) text.append(name).append(": ").append(value).append("\r\n");
    text.append("\r\n").append(body);
    send_raw(text);
    return read_reply(method == "HEAD");
}

bool Client::closed_by_server() {
    if (socket_ < 0) return true;
    if (!readable(socket_, std::chrono::milliseconds{0})) return false;
    char one = 0;
    return ::recv(socket_, &one, 1, MSG_PEEK) <= 0;
}

}  // namespace ecoute::server
