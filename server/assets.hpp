#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/message.hpp"

namespace ecoute::server {

/// A file that is part of the program, ready to be sent: as it is and compressed, with the hash of its bytes as ETag.
struct Asset {
    std::string content_type, etag;
    std::shared_ptr<const std::string> plain, compressed;  ///< compressed: nullptr when gzip does not make it smaller
};

/// By the name it is embedded under ("web/app.css", "openapi.json"); nullptr when there is none. Made once, at the
/// first call.
const Asset* embedded_file(std::string_view name);

/// 16 hexadecimal digits that stand for some bytes in an address.
std::string short_hash(std::string_view bytes);

/// A short text that changes with the program: with any file embedded in it, or its version.
std::string_view program_mark();

/// The asset as an answer: 304 when the client has it, gzip when it accepts it. `fresh` is its Cache-Control.
Reply asset_reply(const Asset& asset, const Request& request, std::string_view fresh = "no-cache");

/// True when an If-None-Match header names this ETag (weak comparison, RFC 9110 section 13.1.2).
bool names_etag(std::string_view if_none_match, std::string_view etag);

/// `W/"..."` from the hash of some bytes: weak, because the same text is sent plain and compressed.
std::string etag_of(std::string_view bytes);

}  // namespace ecoute::server
