#pragma once
#include <chrono>
#include <cstddef>

/// What the door allows, each with the reason for its number.
namespace ecoute::server {

/// Request line and fields together: browsers send 1 kB, a table's address with its whole state 4 kB.
inline constexpr std::size_t largest_head_bytes = 16 * 1024;
/// What an idle connection holds for what comes next; an interview of 40 questions with its head fits in.
inline constexpr std::size_t resting_buffer_bytes = 4 * 1024;
/// What a connection holds while a long body comes in.
inline constexpr std::size_t working_buffer_bytes = 64 * 1024;
/// What a client may still be sending when it was refused: read and thrown away, so that it gets to see why.
inline constexpr std::size_t most_thrown_away_bytes = 16 * 1024 * 1024;
/// Connections at once; each costs up to 8 kB while idle.
inline constexpr std::size_t most_connections = 20'000;
/// Requests that wait for a worker; beyond, the answer is 503 at once rather than late.
inline constexpr std::size_t most_waiting_for_workers = 1'000;
/// Of them those of one address: a hall in which everybody sends in the same second. Who sends more than that does not fill the room for
/// the others.
inline constexpr std::size_t most_waiting_from_one_place = 400;
/// Replies shorter than this are not worth compressing.
inline constexpr std::size_t smallest_compressed_bytes = 1'024;

/// How long the door waits. Tests shorten them.
struct Patience {
    std::chrono::milliseconds idle{75'000};      ///< for the next request of a connection that is kept alive
    std::chrono::milliseconds request{30'000};   ///< for a request to be complete, from its first byte...
    std::size_t bytes_per_second = 4 * 1024;     ///< ...and longer by its size at this pace: a poor 2G network
    std::chrono::milliseconds reply{30'000};     ///< for a client that stopped reading to take some more
    std::chrono::milliseconds stopping{10'000};  ///< for what is being answered when the door stops
};

}  // namespace ecoute::server
