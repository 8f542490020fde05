#include "storage/columns_kept.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

namespace ecoute::storage {
namespace {

/// Goes up whenever what is written changes, or what the numbers of forms::Columns mean.
constexpr std::string_view format = "ecoute columns 2\n";
/// More of one thing than a file of ours holds: a length that is damaged must not ask for all memory.
constexpr std::uint64_t most_bytes = std::uint64_t{64} << 30;

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
        std::memcpy(rest, bytes + at, size - at);
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
class File {
public:
    File(const std::filesystem::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
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
class Out {
public:
    explicit Out(File& file) : file_(file) {}
    void number(std::uint64_t number) { bytes(reinterpret_cast<const char*>(&number), sizeof number); }
    void text(std::string_view text) {
        number(text.size());
        bytes(text.data(), text.size());
    }
    template <class T>
    void all(const std::vector<T>& entries) {
        static_assert(std::is_trivially_copyable_v<T>);
        text({reinterpret_cast<const char*>(entries.data()), entries.size() * sizeof(T)});
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
    File& file_;
    Checksum sum_;
    bool good_ = true;
};

/// The same the other way. After the first failure everything is empty.
class In {
public:
    explicit In(File& file) : file_(file), left_(file.size()) {}
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
        good_ = good_ && size <= left_ && size <= most_bytes && size % each == 0;
        return good_ ? static_cast<std::size_t>(size / each) : 0;
    }
    void bytes(char* into, std::size_t size) {
        good_ = good_ && size <= left_ && file_.read(into, size);
        if (!good_) return;
        left_ -= size;
        sum_.add(into, size);
    }
    File& file_;
    std::uint64_t left_;
    Checksum sum_;
    bool good_ = true;
};

/// Ids of campaigns are words; what else they may hold must not leave the folder.
std::filesystem::path file_of(const std::filesystem::path& folder, std::string_view campaign) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name;
    for (const char c : campaign) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            name += c;
        else
            name.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return folder / (name + ".columns");
}

// Answers that vary in length: the lengths, then everything behind each other.
void write(Out& out, const std::vector<std::vector<forms::ChoiceIndex>>& ranks) {
    std::vector<std::uint16_t> lengths;
    std::vector<forms::ChoiceIndex> choices;
    for (const auto& rank : ranks) {
        lengths.push_back(static_cast<std::uint16_t>(rank.size()));
        choices.insert(choices.end(), rank.begin(), rank.end());
    }
    out.all(lengths);
    out.all(choices);
}

std::vector<std::vector<forms::ChoiceIndex>> read_ranks(In& in) {
    const auto lengths = in.all<std::uint16_t>();
    const auto choices = in.all<forms::ChoiceIndex>();
    std::vector<std::vector<forms::ChoiceIndex>> ranks(lengths.size());
    auto at = choices.begin();
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        if (choices.end() - at < lengths[i]) return in.fail(), ranks;
        ranks[i].assign(at, at + lengths[i]);
        at += lengths[i];
    }
    return ranks;
}

void write(Out& out, const std::vector<std::string>& texts) {
    out.number(texts.size());
    for (const auto& text : texts) out.text(text);
}

std::vector<std::string> read_texts(In& in, std::size_t people) {
    const auto count = in.number();
    if (count != 0 && count != people) return in.fail(), std::vector<std::string>{};
    std::vector<std::string> texts;
    for (std::uint64_t i = 0; i < count && in.good(); ++i) texts.push_back(in.text());
    return texts;
}

void write(Out& out, const forms::Column& column) {
    out.all(column.codes);
    out.all(column.states);
    out.all(column.ticks);
    out.number(column.words);
    out.all(column.numbers);
    write(out, column.ranks);
    write(out, column.texts);
}

/// A vector has an entry a person, or is not there.
template <class T>
bool fits(const std::vector<T>& entries, std::size_t people) noexcept {
    return entries.empty() || entries.size() == people;
}

forms::Column read_column(In& in, std::size_t people) {
    forms::Column column;
    column.codes = in.all<std::uint16_t>();
    column.states = in.all<forms::State>();
    column.ticks = in.all<std::uint64_t>();
    column.words = static_cast<std::uint32_t>(in.number());
    column.numbers = in.all<double>();
    column.ranks = read_ranks(in);
    column.texts = read_texts(in, people);
    if (!fits(column.codes, people) || !fits(column.states, people) || !fits(column.numbers, people) || !fits(column.ranks, people) ||
        !fits(column.texts, people) || column.ticks.size() != people * column.words)
        in.fail();
    return column;
}

bool write_file(const std::filesystem::path& path, const ColumnsOrigin& origin, const forms::Columns& columns) {
    File file{path, O_WRONLY | O_CREAT | O_TRUNC};
    if (!file) return false;
    Out out{file};
    out.text(format);
    out.text(origin.campaign);
    out.text(origin.shape);
    out.text(origin.last_id);
    out.number(columns.people);
    out.number(static_cast<std::uint64_t>(columns.last_seq));
    out.all(columns.seqs);
    out.all(columns.record_keys);
    out.number(columns.by_question.size());
    for (const auto& column : columns.by_question) write(out, column);
    return out.finish();
}

void wipe(const std::filesystem::path& path) {
    if (File file{path, O_WRONLY}; file) {
        const std::vector<char> nothing(1u << 16);
        for (std::uint64_t left = file.size(); left > 0;) {
            const auto some = static_cast<std::size_t>(std::min<std::uint64_t>(left, nothing.size()));
            if (!file.write(nothing.data(), some)) break;
            left -= some;
        }
    }
    ::unlink(path.c_str());
}

}  // namespace

std::filesystem::path columns_folder(const std::filesystem::path& directory) { return directory / "columns"; }

bool keep_columns(const std::filesystem::path& folder, const ColumnsOrigin& origin, const forms::Columns& columns) noexcept try {
    std::error_code failed;
    if (std::filesystem::create_directories(folder, failed))
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    const auto path = file_of(folder, origin.campaign);
    auto beside = path;
    beside += "." + std::to_string(::getpid()) + ".new";
    const bool written = write_file(beside, origin, columns) && ::rename(beside.c_str(), path.c_str()) == 0;
    if (!written) ::unlink(beside.c_str());
    return written;
} catch (const std::exception&) {  // no memory for a list of lengths: no file, then
    return false;
}

std::optional<KeptColumns> kept_columns(const std::filesystem::path& folder, std::string_view campaign, std::string_view shape) {
    File file{file_of(folder, campaign), O_RDONLY};
    if (!file) return std::nullopt;
    In in{file};
    if (in.text() != format || in.text() != campaign || in.text() != shape) return std::nullopt;
    KeptColumns kept;
    kept.last_id = in.text();
    auto& columns = kept.columns;
    columns.people = static_cast<std::size_t>(in.number());
    columns.last_seq = static_cast<std::int64_t>(in.number());
    columns.seqs = in.all<std::int64_t>();
    columns.record_keys = in.all<std::uint32_t>();
    const auto questions = in.number();
    for (std::uint64_t i = 0; i < questions && in.good(); ++i) columns.by_question.push_back(read_column(in, columns.people));
    if (!in.finish() || columns.seqs.size() != columns.people || !fits(columns.record_keys, columns.people)) return std::nullopt;
    return kept;
}

bool forget_columns(const std::filesystem::path& folder, std::string_view campaign) noexcept try {
    const auto path = file_of(folder, campaign);
    std::error_code none;
    for (std::filesystem::directory_iterator at{folder, none}, end; !none && at != end; at.increment(none))
        if (at->path().filename().string().starts_with(path.filename().string())) wipe(at->path());  // also one that was being written
    return ::access(path.c_str(), F_OK) != 0;
} catch (const std::exception&) {
    return false;
}

}  // namespace ecoute::storage
