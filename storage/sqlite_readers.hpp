#pragma once
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/sqlite.hpp"

namespace ecoute::storage::sqlite {

/// Connections that only read. Each call borrows one of its own, so that any number of threads may read while the
/// writer writes; they are kept for the next call because opening one costs 100 us and its compiled statements.
class Readers {
public:
    explicit Readers(std::filesystem::path file) : file_(std::move(file)) {}

    /// A connection for the time of one call.
    class Borrowed {
    public:
        Borrowed(Readers& readers, std::unique_ptr<Database> database)
            : readers_(readers), database_(std::move(database)) {}
        ~Borrowed() { readers_.give_back(std::move(database_)); }
        Borrowed(const Borrowed&) = delete;
        Borrowed& operator=(const Borrowed&) = delete;
        Database& operator*() const noexcept { return *database_; }

    private:
        Readers& readers_;
        std::unique_ptr<Database> database_;
    };

    Borrowed borrow() { return {*this, take()}; }

private:
    /// More than the workers of a server; a rush that borrows more closes the rest afterwards.
    static constexpr std::size_t most_idle = 16;

    std::unique_ptr<Database> take() {
        {
            const std::scoped_lock lock{mutex_};
            if (!idle_.empty()) {
                auto database = std::move(idle_.back());
                idle_.pop_back();
                return database;
            }
        }
        return std::make_unique<Database>(file_, Database::Mode::read);
    }

    void give_back(std::unique_ptr<Database> database) noexcept {
        const std::scoped_lock lock{mutex_};
        if (idle_.size() < idle_.capacity()) idle_.push_back(std::move(database));
    }

    std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Database>> idle_ = with_room();

    static std::vector<std::unique_ptr<Database>> with_room() {
        std::vector<std::unique_ptr<Database>> room;
        room.reserve(most_idle);
        return room;
    }
};

}  // namespace ecoute::storage::sqlite
