#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "forms/expression/convert.hpp"
#include "forms/expression/dates.hpp"
#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The local moment that a value means: a number of days, or a text with a date or dateTime.
std::optional<Moment> moment(const Value& value, const Evaluation& evaluation) {
    const auto* clock = evaluation.context().clock;
    if (const auto* days = std::get_if<double>(&value)) return moment_of(*days, clock);
    if (std::holds_alternative<bool>(value)) return std::nullopt;
    const auto text = evaluation.to_text(value);
    if (const auto written = read_moment(text)) return local(*written, clock);
    return moment_of(plain_number(text), clock);
}

Value today(Arguments& a) {
    const auto at = now(a.context().clock);
    return at ? date_text(*at) : std::string();
}

Value now_(Arguments& a) {
    const auto at = now(a.context().clock);
    return at ? date_time_text(*at) : std::string();
}

/// date(x): the local day of x; "" when it is no date.
Value date(Arguments& a) {
    const auto at = moment(a.value(0), a.evaluation());
    return at ? date_text(*at) : std::string();
}

/// date-time(x): x as a local dateTime; a date begins at midnight.
Value date_time(Arguments& a) {
    auto at = moment(a.value(0), a.evaluation());
    if (!at) return std::string();
    at->timed = true;
    return date_time_text(local(*at, a.context().clock));
}

Value format_date(Arguments& a) {
    const auto at = moment(a.value(0), a.evaluation());
    return at ? formatted(*at, a.text(1), a.context().language) : std::string();
}

/// decimal-date-time(x): days since 1970-01-01T00:00Z, with the time as fraction.
Value decimal_date_time(Arguments& a) {
    const Value value = a.value(0);
    if (const auto* days = std::get_if<double>(&value)) return *days;
    const auto at = read_moment(a.evaluation().to_text(value));
    if (!at) return not_a_number;
    return static_cast<double>(instant_ms(*at, a.context().clock)) / static_cast<double>(day_ms);
}

/// decimal-time(x): the time of day, on the local wall, as a fraction of the day.
Value decimal_time(Arguments& a) {
    auto at = read_time(a.text(0));
    if (!at) return not_a_number;
    if (at->offset_minutes) {
        const auto today = now(a.context().clock);
        const auto here = today ? today->offset_minutes.value_or(0) : 0;
        at->time_ms = (at->time_ms + (here - *at->offset_minutes) * 60'000 + 2 * day_ms) % day_ms;
    }
    return static_cast<double>(at->time_ms) / static_cast<double>(day_ms);
}

constexpr std::array table{
    Function{"today", 0, 0, Gives::date, today},
    Function{"now", 0, 0, Gives::date_time, now_},
    Function{"date", 1, 1, Gives::date, date},
    Function{"date-time", 1, 1, Gives::date_time, date_time, Wants::values, Browser::more},
    Function{"format-date", 2, 2, Gives::text, format_date},
    Function{"format-date-time", 2, 2, Gives::text, format_date},
    Function{"decimal-date-time", 1, 1, Gives::number, decimal_date_time, Wants::values, Browser::more},
    Function{"decimal-time", 1, 1, Gives::number, decimal_time, Wants::values, Browser::more},
};

}  // namespace

std::span<const Function> date_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression
