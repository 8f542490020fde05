#pragma once
#include <string_view>

namespace ecoute::forms {

// Dates and times as questionnaires write them (ISO 8601, LANGUAGE.md section 2), checked against the real calendar.

/// "2024-02-29": years 0001 to 9999, a day that exists.
bool is_date(std::string_view text) noexcept;

/// "18:05", "18:05:30", "18:05:30.250", each with or without "Z", "+02:00" or "-05:30". No leap second, no 24:00.
bool is_time(std::string_view text) noexcept;

/// A date, "T", a time.
bool is_date_time(std::string_view text) noexcept;

}  // namespace ecoute::forms
