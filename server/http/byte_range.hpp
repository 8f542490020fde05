#pragma once
#include <string_view>

#include "server/http/message.hpp"

namespace ecoute::server {

/// A reply of 200 as the part that "Range: bytes=..." asks for (RFC 9110 section 14): 206 for one range, 416 for one that begins after the
/// end; the whole, with Accept-Ranges, for no range, several of them, or one that can't be read. iOS plays no sound from a server without.
Reply in_range(Reply whole, std::string_view range);

}  // namespace ecoute::server
