#include "server/asked_tables.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "analysis/outputs.hpp"
#include "server/asked_keys.hpp"
#include "server/table_condition.hpp"
#include "server/table_gate.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {
namespace {

using nlohmann::ordered_json;

std::vector<std::string> names_in(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const auto comma = list.find(',');
        names.emplace_back(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return names;
}

/// Of a ranked question, who put each choice first, as a question of its own; nothing for others.
std::optional<ordered_json> put_first(const ordered_json& table) {
    auto first = table;
    first["question"] = table["question"].get<std::string>() + " (1)";
    first["multiple"] = false;
    first["cells"] = ordered_json::array();
    bool any = false;
    for (auto cell : table["cells"]) {
        any = any || cell.contains("first_count");
        cell.erase("count");
        if (cell.contains("first_count")) cell["count"] = cell["first_count"];
        first["cells"].push_back(std::move(cell));
    }
    return any ? std::optional{std::move(first)} : std::nullopt;
}

}  // namespace

forms::Result<AskedTables> asked_tables(Desk& desk, std::string_view id) {
    const auto campaign = desk.forms.find(id);
    if (!campaign) return forms::Problem{forms::Code::campaign_unknown, std::string{id}, "", {}};
    const auto extract = desk.snapshots.extract(*campaign);
    const AskedKeys keys{campaign->form, possible_conditions(desk.words, campaign->form.default_language, campaign->form)};
    AskedTables found{"", extract.name, 0, 0};
    auto tables = ordered_json::array();
    std::set<std::string> seen;
    for (const auto& query : desk.store.snapshots().queries(id)) {
        if (query.audience == "none" || query.snapshot != extract.name) continue;
        if (!seen.insert(query.question + "\n" + query.by + "\n" + query.condition).second) continue;
        const auto asked = keys.read(query.condition);
        const TableReader reader{analysis::audience(query.audience).value_or(analysis::Audience::everyone), "audit", false};
        const analysis::TableRequest request{.question = query.question, .by = names_in(query.by), .where = asked ? asked->where : ""};
        const auto again = asked ? gated_table(desk, *campaign, extract, request, reader, asked->reference)
                                 : forms::Result<GatedTable>{forms::Problem{forms::Code::table_filter_unfit, "", "", {}}};
        if (!again) {
            ++found.left_out;
            continue;
        }
        auto table = ordered_json::parse(analysis::to_json(again->table, {}));
        table["variables"] = keys.variables();
        keys.rewrite(table, asked->places);
        if (auto first = put_first(table)) tables.push_back(*std::move(first));
        tables.push_back(std::move(table));
        ++found.tables;
    }
    found.json = tables.dump();
    return found;
}

}  // namespace ecoute::server
