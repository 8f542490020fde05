#include "forms/ranks.hpp"

#include <algorithm>

namespace ecoute::forms {

std::size_t Ranks::places() const noexcept {
    std::size_t most = 0;
    for (std::size_t person = 0; person < size(); ++person) most = std::max(most, length(person));
    return most;
}

void Ranks::push_back(Rank rank) {
    choices_.insert(choices_.end(), rank.begin(), rank.end());
    ends_.push_back(static_cast<std::uint32_t>(choices_.size()));
}

void Ranks::append(const Ranks& others, std::size_t first, std::size_t last) {
    if (first >= last) return;
    const auto from = others.start_of(first), before = choices_.size();
    const auto theirs = others.choices().subspan(from, others.ends_[last - 1] - from);
    choices_.insert(choices_.end(), theirs.begin(), theirs.end());
    for (auto person = first; person < last; ++person) ends_.push_back(static_cast<std::uint32_t>(others.ends_[person] - from + before));
}

void Ranks::cut(std::size_t people) {
    if (people >= size()) return;
    choices_.resize(start_of(people));
    ends_.resize(people);
}

}  // namespace ecoute::forms
