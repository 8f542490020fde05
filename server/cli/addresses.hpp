#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::server::cli {

/// Where to listen: "127.0.0.1:8080", "[::1]:8080", "8080" (loopback), "0.0.0.0:0". False when it can't be read.
struct Listen {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
};
bool read_listen(std::string_view text, Listen& listen);

/// Addresses under which others reach a server that listens on `address`: the machine's own IPv4 addresses when it listens
/// everywhere, else that one. Without scheme.
std::vector<std::string> reachable_addresses(const std::string& address);

}  // namespace ecoute::server::cli
