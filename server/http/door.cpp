#include "server/http/door.hpp"

#include <pthread.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <deque>
#include <stdexcept>

#include "server/http/connection.hpp"
#include "server/http/handshakes.hpp"

namespace ecoute::server {
namespace {

/// As many files as the machine allows, since a connection is one.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Door::Inside {
    Inside(const DoorOptions& given, Desk& at) : options(given), desk(at), workers(std::max(1U, given.workers)) {
        if (options.tls) handshakes = std::make_unique<Handshakes>(*options.tls);
        for (unsigned i = 0; i < std::max(1U, options.connection_threads); ++i) {
            lanes.emplace_back(options, desk, workers);
            lanes.back().room = &room;
            lanes.back().handshakes = handshakes.get();
        }
        acceptor.emplace(lanes.front().context);
        signals.emplace(lanes.front().context);
    }
    void listen();
    Task accept();
    void stop();

    DoorOptions options;
    Desk& desk;
    asio::thread_pool workers;
    WaitingRoom room{most_waiting_for_workers, most_waiting_from_one_place};
    std::unique_ptr<Handshakes> handshakes;  ///< nullptr: no TLS
    std::deque<Lane> lanes;
    std::optional<asio::basic_socket_acceptor<tcp, Executor>> acceptor;
    std::optional<asio::basic_signal_set<Executor>> signals;
    std::uint16_t port = 0;
    std::thread background;
};

void Door::Inside::listen() {
    const auto refuse = [&](std::string_view key, const error_code& why) {
        if (why)
            throw std::runtime_error(desk.words.say(
                "fr", key,
                {{"address", options.address}, {"port", std::to_string(options.port)}, {"cause", why.message()}}));
    };
    error_code failed;
    const auto address = asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, failed);
    refuse("door.address_malformed", failed);
    const tcp::endpoint here{address, options.port};
    acceptor->open(here.protocol(), failed);
    refuse("door.not_ours", failed);
    acceptor->set_option(asio::socket_base::reuse_address(true), failed);
    acceptor->bind(here, failed);
    refuse(failed == asio::error::address_in_use ? "door.taken" : "door.not_ours", failed);
    acceptor->listen(asio::socket_base::max_listen_connections, failed);
    refuse(failed == asio::error::address_in_use ? "door.taken" : "door.not_ours", failed);
    port = acceptor->local_endpoint(failed).port();
}

Task Door::Inside::accept() {
    for (std::size_t turn = 0; acceptor->is_open(); ++turn) {
        auto& lane = lanes[turn % lanes.size()];
        auto [failed, socket] = co_await acceptor->async_accept(lane.context, awaiting);
        if (failed == asio::error::operation_aborted) co_return;
        if (failed) {  // no file left, or a client that is gone already: others are served meanwhile
            Timer pause{lanes.front().context, std::chrono::milliseconds{50}};
            co_await pause.async_wait(awaiting);
            continue;
        }
        if (desk.counters->connections.load(std::memory_order_relaxed) >= static_cast<std::int64_t>(most_connections))
            continue;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        socket.non_blocking(true, ignored);
        if (handshakes && handshakes->is_due()) asio::post(workers, [this] { handshakes->renew(); });
        asio::co_spawn(lane.context, welcome(lane, std::move(socket)), asio::detached);
    }
}

void Door::Inside::stop() {
    asio::post(lanes.front().context, [this] {
        error_code ignored;
        acceptor->close(ignored);
        signals->cancel(ignored);
    });
    for (auto& lane : lanes) asio::post(lane.context, [&lane] { lane.stop(); });
}

Door::Door(const DoorOptions& options, Desk& desk) : inside_(std::make_unique<Inside>(options, desk)) {
    inside_->listen();
}

Door::~Door() {
    if (inside_->background.joinable()) {
        stop();
        inside_->background.join();
    }
    inside_->workers.join();
}

std::uint16_t Door::port() const noexcept { return inside_->port; }

void Door::run() {
    raise_file_limit();
    auto& lanes = inside_->lanes;
    asio::co_spawn(lanes.front().context, inside_->accept(), asio::detached);
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < lanes.size(); ++i)
        threads.emplace_back([&lane = lanes[i]] {
            ::pthread_setname_np(::pthread_self(), "ecoute-lane");
            lane.run();
        });
    lanes.front().run();
}

void Door::start() {
    inside_->background = std::thread([this] {
        ::pthread_setname_np(::pthread_self(), "ecoute-lane");
        run();
    });
}

void Door::stop() { inside_->stop(); }

void Door::stop_on_signals() {
    inside_->signals->add(SIGINT);
    inside_->signals->add(SIGTERM);
    inside_->signals->async_wait([this](error_code failed, int) {
        if (!failed) stop();
    });
}

}  // namespace ecoute::server
