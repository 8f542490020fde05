#pragma once
#include <cstdint>
#include <vector>

#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// Which figures of a table stay in the house. One entry a group of the table, in its order.
struct Hidden {
    struct InGroup {
        bool whole = false;  ///< base and everything else
        bool not_asked = false, no_answer = false, refused = false;
        bool mean = false;         ///< mean and median
        std::vector<bool> counts;  ///< one per answer category
    };
    std::vector<InGroup> groups;
    bool people = false, unclassified = false;
    bool anything = false;
};

/// Decides what is hidden: first what is small in itself, then what would give it back by subtraction
/// (DESIGN.md of this room, "Which cells are hidden"). `moved`: the table as readers will know it, when its counts are moved
/// (perturb.hpp): a sum of moved counts gives a hidden one back within the noise only, and is covered where that is too little.
Hidden hidden_of(const Table& table, const Thresholds& limits, const Table* moved = nullptr);

}  // namespace ecoute::analysis
