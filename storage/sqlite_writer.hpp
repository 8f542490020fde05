#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "storage/sqlite.hpp"

namespace ecoute::storage::sqlite {

/// Responses committed together at most. At 30,000 rows a second a group of this size takes 17 ms: nobody waits longer
/// for others, and the cost of the disk's flush is already spread thin.
inline constexpr std::size_t most_responses_in_group = 512;

/// What may wait for the disk: about a second of work at full speed, after which a sender is better told to come back
/// than kept waiting. The bytes bound the memory, whatever the size of the responses.
inline constexpr std::size_t most_responses_waiting = 20'000;
inline constexpr std::size_t most_bytes_waiting = 128'000'000;

/// Responses that were handed over together, with the one who waits for them.
struct Batch {
    std::vector<NewResponse> responses;
    Responses::Done done;
    std::size_t bytes = 0;
};

/// Owns the one connection that writes and the thread that uses it. Batches of responses that wait are committed as one
/// group; every other change is a job of its own, in the order of arrival.
class Writer {
public:
    /// Keeps a group of batches in one transaction and gives the outcomes, one list a batch. May throw: then nothing
    /// was kept.
    using KeepGroup = std::function<std::vector<std::vector<Result<Kept>>>(Database&, const std::vector<Batch>&)>;

    Writer(const std::filesystem::path& file, KeepGroup keep_group);
    /// Commits what still waits, then ends the thread.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Returns at once; `batch.done` is called on the writer's thread, or here with too_busy when too much waits.
    void keep(Batch batch);

    /// Runs `job(Database&)` on the writer's thread, in a transaction, and waits until it is on disk. What it returns
    /// is returned, what it throws is thrown here, and then nothing was changed. Never from the writer's own thread.
    template <class Job>
    auto change(Job job) {
        using Outcome = std::invoke_result_t<Job, Database&>;
        // Shared with the writer's thread, which is still inside the task for a moment after its outcome is known here.
        auto task = std::make_shared<std::packaged_task<Outcome(Database&)>>(
            [job = std::move(job)](Database& database) mutable {
                Transaction transaction{database, Transaction::Kind::write};
                if constexpr (std::is_void_v<Outcome>) {
                    job(database);
                    transaction.commit();
                } else {
                    Outcome outcome = job(database);
                    transaction.commit();
                    return outcome;
                }
            });
        auto outcome = task->get_future();
        enqueue([task](Database& database) { (*task)(database); });
        return outcome.get();
    }

private:
    using Task = std::function<void(Database&)>;
    using Work = std::variant<Batch, Task>;

    void enqueue(Task task);
    void work();
    bool next_work();
    void keep_waiting_group();

    Database database_;
    KeepGroup keep_group_;

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Work> waiting_;
    std::size_t responses_waiting_ = 0;
    std::size_t bytes_waiting_ = 0;
    bool ending_ = false;

    std::vector<Batch> group_;  ///< of the writer's thread: batches taken from the queue
    Task task_;                 ///< of the writer's thread: or a job
    std::thread thread_;        ///< last: starts when everything above stands
};

}  // namespace ecoute::storage::sqlite
