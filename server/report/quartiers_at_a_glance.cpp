#include <nlohmann/json.hpp>

#include "analysis/panels.hpp"
#include "server/report/scope.hpp"

namespace ecoute::server {

nlohmann::json quartiers_at_a_glance(const ReportScope& scope, const std::vector<admin::TabulatedQuestion>& questions) {
    auto blocks = nlohmann::json::array();
    for (const auto& question : questions) {
        const auto* seen = scope.tables.find(question.name, "quartier");
        if (!seen || !analysis::has_panels(seen->table()) || seen->table().everybody().suppressed) continue;
        blocks.push_back({{"label", question.full},
                          {"picture", analysis::to_svg(seen->table(), seen->view.heading, -1, analysis::Surroundings::subtitle, analysis::ChartKind::panels)}});
    }
    return blocks;
}

}  // namespace ecoute::server
