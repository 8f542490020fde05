#pragma once
#include "forms/form.hpp"

namespace ecoute::forms {

/// What the column of a question is made of.
enum class ColumnShape : std::uint8_t { nothing, codes, ticks, numbers, ranks, states };

ColumnShape column_shape(const Question& question) noexcept;

/// Strata and clusters are told apart by what they are called, be it a number or a text: they have texts beside.
bool names_a_part_of_the_sample(const Form& form, std::uint32_t question) noexcept;

}  // namespace ecoute::forms
