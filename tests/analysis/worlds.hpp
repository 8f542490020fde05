#pragma once
#include <algorithm>
#include <functional>
#include <vector>

#include "analysis/published_set.hpp"

/// Every way in which people could stand, given what is published: what a reader can find out, without linear programs.
namespace ecoute::analysis::test {

/// Calls visit(people) for each way to fill the inner cells that agrees with what is shown. The grand total must be.
inline void for_each_world(const PublishedSet& set, const std::function<void(const std::vector<int>&)>& visit) {
    struct Rule {
        std::vector<std::uint32_t> cells;
        int count;
    };
    std::vector<Rule> rules;
    for (const auto& cell : set.cells)
        if (cell.count) rules.push_back({inner_cells(set, cell.key), int(*cell.count)});
    const auto size = inner_size(set);
    std::vector<std::vector<std::size_t>> rules_of(size);
    std::vector<int> left, open;
    for (std::size_t r = 0; r < rules.size(); ++r) {
        for (const auto cell : rules[r].cells) rules_of[cell].push_back(r);
        left.push_back(rules[r].count);
        open.push_back(int(rules[r].cells.size()));
    }
    std::vector<int> people(size);
    std::function<void(std::size_t)> fill = [&](std::size_t cell) {
        if (cell == size) return visit(people);
        int most = 1'000;
        for (const auto r : rules_of[cell]) most = std::min(most, left[r]);
        for (int here = 0; here <= most; ++here) {
            bool fits = true;
            for (const auto r : rules_of[cell]) {
                left[r] -= here;
                --open[r];
                fits = fits && (open[r] > 0 || left[r] == 0);
            }
            people[cell] = here;
            if (fits) fill(cell + 1);
            for (const auto r : rules_of[cell]) {
                left[r] += here;
                ++open[r];
            }
        }
    };
    fill(0);
}

struct Range {
    std::int64_t low = 1'000'000, high = -1;
};

/// What every world says of every key.
inline std::vector<Range> ranges(const PublishedSet& set, const std::vector<SetKey>& keys) {
    std::vector<std::vector<std::uint32_t>> cells;
    for (const auto& key : keys) cells.push_back(inner_cells(set, key));
    std::vector<Range> found(keys.size());
    for_each_world(set, [&](const std::vector<int>& people) {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            std::int64_t sum = 0;
            for (const auto cell : cells[i]) sum += people[cell];
            found[i].low = std::min(found[i].low, sum);
            found[i].high = std::max(found[i].high, sum);
        }
    });
    return found;
}

}  // namespace ecoute::analysis::test
