#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/distinctions.hpp"
#include "server/report/scope.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

/// Half of the strip is so many points.
constexpr double points_of_half_a_strip = 50;

/// A bar that leaves the middle to one side, in thousandths of the strip.
json strip_of(double difference) {
    const auto width = std::lround(std::min(std::abs(difference), points_of_half_a_strip) / points_of_half_a_strip * 500);
    return {{"start", std::to_string(difference < 0 ? 500 - width : 500)}, {"width", std::to_string(width)}, {"fewer", difference < 0}};
}

json line_of(const analysis::Distinction& one, const std::string& question, const TableSeen& seen, const ReportScope& scope) {
    const auto& asked = seen.table().question();
    const auto points = [&](double difference) { return seen.wording.difference(difference, true); };
    auto line = strip_of(one.change.difference);
    line.update({{"question", question},
                 {"answer", seen.wording.label(asked, asked.categories[one.answer])},
                 {"here", seen.wording.percent(one.here)},
                 {"there", seen.wording.percent(one.there)},
                 {"gap", scope.say("stands_out.points", {{"difference", points(one.change.difference)}, {"low", points(one.change.low)}, {"high", points(one.change.high)}})}});
    return line;
}

}  // namespace

json what_stands_out(const ReportScope& scope, const std::vector<admin::TabulatedQuestion>& questions, int quartier, int elsewhere) {
    std::vector<analysis::SideBySide> sides;
    std::vector<std::pair<const admin::TabulatedQuestion*, const TableSeen*>> asked;
    for (const auto& question : questions) {
        const auto* seen = scope.tables.find(question.name, "quartier");
        if (!seen) continue;
        const auto *here = seen->table().find({quartier}), *there = seen->table().find({elsewhere});
        if (!here || !there) continue;
        sides.push_back({here, there});
        asked.emplace_back(&question, seen);
    }
    const auto told = analysis::distinctions(sides);
    if (told.compared == 0) return {{"any", false}};
    json lines = json::array();
    for (const auto& one : told.found) lines.push_back(line_of(one, asked[one.question].first->full, *asked[one.question].second, scope));
    const auto place = asked.front().second->wording.part(0, elsewhere);
    const Words::Facts facts{{"name", asked.front().second->wording.part(0, quartier)}, {"place", place}, {"count", std::to_string(told.compared)}, {"points", std::to_string(std::lround(analysis::smallest_distinction))}};
    return {{"any", true}, {"title", scope.say("stands_out", facts)}, {"place", place}, {"lines", lines}, {"any_line", !lines.empty()},
            {"about", scope.say(lines.empty() ? "stands_out.nothing" : "stands_out.about", facts)}};
}

}  // namespace ecoute::server
