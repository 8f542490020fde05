#pragma once
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecoute::server {

/// Chance that comes out the same on every machine: the standard fixes std::mt19937_64, but not its distributions, so
/// these are ours.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}

    /// In [0, 1), a multiple of 2^-53.
    double share();
    /// 0 to `count` - 1, each equally likely. `count` is at least 1.
    std::size_t below(std::size_t count);
    /// An index, as likely as its weight; weights.size() when no weight is above zero.
    std::size_t pick(std::span<const double> weights);
    /// `count` different indexes in the order in which they were drawn, each draw by weight among those left
    /// (fewer when weights run out).
    std::vector<std::size_t> pick_some(std::vector<double> weights, std::size_t count);
    /// Fisher and Yates.
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[below(left)]);
    }
    /// RFC 9562 version 4, in small letters.
    std::string uuid();

private:
    std::mt19937_64 engine_;
};

/// One seed from several numbers, so that nearby seeds give unlike respondents (the finalizer of SplitMix64).
std::uint64_t mixed_seed(std::span<const std::uint64_t> parts) noexcept;

/// Number of a text for a seed: FNV-1a.
std::uint64_t text_number(std::string_view text) noexcept;

}  // namespace ecoute::server
