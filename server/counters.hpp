#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ecoute::server {

struct Route;

/// What was answered since the start. Numbers only: nothing in it tells who asked. Written by the door's threads
/// without a lock.
class Counters {
public:
    Counters();
    void answered(const Route* route, int status, std::int64_t microseconds) noexcept;
    std::atomic<std::uint64_t> responses_kept{0}, responses_resent{0}, responses_refused{0};
    std::atomic<std::int64_t> connections{0};

    /// The text that Prometheus reads (exposition format 0.0.4).
    std::string text() const;

private:
    struct Cell {
        std::atomic<std::uint64_t> requests{0}, microseconds{0};
    };
    Cell& cell(const Route* route, int status) noexcept;
    std::size_t rows_;
    std::unique_ptr<Cell[]> cells_;  ///< one row a route and one for no route, one column a status
};

}  // namespace ecoute::server
