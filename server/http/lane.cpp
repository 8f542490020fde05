#include "server/http/lane.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cstdio>

#include "server/http/connection.hpp"

namespace ecoute::server {

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

}  // namespace ecoute::server
