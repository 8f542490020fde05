#pragma once
#include <string>
#include <string_view>

#include "server/http/message.hpp"

namespace ecoute::server {

/// "Not Found"; "" for a status nobody named.
std::string_view reason(int status) noexcept;

/// What the head of a reply depends on besides the reply.
struct HeadFacts {
    std::string_view date;  ///< of this second, "Sun, 17 May 2026 12:00:00 GMT"
    std::size_t body_bytes = 0;
    bool close = false;  ///< the connection ends with this reply
};

/// Appends status line and fields to `head`, with the security headers that the reply did not set itself: nosniff, no
/// referrer, no frames, no store. A field whose value holds a line break is left out rather than sent.
void write_head(std::string& head, const Reply& reply, const HeadFacts& facts);

/// Compresses what is worth it for a client that accepts it: HTML, JSON, CSV, SVG of more than a kilobyte, not
/// compressed yet. A body that the reply shares with others is compressed once and remembered as long as the first
/// owner keeps it.
void compress(Reply& reply, bool accepts_gzip);

/// What people keep says its own SHA-256 in a header (RFC 9530), so that a file that was passed on can be held against what the server gave (trap
/// T5). `compress` tells that of the compressed bytes instead, which are another representation.
inline constexpr std::string_view digest_header = "Repr-Digest";
Reply with_digest(Reply reply);

}  // namespace ecoute::server
