#include "server/handlers/table_sentences.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace ecoute::server::admin {
namespace {

using analysis::all_of_them;
using analysis::ProtectedGroup;
using analysis::ProtectedTable;
using nlohmann::json;

std::optional<double> shown_percent(const ProtectedGroup& group, std::size_t answer) {
    if (group.suppressed || !group.base || answer >= group.cells.size() || group.cells[answer].suppressed) return {};
    return group.cells[answer].percent;
}

/// The answer that everybody together gave most; nullopt when nothing is shown.
std::optional<std::size_t> answer_given_most(const ProtectedGroup& all) {
    std::optional<std::size_t> most;
    for (std::size_t i = 0; i < all.cells.size(); ++i) {
        const auto percent = shown_percent(all, i);
        if (percent && *percent > 0 && (!most || *percent > *shown_percent(all, *most))) most = i;
    }
    return most;
}

struct Range {
    const ProtectedGroup *low = nullptr, *high = nullptr;
};

/// The groups of the finest split with the lowest and the highest figure that is shown.
template <class FigureOf>
Range range_of(const ProtectedTable& table, FigureOf figure_of) {
    Range range;
    for (const auto& group : table.groups()) {
        const bool partial_total = std::count(group.key.begin(), group.key.end(), all_of_them) > 0;
        const std::optional<double> figure = figure_of(group);
        if (partial_total || group.suppressed || !group.base || !figure) continue;
        if (range.low == nullptr || *figure < *figure_of(*range.low)) range.low = &group;
        if (range.high == nullptr || *figure > *figure_of(*range.high)) range.high = &group;
    }
    return range;
}

/// Between which groups a figure lies; nothing when no two of them are written differently, or when their gaps may come by chance.
/// `named` is the answer or the mean, `figure_of` gives its figure, `written` how it is written; `answer` is its label, "" for a mean.
template <class FigureOf, class Written>
void say_range(json& said, const Reading& reading, std::size_t named, const std::string& answer, FigureOf figure_of, Written written) {
    const auto [low, high] = range_of(reading.table, figure_of);
    if (low == nullptr || !reading.wording.may_rank(named)) return;
    const std::string lowest = written(*figure_of(*low)), highest = written(*figure_of(*high));
    if (lowest == highest) return;
    said.push_back(reading.say(answer.empty() ? "say_mean_range" : "say_range",
                               {{"answer", answer},
                                {"low", lowest},
                                {"high", highest},
                                {"low_group", reading.wording.key(low->key)},
                                {"high_group", reading.wording.key(high->key)},
                                {"low_base", reading.wording.count(*low->base)},
                                {"high_base", reading.wording.count(*high->base)}}));
}

/// What is named; nothing when nothing is shown.
std::optional<std::size_t> say_mean(json& said, const Reading& reading) {
    const auto& all = reading.table.everybody();
    if (!all.mean) return std::nullopt;
    const auto written = [&](double number) { return reading.wording.decimal(number); };
    if (all.median)
        said.push_back(reading.say("say_number", {{"mean", written(*all.mean)}, {"median", written(*all.median)}}));
    else
        said.push_back(reading.say("say_mean", {{"mean", written(*all.mean)}}));
    say_range(
        said, reading, analysis::Wording::the_mean, "", [](const ProtectedGroup& group) { return group.mean; }, written);
    return analysis::Wording::the_mean;
}

std::optional<std::size_t> say_answer(json& said, const Reading& reading, int drawn) {
    const auto& all = reading.table.everybody();
    const auto most = answer_given_most(all);
    const auto answer = drawn >= 0 ? std::optional{static_cast<std::size_t>(drawn)} : most;
    if (!answer || !shown_percent(all, *answer)) return std::nullopt;
    const auto& question = reading.table.question();
    const auto label = reading.wording.label(question, question.categories[*answer]);
    const auto written = [&](double percent) { return reading.wording.percent(percent); };
    said.push_back(reading.say(answer == most ? "say_most" : "say_answer",
                               {{"answer", label}, {"percent", written(*shown_percent(all, *answer))}}));
    say_range(
        said, reading, *answer, label, [&](const ProtectedGroup& group) { return shown_percent(group, *answer); }, written);
    return answer;
}

/// Two groups of the finest split at least.
bool shows_groups(const ProtectedTable& table) {
    return std::count_if(table.groups().begin(), table.groups().end(), [](const ProtectedGroup& group) {
               return !group.suppressed && std::count(group.key.begin(), group.key.end(), all_of_them) == 0;
           }) > 1;
}

/// The figure whose precision is told: the drawn answer, else the mean of a number or the median of a date, else the answer given most.
struct ToldFigure {
    enum Kind { share, mean, median_date } kind;
    std::size_t answer = 0;  ///< of a share
    std::string label;
};

std::optional<ToldFigure> told_figure(const Reading& reading, int drawn) {
    const auto& table = reading.table;
    if (table.has_mean() && drawn < 0) return ToldFigure{ToldFigure::mean, 0, reading.wording.say("tables.mean")};
    if (table.dated() && drawn < 0) return ToldFigure{ToldFigure::median_date, 0, reading.wording.say("tables.median")};
    const auto answer = drawn >= 0 ? std::optional{static_cast<std::size_t>(drawn)} : answer_given_most(table.everybody());
    if (!answer) return {};
    return ToldFigure{ToldFigure::share, *answer, reading.wording.label(table.question(), table.question().categories[*answer])};
}

/// The figure of a group and its interval, in words; null when they are not shown.
json figure_told(const analysis::Wording& wording, const ToldFigure& told, const ProtectedGroup& group) {
    const auto in_words = [](const std::optional<double>& value, const std::optional<double>& low, const std::optional<double>& high, auto figure, auto interval) {
        if (!value) return json(nullptr);
        return json{{"figure", figure(*value)}, {"interval", low && high ? interval(*low, *high) : std::string{Reading::nothing}}};
    };
    if (told.kind == ToldFigure::mean)
        return in_words(group.mean, group.mean_low, group.mean_high, [&](double mean) { return wording.decimal(mean); },
                        [&](double low, double high) { return wording.mean_interval(low, high); });
    if (told.kind == ToldFigure::median_date)
        return in_words(group.median, group.median_low, group.median_high, [&](double day) { return wording.date(day); },
                        [&](double low, double high) { return wording.date_interval(low, high); });
    const auto& cell = group.cells[told.answer];
    auto share = in_words(cell.percent, cell.low, cell.high, [&](double percent) { return wording.percent(percent); },
                          [&](double low, double high) { return wording.interval(low, high); });
    if (!share.is_null())
        share["size"] = {{"effective", cell.n_effective ? wording.count(std::llround(*cell.n_effective)) : std::string{Reading::nothing}},
                         {"effect", cell.deff ? wording.number(*cell.deff, 1) : std::string{Reading::nothing}}};
    return share;
}

json precision_row(const Reading& reading, const ToldFigure& figure, const ProtectedGroup& group) {
    if (group.suppressed || !group.base) return nullptr;
    json row = figure_told(reading.wording, figure, group);
    if (row.is_null()) return row;
    row["label"] = reading.wording.key(group.key);
    row["total"] = &group == &reading.table.everybody();
    row["base"] = reading.wording.count(*group.base);
    return row;
}

}  // namespace

json precision(const Reading& reading, int drawn) {
    const auto figure = told_figure(reading, drawn);
    if (!figure) return nullptr;
    const auto named = [&](const char* word) { return reading.wording.say(std::string{"tables."} + word); };
    json rows = json::array();
    for (const auto& group : reading.table.groups())
        if (auto row = precision_row(reading, *figure, group); !row.is_null()) rows.push_back(std::move(row));
    const bool share = figure->kind == ToldFigure::share;
    json told{{"title", share ? reading.say("precision_of", {{"answer", figure->label}}) : reading.say("precision")},
              {"about", reading.say("precision_about")},
              {"corner", reading.say("group")},
              {"base", named("base")},
              {"figure", figure->label},
              {"interval", named("interval")},
              {"rows", rows}};
    if (share) told["size"] = {{"effective", named("n_effective")}, {"effect", named("deff")}, {"about", named("note.precision")}};
    return told;
}

json sentences(const Reading& reading, int answer) {
    const auto& table = reading.table;
    const auto& all = table.everybody();
    const auto& wording = reading.wording;
    if (all.suppressed || !all.base || !table.people()) return json::array({reading.say("base_hidden")});
    json said = json::array();
    said.push_back(
        reading.say("base", {{"base", wording.count(*all.base)}, {"people", wording.count(*table.people())}}));
    const auto named = table.number() && answer < 0 ? say_mean(said, reading) : say_answer(said, reading, answer);
    if (table.dated() && answer < 0 && all.median) said.push_back(reading.say("say_date", {{"median", wording.date(*all.median)}}));
    const auto comparison = named ? wording.comparison(*named) : wording.comparison();
    if (!comparison.empty())
        said.push_back(comparison);
    else if (shows_groups(table))
        said.push_back(reading.say("say_caution"));
    return said;
}

}  // namespace ecoute::server::admin
