#pragma once
#include <boost/asio/ssl/stream.hpp>
#include <cstddef>
#include <optional>
#include <vector>

#include "server/http/lane.hpp"
#include "server/http/limits.hpp"
#include "server/routes.hpp"

namespace ecoute::server {

class RequestReader;
/// What resumes a connection that waits for its reply.
using Resume = typename asio::async_result<Awaiting, void()>::handler_type;

/// One client: reads a request, has it answered, sends the reply, reads the next.
struct Connection : std::enable_shared_from_this<Connection> {
    Connection(Lane& on, Socket from);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Task serve();
    void take(Reply given);  ///< on the lane's thread
    void orphan();           ///< the lane is gone
    void look_at_the_clock(SteadyTime now);
    void stop_if_idle();

    Lane* lane;
    Request request;
    bool in_handler = false;

private:
    /// How reading a request ended.
    enum class Reading { complete, closed, late, body_too_large, head_too_large, malformed };
    asio::awaitable<Reading, Executor> read(RequestReader& reader);
    static Reading why(error_code failed);
    Task promise_to_read_on();
    Task answer(const RequestReader& reader);
    void run_here(const Route& route);
    void run_on_worker(const Route& route);
    std::string place() const;
    Reply refused(Reading ended, const RequestReader& reader) const;
    asio::awaitable<bool, Executor> send(bool without_body, bool close);
    Task throw_away_the_rest();
    void begin_request();
    void make_room(const RequestReader& reader);

    asio::awaitable<bool, Executor> shake_hands();
    asio::awaitable<bool, Executor> send_encrypted(std::string_view body);
    bool must_go_to_https() const;

    std::optional<Socket> socket_;
    std::unique_ptr<asio::ssl::stream<Socket&>> tls_;  ///< around socket_ once hands were shaken
    SteadyTime deadline_ = never, begun_ = never;
    bool idle_ = true, timed_out_ = false;
    std::vector<char> buffer_ = std::vector<char>(resting_buffer_bytes);
    std::size_t begin_ = 0, end_ = 0;  ///< what was received and not read yet
    std::string head_;
    Reply reply_;
    bool replied_ = false;
    std::optional<Resume> resume_;
};

/// Serves one client on its lane, until either side has enough.
Task welcome(Lane& lane, Socket socket);

}  // namespace ecoute::server
