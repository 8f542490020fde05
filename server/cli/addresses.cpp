#include "server/cli/addresses.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <array>
#include <charconv>
#include <memory>

namespace ecoute::server::cli {

bool read_listen(std::string_view text, Listen& listen) {
    const auto colon = text.rfind(':');
    std::string_view address = colon == std::string_view::npos ? std::string_view{} : text.substr(0, colon);
    const std::string_view port = colon == std::string_view::npos ? text : text.substr(colon + 1);
    if (address.size() >= 2 && address.front() == '[' && address.back() == ']') address = address.substr(1, address.size() - 2);
    if (address == "localhost") address = "127.0.0.1";
    const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
    if (failed != std::errc{} || end != port.data() + port.size()) return false;
    if (!address.empty()) listen.address = std::string{address};
    std::array<unsigned char, sizeof(in6_addr)> binary{};
    return inet_pton(AF_INET, listen.address.c_str(), binary.data()) == 1 || inet_pton(AF_INET6, listen.address.c_str(), binary.data()) == 1;
}

std::vector<std::string> reachable_addresses(const std::string& address) {
    if (address != "0.0.0.0" && address != "::") return {address.find(':') == std::string::npos ? address : "[" + address + "]"};
    std::vector<std::string> found;
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) return {"127.0.0.1"};
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> all{first, freeifaddrs};
    for (const ifaddrs* one = first; one; one = one->ifa_next) {
        if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_LOOPBACK) || !(one->ifa_flags & IFF_UP)) continue;
        std::array<char, INET_ADDRSTRLEN> text{};
        const auto* inet = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
        if (inet_ntop(AF_INET, &inet->sin_addr, text.data(), text.size())) found.emplace_back(text.data());
    }
    if (found.empty()) found.emplace_back("127.0.0.1");
    return found;
}

}  // namespace ecoute::server::cli
