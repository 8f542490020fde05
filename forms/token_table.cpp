#include "forms/token_table.hpp"

#include <bit>

namespace ecoute::forms {
namespace {

/// Multipliers that are tried before tokens may share a place: enough for the lists that people read.
constexpr int most_attempts = 64;

}  // namespace

TokenTable::TokenTable(const std::vector<Entry>& entries)
    : last_(std::bit_ceil(entries.size() * 4 + 1) - 1), places_(last_ + 1), known_(1), tokens_(1) {
    for (const auto& entry : entries) {
        const auto padded = std::string(8, '\0') + entry.token;
        const bool is_long = entry.token.size() > 8;
        tokens_.push_back(entry.token);
        known_.push_back({tail_of(std::string_view{padded}.substr(8)), is_long ? word_at(entry.token.data()) : 0,
                          is_long ? ~std::uint64_t{0} : 0, static_cast<std::uint32_t>(entry.token.size()), entry.number});
    }
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        multiplier_ = ((multiplier_ + 0x9E3779B97F4A7C15ull) * 0xD6E8FEB86659FD93ull) | 1;
        if (place_all(true)) return;
    }
    place_all(false);
}

bool TokenTable::place_all(bool each_its_own) {
    std::fill(places_.begin(), places_.end(), std::uint16_t{0});
    for (std::size_t i = 1; i < known_.size(); ++i) {
        auto at = place_of(known_[i].tail);
        if (places_[at] != 0 && each_its_own) return false;
        while (places_[at] != 0) at = (at + 1) & last_;
        places_[at] = static_cast<std::uint16_t>(i);
    }
    return true;
}

int TokenTable::find_from(std::size_t place, std::string_view token) const noexcept {
    for (; places_[place] != 0; place = (place + 1) & last_)
        if (tokens_[places_[place]] == token) return known_[places_[place]].number;
    return unknown;
}

}  // namespace ecoute::forms
