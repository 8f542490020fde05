#pragma once
#include <string>
#include <string_view>

namespace ecoute::server {

/// For what is compressed once and sent often, and for what is made for one reader.
inline constexpr int best_compression = 9, quick_compression = 4;

/// RFC 1952. Never fails but for want of memory.
std::string gzipped(std::string_view bytes, int level = quick_compression);

}  // namespace ecoute::server
