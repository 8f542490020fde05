#pragma once
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// A file of numbers, texts and vectors with a checksum at its end, in the byte order of this machine. What reads one never
/// asks for more memory than the file is long.
namespace ecoute::storage {

/// More of one thing than a file of ours holds: a length that is damaged must not ask for all memory.
inline constexpr std::uint64_t most_summed_bytes = std::uint64_t{64} << 30;

/// Two lanes of multiply and rotate over words: finds damage at the speed of memory. Nobody is kept out by it: who can write
/// here can write ecoute.db too.
class Checksum {
public:
    void add(const char* bytes, std::size_t size) noexcept {
        std::size_t at = 0;
        for (; at + 16 <= size; at += 16) {
            std::uint64_t words[2];
            std::memcpy(words, bytes + at, sizeof words);
            mix(words[0], words[1]);
        }
        std::uint64_t rest[2] = {};
        if (at < size) std::memcpy(rest, bytes + at, size - at);  // of an empty column there are no bytes at all
        mix(rest[0] ^ size, rest[1] + at);
    }
    std::uint64_t value() const noexcept { return one_ ^ (two_ * 0x9E3779B97F4A7C15ull); }

private:
    void mix(std::uint64_t a, std::uint64_t b) noexcept {
        one_ = turned((one_ ^ a) * 0xD6E8FEB86659FD93ull);
        two_ = turned((two_ ^ b) * 0xC2B2AE3D27D4EB4Full);
    }
    static std::uint64_t turned(std::uint64_t word) noexcept { return word << 29 | word >> 35; }
    std::uint64_t one_ = 0x8EBC6AF09C88C6E3ull, two_ = 0x589965CC75374CC3ull;
};

/// An open file of the operating system; closed with this.
class OpenFile {
public:
    OpenFile(const std::filesystem::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    explicit operator bool() const noexcept { return descriptor_ >= 0; }

    bool write(const char* bytes, std::size_t size) noexcept {
        while (size > 0) {
            const auto written = ::write(descriptor_, bytes, std::min<std::size_t>(size, 1u << 30));
            if (written <= 0) return false;
            bytes += written;
            size -= static_cast<std::size_t>(written);
        }
        return true;
    }
    bool read(char* bytes, std::size_t size) noexcept {
        while (size > 0) {
            const auto got = ::read(descriptor_, bytes, std::min<std::size_t>(size, 1u << 30));
            if (got <= 0) return false;
            bytes += got;
            size -= static_cast<std::size_t>(got);
        }
        return true;
    }
    std::uint64_t size() const noexcept {
        struct stat about {};
        return ::fstat(descriptor_, &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
    }

private:
    int descriptor_;
};

/// Writes lengths and bytes. After the first failure nothing more.
class SummedOut {
public:
    explicit SummedOut(OpenFile& file) : file_(file) {}
    void number(std::uint64_t number) { bytes(reinterpret_cast<const char*>(&number), sizeof number); }
    void text(std::string_view text) {
        number(text.size());
        bytes(text.data(), text.size());
    }
    template <class T>
    void all(std::span<const T> entries) {
        static_assert(std::is_trivially_copyable_v<T>);
        text({reinterpret_cast<const char*>(entries.data()), entries.size() * sizeof(T)});
    }
    template <class T>
    void all(const std::vector<T>& entries) {
        all(std::span<const T>{entries});
    }
    void bytes(const char* bytes, std::size_t size) {
        sum_.add(bytes, size);
        good_ = good_ && file_.write(bytes, size);
    }
    bool finish() {
        const auto sum = sum_.value();
        return good_ && file_.write(reinterpret_cast<const char*>(&sum), sizeof sum);
    }

private:
    OpenFile& file_;
    Checksum sum_;
    bool good_ = true;
};

/// The same the other way. After the first failure everything is empty.
class SummedIn {
public:
    explicit SummedIn(OpenFile& file) : file_(file), left_(file.size()) {}
    std::uint64_t number() {
        std::uint64_t number = 0;
        bytes(reinterpret_cast<char*>(&number), sizeof number);
        return good_ ? number : 0;
    }
    std::string text() {
        std::string text(length(1), '\0');
        bytes(text.data(), text.size());
        return text;
    }
    template <class T>
    std::vector<T> all() {
        static_assert(std::is_trivially_copyable_v<T>);
        std::vector<T> entries(length(sizeof(T)));
        bytes(reinterpret_cast<char*>(entries.data()), entries.size() * sizeof(T));
        return entries;
    }
    bool finish() {
        std::uint64_t sum = 0;
        return good_ && left_ == sizeof sum && file_.read(reinterpret_cast<char*>(&sum), sizeof sum) && sum == sum_.value();
    }
    bool good() const noexcept { return good_; }
    void fail() noexcept { good_ = false; }

private:
    /// Entries that the next bytes hold; never more than the file has.
    std::size_t length(std::size_t each) {
        const auto size = number();
        good_ = good_ && size <= left_ && size <= most_summed_bytes && size % each == 0;
        return good_ ? static_cast<std::size_t>(size / each) : 0;
    }
    void bytes(char* into, std::size_t size) {
        good_ = good_ && size <= left_ && file_.read(into, size);
        if (!good_) return;
        left_ -= size;
        sum_.add(into, size);
    }
    OpenFile& file_;
    std::uint64_t left_;
    Checksum sum_;
    bool good_ = true;
};

}  // namespace ecoute::storage
