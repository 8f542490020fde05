#include "server/campaign_lists.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "forms/answers.hpp"
#include "forms/attached_csv.hpp"
#include "forms/form_json.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

/// As much of a form as the document gives while its lists are taken to be empty.
std::optional<forms::Form> without_lists(std::string_view document, std::span<const ListFile> files) {
    std::vector<forms::ChoiceList> empty;
    for (const auto& file : files) empty.push_back({.name = file.list});
    auto reading = forms::read_form(document, empty, true);
    return reading.form ? std::move(reading.form) : std::move(reading.unfinished);
}

const forms::AttachedList* find(std::span<const forms::AttachedList> lists, std::string_view name) {
    const auto found = std::find_if(lists.begin(), lists.end(), [&](const auto& list) { return list.list == name; });
    return found == lists.end() ? nullptr : &*found;
}

/// Adds problems of a file with its name before their place in it.
void add_in_file(const std::string& file, forms::Problems found, forms::Problems& all) {
    for (auto& problem : found) {
        problem.where = problem.where.empty() ? file : file + " " + problem.where;
        all.push_back(std::move(problem));
    }
}

void put_text(forms::Text& label, const json& value) {
    if (value.is_string()) label["fr"] = value.get<std::string>();
    if (!value.is_object()) return;
    for (const auto& [language, text] : value.items()) label[language] = text.is_string() ? text.get<std::string>() : "";
}

forms::Choice choice_from_json(const json& row) {
    forms::Choice choice;
    const auto put_column = [&](const std::string& name, const json& value) {
        if (value.is_string()) choice.columns[name] = value.get<std::string>();
    };
    for (const auto& [key, value] : row.items()) {
        if (key == "name")
            choice.name = value.is_string() ? value.get<std::string>() : "";
        else if (key == "label")
            put_text(choice.label, value);
        else if (key == "columns" && value.is_object())
            for (const auto& [name, cell] : value.items()) put_column(name, cell);
        else if (key == "exclusive" && value.is_boolean())
            choice.exclusive = value.get<bool>();
        else if (key == "missing" && value == std::string{forms::refused_word})
            choice.refusal = true;
        else if (key == "score" && value.is_number())
            choice.score = value.get<double>();
        else
            put_column(key, value);
    }
    return choice;
}

}  // namespace

std::vector<forms::AttachedList> lists_attached_by(std::string_view document) {
    auto form = without_lists(document, {});
    return form ? std::move(form->attached) : std::vector<forms::AttachedList>{};
}

std::optional<std::vector<std::string>> lists_read_by(std::string_view document) {
    const auto reading = forms::read_form(document);
    const auto& form = reading.form ? reading.form : reading.unfinished;
    if (!form) return std::nullopt;
    std::set<std::string> names;
    for (const auto& list : form->lists)
        if (!list.name.ends_with(".or_other")) names.insert(list.name);
    for (const auto& list : form->attached) names.insert(list.list);
    for (const auto& mistake : reading.mistakes)
        if (const auto list = mistake.facts.find("value"); mistake.code == forms::Code::form_list_unknown && list != mistake.facts.end())
            names.insert(list->second);
    return std::vector<std::string>(names.begin(), names.end());
}

ListsRead read_lists(std::string_view document, std::span<const ListFile> files) {
    ListsRead read;
    const auto form = without_lists(document, files);
    if (!form) return read;  // what is wrong with the document is told when it is read as a whole
    for (const auto& file : files) {
        const auto* attached = find(form->attached, file.list);
        auto wanted = attached ? *attached : forms::AttachedList{.list = file.list, .file = {}};
        wanted.file = file.file;
        auto reading = forms::list_from_csv(file.bytes, wanted, form->default_language, forms::use_of(*form, file.list));
        add_in_file(file.file, std::move(reading.mistakes), read.mistakes);
        add_in_file(file.file, std::move(reading.warnings), read.warnings);
        read.lists.emplace_back(file.list, list_to_json(reading.list));
    }
    return read;
}

forms::Problems lists_missing(std::string_view document, std::span<const storage::CampaignList> brought) {
    forms::Problems missing;
    const auto form = without_lists(document, {});
    for (const auto& list : form ? form->attached : std::vector<forms::AttachedList>{}) {
        const bool comes = std::any_of(brought.begin(), brought.end(), [&](const auto& one) { return one.first == list.list; });
        const auto* written = form->find_list(list.list);
        if (comes || (written && !written->choices.empty())) continue;
        const bool is_csv = list.file.ends_with(".csv");
        missing.push_back({forms::Code::form_list_unknown, list.list, "/attached/" + list.list,
                           {{"value", list.list}, {"file", is_csv ? list.file : list.list + ".csv"}}});
    }
    return missing;
}

std::string list_to_json(const forms::ChoiceList& list) {
    auto rows = json::array();
    for (const auto& choice : list.choices) {
        json row{{"name", choice.name}};
        if (!choice.label.empty()) row["label"] = choice.label;
        if (!choice.columns.empty()) row["columns"] = choice.columns;
        if (choice.exclusive) row["exclusive"] = true;
        if (choice.refusal) row["missing"] = forms::refused_word;
        if (choice.score) row["score"] = *choice.score;
        rows.push_back(std::move(row));
    }
    return rows.dump();
}

forms::ChoiceList list_from_json(const std::string& name, const std::string& text) {
    forms::ChoiceList list{.name = name};
    const auto rows = json::parse(text, nullptr, false);
    for (const auto& row : rows.is_array() ? rows : json::array())
        if (row.is_object()) list.choices.push_back(choice_from_json(row));
    return list;
}

}  // namespace ecoute::server
