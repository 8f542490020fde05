#include "server/http/door.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>

#include <sys/resource.h>

#include <array>
#include <atomic>
#include <ctime>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "server/gate.hpp"
#include "server/http/reply_head.hpp"
#include "server/http/request_reader.hpp"
#include "server/request_log.hpp"
#include "server/wire/refusal.hpp"

/// One thread a lane, each with its own connections: nothing of a connection is touched by two threads, but for its
/// reply, which a worker or the store's writer hands over through the lane's mailbox.
namespace ecoute::server {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Task = asio::awaitable<void, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Awaiting = asio::use_awaitable_t<Executor>;
using SteadyTime = std::chrono::steady_clock::time_point;
/// What resumes a connection that waits for its reply.
using Resume = typename asio::async_result<Awaiting, void()>::handler_type;
using boost::system::error_code;
using ReadError = boost::beast::http::error;

constexpr auto awaiting = asio::as_tuple(Awaiting{});
constexpr SteadyTime never = SteadyTime::max();

struct Connection;

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
    std::atomic<int>* waiting_for_workers = nullptr;
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
    Reply refused(Reading ended, const RequestReader& reader) const;
    asio::awaitable<bool, Executor> send(bool without_body, bool close);
    Task throw_away_the_rest();
    void begin_request();
    void make_room(const RequestReader& reader);

    std::optional<Socket> socket_;
    SteadyTime deadline_ = never, begun_ = never;
    bool idle_ = true, timed_out_ = false;
    std::vector<char> buffer_ = std::vector<char>(resting_buffer_bytes);
    std::size_t begin_ = 0, end_ = 0;  ///< what was received and not read yet
    std::string head_;
    Reply reply_;
    bool replied_ = false;
    std::optional<Resume> resume_;
};

/// One request being answered, shared by the copies of its Respond.
class Answering {
public:
    explicit Answering(std::shared_ptr<Connection> connection)
        : desk_(connection->lane->desk), mailbox_(connection->lane->mailbox), connection_(std::move(connection)) {}
    ~Answering() {
        if (!answered_) fail(std::make_exception_ptr(std::logic_error("a handler did not answer")));
    }
    Answering(const Answering&) = delete;
    Answering& operator=(const Answering&) = delete;

    void answer(Reply reply) {
        if (answered_.exchange(true)) return;
        // The last owner of a connection must be its lane's thread: the reference goes with the reply.
        auto connection = std::move(connection_);
        if (connection->in_handler && std::this_thread::get_id() == connection->lane->thread)
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

// ---------------------------------------------------------------- mailbox

void Mailbox::put(std::shared_ptr<Connection> to, Reply reply) {
    const std::scoped_lock lock{mutex_};
    if (context_ == nullptr) return;
    letters_.push_back({std::move(to), std::move(reply)});
    if (letters_.size() == 1) asio::post(*context_, [this] { deliver(); });
}

void Mailbox::deliver() {
    std::vector<Letter> letters;
    {
        const std::scoped_lock lock{mutex_};
        letters.swap(letters_);
    }
    for (auto& letter : letters) letter.to->take(std::move(letter.reply));
}

void Mailbox::close(const std::set<Connection*>& connections) {
    const std::scoped_lock lock{mutex_};
    context_ = nullptr;
    std::vector<std::shared_ptr<Connection>> last_look;
    for (auto* connection : connections)
        if (auto alive = connection->weak_from_this().lock()) last_look.push_back(std::move(alive));
    for (const auto& connection : last_look) connection->orphan();
    letters_.clear();
}

// ---------------------------------------------------------------- lane

void Lane::run() {
    thread = std::this_thread::get_id();
    wait_for_tick();
    context.run();
    mailbox->close(connections);
}

void Lane::wait_for_tick() {
    const auto shortest = std::min({options.patience.idle, options.patience.request, options.patience.reply});
    tick_.expires_after(std::min<std::chrono::milliseconds>(std::chrono::seconds{1}, shortest / 4));
    tick_.async_wait([this](error_code failed) {
        if (failed) return;
        look_at_the_clock();
        if (work) wait_for_tick();
    });
}

void Lane::look_at_the_clock() {
    const auto now = std::chrono::steady_clock::now();
    if (now > give_up_) return context.stop();
    for (auto* connection : connections) connection->look_at_the_clock(now);
}

void Lane::stop() {
    if (stopping) return;
    stopping = true;
    give_up_ = std::chrono::steady_clock::now() + options.patience.stopping;
    for (auto* connection : connections) connection->stop_if_idle();
    finish_if_stopped();
}

void Lane::finish_if_stopped() {
    if (!stopping || !connections.empty()) return;
    work.reset();
    tick_.cancel();
}

std::string_view Lane::date_now() {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto now = std::time(nullptr);
    if (now == date_of_) return date_;
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 64> text{};
    const auto length = std::snprintf(text.data(), text.size(), "%s, %02d %s %d %02d:%02d:%02d GMT",
                                      days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                                      months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                                      utc.tm_min, utc.tm_sec);
    date_.assign(text.data(), static_cast<std::size_t>(length));
    date_of_ = now;
    return date_;
}

/// Eight digits: short enough to be read out on the telephone, and not repeated within a run of the program.
std::string Lane::next_request_id() {
    static std::atomic<std::uint32_t> lanes{0};
    constexpr std::string_view digits = "0123456789abcdef";
    if (requests_ == 0) requests_ = lanes.fetch_add(1) << 24;
    ++requests_;
    std::string id(8, '0');
    for (unsigned i = 0; i < 8; ++i) id[i] = digits[requests_ >> (28 - 4 * i) & 15];
    return id;
}

// ---------------------------------------------------------------- connection

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

Task Connection::serve() {
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
        const auto [failed, received] =
            co_await socket_->async_read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_), awaiting);
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

Task Connection::answer(const RequestReader& reader) {
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

void Connection::run_on_worker(const Route& route) {
    auto& waiting = *lane->waiting_for_workers;
    if (waiting.fetch_add(1) >= most_waiting_for_workers) {
        waiting.fetch_sub(1);
        reply_ = refusal(lane->desk.words, request, {forms::Code::too_busy, "", "", {}});
        replied_ = true;
        return;
    }
    asio::post(lane->workers, [&route, &waiting, &desk = lane->desk, &asked = request,
                               answering = std::make_shared<Answering>(shared_from_this())] {
        run_handler(route, desk, asked, answering);
        waiting.fetch_sub(1);
    });
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

/// As many files as the machine allows, since a connection is one.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

// ---------------------------------------------------------------- door

struct Door::Inside {
    Inside(const DoorOptions& given, Desk& at) : options(given), desk(at), workers(std::max(1U, given.workers)) {
        for (unsigned i = 0; i < std::max(1U, options.connection_threads); ++i) {
            lanes.emplace_back(options, desk, workers);
            lanes.back().waiting_for_workers = &waiting_for_workers;
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
    std::atomic<int> waiting_for_workers{0};
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
