#include "analysis/panels.hpp"

#include <algorithm>
#include <utility>

namespace ecoute::analysis {
namespace {

constexpr std::pair<ChartKind, std::string_view> kinds[] = {
    {ChartKind::bars, "bars"}, {ChartKind::panels, "panels"}, {ChartKind::stacked, "stacked"}};

/// The variable that has a panel a category.
std::size_t panel_variable(const ProtectedTable& table) {
    for (const auto* role : {"quartier", "kind"})
        for (std::size_t v = 0; v < table.by().size(); ++v)
            if (table.by()[v].role == role) return v;
    return 0;
}

/// What a row shows: an answer or (without) the mean, of one combination of the other variables (the panel's own place in it is
/// filled in for each panel).
struct Row {
    std::vector<int> key;
    std::optional<std::size_t> answer;
};

std::size_t combinations(const ProtectedTable& table, std::size_t panel) {
    std::size_t count = 1;
    for (std::size_t v = 0; v < table.by().size(); ++v)
        if (v != panel) count *= table.by()[v].categories.size();
    return count;
}

std::optional<std::size_t> answer_given_most(const ProtectedTable& table) {
    const auto& cells = table.everybody().cells;
    std::optional<std::size_t> most;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (!most || cells[i].percent.value_or(-1) > cells[*most].percent.value_or(-1)) most = i;
    return most;
}

std::vector<Row> rows_of(const ProtectedTable& table, std::size_t panel, int answer) {
    const auto answers = table.question().categories.size();
    std::vector<Row> rows;
    std::vector<int> nothing(table.by().size(), all_of_them);
    if (table.by().size() == 1) {
        for (std::size_t i = 0; i < answers; ++i) rows.push_back({nothing, i});
        if (answers == 0) rows.push_back({nothing, std::nullopt});
        return rows;
    }
    std::optional<std::size_t> drawn;
    if (answer >= 0 && static_cast<std::size_t>(answer) < answers)
        drawn = static_cast<std::size_t>(answer);
    else if (!table.number())
        drawn = answer_given_most(table);
    for (const auto& group : table.groups()) {
        auto key = group.key;
        if (key[panel] != 0) continue;
        key[panel] = all_of_them;
        if (std::count(key.begin(), key.end(), all_of_them) == 1) rows.push_back({std::move(key), drawn});
    }
    return rows;
}

class Drawing {
public:
    Drawing(const ProtectedTable& table, const Heading& heading, int answer)
        : table_(table), wording_(table, heading), panel_(panel_variable(table)), rows_(rows_of(table, panel_, answer)) {}

    Panels panels() const {
        Panels panels;
        panels.percent = !rows_.empty() && rows_.front().answer.has_value();
        panels.title = wording_.title();
        for (const auto& row : rows_) {
            panels.rows.push_back(name_of(row));
            panels.everybody.push_back(bar_of(row, all_of_them).value);
        }
        const auto& categories = table_.by()[panel_].categories;
        for (std::size_t i = 0; i < categories.size(); ++i) panels.panels.push_back(panel(static_cast<int>(i)));
        panels.subtitle = subtitle(panels.percent);
        panels.description = description(panels);
        return panels;
    }

private:
    const ProtectedGroup* group_of(const Row& row, int category) const {
        auto key = row.key;
        key[panel_] = category;
        return table_.find(key);
    }

    Bar bar_of(const Row& row, int category) const {
        Bar bar;
        const auto* group = group_of(row, category);
        if (group == nullptr || group->suppressed) {
            bar.hidden = true;
            return bar;
        }
        if (!row.answer) {
            bar.value = group->mean, bar.low = group->mean_low, bar.high = group->mean_high;
            bar.hidden = !group->mean;
            return bar;
        }
        const auto& cell = group->cells[*row.answer];
        bar.value = cell.percent, bar.low = cell.low, bar.high = cell.high;
        bar.hidden = !cell.percent;
        bar.fragile = is_fragile(*group, cell);
        if (cell.at_most || cell.at_least) bar.name = wording_.hidden(*group, cell);
        return bar;
    }

    Panel panel(int category) const {
        Panel panel;
        panel.name = wording_.part(panel_, category);
        std::vector<int> whole(table_.by().size(), all_of_them);
        whole[panel_] = category;
        if (const auto* group = table_.find(whole); group != nullptr && !group->suppressed) panel.base = group->base;
        for (const auto& row : rows_) panel.bars.push_back(bar_of(row, category));
        // Of several breakdowns the quartier's own total may be what is hidden to let its parts be shown.
        panel.hidden = std::all_of(panel.bars.begin(), panel.bars.end(), [](const Bar& bar) { return bar.hidden && bar.name.empty(); });
        return panel;
    }

    std::string name_of(const Row& row) const {
        if (table_.by().size() > 1) return wording_.key(row.key);
        if (!row.answer) return wording_.say("tables.mean");
        return wording_.label(table_.question(), table_.question().categories[*row.answer]);
    }

    std::string subtitle(bool percent) const {
        const auto below = wording_.subtitle();
        if (table_.by().size() == 1 && percent) return below;
        const auto drawn = percent ? wording_.say("tables.chart.answer", {{"answer", wording_.label(table_.question(), table_.question().categories[*rows_.front().answer])}})
                                   : wording_.say("tables.mean");
        return drawn + ", " + below;
    }

    std::string value(const Panels& panels, double figure) const {
        return panels.percent ? wording_.percent(figure) : wording_.decimal(figure);
    }

    /// Of each row the panels with the lowest and the highest figure, and what everybody says.
    std::string description(const Panels& panels) const {
        auto text = wording_.say("tables.chart.panels", {{"count", wording_.count(static_cast<std::int64_t>(panels.panels.size()))}});
        for (std::size_t row = 0; row < panels.rows.size(); ++row) {
            const Panel *lowest = nullptr, *highest = nullptr;
            for (const auto& panel : panels.panels) {
                const auto& here = panel.bars[row].value;
                if (!here) continue;
                if (lowest == nullptr || *here < *lowest->bars[row].value) lowest = &panel;
                if (highest == nullptr || *here > *highest->bars[row].value) highest = &panel;
            }
            if (lowest == nullptr) continue;
            text += " " + panels.rows[row] + "\u00a0: " +
                    wording_.say("tables.chart.range", {{"low", value(panels, *lowest->bars[row].value)}, {"low_name", lowest->name},
                                                        {"high", value(panels, *highest->bars[row].value)}, {"high_name", highest->name}});
            if (panels.everybody[row])
                text += " " + wording_.say("tables.chart.total", {{"value", value(panels, *panels.everybody[row])}});
        }
        return text;
    }

    const ProtectedTable& table_;
    Wording wording_;
    std::size_t panel_;
    std::vector<Row> rows_;
};

}  // namespace

std::optional<ChartKind> chart_kind(std::string_view wanted) {
    for (const auto& [kind, name] : kinds)
        if (name == wanted) return kind;
    return std::nullopt;
}

std::string_view name(ChartKind kind) noexcept { return kinds[static_cast<std::size_t>(kind)].second; }

bool has_panels(const ProtectedTable& table) {
    if (table.by().empty() || !table.gap_reference().empty()) return false;
    const auto panel = panel_variable(table);
    const auto rows = table.by().size() > 1 ? combinations(table, panel) : std::max<std::size_t>(1, table.question().categories.size());
    const auto panels = table.by()[panel].categories.size();
    return panels > 0 && panels <= most_panels && rows > 0 && rows <= most_panel_rows;
}

Panels panels_of(const ProtectedTable& table, const Heading& heading, int answer) {
    return Drawing{table, heading, answer}.panels();
}

bool can_be_stacked(const ProtectedTable& table) {
    const auto answers = table.question().categories.size();
    return !table.multiple() && !table.number() && table.gap_reference().empty() && answers > 1 &&
           answers <= most_stacked_answers && table.groups().size() <= most_stacked_bars;
}

}  // namespace ecoute::analysis
