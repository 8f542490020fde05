#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "forms/sixteen_bytes.hpp"

namespace ecoute::forms {

/// Numbers of tokens that are known beforehand: what stands in JSON for each choice. A multiplier is sought that gives each token a
/// place of its own, so that looking one up takes no branch that depends on what was answered; in long lists, for which there
/// is no such multiplier, neighbouring places are tried.
class TokenTable {
public:
    struct Entry {
        std::string token;  ///< as it stands in JSON, quotes included; never empty
        std::uint16_t number = 0;
    };
    /// Of tokens that come twice, the first stands.
    explicit TokenTable(const std::vector<Entry>& entries);

    static constexpr int unknown = -1;
    /// Precondition: it is UTF-8, and sixteen bytes may be read from its first on.
    int find(std::string_view token) const noexcept {
        return token.size() <= SixteenBytes::count ? find(SixteenBytes{token.data()}.cut(token.size())) : find_long(token);
    }
    /// A token of at most sixteen bytes, cut.
    int find(const SixteenBytes& token) const noexcept {
        const auto at = place_of(token.folded());
        const auto& likely = places_[at];
        return likely.token == token ? likely.number : find_from(at, token, {});
    }

private:
    struct Place {
        SixteenBytes token;  ///< cut, or a sign of a long one; fillers only in a free place
        int number = unknown;
        std::uint32_t whole = 0;  ///< of a long one, which of `long_`
    };
    std::size_t place_of(std::uint64_t folded) const noexcept { return static_cast<std::size_t>((folded * multiplier_) >> 40) & last_; }
    int find_long(std::string_view token) const noexcept;
    int find_from(std::size_t at, const SixteenBytes& token, std::string_view whole) const noexcept;
    bool place_all(const std::vector<Entry>& entries, bool each_its_own);

    std::uint64_t multiplier_ = 1;
    std::size_t last_ = 0;           ///< number of places - 1; a power of two, at least three quarters of them free
    std::vector<Place> places_;
    std::vector<std::string> long_;  ///< tokens of more than sixteen bytes; the first stands for all others
};

}  // namespace ecoute::forms
