#include "server/asked_tables.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/outputs.hpp"
#include "server/table_condition.hpp"
#include "server/table_gate.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {
namespace {

using nlohmann::ordered_json;

/// The group that a filter keeps, as {question: category}; nothing for a filter that the audit has no cell for.
std::optional<ordered_json> group_of(const std::vector<PossibleConditions>& possible, const forms::Form& form,
                                     const std::string& condition) {
    auto group = ordered_json::object();
    if (condition.empty()) return group;
    for (const auto& variable : possible)
        for (const auto& one : variable.groups) {
            if (one.text != condition || variable.question.empty()) continue;
            if (form.questions[*form.find(variable.question)].type == forms::QuestionType::select_multiple) continue;
            group[variable.question] = one.category;
            return group;
        }
    return std::nullopt;
}

std::vector<std::string> names_in(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const auto comma = list.find(',');
        names.emplace_back(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return names;
}

}  // namespace

forms::Result<AskedTables> asked_tables(Desk& desk, std::string_view id) {
    const auto campaign = desk.forms.find(id);
    if (!campaign) return forms::Problem{forms::Code::campaign_unknown, std::string{id}, "", {}};
    const auto extract = desk.snapshots.extract(*campaign);
    const auto possible = possible_conditions(desk.words, campaign->form.default_language, campaign->form);
    AskedTables found{"", extract.name, 0, 0};
    auto tables = ordered_json::array();
    std::set<std::string> seen;
    for (const auto& query : desk.store.snapshots().queries(id)) {
        if (query.audience == "none" || query.snapshot != extract.name) continue;
        if (!seen.insert(query.question + "\n" + query.by + "\n" + query.condition).second) continue;
        const auto within = group_of(possible, campaign->form, query.condition);
        const auto by = names_in(query.by);
        const bool kinds = std::find(by.begin(), by.end(), "kind") != by.end();
        const TableReader reader{analysis::audience(query.audience).value_or(analysis::Audience::everyone), "audit", false};
        const auto again = within && !kinds ? gated_table(desk, *campaign, extract, {.question = query.question, .by = by, .where = query.condition}, reader)
                                            : forms::Result<GatedTable>{forms::Problem{forms::Code::table_filter_unfit, "", "", {}}};
        if (!again) {
            ++found.left_out;
            continue;
        }
        auto table = ordered_json::parse(analysis::to_json(again->table, {}));
        table["within"] = *within;
        tables.push_back(std::move(table));
        ++found.tables;
    }
    found.json = tables.dump();
    return found;
}

}  // namespace ecoute::server
