#include "server/http/reply_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <mutex>

#include "server/http/gzip.hpp"
#include "server/hex_digest.hpp"
#include "server/http/limits.hpp"

namespace ecoute::server {
namespace {

struct Default {
    std::string_view name, value;
};
/// A page that loads nothing needs no more; pages with styles and scripts set their own policy.
constexpr std::array defaults{
    Default{"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"},
    Default{"X-Content-Type-Options", "nosniff"},
    Default{"Referrer-Policy", "no-referrer"},
    Default{"Cache-Control", "no-store"},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

bool has(const Reply& reply, std::string_view name) {
    return std::any_of(reply.headers.begin(), reply.headers.end(),
                       [&](const auto& field) { return same_name(field.first, name); });
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
    if (value.find_first_of("\r\n") != value.npos) return;
    head.append(name).append(": ").append(value).append("\r\n");
}

void append_number(std::string& head, std::size_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    head.append(digits.data(), end);
}

/// Of what is sent: compressed bytes are another representation (RFC 9530, section 3).
void put_digest(Reply& reply) {
    std::erase_if(reply.headers, [](const auto& field) { return same_name(field.first, digest_header); });
    reply.headers.emplace_back(digest_header, repr_digest(reply.body));
}

bool worth_compressing(const Reply& reply) {
    const std::string_view type = reply.content_type;
    return type.starts_with("text/") || type.starts_with("application/json") ||
           type.starts_with("application/problem+json") || type.starts_with("image/svg+xml");
}

using Shared = std::shared_ptr<const std::string>;

/// Compressed twins of pages that many share. A page is known by its address as long as it lives.
class Twins {
public:
    Shared twin_of(const Shared& page) {
        const std::scoped_lock lock{mutex_};
        auto& known = twins_[page.get()];
        if (known.page.lock() != page)
            known = {page, std::make_shared<const std::string>(gzipped(*page, best_compression))};
        auto twin = known.compressed;
        if (twins_.size() > most_twins) forget_the_dead();
        return twin;
    }

private:
    /// A page a campaign and language, with room; beyond, those whose page is gone are forgotten.
    static constexpr std::size_t most_twins = 256;
    struct Twin {
        std::weak_ptr<const std::string> page;
        Shared compressed;
    };
    void forget_the_dead() {
        std::erase_if(twins_, [](const auto& entry) { return entry.second.page.expired(); });
        if (twins_.size() > most_twins) twins_.clear();
    }
    std::mutex mutex_;
    std::map<const std::string*, Twin> twins_;
};

}  // namespace

std::string_view reason(int status) noexcept {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Content Too Large";
        case 416:
            return "Range Not Satisfiable";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "";
    }
}

void write_head(std::string& head, const Reply& reply, const HeadFacts& facts) {
    head.append("HTTP/1.1 ");
    append_number(head, static_cast<std::size_t>(reply.status));
    head.append(" ").append(reason(reply.status)).append("\r\nDate: ").append(facts.date).append("\r\n");
    const bool bodiless = reply.status == 204 || reply.status == 304;
    if (!bodiless) {
        if (facts.body_bytes > 0) append_field(head, "Content-Type", reply.content_type);
        head.append("Content-Length: ");
        append_number(head, facts.body_bytes);
        head.append("\r\n");
    }
    for (const auto& [name, value] : reply.headers) append_field(head, name, value);
    for (const auto& [name, value] : defaults)
        if (!has(reply, name)) append_field(head, name, value);
    if (facts.close) head.append("Connection: close\r\n");
    head.append("\r\n");
}

void compress(Reply& reply, bool accepts_gzip) {
    const auto size = reply.shared ? reply.shared->size() : reply.body.size();
    if (size < smallest_compressed_bytes || !worth_compressing(reply) || has(reply, "Content-Encoding")) return;
    reply.headers.emplace_back("Vary", "Accept-Encoding");
    if (!accepts_gzip) return;
    static Twins twins;
    if (reply.shared)
        reply.shared = twins.twin_of(reply.shared);
    else
        reply.body = gzipped(reply.body);
    reply.headers.emplace_back("Content-Encoding", "gzip");
    if (!reply.shared && has(reply, digest_header)) put_digest(reply);
}

Reply with_digest(Reply reply) {
    put_digest(reply);
    return reply;
}

}  // namespace ecoute::server
