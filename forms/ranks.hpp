#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "forms/form.hpp"

namespace ecoute::forms {

/// What each person put in order, first choice first: everybody's choices behind each other, so that a pass over them reads memory
/// from its start to its end. Who ranked nothing has an empty entry. At most 2^32 - 1 choices in all.
class Ranks {
public:
    using Rank = std::span<const ChoiceIndex>;

    Ranks() = default;
    Ranks(std::initializer_list<std::initializer_list<ChoiceIndex>> ranks) {
        for (const auto& rank : ranks) push_back({rank.begin(), rank.size()});
    }

    /// People.
    std::size_t size() const noexcept { return ends_.size(); }
    bool empty() const noexcept { return ends_.empty(); }
    Rank operator[](std::size_t person) const noexcept { return Rank{choices_}.subspan(start_of(person), length(person)); }
    std::size_t length(std::size_t person) const noexcept { return ends_[person] - start_of(person); }
    /// The longest rank of anybody.
    std::size_t places() const noexcept;
    /// Everybody's, behind each other.
    Rank choices() const noexcept { return choices_; }

    void push_back(Rank rank);
    /// Those of another column from `first` to one before `last`.
    void append(const Ranks& others, std::size_t first, std::size_t last);
    void reserve(std::size_t people) { ends_.reserve(people); }
    /// The first people only.
    void cut(std::size_t people);

    friend bool operator==(const Ranks&, const Ranks&) = default;

private:
    std::size_t start_of(std::size_t person) const noexcept { return person == 0 ? 0 : ends_[person - 1]; }

    std::vector<std::uint32_t> ends_;  ///< in choices_, of each person
    std::vector<ChoiceIndex> choices_;
};

}  // namespace ecoute::forms
