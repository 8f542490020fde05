#include "storage/columns_kept.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "storage/summed_file.hpp"

namespace ecoute::storage {
namespace {

/// Goes up whenever what is written changes, or what the numbers of forms::Columns mean.
constexpr std::string_view format = "ecoute columns 3\n";

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

// Of one byte or two: which, then all.
void write(SummedOut& out, const forms::Codes& codes) {
    codes.visit([&](auto entries) {
        out.number(sizeof entries[0]);
        out.all(entries);
    });
}

forms::Codes read_codes(SummedIn& in) {
    switch (in.number()) {
        case 1:
            return forms::Codes{in.all<std::uint8_t>()};
        case 2:
            return forms::Codes::of_two_bytes(in.all<std::uint16_t>());
        default:
            return in.fail(), forms::Codes{};
    }
}

// Answers that vary in length: the lengths, then everything behind each other.
void write(SummedOut& out, const forms::Ranks& ranks) {
    std::vector<std::uint16_t> lengths;
    lengths.reserve(ranks.size());
    for (std::size_t person = 0; person < ranks.size(); ++person) lengths.push_back(static_cast<std::uint16_t>(ranks.length(person)));
    out.all(lengths);
    out.all(ranks.choices());
}

forms::Ranks read_ranks(SummedIn& in) {
    const auto lengths = in.all<std::uint16_t>();
    const auto choices = in.all<forms::ChoiceIndex>();
    auto left = forms::Ranks::Rank{choices};
    forms::Ranks ranks;
    ranks.reserve(lengths.size());
    for (const auto length : lengths) {
        if (left.size() < length) return in.fail(), ranks;
        ranks.push_back(left.first(length));
        left = left.subspan(length);
    }
    return ranks;
}

void write(SummedOut& out, const std::vector<std::string>& texts) {
    out.number(texts.size());
    for (const auto& text : texts) out.text(text);
}

std::vector<std::string> read_texts(SummedIn& in, std::size_t people) {
    const auto count = in.number();
    if (count != 0 && count != people) return in.fail(), std::vector<std::string>{};
    std::vector<std::string> texts;
    for (std::uint64_t i = 0; i < count && in.good(); ++i) texts.push_back(in.text());
    return texts;
}

void write(SummedOut& out, const forms::Column& column) {
    write(out, column.codes);
    out.all(column.states);
    out.all(column.ticks);
    out.number(column.words);
    out.all(column.numbers);
    write(out, column.ranks);
    write(out, column.texts);
}

/// A vector has an entry a person, or is not there.
template <class Entries>
bool fits(const Entries& entries, std::size_t people) noexcept {
    return entries.empty() || entries.size() == people;
}

forms::Column read_column(SummedIn& in, std::size_t people) {
    forms::Column column;
    column.codes = read_codes(in);
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
    OpenFile file{path, O_WRONLY | O_CREAT | O_TRUNC};
    if (!file) return false;
    SummedOut out{file};
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
    if (OpenFile file{path, O_WRONLY}; file) {
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
    OpenFile file{file_of(folder, campaign), O_RDONLY};
    if (!file) return std::nullopt;
    SummedIn in{file};
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
