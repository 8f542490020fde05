#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/linearised.hpp"
#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// What is told of a rank question beside who ranks a choice at all: tables of their own, which are hidden and moved as any other is.
struct RankTables {
    Table first;                ///< the choice that people put first: one answer a person
    std::vector<Table> places;  ///< of each choice the place that people gave it: a number of those who ranked it, mean without quantiles
};

/// Counted in one pass from the columns that `ranked` was counted from, in its groups. `within` as for crosstab; record keys where
/// `ranked` has them. Precondition: `ranked` is the table of a rank question.
RankTables rank_tables(const forms::Form& form, const forms::Columns& columns, const Table& ranked, std::span<const std::uint8_t> within = {});

/// What they and `ranked` itself say of the population, as add_estimates does for other tables.
void add_estimates(RankTables& tables, Table& ranked, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                   IntervalKind kind, bool weighted, std::span<const std::uint8_t> within = {});

/// Adds to each answer of a ranked table who put it first and the mean of its places, from tables of the same groups that passed
/// the gate themselves. A group or an answer that the table hides has neither. `first`: nullptr when it may not be shown.
void add_ranking(ProtectedTable& table, const ProtectedTable* first, std::span<const ProtectedTable> places);

}  // namespace ecoute::analysis
