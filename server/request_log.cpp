#include "server/request_log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>

namespace ecoute::server {
namespace {

spdlog::logger& logger() {
    static const auto one = [] {
        auto made = spdlog::stderr_logger_mt("ecoute");
        made->set_pattern("time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
        made->set_level(spdlog::level::info);
        return made;
    }();
    return *one;
}

/// A request that somebody was refused is worth a line, one that was served is not, unless asked for.
spdlog::level::level_enum level_of(int status) {
    if (status >= 500) return spdlog::level::warn;
    return status >= 400 ? spdlog::level::info : spdlog::level::debug;
}

/// One line stays one line.
std::string one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '"'; }, ' ');
    return line;
}

}  // namespace

void set_log_level(std::string_view level) {
    const auto read = spdlog::level::from_str(std::string(level));
    logger().set_level(read == spdlog::level::off && level != "off" ? spdlog::level::info : read);
}

void log_request(std::string_view id, std::string_view method, std::string_view route, int status,
                 std::int64_t microseconds) {
    const auto level = level_of(status);
    if (!logger().should_log(level)) return;
    logger().log(level, "what=request request={} method={} route={} status={} duration_ms={:.1f}", id, method, route,
                 status, static_cast<double>(microseconds) / 1000);
}

void log_fault(std::string_view id, std::string_view code, std::string_view cause) {
    logger().error("what=fault request={} code={} cause=\"{}\"", id, code, one_line(cause));
}

void log_event(std::string_view what, std::string_view key, std::int64_t number) {
    logger().info("what={} {}={}", what, key, number);
}

}  // namespace ecoute::server
