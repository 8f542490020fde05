#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/table.hpp"
#include "forms/problem.hpp"

namespace ecoute::analysis {

/// A variable of a set of published tables: its categories, and groups of them ("secteur nord" = two quartiers; groups
/// may overlap, as zonings of 2015 and 2024 do).
struct SetVariable {
    struct Members {
        std::string name;
        std::vector<std::uint32_t> categories;
        friend bool operator==(const Members&, const Members&) = default;
    };
    std::string name;
    std::vector<std::string> categories;
    std::vector<Members> groups;
    bool rest = false;  ///< people may have no category at all: they count in the total only
    /// Categories of people some of whose answers are missing, ascending: how many they are by themselves is nobody's secret (DESIGN.md of this
    /// room, "Follow-ups").
    std::vector<std::uint32_t> silent = {};
    friend bool operator==(const SetVariable&, const SetVariable&) = default;
};

/// One place a variable: index of a category, then of a group (after the categories), or all_of_them.
using SetKey = std::vector<int>;

/// One published figure: a count of respondents; nothing when it was hidden.
struct SetCell {
    SetKey key;
    std::optional<std::int64_t> count;
    std::string table;  ///< where it stands, for who must find it again
};

/// Every count that was published, or will be, about the same respondents: tables, margins, hierarchies, filters. A
/// key leaves variables out where a table does not split by them, so that all tables speak of the same people.
struct PublishedSet {
    std::vector<SetVariable> variables;
    std::vector<SetCell> cells;
    std::int64_t smallest_count = 5;  ///< k: counts from 1 to k-1 must not be found out
    /// Of a sensitive question: that nobody of a group gave an answer must not be found out either, and so not that everybody gave
    /// another one (STATISTICS.md B1, B8).
    bool nobody_is_small = false;
    int noise = 0;                    ///< each count was moved by at most so much (cell keys); 0: counts are exact
};

/// Cells of the finest cross of all variables: each person stands in exactly one. More than `most_inner_cells`: the set
/// must be audited in parts.
inline constexpr std::size_t most_inner_cells = 4'000;
/// Sums that a reader may think of: each variable at a category, a group or its total.
inline constexpr std::size_t most_sums = 20'000;

/// Which inner cells add up to a key, in ascending order.
std::vector<std::uint32_t> inner_cells(const PublishedSet& set, const SetKey& key);
std::size_t inner_size(const PublishedSet& set) noexcept;
/// Every key there is, totals last in each variable.
std::vector<SetKey> all_keys(const PublishedSet& set);
/// "Mermoz, 15-24"; `everybody` when the key leaves everything out.
std::string name_of(const PublishedSet& set, const SetKey& key, std::string_view everybody);

/// Refuses sets over the limits above, with tables_too_large (facts "cells", "limit").
forms::Result<void> fits(const PublishedSet& set);

}  // namespace ecoute::analysis
