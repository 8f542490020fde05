#include "server/simulate/chance.hpp"

#include <string_view>

namespace ecoute::server {

double Chance::share() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

std::size_t Chance::below(std::size_t count) {
    const std::uint64_t range = count;
    const std::uint64_t fair = range * (UINT64_MAX / range);  // beyond it some remainders would be likelier
    std::uint64_t number = engine_();
    while (number >= fair) number = engine_();
    return static_cast<std::size_t>(number % range);
}

std::size_t Chance::pick(std::span<const double> weights) {
    double total = 0;
    for (const double weight : weights) total += weight;
    double left = share() * total;
    std::size_t last = weights.size();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0) continue;
        last = i;  // rounding may leave a little of `left` at the end
        left -= weights[i];
        if (left < 0) break;
    }
    return last;
}

std::vector<std::size_t> Chance::pick_some(std::vector<double> weights, std::size_t count) {
    std::vector<std::size_t> picked;
    while (picked.size() < count) {
        const auto next = pick(weights);
        if (next == weights.size()) break;
        weights[next] = 0;
        picked.push_back(next);
    }
    return picked;
}

std::string Chance::uuid() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    for (char& sign : text) {
        if (sign == 'x') sign = digits[below(16)];
        if (sign == 'y') sign = digits[8 + below(4)];
    }
    return text;
}

std::uint64_t mixed_seed(std::span<const std::uint64_t> parts) noexcept {
    std::uint64_t mixed = 0;
    for (const auto part : parts) {
        mixed += part + 0x9E3779B97F4A7C15U;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
        mixed ^= mixed >> 31;
    }
    return mixed;
}

std::uint64_t text_number(std::string_view text) noexcept {
    std::uint64_t number = 0xCBF29CE484222325U;
    for (const char letter : text) number = (number ^ static_cast<unsigned char>(letter)) * 0x100000001B3U;
    return number;
}

}  // namespace ecoute::server
