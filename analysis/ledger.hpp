#pragma once
#include <cstdint>
#include <vector>

#include "analysis/table.hpp"

namespace ecoute::analysis {

/// What a figure of the ledger counts. Answers follow `first_answer`, one layer each.
enum Layer : std::size_t {
    layer_base,
    layer_not_asked,
    layer_no_answer,
    layer_refused,
    layer_mean,
    layer_outside,
    first_answer
};

/// One figure that a reader has, or could work out from others. `people` is how many stand behind it: its count, or the
/// number of answers of a mean.
struct Figure {
    std::int64_t people = 0;
    std::uint32_t group = 0;  ///< position in Table::groups, when listed
    std::uint16_t layer = 0;  ///< see Layer
    std::uint8_t totals = 0;  ///< variables that its key leaves out
    bool listed = false;      ///< the table has a place for it; a remainder (people whose breakdown is blank) has none
    bool hidden = false;      ///< not shown; remainders never are
    /// A reader can't tell it from the table itself. A remainder of nobody is taken as known: often the questionnaire
    /// tells that the breakdown is never blank.
    bool unknown() const noexcept { return listed ? hidden : people > 0; }
};

/// parts[0] + parts[1] + ... = total: everything that subtraction can use within one table.
struct Relation {
    std::vector<std::uint32_t> parts;
    std::uint32_t total = 0;
};

/// Every figure of a table, with the remainders that it implies, and the relations between them:
///   along each variable, categories + people without category = total, for each layer;
///   within each group of a single choice, answers + answers outside the bands = base;
///   for everybody, base + not asked + no answer + refused = people.
/// Means stand for their sums, which add up.
struct Ledger {
    std::vector<Figure> figures;
    std::vector<Relation> relations;
    std::vector<std::vector<std::uint32_t>> relations_of;  ///< by figure
    std::size_t layers = 0;
    std::uint32_t people = 0;  ///< the figure of all respondents

    /// The figure of a listed group.
    std::uint32_t at(std::size_t group, std::size_t layer) const noexcept {
        return first_of_group[group] + std::uint32_t(layer);
    }
    std::vector<std::uint32_t> first_of_group;
    std::vector<std::uint8_t> present;  ///< by layer: the table has such figures
};

Ledger ledger_of(const Table& table);

}  // namespace ecoute::analysis
