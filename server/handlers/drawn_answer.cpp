#include "server/handlers/drawn_answer.hpp"

#include "analysis/panels.hpp"

namespace ecoute::server::admin {
namespace {

double shown(const analysis::Cell& cell) noexcept { return cell.suppressed ? -1 : cell.percent.value_or(-1); }

int given_most(const analysis::ProtectedGroup& all) noexcept {
    int most = -1;
    for (std::size_t i = 0; i < all.cells.size() && !all.suppressed; ++i)
        if (shown(all.cells[i]) > (most < 0 ? 0 : shown(all.cells[static_cast<std::size_t>(most)])))
            most = static_cast<int>(i);
    return most;
}

}  // namespace

int drawn_answer(const analysis::ProtectedTable& table, std::string_view name) noexcept {
    const auto& answers = table.question().categories;
    if (name == every_answer) return -1;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!name.empty() && answers[i].name == name) return static_cast<int>(i);
    return table.by().empty() || table.number() ? -1 : given_most(table.everybody());
}

analysis::ChartKind drawn_kind(const analysis::ProtectedTable& table, std::string_view name) {
    using analysis::ChartKind;
    const auto kind = analysis::chart_kind(name).value_or(ChartKind::bars);
    const bool fits = kind == ChartKind::panels ? analysis::has_panels(table) : kind == ChartKind::stacked ? analysis::can_be_stacked(table) : true;
    return fits ? kind : ChartKind::bars;
}

}  // namespace ecoute::server::admin
