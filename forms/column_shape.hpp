#pragma once
#include <string_view>

#include "forms/form.hpp"

namespace ecoute::forms {

/// What the column of a question is made of.
/// days: of a date or an instant, its day on the calendar as it was written (days since 1970-01-01), in Column::numbers.
enum class ColumnShape : std::uint8_t { nothing, codes, ticks, numbers, ranks, states, days };

ColumnShape column_shape(const Question& question) noexcept;

/// The day of a stored date or instant; NaN when it has none.
double day_in(std::string_view text) noexcept;

/// Strata and clusters are told apart by what they are called, be it a number or a text: they have texts beside.
bool names_a_part_of_the_sample(const Form& form, std::uint32_t question) noexcept;

}  // namespace ecoute::forms
