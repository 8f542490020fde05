#include "server/asked_keys.hpp"

#include <algorithm>

#include "analysis/gaps.hpp"
#include "analysis/split.hpp"

namespace ecoute::server {
namespace {

using nlohmann::ordered_json;

/// "(inner) and (people)", as references of filtered tables are written: inner; nothing for another text.
std::optional<std::string> inner_of(const std::string& condition, const std::string& people) {
    const auto end = ") and (" + people + ")";
    if (condition.size() <= end.size() + 1 || condition.front() != '(' || !condition.ends_with(end)) return std::nullopt;
    return condition.substr(1, condition.size() - end.size() - 1);
}

}  // namespace

AskedKeys::AskedKeys(const forms::Form& form, std::vector<PossibleConditions> possible) : form_(form), possible_(std::move(possible)) {
    for (const auto together : {analysis::Together::kinds, analysis::Together::ages}) {
        const auto split = analysis::split_together(form, analysis::name(together));
        if (!split) continue;
        const auto variable = analysis::variable_of(form, split->question);
        auto& declared = variables_[variable.name];
        question_of_[std::string{analysis::name(together)}] = variable.name;
        for (const auto& category : variable.categories) declared.categories.push_back(category.name);
        for (const auto& members : analysis::members_of(form, *split))
            for (const auto category : members.categories) declared.groups[members.name].insert(declared.categories[category]);
        if (together != analysis::Together::kinds) continue;
        for (const auto reference : {analysis::GapReference::qpv, analysis::GapReference::rest}) {
            const auto kinds = analysis::kinds_in(reference, analysis::kinds_of(form, split->question));
            if (kinds.empty()) continue;
            const auto group = "= " + std::string{analysis::name(reference)};
            for (const auto& category : variable.categories)
                if (std::find(kinds.begin(), kinds.end(), category.kind) != kinds.end()) declared.groups[group].insert(category.name);
            references_.emplace_back(condition_of(form, kinds), group);
        }
    }
    const std::pair<const char*, std::uint32_t> roles[] = {{"quartier", form.breakdowns.quartier}, {"age", form.breakdowns.age}, {"gender", form.breakdowns.gender}};
    for (const auto& [role, question] : roles)
        if (question != forms::none) question_of_.emplace(role, form.questions[question].name);
}

ordered_json AskedKeys::variables() const {
    auto all = ordered_json::object();
    for (const auto& [name, variable] : variables_) {
        all[name]["categories"] = variable.categories;
        all[name]["groups"] = ordered_json::object();
        for (const auto& [group, members] : variable.groups) all[name]["groups"][group] = members;
    }
    return all;
}

/// A filter that pages offer, or an option that is ticked: a variable of its own, since one may tick several.
std::optional<std::vector<AskedPlace>> AskedKeys::group(const std::string& condition) const {
    if (condition.empty()) return std::vector<AskedPlace>{};
    for (const auto& variable : possible_)
        for (const auto& one : variable.groups) {
            if (one.text != condition) continue;
            const auto question = variable.question.empty() ? form_.breakdowns.quartier : *form_.find(variable.question);
            return std::vector<AskedPlace>{{form_.questions[question].name, one.category}};
        }
    for (std::uint32_t q = 0; q < form_.questions.size(); ++q) {
        if (form_.questions[q].type != forms::QuestionType::select_multiple) continue;
        for (const auto& option : analysis::variable_of(form_, q).categories)
            if (condition == condition_of(form_, q, option)) return std::vector<AskedPlace>{{form_.questions[q].name + " = " + option.name, "oui"}};
    }
    return std::nullopt;
}

std::optional<AskedCondition> AskedKeys::read(const std::string& condition) const {
    for (const auto& [people, place] : references_) {
        const auto where = condition == people ? std::optional<std::string>{""} : inner_of(condition, people);
        if (!where) continue;
        auto places = group(*where);
        if (!places) return std::nullopt;
        places->push_back({form_.questions[form_.breakdowns.quartier].name, place});
        return AskedCondition{*where, people, *std::move(places)};
    }
    auto places = group(condition);
    if (!places) return std::nullopt;
    return AskedCondition{condition, "", *std::move(places)};
}

/// The place that two places of a variable have in common; "" when nobody is in both, or what they share has no name.
std::string AskedKeys::common(const std::string& variable, const std::string& one, const std::string& other) const {
    if (one == other) return one;
    const auto known = variables_.find(variable);
    if (known == variables_.end()) return "";
    const auto members = [&](const std::string& place) {
        const auto found = known->second.groups.find(place);
        return found == known->second.groups.end() ? Categories{place} : found->second;
    };
    const auto a = members(one), b = members(other);
    Categories both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
    if (both == a) return one;
    if (both == b) return other;
    return both.size() == 1 ? *both.begin() : "";
}

bool AskedKeys::add(ordered_json& key, const std::string& asked, const std::string& place) const {
    const auto behind = question_of_.find(asked);
    const auto& variable = behind == question_of_.end() ? asked : behind->second;
    const auto shared = key.contains(variable) ? common(variable, key[variable].get<std::string>(), place) : place;
    if (shared.empty()) return false;
    key[variable] = shared;
    return true;
}

void AskedKeys::rewrite(ordered_json& table, const std::vector<AskedPlace>& within) const {
    const auto question = table["question"].get<std::string>();
    // Also told by itself: not everybody has a place of what a table was narrowed by (analysis::read_sets).
    table["within"] = ordered_json::object();
    for (const auto& [variable, place] : within) table["within"][variable] = place;
    auto kept = ordered_json::array();
    for (auto& cell : table["cells"]) {
        auto key = ordered_json::object();
        bool stands = true;
        for (const auto& [variable, place] : within) stands = stands && add(key, variable, place);
        for (const auto& [name, place] : cell["key"].items()) stands = stands && add(key, name, place.get<std::string>());
        // The question may be what the table is split or narrowed by: then an answer outside is nobody's.
        if (stands && cell.contains("answer") && key.contains(question)) stands = common(question, key[question], cell["answer"]) == cell["answer"];
        if (!stands) continue;
        cell["key"] = std::move(key);
        kept.push_back(std::move(cell));
    }
    table["cells"] = std::move(kept);
}

}  // namespace ecoute::server
