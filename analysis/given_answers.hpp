#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/table.hpp"

namespace ecoute::analysis {

/// Who answered the question of a table, and what: person by person, for estimates that counts can't give. `columns` are those
/// that the table was counted from, with everybody in them; whoever is not `within` did not answer (empty: all are).
class GivenAnswers {
public:
    GivenAnswers(const forms::Form& form, const forms::Columns& columns, const Table& table, std::span<const std::uint8_t> within);
    bool answered(std::size_t person) const;
    bool gave(std::size_t person, std::size_t category) const;
    int category(std::size_t person) const { return meanings_[person]; }
    /// The number that a person's answer stands for, itself or the points of the choice; nothing when it has none.
    std::optional<double> number(std::size_t person) const;

private:
    std::vector<forms::ChoiceIndex> choices_of_categories(const forms::Form& form) const;

    std::span<const std::uint8_t> within_;
    std::uint32_t question_;
    forms::QuestionType type_;
    const forms::Column& column_;
    std::vector<int> meanings_;
    std::vector<forms::ChoiceIndex> choices_;
    std::vector<std::optional<double>> points_;  ///< by category, of a scored question
};

/// The category of each person along each breakdown of a table.
std::vector<std::vector<int>> places_of(const Table& table, const forms::Form& form, const forms::Columns& columns);

}  // namespace ecoute::analysis
