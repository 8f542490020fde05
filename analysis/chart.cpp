#include "analysis/chart.hpp"

#include <algorithm>

namespace ecoute::analysis {
namespace {

/// Women and men in petrol and orange-brown, always named (look/README.md); other series in turn.
Fill fill_of(const Variable& variable, int category) noexcept {
    if (category == all_of_them) return Fill::grey;
    const auto& chosen = variable.categories[static_cast<std::size_t>(category)];
    if (variable.role == "gender")
        return chosen.name == "femme" ? Fill::petrol : chosen.name == "homme" ? Fill::brown : Fill::pale;
    constexpr Fill series[] = {Fill::petrol, Fill::brown, Fill::pale, Fill::deep, Fill::rust};
    return series[static_cast<std::size_t>(category) % std::size(series)];
}

/// What one chart is drawn from: a table, and which answer; none means the mean.
struct Drawing {
    const ProtectedTable& table;
    Wording wording;
    std::optional<std::size_t> answer;

    Bar bar(const ProtectedGroup& group) const { return answer ? share_bar(group, *answer) : mean_bar(group); }

    Bar share_bar(const ProtectedGroup& group, std::size_t chosen) const {
        const auto& cell = group.cells[chosen];
        Bar bar;
        bar.value = cell.percent;
        bar.low = cell.low;
        bar.high = cell.high;
        bar.base = group.base;
        bar.hidden = !cell.percent;
        bar.fragile = is_fragile(group, cell);
        return bar;
    }

    Bar mean_bar(const ProtectedGroup& group) const {
        Bar bar;
        bar.value = group.mean;
        bar.low = group.mean_low;
        bar.high = group.mean_high;
        bar.base = group.base;
        bar.hidden = !group.mean;
        return bar;
    }
};

void add_answers(Chart& chart, const Drawing& drawing, const ProtectedGroup& group, const std::string& heading) {
    for (std::size_t i = 0; i < group.cells.size(); ++i) {
        auto bar = drawing.share_bar(group, i);
        bar.name = drawing.wording.label(drawing.table.question(), drawing.table.question().categories[i]);
        if (i == 0) bar.group = heading;
        bar.total = !heading.empty() && &group == &drawing.table.everybody();
        if (bar.total) bar.fill = Fill::grey;
        if (heading.empty()) bar.base.reset();
        chart.bars.push_back(std::move(bar));
    }
}

/// One breakdown, one answer: the whole last, in grey, and its dashed line over the others.
void add_categories(Chart& chart, const Drawing& drawing) {
    const auto& variable = drawing.table.by()[0];
    for (const auto& group : drawing.table.groups()) {
        auto bar = drawing.bar(group);
        bar.name = drawing.wording.part(0, group.key[0]);
        bar.total = group.key[0] == all_of_them;
        if (bar.total) chart.reference = bar.value;
        const bool outside =
            !bar.total && variable.categories[static_cast<std::size_t>(group.key[0])].kind == "outside";
        if (bar.total || outside)
            bar.fill = Fill::grey;
        else if (variable.role == "gender")
            bar.fill = fill_of(variable, group.key[0]);
        chart.bars.push_back(std::move(bar));
    }
}

/// Several breakdowns: totals of the last one are left out, since its categories stand side by side.
void add_combinations(Chart& chart, const Drawing& drawing) {
    const auto last = drawing.table.by().size() - 1;
    for (const auto& group : drawing.table.groups()) {
        if (group.key[last] == all_of_them) continue;
        auto bar = drawing.bar(group);
        bar.name = drawing.wording.part(last, group.key[last]);
        bar.fill = fill_of(drawing.table.by()[last], group.key[last]);
        if (group.key[last] == 0) {
            auto above = group.key;
            above[last] = all_of_them;
            bar.group = drawing.wording.key(above);
        }
        chart.bars.push_back(std::move(bar));
    }
}

std::string value_text(const Chart& chart, const Wording& wording, double value) {
    return chart.percent ? wording.percent(value) : wording.decimal(value);
}

/// "De 31 % (Moulin à Vent) à 58 % (Vergoin) ; ensemble 34 %."
std::string description_of(const Chart& chart, const Wording& wording) {
    const Bar* lowest = nullptr;
    const Bar* highest = nullptr;
    std::string group, lowest_group, highest_group;
    for (const auto& bar : chart.bars) {
        if (!bar.group.empty()) group = bar.group + ", ";
        if (bar.total || !bar.value) continue;
        if (!lowest || *bar.value < *lowest->value) lowest = &bar, lowest_group = group;
        if (!highest || *bar.value > *highest->value) highest = &bar, highest_group = group;
    }
    if (!lowest) return wording.say("tables.too_few");
    auto text = wording.say("tables.chart.range", {{"low", value_text(chart, wording, *lowest->value)},
                                                   {"low_name", lowest_group + lowest->name},
                                                   {"high", value_text(chart, wording, *highest->value)},
                                                   {"high_name", highest_group + highest->name}});
    if (chart.reference)
        text += " " + wording.say("tables.chart.total", {{"value", value_text(chart, wording, *chart.reference)}});
    return text;
}

/// The answer given most by everybody; the mean's place when the table has one.
std::size_t usual_gap(const ProtectedTable& table) {
    const auto& cells = table.everybody().cells;
    if (table.has_mean()) return cells.size();
    const auto less = [](const Cell& a, const Cell& b) { return a.percent.value_or(-1) < b.percent.value_or(-1); };
    return static_cast<std::size_t>(std::max_element(cells.begin(), cells.end(), less) - cells.begin());
}

/// "De −12 (Vergoin) à +9 (Mermoz) points d'écart à la moyenne des QPV."
std::string description_of_gaps(const Chart& chart, const Wording& wording, bool points) {
    const Bar *lowest = nullptr, *highest = nullptr;
    for (const auto& bar : chart.bars) {
        if (!bar.value) continue;
        if (!lowest || *bar.value < *lowest->value) lowest = &bar;
        if (!highest || *bar.value > *highest->value) highest = &bar;
    }
    if (!lowest) return wording.say("tables.too_few");
    return wording.say("tables.chart.range", {{"low", wording.difference(*lowest->value, points)}, {"low_name", lowest->name},
                                              {"high", wording.difference(*highest->value, points)}, {"high_name", highest->name}});
}

}  // namespace

Chart gap_chart_of(const ProtectedTable& table, const Heading& heading, int answer) {
    const Wording wording{table, heading};
    const std::size_t answers = table.question().categories.size();
    const std::size_t drawn = answer >= 0 && static_cast<std::size_t>(answer) < answers ? static_cast<std::size_t>(answer) : usual_gap(table);
    Chart chart;
    chart.gaps = true;
    chart.percent = drawn < answers;
    chart.title = wording.title();
    for (const auto& group : table.groups()) {
        if (drawn >= group.gaps.size()) continue;
        const auto& gap = group.gaps[drawn];
        Bar bar;
        bar.name = wording.key(group.key);
        bar.hidden = !gap.change;
        if (gap.change) {
            bar.value = gap.change->difference;
            bar.low = gap.change->low;
            bar.high = gap.change->high;
            bar.base = group.base;
            bar.firm = is_firm(gap);
        }
        chart.bars.push_back(std::move(bar));
    }
    const auto what = drawn < answers ? wording.say("tables.chart.answer", {{"answer", wording.label(table.question(), table.question().categories[drawn])}})
                                      : wording.say("tables.mean");
    chart.subtitle = what + ", " + wording.say("tables.gap_to", {{"reference", wording.reference()}});
    if (const auto below = wording.subtitle(); !below.empty()) chart.subtitle += ", " + below;
    chart.description = description_of_gaps(chart, wording, chart.percent);
    return chart;
}

Chart chart_of(const ProtectedTable& table, const Heading& heading, int answer) {
    const auto categories = static_cast<int>(table.question().categories.size());
    const bool one = answer >= 0 && answer < categories;
    const bool means = table.number() && !one && (!table.by().empty() || categories == 0);
    Drawing drawing{table, Wording{table, heading}, std::nullopt};
    if (one)
        drawing.answer = static_cast<std::size_t>(answer);
    else if (!means && table.by().size() > 1 && categories > 0)
        drawing.answer = 0;

    Chart chart;
    chart.percent = !means;
    chart.title = drawing.wording.title();
    if (table.by().empty()) {
        if (means) {
            chart.bars.push_back(drawing.mean_bar(table.everybody()));
            chart.bars.back().name = drawing.wording.say("tables.total");
        } else
            add_answers(chart, drawing, table.everybody(), "");
    } else if (table.by().size() > 1 && (means || drawing.answer))
        add_combinations(chart, drawing);
    else if (means || drawing.answer)
        add_categories(chart, drawing);
    else
        for (const auto& group : table.groups()) add_answers(chart, drawing, group, drawing.wording.key(group.key));

    if (drawing.answer && !table.by().empty())
        chart.subtitle = drawing.wording.say(
            "tables.chart.answer",
            {{"answer", drawing.wording.label(table.question(), table.question().categories[*drawing.answer])}});
    if (means) chart.subtitle = drawing.wording.say("tables.mean");
    const auto below = drawing.wording.subtitle();
    if (!below.empty()) chart.subtitle += (chart.subtitle.empty() ? "" : ", ") + below;
    chart.description = description_of(chart, drawing.wording);
    return chart;
}

}  // namespace ecoute::analysis
