#include "storage/sqlite_writer.hpp"

#include <cassert>

#include "storage/sqlite_migrate.hpp"

namespace ecoute::storage::sqlite {
namespace {

std::size_t bytes_of(const NewResponse& response) {
    return sizeof response + response.answers.size() + response.id.size() + response.campaign.size() +
           response.form_version.size() + response.language.size() + response.channel.size();
}

void answer(const Batch& batch, std::exception_ptr fault, std::vector<Result<Kept>> outcomes) noexcept {
    try {
        batch.done(std::move(fault), std::move(outcomes));
    } catch (...) {
        // The responses are kept or not; the one who waited for the news must not stop the writer for everyone else.
    }
}

std::exception_ptr as_storage_fault(std::exception_ptr fault) {
    try {
        std::rethrow_exception(fault);
    } catch (const StorageFault&) {
        return fault;
    } catch (const std::exception& other) {
        return std::make_exception_ptr(StorageFault(other.what()));
    }
}

}  // namespace

Writer::Writer(const std::filesystem::path& file, KeepGroup keep_group)
    : database_(file, Database::Mode::write), keep_group_(std::move(keep_group)) {
    bring_up_to_date(database_);
    tune_for_writing(database_);
    thread_ = std::thread{[this] { work(); }};
}

Writer::~Writer() {
    {
        const std::scoped_lock lock{mutex_};
        ending_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

void Writer::keep(Batch batch) {
    for (const auto& response : batch.responses) batch.bytes += bytes_of(response);
    {
        std::unique_lock lock{mutex_};
        if (responses_waiting_ < most_responses_waiting && bytes_waiting_ < most_bytes_waiting) {
            responses_waiting_ += batch.responses.size();
            bytes_waiting_ += batch.bytes;
            waiting_.emplace_back(std::move(batch));
            lock.unlock();
            arrived_.notify_one();
            return;
        }
    }
    const forms::Problem busy{forms::Code::too_busy, {}, {}, {}};
    answer(batch, nullptr, std::vector<Result<Kept>>(batch.responses.size(), Result<Kept>{busy}));
}

void Writer::enqueue(Task task) {
    assert(std::this_thread::get_id() != thread_.get_id() && "the writer would wait for itself");
    {
        const std::scoped_lock lock{mutex_};
        waiting_.emplace_back(std::move(task));
    }
    arrived_.notify_one();
}

void Writer::work() {
    while (next_work()) {
        if (task_) {
            task_(database_);
            task_ = nullptr;
        } else {
            keep_waiting_group();
        }
    }
}

/// Takes a job, or as many batches as make a group. False when the program ends and nothing waits any more.
bool Writer::next_work() {
    std::unique_lock lock{mutex_};
    arrived_.wait(lock, [this] { return !waiting_.empty() || ending_; });
    if (waiting_.empty()) return false;
    if (auto* task = std::get_if<Task>(&waiting_.front())) {
        task_ = std::move(*task);
        waiting_.pop_front();
        return true;
    }
    std::size_t responses = 0;
    while (!waiting_.empty()) {
        auto* batch = std::get_if<Batch>(&waiting_.front());
        if (batch == nullptr) break;
        if (!group_.empty() && responses + batch->responses.size() > most_responses_in_group) break;
        responses += batch->responses.size();
        responses_waiting_ -= batch->responses.size();
        bytes_waiting_ -= batch->bytes;
        group_.push_back(std::move(*batch));
        waiting_.pop_front();
    }
    return true;
}

void Writer::keep_waiting_group() {
    std::vector<std::vector<Result<Kept>>> outcomes;
    std::exception_ptr fault;
    try {
        outcomes = keep_group_(database_, group_);
    } catch (...) {
        fault = as_storage_fault(std::current_exception());
    }
    for (std::size_t i = 0; i < group_.size(); ++i)
        answer(group_[i], fault, fault ? std::vector<Result<Kept>>{} : std::move(outcomes[i]));
    group_.clear();
}

}  // namespace ecoute::storage::sqlite
