#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// A rank question seen as other questions, so that what is told of it is counted, hidden and moved as theirs is: the choice that
/// people put first (one answer a person), and the place that they gave to one choice (a number, of those who ranked it).
class Rankings {
public:
    /// Precondition: `question` is a rank. Copies of the form and of the columns that `by` reads.
    Rankings(const forms::Form& form, const forms::Columns& columns, std::uint32_t question, const std::vector<std::string>& by);
    void see_first_choice();
    void see_place_of(std::size_t category);
    /// As seen now; the question keeps its name.
    const forms::Form& form() const noexcept { return form_; }
    const forms::Columns& columns() const noexcept { return columns_; }

private:
    forms::Form form_;
    forms::Columns columns_;
    std::uint32_t question_, list_;
    const std::vector<std::vector<forms::ChoiceIndex>>& ranks_;
    const std::vector<forms::State>& states_;
    std::vector<forms::ChoiceIndex> choices_;  ///< of each category
};

/// Adds to each answer of a ranked table who put it first and the mean of its places, from tables of the same groups that passed
/// the gate themselves. A group or an answer that the table hides has neither. `first`: nullptr when it may not be shown.
void add_ranking(ProtectedTable& table, const ProtectedTable* first, std::span<const ProtectedTable> places);

}  // namespace ecoute::analysis
