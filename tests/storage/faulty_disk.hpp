#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace ecoute::storage {

/// A disk between SQLite and the real one, for as long as this object lives: it can be full, fail, or lose its power.
/// Stores must be opened and closed within its life.
class FaultyDisk {
public:
    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    enum class Fault : std::uint8_t { none, full, write_error, flush_error, read_error };
    /// From now on every write (flush, read) fails in this way.
    void set(Fault fault) { fault_ = fault; }

    /// Flushes of the write-ahead log so far.
    int flushes_of_log() const { return flushes_of_log_; }

    /// What a disk without power holds: everything that was flushed, and of what was written since then a part by
    /// chance, file by file, in any order. Written to `target` as files of the same names.
    void power_cut(const std::filesystem::path& folder, const std::filesystem::path& target, std::mt19937& chance);

    // From here on: for the functions that SQLite calls.
    Fault fault() const { return fault_; }
    void wrote(const std::string& path, std::int64_t offset, const void* bytes, int count);
    void truncated(const std::string& path, std::int64_t size);
    void flushed(const std::string& path);
    void removed(const std::string& path);

private:
    struct Change {
        std::int64_t offset = 0;  ///< or the new size, when `bytes` is empty
        std::string bytes;
    };
    struct Contents {
        std::string on_disk;
        std::vector<Change> since_flush;
    };
    static void apply(std::string& contents, const Change& change);

    std::atomic<Fault> fault_{Fault::none};
    std::atomic<int> flushes_of_log_{0};
    std::mutex mutex_;
    std::map<std::string, Contents> files_;
};

}  // namespace ecoute::storage
