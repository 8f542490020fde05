#include "server/http/urlencoded.hpp"
#include "server/routes.hpp"

namespace ecoute::server {
namespace {

/// Cuts the first segment off "/a/b": "a", leaving "/b".
std::string_view next_segment(std::string_view& path) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

bool captures(std::string_view segment) {
    return segment.size() > 1 && segment.front() == '{' && segment.back() == '}';
}

bool fits(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = next_segment(pattern), sent = next_segment(path);
        if (captures(wanted) ? sent.empty() : wanted != sent) return false;
    }
    return pattern.empty() && path.empty();
}

std::vector<std::string> captured_by(std::string_view pattern, std::string_view path) {
    std::vector<std::string> captured;
    while (!pattern.empty()) {
        const auto wanted = next_segment(pattern), sent = next_segment(path);
        if (captures(wanted)) captured.push_back(percent_decoded(sent));
    }
    return captured;
}

}  // namespace

Match match(std::span<const Route> table, std::string_view method, std::string_view path) {
    Match found;
    if (path.empty() || path.front() != '/') return found;
    if (method == "HEAD") method = "GET";
    for (const auto& route : table) {
        if (!fits(route.pattern, path)) continue;
        if (route.method == method) return {&route, captured_by(route.pattern, path), {}};
        if (!found.allowed.empty()) found.allowed += ", ";
        found.allowed += route.method == "GET" ? "GET, HEAD" : route.method;
    }
    return found;
}

}  // namespace ecoute::server
