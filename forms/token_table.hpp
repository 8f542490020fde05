#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "forms/json_tokens.hpp"

namespace ecoute::forms {

/// Numbers of tokens that are known beforehand: names of questions, choices. A multiplier is sought that gives each token a
/// place of its own, so that looking one up takes no branch that depends on what was answered; in long lists, for which there
/// is no such multiplier, neighbouring places are tried.
class TokenTable {
public:
    struct Entry {
        std::string token;  ///< as it stands in JSON, quotes included
        std::uint16_t number = 0;
    };
    /// Of tokens that come twice, the first stands.
    explicit TokenTable(const std::vector<Entry>& entries);

    static constexpr int unknown = -1;
    /// Precondition: eight bytes may be read from the token's first on and up to its last, however short it is.
    int find(std::string_view token) const noexcept {
        const auto tail = tail_of(token);
        const auto place = place_of(tail);
        const auto& likely = known_[places_[place]];
        const auto other = (likely.tail ^ tail) | ((likely.head ^ word_at(token.data())) & likely.head_mask) | (likely.size ^ token.size());
        return other == 0 && token.size() <= 16 ? likely.number : find_from(place, token);
    }

private:
    struct Known {
        std::uint64_t tail = 0, head = 0, head_mask = 0;  ///< the last eight bytes; of a longer token the first too
        std::uint32_t size = 0;
        std::uint16_t number = 0;
    };
    static std::uint64_t tail_of(std::string_view token) noexcept {
        const auto before = 8 - std::min<std::size_t>(token.size(), 8);
        return word_at(token.data() + token.size() - 8) >> (8 * before);
    }
    std::size_t place_of(std::uint64_t tail) const noexcept { return static_cast<std::size_t>((tail * multiplier_) >> 40) & last_; }
    int find_from(std::size_t place, std::string_view token) const noexcept;
    bool place_all(bool each_its_own);

    std::uint64_t multiplier_ = 1;
    std::size_t last_ = 0;               ///< number of places - 1; a power of two, at least three quarters of them free
    std::vector<std::uint16_t> places_;  ///< which of `known_`; 0 in a free place
    std::vector<Known> known_;           ///< behind one that no token is
    std::vector<std::string> tokens_;    ///< of each of them
};

}  // namespace ecoute::forms
