#include <array>
#include <cmath>

#include "forms/expression/evaluation.hpp"
#include "forms/expression/shuffle.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr double longest_uuid = 1'000;  // uuid(n): more characters than any code has

/// random(): 53 bits, 0 included, 1 excluded.
Value random(Arguments& a) { return static_cast<double>(next_chance(a.context()) >> 11) * 0x1.0p-53; }

std::string version_4(const Context& context) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    for (char& c : text) {
        const auto four_bits = next_chance(context) >> 60;
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
        text += letters[(next_chance(a.context()) >> 32) * letters.size() >> 32];
    return text;
}

/// randomize(nodes, seed?): the nodes in another order.
Value randomize(Arguments& a) {
    NodeSet nodes = a.nodes(0);
    const auto count = static_cast<std::uint32_t>(nodes.size());
    const auto order = a.size() > 1 ? shuffled(count, a.number(1)) : shuffled(count, a.context());
    NodeSet result;
    for (const auto index : order) result.push_back(std::move(nodes[index]));
    return result;
}

constexpr std::array table{
    Function{"random", 0, 0, Gives::number, random, Wants::values, Browser::more},
    Function{"uuid", 0, 1, Gives::text, uuid, Wants::values, Browser::more},
    Function{"randomize", 1, 2, Gives::nodes, randomize, Wants::node, Browser::more},
};

}  // namespace

std::span<const Function> chance_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression
