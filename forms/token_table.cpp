#include "forms/token_table.hpp"

#include <bit>
#include <string>

namespace ecoute::forms {
namespace {

/// Multipliers that are tried before tokens may share a place: enough for the lists that people read.
constexpr int most_attempts = 64;

bool is_long(std::string_view token) noexcept { return token.size() > SixteenBytes::count; }

/// Both ends of a long token, since many begin alike, behind a filler, with which no short one begins.
SixteenBytes sign_of(std::string_view token) noexcept {
    std::uint64_t words[2];
    words[0] = SixteenBytes{token.data()}.folded() << 8 | static_cast<unsigned char>(SixteenBytes::filler);
    words[1] = SixteenBytes{token.data() + token.size() - SixteenBytes::count}.folded();
    return SixteenBytes{reinterpret_cast<const char*>(words)};
}

}  // namespace

TokenTable::TokenTable(const std::vector<Entry>& entries) : last_(std::bit_ceil(entries.size() * 4 + 1) - 1) {
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        multiplier_ = ((multiplier_ + 0x9E3779B97F4A7C15ull) * 0xD6E8FEB86659FD93ull) | 1;
        if (place_all(entries, true)) return;
    }
    place_all(entries, false);
}

bool TokenTable::place_all(const std::vector<Entry>& entries, bool each_its_own) {
    places_.assign(last_ + 1, Place{});
    long_.assign(1, "");
    for (const auto& entry : entries) {
        Place made;
        made.number = entry.number;
        made.token = is_long(entry.token) ? sign_of(entry.token) : SixteenBytes{(entry.token + std::string(SixteenBytes::count, '\0')).data()}.cut(entry.token.size());
        if (is_long(entry.token)) {
            made.whole = static_cast<std::uint32_t>(long_.size());
            long_.push_back(entry.token);
        }
        auto at = place_of(made.token.folded());
        if (places_[at].number != unknown && each_its_own) return false;
        while (places_[at].number != unknown) at = (at + 1) & last_;
        places_[at] = made;
    }
    return true;
}

int TokenTable::find_long(std::string_view token) const noexcept {
    const auto sign = sign_of(token);
    return find_from(place_of(sign.folded()), sign, token);
}

int TokenTable::find_from(std::size_t at, const SixteenBytes& token, std::string_view whole) const noexcept {
    for (; places_[at].number != unknown; at = (at + 1) & last_)
        if (places_[at].token == token && long_[places_[at].whole] == whole) return places_[at].number;
    return unknown;
}

}  // namespace ecoute::forms
