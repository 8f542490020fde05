// How near the store comes to bare SQLite: the same rows, through Responses::keep with as many waiting at a time as the
// baseline has in a group. Prints rows a second of both, in turns, and their ratio.
// Usage: bench_keeping [DIRECTORY] [ROWS]
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>

#include "bare_group_commit.hpp"
#include "storage/sqlite_store.hpp"

namespace {

using namespace ecoute;

struct FixedClock final : forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return {}; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return {}; }
};

/// Lets `most` responses wait at a time, as that many connections would.
class Turnstile {
public:
    explicit Turnstile(std::size_t most) : free_(most) {}
    void enter() {
        std::unique_lock lock{mutex_};
        left_.wait(lock, [this] { return free_ > 0; });
        --free_;
    }
    void leave() {
        const std::scoped_lock lock{mutex_};
        ++free_;
        left_.notify_one();
    }
    void wait_until_empty(std::size_t most) {
        std::unique_lock lock{mutex_};
        left_.wait(lock, [&] { return free_ == most; });
    }

private:
    std::mutex mutex_;
    std::condition_variable left_;
    std::size_t free_;
};

storage::NewResponse response(const std::string& id, const std::string& answers, std::size_t number) {
    storage::NewResponse made;
    made.id = id;
    made.campaign = "charge";
    made.form_version = "1";
    made.language = "fr";
    made.channel = "tablet";
    made.started_at = made.ended_at = "2026-05-17T12:00:00Z";
    made.minutes = 9;
    made.answers = answers;
    made.fingerprint = id.substr(0, 8) + id.substr(28);
    made.receipt_hash = id.substr(0, 32);
    made.simulated = number % 2 == 0;
    return made;
}

double through_the_store(const std::filesystem::path& directory, const bench::BareLoad& load) {
    std::filesystem::remove_all(directory);
    const FixedClock clock;
    const auto store = storage::open_sqlite_store(directory, clock);
    if (!store->forms().publish({"f", "1", "{}", ""})) std::abort();
    storage::Campaign campaign;
    campaign.id = "charge";
    campaign.form_id = "f";
    campaign.form_version = "1";
    if (!store->campaigns().create(campaign)) std::abort();

    const auto ids = bench::random_uuids(load.rows);
    const std::string answers(load.row_bytes, 'x');
    Turnstile turnstile{load.rows_in_group};
    const auto started = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < load.rows; ++i) {
        turnstile.enter();
        std::vector<storage::NewResponse> one;
        one.push_back(response(ids[i], answers, i));
        store->responses().keep(std::move(one), [&](std::exception_ptr fault, const auto&) {
            if (fault) std::abort();
            turnstile.leave();
        });
    }
    turnstile.wait_until_empty(load.rows_in_group);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    return static_cast<double>(load.rows) / took.count();
}

}  // namespace

int main(int count, char** arguments) {
    const auto directory = std::filesystem::path{count > 1 ? arguments[1] : "."} / "bench-keeping";
    bench::BareLoad load;
    if (count > 2) load.rows = std::strtoul(arguments[2], nullptr, 10);
    for (int round = 0; round < 3; ++round) {
        std::filesystem::create_directories(directory);
        const double bare = bench::bare_group_commit(directory, load);
        const double ours = through_the_store(directory / "store", load);
        std::cout << "bare " << static_cast<long>(bare) << " rows/s, store " << static_cast<long>(ours)
                  << " rows/s, ratio " << ours / bare << '\n';
        std::filesystem::remove_all(directory);
    }
}
