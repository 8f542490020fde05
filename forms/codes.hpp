#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace ecoute::forms {

/// Codes of a choice column that are no choice. `longest_list` keeps them free.
inline constexpr std::uint16_t code_not_asked = 0xFFFF;
inline constexpr std::uint16_t code_no_answer = 0xFFFE;
inline constexpr std::uint16_t code_refused = 0xFFFD;

/// Choices with these indexes fit beside the three codes above, whose low byte stands for them.
inline constexpr std::size_t choices_in_a_byte = 0xFD;

/// One choice a person, or a code above: a vector of 16-bit codes that keeps them in one byte each until a choice comes that
/// does not fit. Who reads codes one at a time need not know; a pass over everybody asks for the width (`visit`).
class Codes {
public:
    using value_type = std::uint16_t;
    class const_iterator;

    Codes() = default;
    Codes(std::initializer_list<std::uint16_t> codes) : Codes(std::span{codes.begin(), codes.size()}) {}
    Codes(const std::vector<std::uint16_t>& codes) : Codes(std::span{codes}) {}
    explicit Codes(std::span<const std::uint16_t> codes);
    /// As visit() gave them.
    explicit Codes(std::vector<std::uint8_t>&& bytes) : entries_(std::move(bytes)) {}
    static Codes of_two_bytes(std::vector<std::uint16_t>&& codes);

    /// use(span), of bytes or of 16-bit codes. The low byte of a code that is missing is that code; `full` gives it back.
    template <class Use>
    decltype(auto) visit(Use&& use) const {
        if (const auto* bytes = std::get_if<Bytes>(&entries_)) return use(std::span<const std::uint8_t>{*bytes});
        return use(std::span<const std::uint16_t>{*std::get_if<Wide>(&entries_)});
    }
    std::size_t size() const noexcept {
        return visit([](auto codes) { return codes.size(); });
    }
    bool empty() const noexcept { return size() == 0; }
    std::uint16_t operator[](std::size_t at) const noexcept {
        return visit([at](auto codes) { return full(codes[at]); });
    }
    const_iterator begin() const noexcept;
    const_iterator end() const noexcept;
    bool is_wide() const noexcept { return entries_.index() == 1; }

    static constexpr std::uint16_t full(std::uint16_t code) noexcept { return code; }
    static constexpr std::uint16_t full(std::uint8_t byte) noexcept {
        return byte < choices_in_a_byte ? byte : static_cast<std::uint16_t>(0xFF00u | byte);
    }
    static constexpr bool fits_a_byte(std::uint16_t code) noexcept { return code < choices_in_a_byte || code >= code_refused; }

    void push_back(std::uint16_t code);
    void set(std::size_t at, std::uint16_t code);
    void assign(std::size_t people, std::uint16_t code);
    /// `people` more of one code; those of another column from `first` to one before `last`.
    void append(std::size_t people, std::uint16_t code);
    void append(const Codes& others, std::size_t first, std::size_t last);
    void reserve(std::size_t people);
    /// The first people only.
    void cut(std::size_t people);
    /// Two bytes each from here on.
    void widen();
    /// fill(pointer to the first of so many new entries). Who writes choices beyond choices_in_a_byte widens before; codes are written by
    /// their low bytes.
    template <class Fill>
    void extend(std::size_t people, Fill&& fill) {
        std::visit(
            [&](auto& codes) {
                const auto before = codes.size();
                codes.resize(before + people);
                fill(codes.data() + before);
            },
            entries_);
    }

    /// Of what the codes are, whatever the width.
    friend bool operator==(const Codes& one, const Codes& other) noexcept;

private:
    using Bytes = std::vector<std::uint8_t>;
    using Wide = std::vector<std::uint16_t>;
    void make_fit(std::uint16_t code) {
        if (!fits_a_byte(code)) widen();
    }
    std::variant<Bytes, Wide> entries_;
};

class Codes::const_iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::uint16_t;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::uint16_t*;
    using reference = std::uint16_t;

    const_iterator() = default;
    const_iterator(const Codes& codes, std::size_t at) noexcept : codes_(&codes), at_(at) {}
    std::uint16_t operator*() const noexcept { return (*codes_)[at_]; }
    const_iterator& operator++() noexcept { return ++at_, *this; }
    const_iterator operator++(int) noexcept { return {*codes_, at_++}; }
    bool operator==(const const_iterator&) const = default;

private:
    const Codes* codes_ = nullptr;
    std::size_t at_ = 0;
};

inline Codes::const_iterator Codes::begin() const noexcept { return {*this, 0}; }
inline Codes::const_iterator Codes::end() const noexcept { return {*this, size()}; }

}  // namespace ecoute::forms
