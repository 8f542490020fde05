#include "server/http/waiting_room.hpp"

namespace ecoute::server {

bool WaitingRoom::enter(std::string_view from, Work work) {
    const std::scoped_lock lock{mutex_};
    if (waiting_ >= most_) return false;
    auto place = by_place_.find(from);
    if (place == by_place_.end()) {
        place = by_place_.emplace(std::string{from}, std::deque<Work>{}).first;
        turns_.emplace_back(from);
    }
    if (!from.empty() && place->second.size() >= most_from_one_place_) return false;
    place->second.push_back(std::move(work));
    ++waiting_;
    return true;
}

WaitingRoom::Work WaitingRoom::take_next() {
    const std::scoped_lock lock{mutex_};
    if (turns_.empty()) return {};
    auto from = std::move(turns_.front());
    turns_.pop_front();
    const auto place = by_place_.find(from);
    auto work = std::move(place->second.front());
    place->second.pop_front();
    --waiting_;
    if (place->second.empty())
        by_place_.erase(place);
    else
        turns_.push_back(std::move(from));
    return work;
}

void WaitingRoom::serve_one() {
    if (const auto work = take_next()) work();
}

std::size_t WaitingRoom::waiting() const {
    const std::scoped_lock lock{mutex_};
    return waiting_;
}

}  // namespace ecoute::server
