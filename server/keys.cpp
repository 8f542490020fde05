#include "server/keys.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "storage/store.hpp"

namespace ecoute::server {
namespace {

constexpr std::size_t key_bytes = 32;

std::string read_key(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string random_key() {
    std::string key(key_bytes, '\0');
    randombytes_buf(key.data(), key.size());
    return key;
}

/// Writes beside and links into place, so that two programs that start together end with the same key and none with half of one.
void keep_key(const std::filesystem::path& file, const std::string& key) {
    const auto fresh = file.string() + "." + std::to_string(getpid());
    const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (descriptor < 0) throw storage::StorageFault{"can't write " + fresh};
    const bool written = write(descriptor, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && fsync(descriptor) == 0;
    close(descriptor);
    const bool placed = written && (link(fresh.c_str(), file.c_str()) == 0 || errno == EEXIST);
    unlink(fresh.c_str());
    if (!placed) throw storage::StorageFault{"can't write " + file.string()};
}

}  // namespace

std::string secret_file(const std::filesystem::path& data_directory, std::string_view name, std::string (*made)()) {
    if (sodium_init() < 0) throw storage::StorageFault{"no source of random numbers"};
    const auto folder = data_directory / "keys";
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) throw storage::StorageFault{"can't make " + folder.string() + ": " + failed.message()};
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    const auto file = folder / name;
    if (!std::filesystem::exists(file)) keep_key(file, made());
    return read_key(file);
}

std::string secret_key(const std::filesystem::path& data_directory, std::string_view name) {
    auto key = secret_file(data_directory, name, random_key);
    if (key.size() != key_bytes) throw storage::StorageFault{"damaged key file " + (data_directory / "keys" / name).string()};
    return key;
}

}  // namespace ecoute::server
