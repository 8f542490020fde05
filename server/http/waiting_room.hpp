#pragma once
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace ecoute::server {

/// Requests that wait for a worker. They are served in turn by where they come from: one of each place, then the next of each. So a place
/// that sends without end waits for itself, and everybody else as long as if it had sent one; twenty telephones of a meeting
/// that share an address wait for nobody while there are workers (trap T8). Where from is known while they wait and no longer.
class WaitingRoom {
public:
    using Work = std::function<void()>;

    WaitingRoom(std::size_t most, std::size_t most_from_one_place) : most_(most), most_from_one_place_(most_from_one_place) {}

    /// False when there is no room, in all or for this place; "" is a place without a limit of its own (this machine: a proxy before us).
    bool enter(std::string_view from, Work work);
    /// Does the work whose turn it is, on this thread; once for each that entered.
    void serve_one();
    std::size_t waiting() const;

private:
    Work take_next();

    mutable std::mutex mutex_;
    std::size_t most_, most_from_one_place_, waiting_ = 0;
    std::map<std::string, std::deque<Work>, std::less<>> by_place_;
    std::deque<std::string> turns_;  ///< places that have somebody waiting, the next first
};

}  // namespace ecoute::server
