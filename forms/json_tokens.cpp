#include "forms/json_tokens.hpp"

#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <cstring>

namespace ecoute::forms {
namespace {

/// Longer answers are left to who parses JSON of any size: the places of tokens have 32 bits.
constexpr std::size_t most_bytes = 64u << 20;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Digits that are surely exact in a double.
constexpr std::size_t exact_digits = 15;

}  // namespace

/// simdjson calls these private, and has not changed them from version 1 to 3. Its own On-Demand parser stands on them too, but
/// what it puts above them is compiled for the plainest processor, and costs more than all the rest.
struct JsonTokens::FirstPass {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;

    bool make_room(std::size_t bytes) {
        if (parser && parser->capacity() >= bytes) return true;
        return simdjson::get_active_implementation()->create_dom_parser_implementation(bytes, 1, parser) == simdjson::SUCCESS;
    }
};

JsonTokens::JsonTokens() : first_pass_(std::make_unique<FirstPass>()) {}
JsonTokens::~JsonTokens() = default;

bool JsonTokens::find(std::string_view json) {
    constexpr std::size_t behind = simdjson::SIMDJSON_PADDING + 16;  // what simdjson reads, and room for `nothing`
    if (json.size() < 2 || json.size() > most_bytes) return false;
    if (text_.size() < json.size() + behind) {
        text_.assign(2 * (json.size() + behind), '\0');
        nothing_[0] = static_cast<std::uint32_t>(text_.size() - 16);
        nothing_[1] = nothing_[0] + 1;
    }
    if (!first_pass_->make_room(text_.size())) return false;
    char* const start = text_.data();
    std::memcpy(start, json.data(), json.size());
    start[json.size()] = '\0';
    size_ = json.size();
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(start);
    return first_pass_->parser->stage1(bytes, json.size(), simdjson::stage1_mode::regular) == simdjson::SUCCESS;
}

JsonTokens::At JsonTokens::first() const noexcept { return first_pass_->parser->structural_indexes.get(); }
JsonTokens::At JsonTokens::last() const noexcept { return first() + first_pass_->parser->n_structural_indexes; }

JsonTokens::At JsonTokens::behind_array(At at) const noexcept {
    std::size_t depth = 0;
    for (const auto end = last(); at < end; ++at) {
        const char c = kind(at);
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (depth == 0) return at + 1;
    }
    return nullptr;
}

/// Whole numbers of few digits, which most are, are read without from_chars, which in turn takes leading zeros
/// and a point without digits on both sides.
std::optional<double> json_number(std::string_view token) noexcept {
    const bool negative = token.front() == '-';
    const auto digits = token.substr(negative);
    std::uint64_t whole = 0;
    std::size_t count = 0;
    for (; count < digits.size() && is_digit(digits[count]); ++count) whole = whole * 10 + static_cast<unsigned>(digits[count] - '0');
    if (count == 0 || (count > 1 && digits.front() == '0')) return std::nullopt;
    double number = negative ? -static_cast<double>(whole) : static_cast<double>(whole);
    if (count < digits.size() || count > exact_digits) {
        if (!is_digit(digits.back()) || (count + 1 < digits.size() && digits[count] == '.' && !is_digit(digits[count + 1]))) return std::nullopt;
        const auto read = std::from_chars(token.data(), token.data() + token.size(), number);
        if (read.ec != std::errc{} || read.ptr != token.data() + token.size() || !std::isfinite(number)) return std::nullopt;
    }
    return number + 0.0;  // no minus zero
}

}  // namespace ecoute::forms
