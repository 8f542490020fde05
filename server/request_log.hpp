#pragma once
#include <cstdint>
#include <string_view>

/// One line of key=value per event to stderr. Ids, patterns and numbers only: never an answer, a query, a token, an
/// address.
namespace ecoute::server {

/// "debug": every request; "info" (the start): refusals and faults; "warn": faults; "off". Anything else is "info".
void set_log_level(std::string_view level);

/// A request that was answered. `route` is the pattern, not the path that was asked for: paths may hold tokens.
void log_request(std::string_view id, std::string_view method, std::string_view route, int status,
                 std::int64_t microseconds);
/// A fault behind the answer to request `id`. `cause` is the machine's own sentence (SQLite's, the system's).
void log_fault(std::string_view id, std::string_view code, std::string_view cause);
/// Something that happened to the program itself: what="listening" port=8080.
void log_event(std::string_view what, std::string_view key, std::int64_t number);

}  // namespace ecoute::server
