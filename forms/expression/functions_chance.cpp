#include <array>
#include <cmath>
#include <random>

#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr double longest_uuid = 1'000;  // uuid(n): more characters than any code has

std::uint64_t next(const Context& context) {
    if (context.chance != nullptr) return context.chance->next();
    static thread_local std::mt19937_64 generator{std::random_device{}()};
    return generator();
}

/// random(): 53 bits, 0 included, 1 excluded.
Value random(Arguments& a) { return static_cast<double>(next(a.context()) >> 11) * 0x1.0p-53; }

std::string version_4(const Context& context) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    for (char& c : text) {
        const auto four_bits = next(context) >> 60;
        if (c == 'x') c = digits[four_bits];
        if (c == 'y') c = digits[8 + four_bits % 4];
    }
    return text;
}

/// uuid(n?): a version 4 UUID, or n letters and digits.
Value uuid(Arguments& a) {
    if (a.size() == 0) return version_4(a.context());
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const double wanted = a.number(0);
    std::string text;
    while (static_cast<double>(text.size() + 1) <= std::min(wanted, longest_uuid))
        text += letters[(next(a.context()) >> 32) * letters.size() >> 32];
    return text;
}

constexpr std::array table{
    Function{"random", 0, 0, Gives::number, random},
    Function{"uuid", 0, 1, Gives::text, uuid},
};

}  // namespace

std::span<const Function> chance_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression
