// The questionnaire's page from the real server, timeouts and security headers on, against the least that can send the
// same bytes: one thread, epoll, recv, send. In turns, the load generator on the same cores. Prints CPU a request and
// the ratio. Usage: bench_pages [DIRECTORY] [REQUESTS] [ROUNDS]
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "load.hpp"
#include "server/attached_lists.hpp"
#include "server/http/client.hpp"
#include "server/http/door.hpp"
#include "server/open_forms.hpp"
#include "server/system_clock.hpp"
#include "storage/sqlite_store.hpp"

namespace {

using namespace ecoute;
using nlohmann::json;

constexpr std::size_t connections = 64;
constexpr std::string_view request =
    "GET /q/charge HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: Mozilla/5.0 (Android 9; Mobile; rv:109.0)\r\n"
    "Accept: text/html,application/xhtml+xml\r\nAccept-Language: fr-FR,fr;q=0.8\r\nAccept-Encoding: gzip, deflate\r\n"
    "Connection: keep-alive\r\n\r\n";

std::string questionnaire() {
    auto questions = json::array();
    for (int i = 0; i < 40; ++i)
        questions.push_back({{"type", "select_one"},
                             {"choices", "accord"},
                             {"name", "question_" + std::to_string(i)},
                             {"label", {{"fr", "Que pensez-vous du point " + std::to_string(i) + " ?"}}}});
    auto accord = json::array();
    for (const auto* name : {"oui", "non", "plutot_oui", "plutot_non"})
        accord.push_back({{"name", name}, {"label", {{"fr", name}}}});
    return json{{"ecoute", 1},
                {"id", "charge"},
                {"version", "1"},
                {"title", {{"fr", "Charge"}}},
                {"default_language", "fr"},
                {"choices", {{"accord", accord}}},
                {"questions", questions}}
        .dump();
}

/// The baseline: answers whatever ends with an empty line with the same bytes, one recv and one send a request.
class BareServer {
public:
    explicit BareServer(std::string reply) : reply_(std::move(reply)), listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::abort();
        ::listen(listening_, 128);
        socklen_t size = sizeof address;
        ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    std::uint16_t port() const { return port_; }
    /// Serves until `connections` connections came and went.
    void run() {
        const int poll = ::epoll_create1(0);
        const auto watch = [&](int socket) {
            epoll_event wanted{.events = EPOLLIN, .data = {.fd = socket}};
            ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &wanted);
        };
        watch(listening_);
        std::array<epoll_event, 64> ready;
        std::array<char, 4096> piece;
        for (std::size_t gone = 0; gone < connections;) {
            const int some = ::epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), -1);
            for (int i = 0; i < some; ++i) {
                const int socket = ready[static_cast<std::size_t>(i)].data.fd;
                if (socket == listening_) {
                    const int made = ::accept(listening_, nullptr, nullptr);
                    const int yes = 1;
                    ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                    watch(made);
                } else if (::recv(socket, piece.data(), piece.size(), 0) > 0) {
                    if (::send(socket, reply_.data(), reply_.size(), 0) != static_cast<ssize_t>(reply_.size()))
                        std::abort();
                } else {
                    ::close(socket);
                    ++gone;
                }
            }
        }
        ::close(poll);
        ::close(listening_);
    }

private:
    std::string reply_;
    int listening_;
    std::uint16_t port_ = 0;
};

bench::Measured measured(std::uint16_t port, std::size_t count) {
    return bench::measure(
        port, count, connections, [](std::size_t, std::size_t) { return request; }, "HTTP/1.1 200");
}

}  // namespace

int main(int count, char** arguments) {
    const auto directory = std::filesystem::path{count > 1 ? arguments[1] : "."} / "bench-pages";
    const std::size_t requests = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 200'000;
    const int rounds = count > 3 ? std::atoi(arguments[3]) : 3;
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    {
        const server::SystemClock clock;
        const auto store = storage::open_sqlite_store(directory, clock);
        if (!server::create_campaign(*store, {.id = "charge"}, questionnaire()).mistakes.empty()) std::abort();
        store->campaigns().set_open("charge", true, "2026-01-01").value();
        const auto forms = server::make_open_forms(*store);
        const auto snapshots = server::make_snapshots(*store, clock, std::string(32, 'c'));
        const server::Words words;
        const server::Settings settings{"", std::string(32, 'k'), false};
        server::Desk desk{*store, clock, *forms, *snapshots, words, settings};
        server::Door door({.port = 0}, desk);
        door.start();
        server::Client client("127.0.0.1", door.port());
        client.send_raw(request);
        const auto page = client.read_reply();
        std::string bytes = "HTTP/1.1 200 OK\r\n";
        for (const auto& [name, value] : page.headers) bytes.append(name).append(": ").append(value).append("\r\n");
        bytes.append("\r\n").append(page.body);
        std::cout << "a page is " << page.body.size() << " bytes, its head " << bytes.size() - page.body.size() << '\n';
        for (int round = 0; round < rounds; ++round) {
            BareServer bare{bytes};
            std::jthread serving([&] { bare.run(); });
            const auto least = measured(bare.port(), requests);
            const auto ours = measured(door.port(), requests);
            std::cout << "CPU a request: epoll " << least.server_cpu_us << " us, server " << ours.server_cpu_us
                      << " us, ratio " << ours.server_cpu_us / least.server_cpu_us
                      << "; requests a second: " << static_cast<long>(least.per_second) << " and "
                      << static_cast<long>(ours.per_second) << '\n';
        }
        door.stop();
    }
    std::filesystem::remove_all(directory);
}
