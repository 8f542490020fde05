#pragma once
#include "analysis/suppression.hpp"
#include "analysis/table.hpp"

namespace ecoute::analysis {

/// Hides what would tell a sensitive answer of everybody in a group, or of all but one (STATISTICS.md B1), by counting the group
/// once with the answer and once without asking for it. The same people have the same moved count wherever they are counted, so that
/// 40 people of a quartier, and 40 of them among those who said yes, are one set for certain:
/// - along a breakdown by a sensitive question, where (nearly) everybody of a line has one category: the whole line but its total;
/// - of a table narrowed to a sensitive answer (`whole`: the same table without the filter), figures that are (nearly) all or nobody of
///   the whole;
/// - of a question that is asked of those who gave a sensitive answer, groups (nearly) all of whom were asked, or nobody was.
/// Nearly: all but one, or 95 %, while those left are fewer than k.
void hide_what_tells_of_everybody(const Table& table, const Table* whole, const Thresholds& limits, Hidden& hidden);

}  // namespace ecoute::analysis
