#include <algorithm>

#include "analysis/grid.hpp"
#include "analysis/wording.hpp"

namespace ecoute::analysis {
namespace {

constexpr std::size_t terminal_columns = 100;
constexpr const char* dash = "—";

using Columns = std::vector<GridColumn>;

std::string count_or_dash(const Wording& wording, const std::optional<std::int64_t>& count) {
    return count ? wording.count(*count) : dash;
}

std::string share_and_count(const Wording& wording, const ProtectedGroup& group, const Cell& cell) {
    if (cell.suppressed) return cell.at_most || cell.at_least ? wording.hidden(group, cell) : dash;
    if (!cell.percent) return wording.count(cell.count.value_or(0));
    return wording.percent(*cell.percent) + (is_fragile(group, cell) ? "* (" : " (") + wording.count(*cell.count) + ")";
}

/// People who are not in the base, by reason; a reason that nobody has in the whole table is left out.
void add_missing(Columns& columns, const ProtectedTable& table, const Wording& wording) {
    const std::pair<const char*, std::optional<std::int64_t> ProtectedGroup::*> reasons[] = {
        {"tables.no_answer", &ProtectedGroup::no_answer},
        {"tables.refused", &ProtectedGroup::refused},
        {"tables.not_asked", &ProtectedGroup::not_asked}};
    for (const auto& [word, reason] : reasons) {
        GridColumn column{wording.say(word), {}, false};
        bool anybody = false;
        for (const auto& group : table.groups()) {
            const auto& people = group.*reason;
            anybody = anybody || (people ? *people > 0 : !group.suppressed);
            column.cells.push_back(count_or_dash(wording, people));
        }
        if (anybody) columns.push_back(std::move(column));
    }
}

std::string interval_of_median(const Wording& wording, const ProtectedGroup& group, bool dates) {
    if (!group.median_low || !group.median_high) return "";
    return dates ? wording.date_interval(*group.median_low, *group.median_high) : wording.mean_interval(*group.median_low, *group.median_high);
}

void add_median(Columns& columns, const ProtectedTable& table, const Wording& wording) {
    GridColumn median{wording.say("tables.median"), {}, false}, interval{wording.say("tables.interval"), {}, false};
    for (const auto& group : table.groups()) {
        median.cells.push_back(group.median ? wording.quantile(*group.median) : dash);
        const auto around = interval_of_median(wording, group, table.dated());
        interval.cells.push_back(around.empty() ? dash : around);
    }
    for (auto* column : {&median, &interval}) columns.push_back(std::move(*column));
}

void add_mean(Columns& columns, const ProtectedTable& table, const Wording& wording) {
    GridColumn mean{wording.say("tables.mean"), {}, false}, interval{wording.say("tables.interval"), {}, false};
    for (const auto& group : table.groups()) {
        mean.cells.push_back(group.mean ? wording.decimal(*group.mean) : dash);
        interval.cells.push_back(group.mean_low ? wording.mean_interval(*group.mean_low, *group.mean_high) : dash);
    }
    for (auto* column : {&mean, &interval}) columns.push_back(std::move(*column));
}

/// A row a group: its names, its base, then each answer.
Columns split_columns(const ProtectedTable& table, const Wording& wording) {
    Columns columns;
    for (std::size_t v = 0; v < table.by().size(); ++v) {
        columns.push_back({wording.heading(table.by()[v]), {}, true});
        for (const auto& group : table.groups()) columns.back().cells.push_back(wording.part(v, group.key[v]));
    }
    columns.push_back({wording.say("tables.base"), {}, false});
    for (const auto& group : table.groups()) columns.back().cells.push_back(count_or_dash(wording, group.base));
    if (table.has_mean()) add_mean(columns, table, wording);
    if (table.has_median()) add_median(columns, table, wording);
    for (std::size_t i = 0; i < table.question().categories.size(); ++i) {
        columns.push_back({wording.label(table.question(), table.question().categories[i]), {}, false});
        for (const auto& group : table.groups())
            columns.back().cells.push_back(share_and_count(wording, group, group.cells[i]));
    }
    add_missing(columns, table, wording);
    return columns;
}

/// Without breakdown: a row an answer.
Columns plain_columns(const ProtectedTable& table, const Wording& wording) {
    const auto& group = table.everybody();
    Columns columns{{wording.say("tables.answer"), {}, true},
                    {wording.say("tables.count"), {}, false},
                    {wording.say("tables.percent"), {}, false},
                    {wording.say("tables.interval"), {}, false}};
    const auto add = [&](std::string name, std::string count, std::string percent, std::string interval) {
        std::string* cells[] = {&name, &count, &percent, &interval};
        for (std::size_t i = 0; i < columns.size(); ++i) columns[i].cells.push_back(std::move(*cells[i]));
    };
    for (std::size_t i = 0; i < group.cells.size(); ++i) {
        const auto& cell = group.cells[i];
        add(wording.label(table.question(), table.question().categories[i]), count_or_dash(wording, cell.count),
            cell.percent ? wording.percent(*cell.percent) + (is_fragile(group, cell) ? "*" : "")
            : cell.at_most || cell.at_least ? wording.hidden(group, cell)
                                            : dash,
            cell.low ? wording.interval(*cell.low, *cell.high) : dash);
    }
    if (group.mean)
        add(wording.say("tables.mean"), "", wording.decimal(*group.mean),
            group.mean_low ? wording.mean_interval(*group.mean_low, *group.mean_high) : "");
    if (group.median) add(wording.say("tables.median"), "", wording.quantile(*group.median), interval_of_median(wording, group, table.dated()));
    if (group.lower_quartile) add(wording.say("tables.lower_quartile"), "", wording.quantile(*group.lower_quartile), "");
    if (group.upper_quartile) add(wording.say("tables.upper_quartile"), "", wording.quantile(*group.upper_quartile), "");
    add(wording.say("tables.base"), count_or_dash(wording, group.base), "", "");
    if (group.no_answer != 0) add(wording.say("tables.no_answer"), count_or_dash(wording, group.no_answer), "", "");
    if (group.refused != 0) add(wording.say("tables.refused"), count_or_dash(wording, group.refused), "", "");
    if (group.not_asked != 0) add(wording.say("tables.not_asked"), count_or_dash(wording, group.not_asked), "", "");
    return columns;
}

/// A row a group and choice of a rank question.
Columns rank_columns(const ProtectedTable& table, const Wording& wording) {
    Columns columns;
    for (const auto& by : table.by()) columns.push_back({wording.heading(by), {}, true});
    for (const char* word : {"tables.answer", "tables.rank.cited", "tables.rank.first", "tables.rank.mean"})
        columns.push_back({wording.say(word), {}, std::string_view{word} == "tables.answer"});
    for (const auto& group : table.groups())
        for (std::size_t i = 0; i < group.ranked.size(); ++i) {
            const auto& ranked = group.ranked[i];
            std::size_t at = 0;
            for (; at < group.key.size(); ++at) columns[at].cells.push_back(wording.part(at, group.key[at]));
            columns[at++].cells.push_back(wording.label(table.question(), table.question().categories[i]));
            columns[at++].cells.push_back(group.cells[i].percent ? wording.percent(*group.cells[i].percent) : std::string{dash});
            columns[at++].cells.push_back(ranked.first ? wording.percent(*ranked.first) : std::string{dash});
            columns[at].cells.push_back(ranked.mean_place ? wording.decimal(*ranked.mean_place) : std::string{dash});
        }
    return columns;
}

/// A row a group, its gap to the reference for each answer.
Columns gap_columns(const ProtectedTable& table, const Wording& wording) {
    Columns columns;
    const std::size_t answers = table.question().categories.size();
    for (std::size_t v = 0; v < table.by().size(); ++v) columns.push_back({wording.heading(table.by()[v]), {}, true});
    for (const auto& answer : table.question().categories) columns.push_back({wording.label(table.question(), answer), {}, false});
    if (table.has_mean()) columns.push_back({wording.say("tables.mean"), {}, false});
    for (const auto& group : table.groups()) {
        if (group.gaps.empty()) continue;
        for (std::size_t v = 0; v < group.key.size(); ++v) columns[v].cells.push_back(wording.part(v, group.key[v]));
        for (std::size_t i = 0; i < group.gaps.size(); ++i)
            columns[group.key.size() + i].cells.push_back(wording.gap(group.gaps[i], i < answers));
    }
    return columns;
}

Columns official_columns(const Wording& wording, const Heading& heading) {
    Columns columns{{wording.say("tables.heading.quartier"), {}, true}, {wording.say("tables.official.indicator"), {}, true},
                    {wording.say("tables.official.value"), {}, false},  {wording.say("tables.official.year"), {}, true},
                    {wording.say("tables.official.source"), {}, true}};
    for (const auto& figure : heading.official) {
        const std::string cells[] = {figure.place, figure.indicator, wording.official(figure), figure.year, figure.source};
        for (std::size_t i = 0; i < columns.size(); ++i) columns[i].cells.push_back(cells[i]);
    }
    return columns;
}

void add_lines(std::string& out, const std::string& text) {
    for (const auto& line : wrapped(text, terminal_columns)) out += line + "\n";
}

}  // namespace

std::string to_text(const ProtectedTable& table, const Heading& heading) {
    const Wording wording{table, heading};
    std::string out;
    if (!heading.campaign_title.empty()) add_lines(out, heading.campaign_title);
    add_lines(out, wording.title());
    if (const auto below = wording.subtitle(); !below.empty()) add_lines(out, below);
    out += "\n";
    if (table.by().empty())
        out += grid_text(plain_columns(table, wording), 1, terminal_columns);
    else
        out += grid_text(split_columns(table, wording), table.by().size() + 1, terminal_columns);
    out += "\n";
    if (table.has_ranking()) out += grid_text(rank_columns(table, wording), table.by().size() + 1, terminal_columns) + "\n";
    if (!table.gap_reference().empty()) {
        add_lines(out, wording.say("tables.gap_to", {{"reference", wording.reference()}}));
        out += grid_text(gap_columns(table, wording), table.by().size(), terminal_columns) + "\n";
    }
    const auto comparison = wording.comparison();
    if (!comparison.empty()) add_lines(out, comparison);
    for (const auto& note : wording.notes()) add_lines(out, note);
    if (heading.official.empty()) return out;
    out += "\n" + wording.say("tables.official") + "\n";
    return out + grid_text(official_columns(wording, heading), 2, terminal_columns);
}

}  // namespace ecoute::analysis
