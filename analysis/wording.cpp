#include "analysis/wording.hpp"

#include "analysis/cell_keys.hpp"
#include "analysis/date_classes.hpp"
#include "analysis/shown_test.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "forms/text.hpp"

namespace ecoute::analysis {
namespace {

std::string filled(std::string_view pattern, const Wording::Facts& facts) {
    std::string result;
    for (std::size_t i = 0; i < pattern.size();) {
        const auto end = pattern[i] == '{' ? pattern.find('}', i) : std::string_view::npos;
        const auto fact =
            end == std::string_view::npos ? facts.end() : facts.find(std::string{pattern.substr(i + 1, end - i - 1)});
        if (fact == facts.end())
            result += pattern[i++];
        else {
            result += fact->second;
            i = end + 1;
        }
    }
    return result;
}

std::string fixed(double number, int decimals) {
    char text[400];  // the largest double has 309 digits
    const int length = std::snprintf(text, sizeof text, "%.*f", decimals, number);
    return {text, static_cast<std::size_t>(std::clamp(length, 0, int(sizeof text) - 1))};
}

char32_t next_sign(std::string_view text, std::size_t& at) noexcept {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0xC0) return lead;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    char32_t sign = lead & (0x3Fu >> more);
    for (int i = 0; i < more && at < text.size(); ++i)
        sign = sign << 6 | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
    return sign;
}

std::size_t width_of(char32_t sign) noexcept {
    const bool mark = (sign >= 0x300 && sign < 0x370) || (sign >= 0x64B && sign < 0x660) || sign == 0x670 ||
                      (sign >= 0x200B && sign < 0x2010) || (sign >= 0x202A && sign < 0x202F) ||
                      (sign >= 0x2060 && sign < 0x2070) || (sign >= 0xFE00 && sign < 0xFE10);
    if (mark) return 0;
    const bool wide = (sign >= 0x1100 && sign < 0x1160) || (sign >= 0x2E80 && sign < 0xA4D0) ||
                      (sign >= 0xAC00 && sign < 0xD7A4) || (sign >= 0xF900 && sign < 0xFB00) ||
                      (sign >= 0xFF00 && sign < 0xFF61) || (sign >= 0x1F300 && sign < 0x1FA00);
    return wide ? 2 : 1;
}

/// A test that finds less is told as a difference.
constexpr double chance = 0.05;

/// Two quantiles are averaged when they stand side by side: half a day is the day before.
std::chrono::year_month_day date_of(double day) {
    return std::chrono::sys_days{std::chrono::days{static_cast<std::int64_t>(std::floor(day))}};
}

}  // namespace

std::string Wording::say(std::string_view key, const Facts& facts) const {
    const auto found = heading_.words.find(std::string{key});
    return filled(found == heading_.words.end() ? key : std::string_view{found->second}, facts);
}

std::string Wording::text(const forms::Text& label) const {
    return std::string{forms::shown(label, heading_.language, heading_.default_language).text};
}

std::string Wording::label(const Variable& variable, const Category& category) const {
    if (variable.role == "kind" && heading_.words.count("tables.kind." + category.name) > 0)
        return say("tables.kind." + category.name);
    if (variable.role == date_role) return class_of_dates(category.name);
    const std::string prefix = variable.role == "age" || variable.role == "ages" ? "tables.age." : "tables.band.";
    if (!category.from || heading_.words.find(prefix + "over") == heading_.words.end()) {
        const auto shown = text(category.label);
        return shown.empty() ? category.name : shown;
    }
    const Facts facts{{"from", number(*category.from, 6)}, {"to", category.to ? number(*category.to, 6) : ""}};
    if (!category.to) return say(prefix + "over", facts);
    if (!category.whole) return say(prefix + "below", facts);
    return say(prefix + (*category.from == *category.to ? "one" : "between"), facts);
}

/// "mai 2026", "2e trimestre 2026", "2020 à 2024", "2019 ou avant".
std::string Wording::class_of_dates(const std::string& name) const {
    const auto found = date_class(name);
    if (!found) return say("tables.date.all");
    const auto year = std::to_string(found->year), part = std::to_string(found->part);
    std::string written = year;
    if (found->unit == DateClass::Unit::month) written = say("tables.date.month", {{"month", say("tables.month." + part)}, {"year", year}});
    if (found->unit == DateClass::Unit::quarter) written = say("tables.date.quarter." + part, {{"year", year}});
    if (found->unit == DateClass::Unit::years) written = say("tables.date.years", {{"from", year}, {"to", part}});
    if (found->open_below) return say("tables.date.until", {{"date", written}});
    return found->open_above ? say("tables.date.since", {{"date", written}}) : written;
}

std::string Wording::heading(const Variable& variable) const {
    const auto known = heading_.words.find("tables.heading." + variable.role);
    if (known != heading_.words.end()) return known->second;
    const auto shown = text(variable.label);
    return shown.empty() ? variable.name : shown;
}

std::string Wording::part(std::size_t variable, int category) const {
    if (category == all_of_them) return say("tables.total");
    return label(table_.by()[variable], table_.by()[variable].categories[static_cast<std::size_t>(category)]);
}

std::string Wording::key(const std::vector<int>& key) const {
    std::string joined;
    for (std::size_t i = 0; i < key.size(); ++i)
        if (key[i] != all_of_them) joined += (joined.empty() ? "" : " · ") + part(i, key[i]);
    return joined.empty() ? say("tables.total") : joined;
}

std::string Wording::count(std::int64_t count) const {
    auto digits = std::to_string(count);
    const auto mark = say("tables.thousands_mark");
    for (std::size_t at = digits.size(); at > 3 + (count < 0); at -= 3)
        digits.insert(at - 3, mark == "tables.thousands_mark" ? "" : mark);
    return digits;
}

std::string Wording::number(double number, int most_decimals) const {
    auto written = fixed(number, most_decimals);
    if (written.find('.') == std::string::npos) return written;
    written.erase(written.find_last_not_of('0') + 1);
    if (written.back() == '.') written.pop_back();
    return with_mark(written == "-0" ? "0" : written);
}

std::string Wording::decimal(double number) const { return with_mark(fixed(number, 1)); }

std::string Wording::with_mark(std::string written) const {
    const auto mark = say("tables.decimal_mark");
    if (const auto point = written.find('.'); point != std::string::npos && mark != "tables.decimal_mark")
        written.replace(point, 1, mark);
    return written;
}

std::string Wording::percent(double percent) const {
    const auto value = number(percent, 0);
    const auto pattern = say("tables.percent_value", {{"n", value}});
    return pattern == "tables.percent_value" ? value + " %" : pattern;
}

std::string Wording::hidden(const ProtectedGroup& group, const Cell& cell) const {
    if (cell.at_most) return say("tables.at_most", {{"value", percent(*cell.at_most)}});
    if (cell.at_least) return say("tables.at_least", {{"value", percent(*cell.at_least)}});
    return say(group.suppressed || !group.base ? "tables.too_few" : "tables.protected");
}

std::string Wording::interval(double low, double high) const {
    return say("tables.interval_value", {{"low", number(low, 0)}, {"high", number(high, 0)}});
}

std::string Wording::mean_interval(double low, double high) const {
    return say("tables.mean_interval_value", {{"low", decimal(low)}, {"high", decimal(high)}});
}

std::string Wording::date(double day) const {
    const auto date = date_of(day);
    const Facts facts{{"day", std::to_string(static_cast<unsigned>(date.day()))},
                      {"month", say("tables.month." + std::to_string(static_cast<unsigned>(date.month())))},
                      {"year", std::to_string(static_cast<int>(date.year()))}};
    return say(table_.perturbed() ? "tables.date.month" : "tables.date.day", facts);
}

std::string Wording::iso_date(double day) const {
    const auto date = date_of(day);
    char text[40];
    const auto length = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    constexpr int of_day = 3;
    return {text, static_cast<std::size_t>(table_.perturbed() ? length - of_day : length)};
}

std::string Wording::date_interval(double low, double high) const {
    return say("tables.mean_interval_value", {{"low", date(low)}, {"high", date(high)}});
}

std::string Wording::quantile(double value) const { return table_.dated() ? date(value) : decimal(value); }

std::string Wording::difference(double difference, bool points) const {
    const auto written = number(std::abs(difference), points ? 0 : 1);
    if (written == "0") return written;
    return (difference > 0 ? "+" : "\u2212") + written;
}

std::string Wording::gap(const Gap& gap, bool points) const {
    if (gap.too_few && gap.reference) return say("tables.gap_too_few");
    if (!gap.change) return "\u2013";
    const auto written = [&](double figure) { return difference(figure, points); };
    return say(points ? "tables.gap_points" : "tables.gap_of_means",
               {{"difference", written(gap.change->difference)}, {"low", written(gap.change->low)}, {"high", written(gap.change->high)}});
}

std::string Wording::reference() const { return say("tables.reference." + table_.gap_reference()); }

std::string Wording::title() const {
    const auto shown = text(table_.question().label);
    return shown.empty() ? table_.question().name : shown;
}

std::string Wording::subtitle() const {
    std::string names;
    const auto& by = table_.by();
    for (std::size_t i = 0; i < by.size(); ++i) {
        const auto role = by[i].role.empty() ? "" : "tables.role." + by[i].role;
        const auto known = heading_.words.find(role) != heading_.words.end();
        if (i > 0) names += i + 1 == by.size() ? say("tables.and") : say("tables.comma");
        names += known ? say(role) : heading(by[i]);
    }
    auto subtitle = names.empty() ? "" : say("tables.by", {{"names", names}});
    if (!heading_.among.empty())
        subtitle += (subtitle.empty() ? "" : say("tables.comma")) + say("tables.only", {{"condition", heading_.among}});
    return subtitle;
}

std::string Wording::full_title() const {
    const auto below = subtitle();
    return below.empty() ? title() : title() + say("tables.comma") + below;
}

bool Wording::any_too_small() const {
    return std::any_of(table_.groups().begin(), table_.groups().end(), [](const ProtectedGroup& group) {
        const bool total = std::find(group.key.begin(), group.key.end(), all_of_them) != group.key.end();
        return !total && !group.suppressed && group.base.value_or(0) < fewest_to_compare;
    });
}

std::optional<TestResult> Wording::test_of(std::size_t named) const {
    return named == the_mean ? test_of_means(table_.groups(), table_.perturbed()) : test_of_answer(table_.groups(), named, table_.weighted());
}

bool Wording::may_rank(std::size_t named) const {
    if (any_too_small() || (!table_.tests().empty() && table_.tests().front().p >= chance)) return false;
    const auto test = test_of(named);
    return test && test->p < chance;
}

/// A group of a few answers makes any ranking false, whatever the test says: it is told first.
std::string Wording::comparison() const {
    if (table_.by().empty()) return "";
    if (any_too_small()) return say("tables.test.too_few", {{"least", count(fewest_to_compare)}});
    if (table_.tests().empty()) return "";
    const double p = table_.tests().front().p;
    return say(p < chance ? "tables.test.apart" : "tables.test.together", {{"p", probability(p)}});
}

std::string Wording::comparison(std::size_t named) const {
    if (auto of_table = comparison(); !of_table.empty() || table_.by().empty()) return of_table;
    const auto test = test_of(named);
    if (!test) return "";
    const bool apart = test->p < chance;
    if (named == the_mean) return say(apart ? "tables.test.apart_mean" : "tables.test.together_mean", {{"p", probability(test->p)}});
    return say(apart ? "tables.test.apart_answer" : "tables.test.together_answer",
               {{"p", probability(test->p)}, {"answer", label(table_.question(), table_.question().categories[named])}});
}

/// "= 0,032", "< 0,001".
std::string Wording::probability(double p) const {
    constexpr double least_written = 0.001;
    return p < least_written ? "< " + with_mark(fixed(least_written, 3)) : "= " + with_mark(fixed(p, 3));
}

/// "Peu = 1, Assez = 2": what the answers are worth.
std::string Wording::points() const {
    constexpr int most_decimals_of_points = 2;
    std::string points;
    for (const auto& answer : table_.question().categories)
        if (answer.score) points += (points.empty() ? "" : say("tables.comma")) + label(table_.question(), answer) + " = " + number(*answer.score, most_decimals_of_points);
    return points;
}

bool Wording::has_dates() const {
    const auto is_date = [](const Variable& variable) { return variable.role == date_role; };
    return is_date(table_.question()) || std::any_of(table_.by().begin(), table_.by().end(), is_date);
}

std::string Wording::official(const OfficialFigure& figure) const {
    constexpr int most_decimals_of_official = 2;
    if (!figure.value) return say("tables.official.not_published");
    const bool whole = *figure.value == std::trunc(*figure.value);
    return (whole ? count(static_cast<std::int64_t>(*figure.value)) : number(*figure.value, most_decimals_of_official)) + (figure.unit.empty() ? "" : "\u00a0" + figure.unit);
}

std::string Wording::protection() const {
    if (table_.released()) return say("tables.note.released");
    if (table_.perturbed()) return say("tables.note.moved", {{"most", count(usual_noise().noise().most)}});
    return table_.audience() == Audience::exact ? say("tables.note.unprotected") : "";
}

std::vector<std::string> Wording::notes() const {
    std::vector<std::string> notes;
    if (heading_.invented) notes.push_back(say("tables.note.invented"));
    if (!heading_.among.empty()) notes.push_back(say("tables.note.among", {{"condition", heading_.among}}));
    const bool counted = !table_.question().categories.empty();
    if (counted) notes.push_back(say(table_.multiple() ? "tables.note.multiple" : "tables.note.base"));
    if (table_.has_mean() && !table_.number()) notes.push_back(say("tables.note.points", {{"points", points()}}));
    if (table_.has_ranking()) notes.push_back(say("tables.note.rank"));
    if (table_.has_median()) notes.push_back(say(table_.dated() ? "tables.note.median_dates" : "tables.note.median"));
    if (table_.has_median() && table_.perturbed()) notes.push_back(say("tables.note.median_moved"));
    for (const auto& variable : table_.by())
        if (variable.categories.empty()) notes.push_back(say("tables.note.no_classes", {{"name", heading(variable)}}));
    if (has_dates()) notes.push_back(say("tables.note.dates", {{"least", count(static_cast<std::int64_t>(fewest_at_an_end))}}));
    if (table_.anything_hidden())
        notes.push_back(say("tables.note.hidden", {{"base", count(table_.limits().smallest_base)},
                                                   {"count", count(table_.limits().smallest_count)}}));
    if (auto note = protection(); !note.empty()) notes.push_back(std::move(note));
    if (table_.unclassified().value_or(0) > 0)
        notes.push_back(say("tables.note.unclassified", {{"count", count(*table_.unclassified())}}));
    if (table_.anything_fragile())
        notes.push_back(say("tables.note.fragile", {{"least", count(fewest_to_compare)}, {"points", number(widest_firm_half_width, 0)}}));
    if (!table_.gap_reference().empty()) notes.push_back(say("tables.note.gap", {{"reference", reference()}}));
    notes.push_back(say(table_.weighted() ? "tables.note.interval_weighted" : "tables.note.interval"));
    notes.insert(notes.end(), heading_.method.begin(), heading_.method.end());
    notes.insert(notes.end(), heading_.remarks.begin(), heading_.remarks.end());
    if (!heading_.fieldwork.empty()) notes.push_back(say("tables.note.fieldwork", {{"dates", heading_.fieldwork}}));
    if (!heading_.source.empty()) notes.push_back(say("tables.note.source", {{"source", heading_.source}}));
    if (!heading_.snapshot.empty()) notes.push_back(say("tables.note.snapshot", {{"snapshot", heading_.snapshot}}));
    return notes;
}

std::size_t display_width(std::string_view utf8) noexcept {
    std::size_t width = 0;
    for (std::size_t at = 0; at < utf8.size();) width += width_of(next_sign(utf8, at));
    return width;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const auto space = text.find(' ');
        const auto word = text.substr(0, space);
        text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
        auto& line = lines.back();
        if (line.empty())
            line = word;
        else if (display_width(line) + 1 + display_width(word) <= width)
            line.append(" ").append(word);
        else
            lines.emplace_back(word);
    }
    return lines;
}

}  // namespace ecoute::analysis
