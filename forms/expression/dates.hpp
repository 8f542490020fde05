#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "forms/clock.hpp"

namespace ecoute::forms::expression {

inline constexpr std::int64_t day_ms = 86'400'000;

/// A date or an instant as it was written: the day on the calendar (days since 1970-01-01), the time on the wall, and
/// how far the wall is from UTC when the text says it.
struct Moment {
    std::int64_t day = 0;
    std::int64_t time_ms = 0;                    ///< 0 to day_ms - 1
    std::optional<std::int64_t> offset_minutes;  ///< none: local time
    bool timed = false;                          ///< false for a plain date
};

/// "2026-03-09", "2026-03-09T14:05", "...:07", "...:07.250", then nothing, "Z" or "+01:00". Blanks around are ignored.
/// nullopt for days and times that don't exist (30 February, 24:00, an offset of 24 hours).
std::optional<Moment> read_moment(std::string_view text) noexcept;

/// A time of day "14:05:07.250+01:00" (seconds and offset may be left out); Moment::day is 0.
std::optional<Moment> read_time(std::string_view text) noexcept;

/// The same instant on the wall of the place of the survey. Without a clock the place is at UTC.
Moment local(const Moment& moment, const Clock* clock);

/// What the clock says, on the wall of the place of the survey; nullopt without a clock.
std::optional<Moment> now(const Clock* clock);

/// Milliseconds since 1970-01-01T00:00Z; a date is its local midnight.
std::int64_t instant_ms(const Moment& moment, const Clock* clock);

/// Days since 1970-01-01 on the local wall; the time of day is the fraction. So a date and an instant compare as people
/// do: today() <= now().
double day_number(const Moment& moment, const Clock* clock);

/// The local moment of a day_number; nullopt when not finite or out of the years 0000 to 9999.
std::optional<Moment> moment_of(double day_number, const Clock* clock);

std::string date_text(const Moment& moment);       ///< "2026-03-09"
std::string date_time_text(const Moment& moment);  ///< "2026-03-09T14:05:07.250+01:00", of a local moment

/// LANGUAGE.md section 7, format-date: %Y %y %m %n %b %d %e %a %H %h %M %S %3; other letters are kept as they are.
/// Names of months and days in the language, English when we don't have it.
std::string formatted(const Moment& moment, std::string_view format, std::string_view language);

}  // namespace ecoute::forms::expression
