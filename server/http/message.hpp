#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/store.hpp"

namespace ecoute::storage {
struct Device;
}

namespace ecoute::server {

/// A request as handlers see it: no sockets, no Beast.
struct Request {
    std::string method;  ///< "GET" (HEAD comes as GET; the door drops the body), "POST"
    std::string path;    ///< percent-decoded, without the query
    std::string target;  ///< path and query as they were sent; never logged
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
    std::vector<std::string> captured;                       ///< what the {names} of the route's pattern matched
    std::string body;
    std::string content_type;  ///< without parameters, lower case
    std::string accept_language, cookie, host, origin, if_none_match, range;
    std::string authorization;  ///< never logged
    bool accepts_gzip = false, tls = false;
    std::string id;                           ///< of this request, for the log and for fault messages
    std::optional<storage::Session> session;  ///< of the person logged in, checked by the router
    std::shared_ptr<const storage::Device> device;  ///< the tablet that asks, checked by the router

    /// First value of a query parameter, or "".
    std::string_view parameter(std::string_view name) const;
};

struct Reply {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    /// Bytes that live as long as the program (a cached page): sent instead of `body`, without a copy.
    std::shared_ptr<const std::string> shared;
};

/// Answers a request, from any thread, exactly once: a second answer is ignored, and a request that nobody answers is
/// answered 500.
using Respond = std::function<void(Reply)>;

}  // namespace ecoute::server
