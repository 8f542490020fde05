#include <nlohmann/json.hpp>

#include "analysis/set_json.hpp"

namespace ecoute::analysis {
namespace {

using Json = nlohmann::ordered_json;

Json variable_json(const SetVariable& variable) {
    Json written{{"categories", variable.categories}};
    for (const auto& group : variable.groups)
        for (const auto category : group.categories) written["groups"][group.name].push_back(variable.categories[category]);
    if (variable.rest) written["rest"] = true;
    for (const auto category : variable.silent) written["silent"].push_back(variable.categories[category]);
    return written;
}

Json key_json(const PublishedSet& set, const SetKey& key) {
    auto written = Json::object();
    for (std::size_t v = 0; v < key.size(); ++v) {
        if (key[v] == all_of_them) continue;
        SetKey one(key.size(), all_of_them);
        one[v] = key[v];
        written[set.variables[v].name] = name_of(set, one, "");
    }
    return written;
}

Json set_json(const NamedSet& named) {
    const auto& set = named.set;
    Json written{{"name", named.name}, {"smallest_count", set.smallest_count}, {"noise", set.noise}, {"variables", Json::object()}};
    if (set.nobody_is_small) written["nobody_is_small"] = true;
    for (const auto& variable : set.variables) written["variables"][variable.name] = variable_json(variable);
    auto cells = Json::array();
    for (const auto& cell : set.cells)
        cells.push_back({{"key", key_json(set, cell.key)}, {"count", cell.count ? Json(*cell.count) : Json(nullptr)}});
    written["tables"] = Json::array({Json{{"name", named.name}, {"cells", std::move(cells)}}});
    return written;
}

}  // namespace

std::string write_sets(const std::vector<NamedSet>& sets) {
    auto written = Json::array();
    for (const auto& one : sets) written.push_back(set_json(one));
    return Json{{"sets", std::move(written)}}.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ecoute::analysis
