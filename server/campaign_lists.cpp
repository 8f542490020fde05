#include "server/campaign_lists.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

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

ListsRead read_lists(std::string_view document, std::span<const ListFile> files) {
    ListsRead read;
    const auto form = without_lists(document, files);
    if (!form) return read;  // what is wrong with the document is told when it is read as a whole
    for (const auto& file : files) {
        const auto* attached = find(form->attached, file.list);
        auto wanted = attached ? *attached : forms::AttachedList{.list = file.list, .file = {}};
        wanted.file = file.file;
        auto reading = forms::list_from_csv(file.bytes, wanted, form->default_language, forms::use_of(*form, file.list));
        for (auto& mistake : reading.mistakes) {
            mistake.where = mistake.where.empty() ? file.file : file.file + " " + mistake.where;
            read.mistakes.push_back(std::move(mistake));
        }
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
