#include "server/official_figures.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "storage/indicators.hpp"

namespace ecoute::server {
namespace {

using analysis::OfficialFigure;
using nlohmann::json;

/// What came with the territory itself.
void add_own(std::vector<OfficialFigure>& figures, const Words& words, std::string_view language, const storage::Territory& place) {
    if (place.source.empty()) return;
    const auto year = place.source.find(place.vintage) == std::string::npos ? place.vintage : "";
    const auto add = [&](std::string_view name, std::string unit, std::optional<double> value) {
        if (value) figures.push_back({place.code, place.name, words.say(language, "tables.official." + std::string{name}), std::move(unit), year, place.source, value});
    };
    add("population", words.say(language, "tables.official.people"), place.population ? std::optional{static_cast<double>(*place.population)} : std::nullopt);
    add("women", "%", place.women_percent);
    add("youth", "", place.youth_index);
}

const std::string& add_once(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? names.emplace_back(name) : *found;
}

/// Where they come from, a line a source and year: "Taux de pauvreté, Revenu médian : INSEE, Filosofi, 2021."
json sources_of(const std::vector<OfficialFigure>& figures) {
    std::vector<std::pair<std::string, std::vector<std::string>>> by_source;
    for (const auto& figure : figures) {
        const auto source = figure.source + (figure.year.empty() ? "" : ", " + figure.year);
        auto found = std::find_if(by_source.begin(), by_source.end(), [&](const auto& each) { return each.first == source; });
        if (found == by_source.end()) found = by_source.insert(found, {source, {}});
        add_once(found->second, figure.indicator);
    }
    json lines = json::array();
    for (const auto& [source, names] : by_source) {
        std::string line;
        for (const auto& name : names) line += (line.empty() ? "" : ", ") + name;
        lines.push_back(line + "\u00a0: " + source + ".");
    }
    return lines;
}

}  // namespace

std::vector<OfficialFigure> official_figures(Desk& desk, std::string_view language, const std::vector<std::string>& codes) {
    std::vector<OfficialFigure> figures;
    auto& indicators = desk.store.indicators();
    for (const auto& place : indicators.places(codes)) {
        add_own(figures, desk.words, language, place);
        for (auto& figure : indicators.of(place.code)) figures.push_back({place.code, place.name, figure.name, figure.unit, figure.year, figure.source, figure.value});
    }
    return figures;
}

json official_table(const analysis::Wording& wording, const std::vector<OfficialFigure>& figures, Down down) {
    const bool by_place = down == Down::places;
    std::vector<std::string> rows, columns;
    std::map<std::pair<std::string, std::string>, std::string> told;
    for (const auto& figure : figures) {
        const auto& row = add_once(rows, by_place ? figure.place : figure.indicator);
        const auto& column = add_once(columns, by_place ? figure.indicator : figure.place);
        told[{row, column}] = wording.official(figure);
    }
    json lines = json::array(), heads = json::array();
    for (const auto& column : columns) heads.push_back({{"label", column}});
    for (const auto& row : rows) {
        json cells = json::array();
        for (const auto& column : columns) {
            const auto found = told.find({row, column});
            cells.push_back(found == told.end() ? "\u2013" : found->second);
        }
        lines.push_back({{"label", row}, {"cells", cells}});
    }
    return {{"any", !figures.empty()},
            {"title", wording.say("tables.official")},
            {"about", wording.say("tables.official.about")},
            {"corner", by_place ? wording.say("tables.heading.quartier") : wording.say("tables.official.indicator")},
            {"columns", heads},
            {"rows", lines},
            {"sources", sources_of(figures)}};
}

}  // namespace ecoute::server
