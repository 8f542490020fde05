#include "forms/codes.hpp"

#include <algorithm>
#include <type_traits>

namespace ecoute::forms {

Codes::Codes(std::span<const std::uint16_t> codes) {
    reserve(codes.size());
    for (const auto code : codes) push_back(code);
}

Codes Codes::of_two_bytes(std::vector<std::uint16_t>&& codes) {
    Codes made;
    made.entries_ = std::move(codes);
    return made;
}

void Codes::widen() {
    const auto* bytes = std::get_if<Bytes>(&entries_);
    if (!bytes) return;
    Wide wide;
    wide.reserve(bytes->capacity());
    for (const auto byte : *bytes) wide.push_back(full(byte));
    entries_ = std::move(wide);
}

void Codes::push_back(std::uint16_t code) { append(1, code); }

void Codes::set(std::size_t at, std::uint16_t code) {
    make_fit(code);
    std::visit([&](auto& codes) { codes[at] = static_cast<typename std::decay_t<decltype(codes)>::value_type>(code); }, entries_);
}

void Codes::assign(std::size_t people, std::uint16_t code) {
    cut(0);
    append(people, code);
}

void Codes::append(std::size_t people, std::uint16_t code) {
    make_fit(code);
    std::visit(
        [&](auto& codes) { codes.resize(codes.size() + people, static_cast<typename std::decay_t<decltype(codes)>::value_type>(code)); },
        entries_);
}

void Codes::append(const Codes& others, std::size_t first, std::size_t last) {
    if (others.is_wide()) widen();
    others.visit([&](auto from) {
        extend(last - first, [&](auto* into) {
            for (std::size_t at = first; at < last; ++at) *into++ = static_cast<std::decay_t<decltype(*into)>>(full(from[at]));
        });
    });
}

void Codes::reserve(std::size_t people) {
    std::visit([&](auto& codes) { codes.reserve(people); }, entries_);
}

void Codes::cut(std::size_t people) {
    std::visit([&](auto& codes) { codes.resize(std::min(codes.size(), people)); }, entries_);
}

bool operator==(const Codes& one, const Codes& other) noexcept {
    return one.visit([&](auto ours) {
        return other.visit([&](auto theirs) {
            return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                              [](auto a, auto b) { return Codes::full(a) == Codes::full(b); });
        });
    });
}

}  // namespace ecoute::forms
