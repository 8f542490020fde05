#include "forms/expression/shuffle.hpp"

#include <cmath>
#include <random>

namespace ecoute::forms::expression {
namespace {

constexpr std::int64_t modulus = 2'147'483'647;
constexpr std::int64_t multiplier = 16'807;

std::int64_t first_state(double seed) {
    if (std::isnan(seed)) seed = 0;
    if (std::isinf(seed)) seed = std::copysign(0x1p63, seed);
    const auto state = static_cast<std::int64_t>(std::fmod(std::trunc(seed), static_cast<double>(modulus)));
    return state <= 0 ? state + modulus - 1 : state;
}

/// `next()` gives numbers from 0 to 1, 1 excluded.
template <class F>
std::vector<std::uint32_t> inside_out(std::uint32_t count, F next) {
    std::vector<std::uint32_t> order(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto j = static_cast<std::uint32_t>(std::floor(next() * (i + 1.0)));
        if (j != i) order[i] = order[j];
        order[j] = i;
    }
    return order;
}

}  // namespace

std::uint64_t next_chance(const Context& context) {
    if (context.chance != nullptr) return context.chance->next();
    static thread_local std::mt19937_64 generator{std::random_device{}()};
    return generator();
}

std::vector<std::uint32_t> shuffled(std::uint32_t count, double seed) {
    return inside_out(count, [state = first_state(seed)]() mutable {
        state = state * multiplier % modulus;
        return static_cast<double>(state - 1) / static_cast<double>(modulus - 1);
    });
}

std::vector<std::uint32_t> shuffled(std::uint32_t count, const Context& context) {
    return inside_out(count, [&] { return static_cast<double>(next_chance(context) >> 11) * 0x1.0p-53; });
}

}  // namespace ecoute::forms::expression
