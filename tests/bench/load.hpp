#pragma once
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace ecoute::bench {

/// One connection of the load generator: sends a request, waits for its answer, sends the next.
class Sender {
public:
    explicit Sender(std::uint16_t port) {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::abort();
        const int yes = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    int socket() const { return socket_; }
    void send(std::string_view text) {
        if (::send(socket_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) std::abort();
    }
    /// True once the answer is whole; one that does not begin as expected ends the benchmark.
    bool receive(std::string_view expected) {
        std::array<char, 64 * 1024> piece;
        const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
        if (got <= 0) std::abort();
        if (answer_bytes_ == 0) {
            head_.append(piece.data(), static_cast<std::size_t>(got));
            const auto end = head_.find("\r\n\r\n");
            if (end == head_.npos) return false;
            if (!head_.starts_with(expected)) {
                std::cerr << head_ << '\n';
                std::abort();
            }
            const auto length = head_.find("Content-Length: ");
            answer_bytes_ = end + 4 + std::strtoul(head_.c_str() + length + 16, nullptr, 10);
            received_ = head_.size();
        } else {
            received_ += static_cast<std::size_t>(got);
        }
        if (received_ < answer_bytes_) return false;
        head_.clear();
        answer_bytes_ = received_ = 0;
        return true;
    }

private:
    std::string head_;
    std::size_t answer_bytes_ = 0, received_ = 0;
    int socket_ = -1;
};

/// What is sent: the text of request number `n`, on connection `c`, valid until the next call for that connection.
using Requests = std::function<std::string_view(std::size_t n, std::size_t c)>;

/// Sends `count` requests over `connections` connections, each waiting for its answer, and returns when all are
/// answered.
inline void send_all(std::uint16_t port, std::size_t count, std::size_t connections, const Requests& request,
                     std::string_view expected) {
    const int poll = ::epoll_create1(0);
    std::vector<Sender> senders;
    std::size_t next = 0, answered = 0;
    for (std::size_t c = 0; c < connections; ++c) senders.emplace_back(port);
    for (std::size_t c = 0; c < connections; ++c) {
        epoll_event wanted{.events = EPOLLIN, .data = {.u64 = c}};
        ::epoll_ctl(poll, EPOLL_CTL_ADD, senders[c].socket(), &wanted);
        senders[c].send(request(next++, c));
    }
    std::array<epoll_event, 64> ready;
    while (answered < count) {
        const int some = ::epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), -1);
        for (int i = 0; i < some; ++i) {
            const auto c = ready[static_cast<std::size_t>(i)].data.u64;
            if (!senders[c].receive(expected)) continue;
            ++answered;
            if (next < count) senders[c].send(request(next++, c));
        }
    }
    ::close(poll);
    for (auto& sender : senders) ::close(sender.socket());
}

inline double cpu_seconds(int who) {
    rusage used{};
    getrusage(who, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Measured {
    double per_second = 0, server_cpu_us = 0, sender_cpu_us = 0;  ///< CPU a request
};

/// The load generator runs in a process of its own, as it does in life; the CPU of this process is then the server's
/// alone.
inline Measured measure(std::uint16_t port, std::size_t count, std::size_t connections, const Requests& request,
                        std::string_view expected) {
    const auto children_before = cpu_seconds(RUSAGE_CHILDREN), before = cpu_seconds(RUSAGE_SELF);
    const auto started = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        send_all(port, count, connections, request, expected);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) std::abort();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    const auto requests = static_cast<double>(count);
    return {requests / took.count(), (cpu_seconds(RUSAGE_SELF) - before) / requests * 1e6,
            (cpu_seconds(RUSAGE_CHILDREN) - children_before) / requests * 1e6};
}

}  // namespace ecoute::bench
