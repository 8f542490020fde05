#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "analysis/margins.hpp"
#include "analysis/split.hpp"
#include "server/in_words.hpp"
#include "server/report/scope.hpp"
#include "server/weightings.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

/// People who live there by level of one variable; a level is one category or several that are counted together.
struct Population {
    std::map<std::vector<int>, double> by_level;
    std::string source;
    double total() const {
        double sum = 0;
        for (const auto& [level, people] : by_level) sum += people;
        return sum;
    }
};

std::string source_line(const std::string& source, const std::string& vintage) {
    return vintage.empty() || source.find(vintage) != source.npos ? source : source.empty() ? vintage : source + ", " + vintage;
}

/// From a margin by this variable, alone or crossed with others; a margin that names something unknown is none.
Population from_margins(const ReportScope& scope, std::uint32_t variable) {
    for (const auto& margin : margins_of(scope.desk.store, scope.id())) {
        for (std::size_t v = 0; v < margin.variables.size(); ++v) {
            if (analysis::margin_variable(scope.form(), margin.variables[v]) != variable) continue;
            Population population;
            population.source = source_line(margin.source, margin.vintage);
            bool known = true;
            for (const auto& cell : margin.cells) {
                const auto level = analysis::categories_of_level(scope.form(), variable, cell.levels[v]);
                known = known && level;
                if (level) population.by_level[*level] += cell.population;
            }
            if (known) return population;
        }
    }
    return {};
}

/// Populations that came with the territories.
Population from_territories(const ReportScope& scope, const analysis::Variable& quartiers) {
    Population population;
    for (const auto& territory : scope.desk.store.territories().all())
        for (std::size_t i = 0; i < quartiers.categories.size(); ++i)
            if (quartiers.categories[i].name == territory.code && territory.population) {
                population.by_level[{static_cast<int>(i)}] = static_cast<double>(*territory.population);
                population.source = source_line(territory.source, territory.vintage);
            }
    return population;
}

/// Share of a level among respondents; nothing when one of its categories is hidden.
std::optional<double> share_of(const analysis::ProtectedGroup& all, const std::vector<int>& level) {
    double sum = 0;
    for (const int category : level) {
        const auto at = static_cast<std::size_t>(category);
        if (at >= all.cells.size() || all.cells[at].suppressed || !all.cells[at].percent) return std::nullopt;
        sum += *all.cells[at].percent;
    }
    return sum;
}

std::string tenths(double percent) { return std::to_string(std::lround(percent * 10)); }

json row_of(const ReportScope& scope, const TableSeen& seen, const std::vector<int>& level, std::optional<double> population) {
    const auto& question = seen.table().question();
    std::string label;
    for (const int category : level)
        label += (label.empty() ? "" : " + ") + seen.wording.label(question, question.categories[static_cast<std::size_t>(category)]);
    const auto share = share_of(seen.table().everybody(), level);
    json row{{"label", label}, {"share", share ? seen.wording.percent(*share) : seen.wording.say("tables.too_few")}};
    if (share) row["width"] = tenths(*share);
    if (!population) return row;
    row["population"] = seen.wording.percent(*population);
    row["population_width"] = tenths(*population);
    if (share) {
        const auto gap = std::lround(*share) - std::lround(*population);
        row["gap"] = gap == 0 ? scope.say("profile.same") : scope.say(gap > 0 ? "profile.more" : "profile.fewer", {{"points", std::to_string(std::labs(gap))}});
    }
    return row;
}

bool is_hidden(const TableSeen& seen) {
    const auto& cells = seen.table().everybody().cells;
    return std::any_of(cells.begin(), cells.end(), [](const analysis::Cell& cell) { return cell.suppressed; });
}

/// People by broad class of age: levels that lie within one; nothing when one lies across.
Population by_broad_class(const Population& population, const std::vector<analysis::Members>& classes) {
    Population broad{{}, population.source};
    for (const auto& [level, people] : population.by_level) {
        std::vector<int> in;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            const auto& members = classes[i].categories;
            const bool holds = std::all_of(level.begin(), level.end(), [&](int category) {
                return std::find(members.begin(), members.end(), static_cast<std::uint32_t>(category)) != members.end();
            });
            if (holds) in.push_back(static_cast<int>(i));
        }
        if (in.size() != 1) return {};
        broad.by_level[in] += people;
    }
    return broad;
}

/// Small levels of gender are named in a line below: each row would say the same.
std::string leave_out_hidden_rows(const ReportScope& scope, const TableSeen& seen, json& rows) {
    std::string names;
    json kept = json::array();
    for (auto& row : rows) {
        if (row.contains("width")) {
            kept.push_back(std::move(row));
            continue;
        }
        names += (names.empty() ? "" : seen.wording.say("tables.comma")) + row["label"].get<std::string>();
    }
    rows = std::move(kept);
    return names.empty() ? "" : scope.say("profile.left_out", {{"names", names}});
}

json block_of(const ReportScope& scope, std::uint32_t variable) {
    const auto* seen = scope.tables.unweighted(scope.form().questions[variable].name);
    if (!seen || seen->table().everybody().suppressed) return {};
    auto population = from_margins(scope, variable);
    if (population.by_level.empty() && variable == scope.form().breakdowns.quartier) population = from_territories(scope, seen->table().question());
    const auto& form = scope.form();
    std::string remark;
    const bool small_ages = variable == form.breakdowns.age && is_hidden(*seen) && analysis::can_be(form, analysis::Together::ages);
    if (const auto* broad = small_ages ? scope.tables.unweighted(std::string{analysis::broad_ages}) : nullptr) {
        population = by_broad_class(population, analysis::members_of(form, {variable, analysis::Together::ages}));
        seen = broad;
        remark = scope.say("profile.ages_together");
    }
    const auto& categories = seen->table().question().categories;
    const double total = population.total();
    std::vector<bool> told(categories.size());
    json rows = json::array();
    for (const auto& [level, people] : population.by_level) {
        rows.push_back(row_of(scope, *seen, level, 100 * people / total));
        for (const int category : level) told[static_cast<std::size_t>(category)] = true;
    }
    for (std::size_t i = 0; i < categories.size(); ++i)
        if (!told[i]) rows.push_back(row_of(scope, *seen, {static_cast<int>(i)}, std::nullopt));
    if (variable == form.breakdowns.gender) remark = leave_out_hidden_rows(scope, *seen, rows);
    return {{"label", scope.shown(scope.form().questions[variable].label)},
            {"rows", rows},
            {"remark", remark},
            {"any_population", total > 0},
            {"source", total > 0 ? scope.say("profile.source", {{"source", population.source}}) : scope.say("profile.no_population")}};
}

}  // namespace

json respondents_beside_population(const ReportScope& scope) {
    json blocks = json::array();
    const auto& by = scope.form().breakdowns;
    for (const auto variable : {by.gender, by.age, by.quartier}) {
        if (variable == forms::none) continue;
        if (auto block = block_of(scope, variable); !block.is_null()) blocks.push_back(std::move(block));
    }
    return blocks;
}

}  // namespace ecoute::server
