#pragma once
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <ctime>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "server/http/door.hpp"
#include "server/http/message.hpp"
#include "server/http/waiting_room.hpp"

/// Inside the door, for connection.cpp and door.cpp alone. One thread a lane, each with its own connections: nothing of
/// a connection is touched by two threads, but for its reply, which a worker or the store's writer hands over through
/// the lane's mailbox.
namespace ecoute::server {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;
inline constexpr SteadyTime never = SteadyTime::max();

/// Asio's types bound to the one executor that there is here: the general ones cost a virtual call an operation.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Task = asio::awaitable<void, Executor>;
using Awaiting = asio::use_awaitable_t<Executor>;
inline constexpr auto awaiting = asio::as_tuple(Awaiting{});

struct Connection;
class Handshakes;

/// Replies on their way to the connections of one lane, from any thread. Outlives the lane, for the sake of replies
/// that come late.
class Mailbox {
public:
    explicit Mailbox(asio::io_context& context) : context_(&context) {}
    void put(std::shared_ptr<Connection> to, Reply reply);
    /// No letter is delivered any more; the connections that still wait let go of their lane.
    void close(const std::set<Connection*>& connections);

private:
    struct Letter {
        std::shared_ptr<Connection> to;
        Reply reply;
    };
    void deliver();
    std::mutex mutex_;
    asio::io_context* context_;
    std::vector<Letter> letters_;
};

/// One thread and its connections.
struct Lane {
    Lane(const DoorOptions& given, Desk& at, asio::thread_pool& pool) : options(given), desk(at), workers(pool) {}
    void run();
    void stop();  ///< on the lane's own thread
    void finish_if_stopped();
    std::string_view date_now();
    std::string next_request_id();

    const DoorOptions& options;
    Desk& desk;
    asio::thread_pool& workers;
    WaitingRoom* room = nullptr;  ///< for the workers
    Handshakes* handshakes = nullptr;  ///< nullptr: no TLS
    asio::io_context context{1};
    std::optional<asio::executor_work_guard<Executor>> work{context.get_executor()};
    std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>(context);
    std::set<Connection*> connections;
    std::thread::id thread;
    bool stopping = false;

private:
    void wait_for_tick();
    void look_at_the_clock();
    Timer tick_{context};
    SteadyTime give_up_ = never;
    std::string date_;
    std::time_t date_of_ = 0;
    std::uint32_t requests_ = 0;
};

}  // namespace ecoute::server
