#include "faulty_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>

namespace ecoute::storage {
namespace {

FaultyDisk* the_disk = nullptr;
sqlite3_vfs* real_vfs = nullptr;

/// An open file as SQLite sees it. The file of the real disk stands behind it, in memory that SQLite gives.
struct File {
    sqlite3_file base;
    std::string* path;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* ours(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return ours(file)->real(); }

int close_file(sqlite3_file* file) {
    delete ours(file)->path;
    return real(file)->pMethods->xClose(real(file));
}
int read_file(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
    if (the_disk->fault() == FaultyDisk::Fault::read_error) return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}
int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    if (the_disk->fault() == FaultyDisk::Fault::full) return SQLITE_FULL;
    if (the_disk->fault() == FaultyDisk::Fault::write_error) return SQLITE_IOERR_WRITE;
    const int code = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
    if (code == SQLITE_OK) the_disk->wrote(*ours(file)->path, offset, bytes, count);
    return code;
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    the_disk->truncated(*ours(file)->path, size);
    return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
    if (the_disk->fault() == FaultyDisk::Fault::flush_error) return SQLITE_IOERR_FSYNC;
    const int code = real(file)->pMethods->xSync(real(file), flags);
    if (code == SQLITE_OK) the_disk->flushed(*ours(file)->path);
    return code;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int is_reserved(sqlite3_file* file, int* out) { return real(file)->pMethods->xCheckReservedLock(real(file), out); }
int control(sqlite3_file* file, int what, void* with) {
    return real(file)->pMethods->xFileControl(real(file), what, with);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

const sqlite3_io_methods methods{2,           close_file,  read_file,       write_file,  truncate_file,
                                 sync_file,   file_size,   lock_file,       unlock_file, is_reserved,
                                 control,     sector_size, characteristics, shm_map,     shm_lock,
                                 shm_barrier, shm_unmap,   nullptr,         nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    File* opened = ours(file);
    opened->base.pMethods = nullptr;
    opened->path = nullptr;
    const int code = real_vfs->xOpen(real_vfs, name, opened->real(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    opened->path = new std::string(name != nullptr ? name : "");
    opened->base.pMethods = &methods;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int sync) {
    the_disk->removed(name);
    return real_vfs->xDelete(real_vfs, name, sync);
}

sqlite3_vfs faulty_vfs{};

}  // namespace

FaultyDisk::FaultyDisk() {
    the_disk = this;
    real_vfs = sqlite3_vfs_find(nullptr);
    faulty_vfs = *real_vfs;
    faulty_vfs.pNext = nullptr;
    faulty_vfs.zName = "faulty";
    faulty_vfs.szOsFile = static_cast<int>(sizeof(File)) + real_vfs->szOsFile;
    faulty_vfs.xOpen = open_file;
    faulty_vfs.xDelete = delete_file;
    sqlite3_vfs_register(&faulty_vfs, 1);
}

FaultyDisk::~FaultyDisk() {
    sqlite3_vfs_unregister(&faulty_vfs);
    sqlite3_vfs_register(real_vfs, 1);
    the_disk = nullptr;
}

void FaultyDisk::apply(std::string& contents, const Change& change) {
    const auto offset = static_cast<std::size_t>(change.offset);
    if (change.bytes.empty()) {
        contents.resize(offset);
        return;
    }
    if (contents.size() < offset + change.bytes.size()) contents.resize(offset + change.bytes.size());
    contents.replace(offset, change.bytes.size(), change.bytes);
}

void FaultyDisk::wrote(const std::string& path, std::int64_t offset, const void* bytes, int count) {
    const std::scoped_lock lock{mutex_};
    files_[path].since_flush.push_back({offset, {static_cast<const char*>(bytes), static_cast<std::size_t>(count)}});
}

void FaultyDisk::truncated(const std::string& path, std::int64_t size) {
    const std::scoped_lock lock{mutex_};
    files_[path].since_flush.push_back({size, {}});
}

void FaultyDisk::flushed(const std::string& path) {
    if (path.ends_with("-wal")) ++flushes_of_log_;
    const std::scoped_lock lock{mutex_};
    auto& file = files_[path];
    for (const auto& change : file.since_flush) apply(file.on_disk, change);
    file.since_flush.clear();
}

void FaultyDisk::removed(const std::string& path) {
    const std::scoped_lock lock{mutex_};
    files_.erase(path);
}

void FaultyDisk::power_cut(const std::filesystem::path& folder, const std::filesystem::path& target,
                           std::mt19937& chance) {
    const std::scoped_lock lock{mutex_};
    std::filesystem::create_directories(target);
    for (const auto& [path, file] : files_) {
        if (std::filesystem::path{path}.parent_path() != folder) continue;
        auto left = file.on_disk;
        auto reached_the_disk = file.since_flush;
        std::shuffle(reached_the_disk.begin(), reached_the_disk.end(), chance);
        for (const auto& change : reached_the_disk)
            if (chance() % 2 == 0) apply(left, change);
        std::ofstream{target / std::filesystem::path{path}.filename(), std::ios::binary} << left;
    }
}

}  // namespace ecoute::storage
