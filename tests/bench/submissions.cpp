// Durable, validated submissions of 2.5 kB through the real server, against SQLite's group commit alone, in turns, on
// the same machine and disk, the load generator on the same cores. Prints rates, server CPU and ratios. Usage:
// bench_submissions [DIRECTORY] [ROWS] [ROUNDS]
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bare_group_commit.hpp"
#include "server/attached_lists.hpp"
#include "server/http/door.hpp"
#include "server/open_forms.hpp"
#include "server/system_clock.hpp"
#include "storage/sqlite_store.hpp"

namespace {

using namespace ecoute;
using nlohmann::json;

constexpr std::size_t body_bytes = 2'500;
constexpr std::string_view campaign = "charge";

/// 40 questions: 25 of one choice, 5 of several, 4 numbers with a constraint, 6 texts; every fifth applies only after a
/// yes.
std::string questionnaire() {
    auto questions = json::array();
    for (int i = 0; i < 40; ++i) {
        json question = {{"name", "question_" + std::to_string(i)},
                         {"label", {{"fr", "Question " + std::to_string(i)}}}};
        if (i < 25)
            question.update({{"type", "select_one"}, {"choices", "accord"}, {"required", i % 2 == 0 ? "yes" : "no"}});
        else if (i < 30)
            question.update({{"type", "select_multiple"}, {"choices", "raisons"}});
        else if (i < 34)
            question.update({{"type", "integer"}, {"constraint", ". >= 0 and . <= 120"}});
        else
            question.update({{"type", "text"}});
        if (i > 0 && i % 5 == 0) question["relevant"] = "${question_0} = 'plutot_oui'";
        questions.push_back(std::move(question));
    }
    auto accord = json::array(), raisons = json::array();
    for (const auto* name : {"plutot_oui", "plutot_non", "pas_du_tout", "sans_avis"})
        accord.push_back({{"name", name}, {"label", {{"fr", name}}}});
    for (const auto* name : {"trop_cher", "trop_loin", "trop_long", "pas_confiance", "autre_raison"})
        raisons.push_back({{"name", name}, {"label", {{"fr", name}}}});
    return json{{"ecoute", 1},
                {"id", "charge"},
                {"version", "1"},
                {"title", {{"fr", "Charge"}}},
                {"default_language", "fr"},
                {"choices", {{"accord", accord}, {"raisons", raisons}}},
                {"questions", questions}}
        .dump();
}

/// One answered interview; its id is the first thing in it, so that the load generator can write others over it.
std::string interview(const std::string& id) {
    json answers = json::object();
    for (int i = 0; i < 40; ++i) {
        auto& answer = answers["question_" + std::to_string(i)];
        if (i < 25)
            answer = i % 3 == 0 ? "plutot_oui" : "pas_du_tout";
        else if (i < 30)
            answer = {"trop_cher", "trop_loin", "autre_raison"};
        else if (i < 34)
            answer = 30 + i;
        else
            answer = "Il faudrait un médecin de plus dans le quartier, et des bus le soir.";
    }
    auto text = R"({"id":")" + id + R"(","form_version":"1","language":"fr","channel":"tablet",)" +
                R"("started_at":"2026-05-17T13:41:07+02:00","ended_at":"2026-05-17T13:58:59+02:00","answers":)" +
                answers.dump() + "}";
    const auto last_word = text.rfind("le soir.");
    if (text.size() < body_bytes) text.insert(last_word, body_bytes - text.size(), '.');
    return text;
}

std::string request(const std::string& id) {
    const auto body = interview(id);
    return "POST /api/v1/campaigns/" + std::string(campaign) +
           "/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// One connection of the load generator: sends a request, waits for its answer, sends the next.
class Sender {
public:
    Sender(std::uint16_t port, std::string text) : text_(std::move(text)), id_at_(text_.find(R"({"id":")") + 7) {
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
    void send(const std::string& id) {
        std::memcpy(text_.data() + id_at_, id.data(), id.size());
        if (::send(socket_, text_.data(), text_.size(), 0) != static_cast<ssize_t>(text_.size())) std::abort();
    }
    /// True once the answer is whole; anything but 201 ends the benchmark.
    bool receive() {
        std::array<char, 4096> piece;
        const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
        if (got <= 0) std::abort();
        answer_.append(piece.data(), static_cast<std::size_t>(got));
        if (!answer_.ends_with("\"}")) return false;
        if (!answer_.starts_with("HTTP/1.1 201")) {
            std::cerr << answer_ << '\n';
            std::abort();
        }
        answer_.clear();
        return true;
    }

private:
    std::string text_, answer_;
    std::size_t id_at_;
    int socket_;
};

/// Sends every id over `connections` connections and returns when all are answered.
void send_all(std::uint16_t port, const std::vector<std::string>& ids, std::size_t connections) {
    const int poll = ::epoll_create1(0);
    std::vector<Sender> senders;
    std::size_t next = 0, answered = 0;
    for (std::size_t i = 0; i < connections; ++i) senders.emplace_back(port, request(ids.front()));
    for (auto& sender : senders) {
        epoll_event wanted{.events = EPOLLIN, .data = {.ptr = &sender}};
        ::epoll_ctl(poll, EPOLL_CTL_ADD, sender.socket(), &wanted);
        sender.send(ids[next++]);
    }
    std::array<epoll_event, 64> ready;
    while (answered < ids.size()) {
        const int count = ::epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), -1);
        for (int i = 0; i < count; ++i) {
            auto& sender = *static_cast<Sender*>(ready[static_cast<std::size_t>(i)].data.ptr);
            if (!sender.receive()) continue;
            ++answered;
            if (next < ids.size()) sender.send(ids[next++]);
        }
    }
    ::close(poll);
    for (auto& sender : senders) ::close(sender.socket());
}

double cpu_seconds(int who) {
    rusage used{};
    getrusage(who, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Measured {
    double rows_per_second = 0, server_cpu_us = 0, sender_cpu_us = 0;
};

/// The load generator runs in a process of its own, as it does in life; so the server's CPU is ours alone.
Measured through_the_server(const std::filesystem::path& directory, const std::vector<std::string>& ids,
                            std::size_t connections) {
    const server::SystemClock clock;
    const auto store = storage::open_sqlite_store(directory, clock);
    storage::Campaign made{.id = std::string(campaign)};
    if (const auto created = server::create_campaign(*store, made, questionnaire()); !created.mistakes.empty())
        std::abort();
    store->campaigns().set_open(campaign, true, "2026-01-01").value();
    const auto forms = server::make_open_forms(*store);
    const auto snapshots = server::make_snapshots(*store);
    const server::Words words;
    const server::Settings settings{"", std::string(32, 'k'), false};
    server::Desk desk{*store, clock, *forms, *snapshots, words, settings};
    server::Door door({.port = 0}, desk);
    door.start();
    const auto children_before = cpu_seconds(RUSAGE_CHILDREN), before = cpu_seconds(RUSAGE_SELF);
    const auto started = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        send_all(door.port(), ids, connections);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) std::abort();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    const auto rows = static_cast<double>(ids.size());
    Measured measured{rows / took.count(), (cpu_seconds(RUSAGE_SELF) - before) / rows * 1e6,
                      (cpu_seconds(RUSAGE_CHILDREN) - children_before) / rows * 1e6};
    if (store->responses().tally(campaign).responses != static_cast<std::int64_t>(ids.size())) std::abort();
    door.stop();
    return measured;
}

void compare(const std::filesystem::path& directory, std::size_t rows, std::size_t connections) {
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory / "server");
    const double bare = bench::bare_group_commit(directory, {.rows = rows, .rows_in_group = connections});
    const auto ours = through_the_server(directory / "server", bench::random_uuids(rows), connections);
    std::cout << connections << " connections: bare " << static_cast<long>(bare) << "/s, server "
              << static_cast<long>(ours.rows_per_second) << "/s, ratio " << ours.rows_per_second / bare
              << "; CPU a request: server " << ours.server_cpu_us << " us, load generator " << ours.sender_cpu_us
              << " us\n";
    std::filesystem::remove_all(directory);
}

}  // namespace

int main(int count, char** arguments) {
    const auto directory = std::filesystem::path{count > 1 ? arguments[1] : "."} / "bench-submissions";
    const std::size_t rows = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 100'000;
    const int rounds = count > 3 ? std::atoi(arguments[3]) : 3;
    std::cout << "a submission is " << interview(bench::random_uuids(1).front()).size() << " bytes\n";
    for (int round = 0; round < rounds; ++round) {
        compare(directory, rows, 64);
        compare(directory, rows / 10, 1);
    }
}
