#pragma once
#include "analysis/axis.hpp"

/// Dates in tables: months, quarters, years or longer, never days.
namespace ecoute::analysis {

/// True for date, dateTime and today: their columns hold days.
bool holds_days(const forms::Question& question) noexcept;

/// Every class at an end holds at least so many people, and takes in whoever is further out: where the classes begin and end
/// must not be somebody's date. As many as a mean needs (STATISTICS.md B7).
inline constexpr std::size_t fewest_at_an_end = 11;
/// More classes are not read; a longer unit is taken.
inline constexpr std::size_t most_date_classes = 14;

/// A date question as a variable. Its classes are the shortest of month, quarter, year, 5, 10, 50 years that gives no more than
/// `most_date_classes` between the days that `fewest_at_an_end` people are at or under, and at or over. The first and the last
/// class are open, whether somebody is further out or not. No classes when fewer than twice `fewest_at_an_end` answered. Names
/// are ISO 8601's: "2026-05", "2026-Q2", "2026", "2020/2024"; open ones "../2019" and "2026/.."; "../.." when there is one only.
/// `columns`: of everybody, so that a table of a few people has the same classes.
Variable date_variable(const forms::Form& form, const forms::Columns& columns, std::uint32_t question);

/// The axis of a date's column over the classes of `variable`.
Axis date_axis(const forms::Columns& columns, std::uint32_t question, const Variable& variable);

/// The role of such a variable.
inline constexpr std::string_view date_role = "date";

/// A class's name in parts: "2026-05" -> year 2026, unit 5; what an output needs to say it in words.
struct DateClass {
    enum class Unit { month, quarter, year, years };
    Unit unit = Unit::year;
    int year = 0, part = 0;  ///< part: month 1 to 12, quarter 1 to 4; of years, the last one
    bool open_below = false, open_above = false;
};
/// Nothing for "../.." and for what is no class.
std::optional<DateClass> date_class(std::string_view name);

/// The days of a class since 1970-01-01, its first and the first after it; an open end has none.
struct ClassDays {
    std::optional<double> from, to;
};
ClassDays days_of(std::string_view name);
/// The first day of the month of a day.
double month_begins(double day) noexcept;

}  // namespace ecoute::analysis
