#pragma once
#include <string_view>

namespace ecoute::forms::expression {

/// Abbreviated names of the Unicode CLDR, as browsers write them, so that server and page print the same date. Months
/// and weekdays count from 0 (January, Sunday). The language's primary subtag decides; English when we don't have it.
std::string_view month_name(std::string_view language, unsigned month) noexcept;
std::string_view weekday_name(std::string_view language, unsigned weekday) noexcept;

}  // namespace ecoute::forms::expression
