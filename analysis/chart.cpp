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

}  // namespace

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
    if (!table.by().empty()) chart.subtitle += (chart.subtitle.empty() ? "" : ", ") + drawing.wording.subtitle();
    chart.description = description_of(chart, drawing.wording);
    return chart;
}

}  // namespace ecoute::analysis
