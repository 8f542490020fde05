#include "server/http/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <stdexcept>

#include "server/gate.hpp"
#include "server/http/handshakes.hpp"
#include "server/http/reply_head.hpp"
#include "server/http/request_reader.hpp"
#include "server/request_log.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server {
namespace {

using ReadError = boost::beast::http::error;

/// One request being answered, shared by the copies of its Respond.
class Answering {
public:
    explicit Answering(std::shared_ptr<Connection> connection)
        : desk_(connection->lane->desk),
          mailbox_(connection->lane->mailbox),
          lane_thread_(connection->lane->thread),
          connection_(std::move(connection)) {}
    ~Answering() {
        if (!answered_) fail(std::make_exception_ptr(std::logic_error("a handler did not answer")));
    }
    Answering(const Answering&) = delete;
    Answering& operator=(const Answering&) = delete;

    void answer(Reply reply) {
        if (answered_.exchange(true)) return;
        // The last owner of a connection must be its lane's thread: the reference goes with the reply.
        auto connection = std::move(connection_);
        // What the connection says of itself is for its own thread: that is asked first.
        if (std::this_thread::get_id() == lane_thread_ && connection->in_handler)
            connection->take(std::move(reply));
        else
            mailbox_->put(std::move(connection), std::move(reply));
    }
    void fail(std::exception_ptr fault) {
        if (!answered_) answer(fault_reply(desk_.words, connection_->request, std::move(fault)));
    }

private:
    Desk& desk_;
    std::shared_ptr<Mailbox> mailbox_;
    std::thread::id lane_thread_;
    std::shared_ptr<Connection> connection_;
    std::atomic<bool> answered_{false};
};

/// The handler with its fence: whatever it throws becomes an answer.
void run_handler(const Route& route, Desk& desk, Request& request, const std::shared_ptr<Answering>& answering) {
    try {
        if (auto away = turned_away(route, desk, request)) return answering->answer(*std::move(away));
        route.handler(desk, request, [answering](Reply reply) { answering->answer(std::move(reply)); });
    } catch (...) {
        answering->fail(std::current_exception());
    }
}

}  // namespace

Connection::Connection(Lane& on, Socket from) : lane(&on), socket_(std::move(from)) {
    lane->connections.insert(this);
    lane->desk.counters->connections.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection() {
    if (lane == nullptr) return;
    lane->connections.erase(this);
    lane->desk.counters->connections.fetch_sub(1, std::memory_order_relaxed);
    lane->finish_if_stopped();
}

void Connection::orphan() {
    resume_.reset();  // and with it the coroutine
    tls_.reset();
    socket_.reset();
    lane->desk.counters->connections.fetch_sub(1, std::memory_order_relaxed);
    lane = nullptr;
}

void Connection::look_at_the_clock(SteadyTime now) {
    if (now < deadline_) return;
    deadline_ = never;
    timed_out_ = true;
    socket_->cancel();
}

void Connection::stop_if_idle() {
    if (idle_) socket_->cancel();
}

/// One port for http and https: a TLS record of a handshake begins with 0x16 (RFC 8446 5.1), no method of HTTP does.
/// False when the client went away, is too slow, or speaks TLS that we don't.
asio::awaitable<bool, Executor> Connection::shake_hands() {
    constexpr char handshake_record = 0x16;
    deadline_ = std::chrono::steady_clock::now() + lane->options.patience.request;
    if (const auto [failed] = co_await socket_->async_wait(Socket::wait_read, awaiting); failed) co_return false;
    char first = 0;
    error_code failed;
    if (socket_->receive(asio::buffer(&first, 1), Socket::message_peek, failed) != 1) co_return false;
    if (first != handshake_record) co_return true;
    const auto context = lane->handshakes->context();
    tls_ = std::make_unique<asio::ssl::stream<Socket&>>(*socket_, *context);
    const auto [refused] = co_await tls_->async_handshake(asio::ssl::stream_base::server, awaiting);
    co_return !refused;
}

Task Connection::serve() {
    if (lane->handshakes && !co_await shake_hands()) co_return;
    for (bool close = false; !close;) {
        begin_request();
        RequestReader reader{request};
        const auto ended = co_await read(reader);
        if (ended == Reading::closed) co_return;
        const auto start = std::chrono::steady_clock::now();
        request.id = lane->next_request_id();
        close = ended != Reading::complete || !reader.keep_alive() || reader.old;
        if (ended == Reading::complete)
            co_await answer(reader);
        else
            reply_ = refused(ended, reader);
        close = close || lane->stopping;
        const int status = reply_.status;
        const bool sent = co_await send(reader.head, close);
        const auto took =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
        const auto* route = reader.matched.route;
        lane->desk.counters->answered(route, status, took);
        log_request(request.id, request.method, route ? route->pattern : "-", status, took);
        if (!sent) co_return;
        if (ended != Reading::complete) co_await throw_away_the_rest();
    }
}

/// A connection at rest holds little, whatever it held before.
void Connection::begin_request() {
    request = {};
    request.tls = tls_ != nullptr;
    reply_ = {};
    replied_ = false;
    idle_ = true;
    if (begin_ == end_) {
        begin_ = end_ = 0;
        if (buffer_.size() > resting_buffer_bytes) buffer_ = std::vector<char>(resting_buffer_bytes);
        if (head_.capacity() > resting_buffer_bytes) head_ = {};
    }
}

void Connection::make_room(const RequestReader& reader) {
    if (begin_ == end_) {
        begin_ = end_ = 0;
    } else if (end_ == buffer_.size() && begin_ > 0) {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
        end_ -= begin_;
        begin_ = 0;
    }
    const bool long_body = reader.is_header_done() && reader.body_bytes > request.body.size() + buffer_.size();
    if (long_body || end_ == buffer_.size()) buffer_.resize(working_buffer_bytes);
}

asio::awaitable<Connection::Reading, Executor> Connection::read(RequestReader& reader) {
    const auto& patience = lane->options.patience;
    bool promised = false;
    for (;;) {
        if (begin_ < end_) {
            error_code failed;
            begin_ += reader.put(asio::const_buffer(buffer_.data() + begin_, end_ - begin_), failed);
            if (failed && failed != ReadError::need_more) co_return why(failed);
            if (reader.is_header_done() && !reader.has_host && !reader.old) co_return Reading::malformed;
            if (idle_) begun_ = std::chrono::steady_clock::now();
            idle_ = false;
            if (reader.is_done()) {
                deadline_ = never;
                co_return Reading::complete;
            }
            if (reader.is_header_done() && reader.expects_continue && !std::exchange(promised, true))
                co_await promise_to_read_on();
        }
        if (idle_ && lane->stopping) co_return Reading::closed;
        deadline_ =
            idle_ ? std::chrono::steady_clock::now() + patience.idle
                  : begun_ + patience.request + std::chrono::seconds{reader.body_bytes / patience.bytes_per_second};
        make_room(reader);
        const auto room = asio::buffer(buffer_.data() + end_, buffer_.size() - end_);
        const auto [failed, received] =
            tls_ ? co_await tls_->async_read_some(room, awaiting) : co_await socket_->async_read_some(room, awaiting);
        if (failed) co_return timed_out_ && !idle_ ? Reading::late : Reading::closed;
        end_ += received;
    }
}

Connection::Reading Connection::why(error_code failed) {
    if (failed == ReadError::body_limit) return Reading::body_too_large;
    return failed == ReadError::header_limit ? Reading::head_too_large : Reading::malformed;
}

Task Connection::promise_to_read_on() {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    if (tls_)
        co_await asio::async_write(*tls_, asio::buffer(go_on), awaiting);
    else
        co_await asio::async_write(*socket_, asio::buffer(go_on), awaiting);
}

Reply Connection::refused(Reading ended, const RequestReader& reader) const {
    const auto* route = reader.matched.route;
    const auto largest = ended == Reading::head_too_large ? largest_head_bytes
                         : route                          ? route->largest_body
                                                          : largest_body_bytes;
    forms::Problem problem{forms::Code::request_malformed, "", "", {}};
    if (ended == Reading::late) problem.code = forms::Code::request_timeout;
    if (ended == Reading::head_too_large || ended == Reading::body_too_large)
        problem = {forms::Code::request_too_large, "", "", {{"limit", std::to_string(largest / 1024)}}};
    return refusal(lane->desk.words, request, problem);
}

bool Connection::must_go_to_https() const {
    return lane->handshakes && !tls_ && !lane->options.tls->plain_too && request.path != "/healthz";
}

Task Connection::answer(const RequestReader& reader) {
    if (must_go_to_https()) {
        reply_ = {.status = 308, .headers = {{"Location", "https://" + request.host + request.target}}};
        co_return;
    }
    Awaiting token;
    if (const auto* route = reader.matched.route) {
        if (route->who == Right::anyone && route->runs == Runs::here)
            run_here(*route);
        else
            run_on_worker(*route);
        if (!replied_)
            co_await asio::async_initiate<Awaiting, void()>(
                [this](Resume handler) { resume_.emplace(std::move(handler)); }, token);
        co_return;
    }
    const auto& allowed = reader.matched.allowed;
    const auto code = allowed.empty() ? forms::Code::not_found : forms::Code::method_not_allowed;
    reply_ = refusal(lane->desk.words, request,
                     {code, "", "", {{"value", request.path}, {"method", request.method}, {"known", allowed}}});
    if (!allowed.empty()) reply_.headers.emplace_back("Allow", allowed);
}

void Connection::run_here(const Route& route) {
    in_handler = true;
    run_handler(route, lane->desk, request, std::make_shared<Answering>(shared_from_this()));
    in_handler = false;
}

/// Where this client is, to serve places in turn: its IPv4 address, or its IPv6 network (/64, what one household or one server has); "" for this
/// machine, which may be a proxy for many. Known while a request waits and no longer; written nowhere.
std::string Connection::place() const {
    error_code failed;
    auto address = socket_->remote_endpoint(failed).address();
    if (failed) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped()) address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    if (address.is_v6()) {
        if (address.is_loopback()) return {};
        const auto bytes = address.to_v6().to_bytes();
        return {bytes.begin(), bytes.begin() + 8};
    }
    if (address.to_v4() == asio::ip::address_v4::loopback()) return {};
    const auto bytes = address.to_v4().to_bytes();
    return {bytes.begin(), bytes.end()};
}

void Connection::run_on_worker(const Route& route) {
    auto& room = *lane->room;
    const bool entered = room.enter(place(), [&route, &desk = lane->desk, &asked = request,
                                              answering = std::make_shared<Answering>(shared_from_this())] {
        run_handler(route, desk, asked, answering);
    });
    if (!entered) {
        reply_ = refusal(lane->desk.words, request, {forms::Code::too_busy, "", "", {}});
        replied_ = true;
        return;
    }
    asio::post(lane->workers, [&room] { room.serve_one(); });
}

void Connection::take(Reply given) {
    reply_ = std::move(given);
    replied_ = true;
    if (!resume_) return;
    auto resume = std::move(*resume_);
    resume_.reset();
    std::move(resume)();
}

/// False when the client went away or stopped reading.
asio::awaitable<bool, Executor> Connection::send(bool without_body, bool close) {
    compress(reply_, request.accepts_gzip);
    const std::string_view body = reply_.shared ? *reply_.shared : reply_.body;
    head_.clear();
    write_head(head_, reply_, {lane->date_now(), body.size(), close});
    const bool bodiless = without_body || reply_.status == 304 || reply_.status == 204;
    const auto sent_body = bodiless ? std::string_view{} : body;
    if (tls_) co_return co_await send_encrypted(sent_body);
    const auto whole = head_.size() + sent_body.size();
    error_code failed;
    // Most replies leave in one call, without waiting.
    std::size_t sent =
        socket_->write_some(std::array<asio::const_buffer, 2>{asio::buffer(head_), asio::buffer(sent_body)}, failed);
    if (failed && failed != asio::error::would_block) co_return false;
    while (sent < whole) {
        deadline_ = std::chrono::steady_clock::now() + lane->options.patience.reply;
        const auto in_head = std::min(sent, head_.size());
        const std::array<asio::const_buffer, 2> rest{asio::buffer(head_) + in_head,
                                                     asio::buffer(sent_body) + (sent - in_head)};
        const auto [stopped, more] = co_await socket_->async_write_some(rest, awaiting);
        if (stopped) co_return false;
        sent += more;
    }
    deadline_ = never;
    co_return true;
}

/// The head goes in one record with the beginning of the body.
asio::awaitable<bool, Executor> Connection::send_encrypted(std::string_view body) {
    head_.append(body);
    std::string_view rest = head_;
    while (!rest.empty()) {
        deadline_ = std::chrono::steady_clock::now() + lane->options.patience.reply;
        const auto [stopped, sent] = co_await tls_->async_write_some(asio::buffer(rest), awaiting);
        if (stopped) co_return false;
        rest.remove_prefix(sent);
    }
    deadline_ = never;
    co_return true;
}

/// A client that is still sending would lose our refusal if we hung up on it at once.
Task Connection::throw_away_the_rest() {
    error_code ignored;
    socket_->shutdown(Socket::shutdown_send, ignored);
    timed_out_ = false;
    deadline_ = std::chrono::steady_clock::now() +
                std::min<std::chrono::milliseconds>(std::chrono::seconds{5}, lane->options.patience.request);
    for (std::size_t thrown = 0; thrown < most_thrown_away_bytes;) {
        const auto [failed, received] = co_await socket_->async_read_some(asio::buffer(buffer_), awaiting);
        if (failed) co_return;
        thrown += received;
    }
}

Task welcome(Lane& lane, Socket socket) {
    if (lane.stopping) co_return;
    const auto connection = std::make_shared<Connection>(lane, std::move(socket));
    co_await connection->serve();
}

}  // namespace ecoute::server
