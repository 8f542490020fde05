#include "server/asked_tables.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "analysis/outputs.hpp"
#include "analysis/split.hpp"
#include "server/table_condition.hpp"
#include "server/table_gate.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {
namespace {

using nlohmann::ordered_json;

/// An option that is ticked: a variable of its own, since one may tick several.
std::optional<ordered_json> ticked(const forms::Form& form, const std::string& condition) {
    for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
        if (form.questions[q].type != forms::QuestionType::select_multiple) continue;
        for (const auto& option : analysis::variable_of(form, q).categories)
            if (condition == condition_of(form, q, option)) return ordered_json{{form.questions[q].name + " = " + option.name, "oui"}};
    }
    return std::nullopt;
}

/// The group that a filter keeps, as {variable: category}; nothing for a filter that the audit has no cell for. A kind is a group
/// of the quartier's.
std::optional<ordered_json> group_of(const std::vector<PossibleConditions>& possible, const forms::Form& form,
                                     const std::string& condition) {
    auto group = ordered_json::object();
    if (condition.empty()) return group;
    for (const auto& variable : possible)
        for (const auto& one : variable.groups) {
            if (one.text != condition) continue;
            const auto question = variable.question.empty() ? form.breakdowns.quartier : *form.find(variable.question);
            group[form.questions[question].name] = one.category;
            return group;
        }
    return ticked(form, condition);
}

/// Quartiers with their kinds and ages with their broad classes, as a file of tables declares variables.
ordered_json variables_of(const forms::Form& form) {
    auto variables = ordered_json::object();
    for (const auto together : {analysis::Together::kinds, analysis::Together::ages}) {
        const auto split = analysis::split_together(form, analysis::name(together));
        if (!split) continue;
        const auto variable = analysis::variable_of(form, split->question);
        auto& declared = variables[variable.name];
        declared["categories"] = ordered_json::array();
        for (const auto& category : variable.categories) declared["categories"].push_back(category.name);
        declared["groups"] = ordered_json::object();
        for (const auto& members : analysis::members_of(form, *split))
            for (const auto category : members.categories) declared["groups"][members.name].push_back(variable.categories[category].name);
    }
    return variables;
}

/// Keys by kind or broad class speak of groups of the question behind. False when a filter says something else of it: no cell of
/// the audit is both.
bool name_groups(const forms::Form& form, ordered_json& table) {
    for (const auto together : {analysis::Together::kinds, analysis::Together::ages}) {
        const std::string asked{analysis::name(together)};
        const auto split = analysis::split_together(form, asked);
        if (!split) continue;
        const auto& question = form.questions[split->question].name;
        for (auto& cell : table["cells"]) {
            auto& key = cell["key"];
            if (!key.contains(asked)) continue;
            if (table["within"].contains(question) || table["question"] == question) return false;
            auto renamed = ordered_json::object();
            for (auto& [name, category] : key.items()) renamed[name == asked ? question : name] = category;
            key = std::move(renamed);
        }
    }
    return true;
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
    const auto variables = variables_of(campaign->form);
    AskedTables found{"", extract.name, 0, 0};
    auto tables = ordered_json::array();
    std::set<std::string> seen;
    for (const auto& query : desk.store.snapshots().queries(id)) {
        if (query.audience == "none" || query.snapshot != extract.name) continue;
        if (!seen.insert(query.question + "\n" + query.by + "\n" + query.condition).second) continue;
        const auto within = group_of(possible, campaign->form, query.condition);
        const auto by = names_in(query.by);
        const TableReader reader{analysis::audience(query.audience).value_or(analysis::Audience::everyone), "audit", false};
        const auto again = within ? gated_table(desk, *campaign, extract, {.question = query.question, .by = by, .where = query.condition}, reader)
                                            : forms::Result<GatedTable>{forms::Problem{forms::Code::table_filter_unfit, "", "", {}}};
        auto table = again ? ordered_json::parse(analysis::to_json(again->table, {})) : ordered_json::object();
        table["within"] = within.value_or(ordered_json::object());
        table["variables"] = variables;
        if (!again || !name_groups(campaign->form, table)) {
            ++found.left_out;
            continue;
        }
        tables.push_back(std::move(table));
        ++found.tables;
    }
    found.json = tables.dump();
    return found;
}

}  // namespace ecoute::server
