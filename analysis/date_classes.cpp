#include "analysis/date_classes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>

#include "forms/column_shape.hpp"

namespace ecoute::analysis {
namespace {

constexpr std::string_view open_below = "../", open_above = "/..";

/// Classes of so many months each, counted from year 0: those of five years begin in years that five divides.
constexpr std::array units_in_months{1, 3, 12, 60, 120, 600};

int month_of(double day) noexcept {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}};
    return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

/// The first day of a month, counted from year 0.
double first_day(int month) noexcept {
    using namespace std::chrono;
    const auto first = year{month / 12} / std::chrono::month{static_cast<unsigned>(month % 12 + 1)} / 1;
    return static_cast<double>(sys_days{first}.time_since_epoch().count());
}

std::string digits(int number, std::size_t width) {
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string name_of(int month, int months) {
    const auto year = digits(month / 12, 4);
    if (months == 1) return year + "-" + digits(month % 12 + 1, 2);
    if (months == 3) return year + "-Q" + std::to_string(month % 12 / 3 + 1);
    if (months == 12) return year;
    return year + "/" + digits(month / 12 + months / 12 - 1, 4);
}

/// An open class is named by the end that it has: from 2020 on, until 2024.
std::string until(int month, int months) { return std::string{open_below} + name_of(months > 12 ? month + months - 12 : month, std::min(months, 12)); }
std::string since(int month, int months) { return name_of(month, std::min(months, 12)) + std::string{open_above}; }

/// Months in which the classes at the ends stand; nothing when too few answered.
std::optional<std::pair<int, int>> ends_of(const forms::Column& column) {
    std::vector<double> days;
    for (std::size_t i = 0; i < column.numbers.size(); ++i)
        if (column.states[i] == forms::State::answered && std::isfinite(column.numbers[i])) days.push_back(column.numbers[i]);
    if (days.size() < 2 * fewest_at_an_end) return std::nullopt;
    const auto at = [&](std::size_t rank) {
        const auto place = days.begin() + static_cast<std::ptrdiff_t>(rank);
        std::nth_element(days.begin(), place, days.end());
        return *place;
    };
    return std::pair{month_of(at(fewest_at_an_end - 1)), month_of(at(days.size() - fewest_at_an_end))};
}

int classes_between(std::pair<int, int> ends, int months) noexcept { return ends.second / months - ends.first / months + 1; }

std::vector<std::string> names_of(std::pair<int, int> ends) {
    const auto* unit = std::find_if(units_in_months.begin(), units_in_months.end() - 1,
                                    [&](int months) { return classes_between(ends, months) <= int(most_date_classes); });
    const int months = *unit, first = ends.first / months * months, last = ends.second / months * months;
    if (first == last) return {"../.."};
    std::vector<std::string> names{until(first, months)};
    for (int month = first + months; month < last; month += months) names.push_back(name_of(month, months));
    names.push_back(since(last, months));
    return names;
}

std::optional<int> number_in(std::string_view text) noexcept {
    int number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    return end.ec == std::errc{} && end.ptr == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

/// The first month of a class; of an open one that of the end it has.
int first_month(const DateClass& one) noexcept {
    const int part = one.unit == DateClass::Unit::month ? one.part - 1 : one.unit == DateClass::Unit::quarter ? (one.part - 1) * 3 : 0;
    return one.year * 12 + part;
}

}  // namespace

bool holds_days(const forms::Question& question) noexcept { return forms::column_shape(question) == forms::ColumnShape::days; }

std::optional<DateClass> date_class(std::string_view name) {
    DateClass found;
    if (name.starts_with(open_below)) found.open_below = true, name.remove_prefix(open_below.size());
    if (name.ends_with(open_above)) found.open_above = true, name.remove_suffix(open_above.size());
    const auto mark = name.find_first_of("-/");
    const auto year = number_in(name.substr(0, mark));
    if (!year) return std::nullopt;
    found.year = *year;
    if (mark == std::string_view::npos) return found;
    auto rest = name.substr(mark + 1);
    found.unit = name[mark] == '/' ? DateClass::Unit::years : rest.starts_with('Q') ? DateClass::Unit::quarter : DateClass::Unit::month;
    if (found.unit == DateClass::Unit::quarter) rest.remove_prefix(1);
    const auto part = number_in(rest);
    if (!part) return std::nullopt;
    found.part = *part;
    return found;
}

ClassDays days_of(std::string_view name) {
    ClassDays days;
    const auto found = date_class(name);
    if (!found) return days;
    const int first = first_month(*found);
    const int months = found->unit == DateClass::Unit::month ? 1 : found->unit == DateClass::Unit::quarter ? 3
                       : found->unit == DateClass::Unit::year ? 12 : (found->part - found->year + 1) * 12;
    if (!found->open_below) days.from = first_day(first);
    if (!found->open_above) days.to = first_day(first + months);
    return days;
}

double month_begins(double day) noexcept { return first_day(month_of(day)); }

Variable date_variable(const forms::Form& form, const forms::Columns& columns, std::uint32_t question) {
    Variable variable = variable_of(form, question);
    variable.role = date_role;
    const auto& column = columns.by_question[question];
    if (column.numbers.size() != columns.people || column.states.size() != columns.people) return variable;
    if (const auto ends = ends_of(column))
        for (auto& name : names_of(*ends)) {
            Category category;
            category.label.emplace(form.default_language, name);
            category.name = std::move(name);
            variable.categories.push_back(std::move(category));
        }
    return variable;
}

Axis date_axis(const forms::Columns& columns, std::uint32_t question, const Variable& variable) {
    Axis axis;
    axis.meanings = {meaning_not_asked, meaning_no_answer, meaning_refused};
    axis.meanings.push_back(meaning_outside);
    for (std::size_t i = 0; i < variable.categories.size(); ++i) {
        // The first class is open; what is no day reaches not even this bound.
        axis.bounds.push_back(i == 0 ? -std::numeric_limits<double>::infinity() : first_day(first_month(*date_class(variable.categories[i].name))));
        axis.meanings.push_back(static_cast<int>(i));
    }
    const auto& column = columns.by_question[question];
    if (column.numbers.size() != columns.people || column.states.size() != columns.people) return axis;
    axis.numbers = column.numbers;
    axis.states = column.states;
    return axis;
}

}  // namespace ecoute::analysis
