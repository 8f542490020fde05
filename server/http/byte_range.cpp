#include "server/http/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ecoute::server {
namespace {

/// An offset; false for an empty text and anything else than digits.
bool read_offset(std::string_view text, std::size_t& offset) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
    return error == std::errc{} && end == text.data() + text.size();
}

struct Span {
    std::size_t first = 0, last = 0;  ///< both included; first > last: not within the file
};

/// nullopt when it can't be read and is to be ignored.
std::optional<Span> read_range(std::string_view range, std::size_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!range.starts_with(unit) || range.find(',') != range.npos) return std::nullopt;
    range.remove_prefix(unit.size());
    const auto dash = range.find('-');
    if (dash == range.npos) return std::nullopt;
    const auto from = range.substr(0, dash), to = range.substr(dash + 1);
    Span span{0, size - 1};
    std::size_t number = 0;
    if (from.empty()) {  // the last so many bytes
        if (!read_offset(to, number)) return std::nullopt;
        if (number == 0 || size == 0) return Span{1, 0};
        span.first = size - std::min(number, size);
        return span;
    }
    if (!read_offset(from, span.first)) return std::nullopt;
    if (!to.empty()) {
        if (!read_offset(to, number) || number < span.first) return std::nullopt;
        span.last = std::min(number, size - 1);
    }
    return span.first < size ? span : Span{1, 0};
}

}  // namespace

Reply in_range(Reply whole, std::string_view range) {
    whole.headers.emplace_back("Accept-Ranges", "bytes");
    const auto size = whole.body.size();
    const auto span = read_range(range, size);
    if (!span) return whole;
    const auto all = std::to_string(size);
    if (span->first > span->last) {
        whole.status = 416;
        whole.body.clear();
        whole.headers.emplace_back("Content-Range", "bytes */" + all);
        return whole;
    }
    whole.status = 206;
    whole.headers.emplace_back("Content-Range", "bytes " + std::to_string(span->first) + "-" + std::to_string(span->last) + "/" + all);
    whole.body = whole.body.substr(span->first, span->last - span->first + 1);
    return whole;
}

}  // namespace ecoute::server
