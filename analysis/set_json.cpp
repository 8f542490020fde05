#include "analysis/set_json.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace ecoute::analysis {
namespace {

using Json = nlohmann::ordered_json;

/// Thrown inside this file only: a mistake deep in the document ends the reading.
struct Malformed {
    std::string where, expected;
};

const Json& member(const Json& object, const char* name, const std::string& where) {
    if (!object.is_object()) throw Malformed{where, "{...}"};
    const auto found = object.find(name);
    if (found == object.end()) throw Malformed{where + "/" + name, "..."};
    return *found;
}

const Json& object_at(const Json& value, const std::string& where) {
    if (!value.is_object()) throw Malformed{where, "{...}"};
    return value;
}

const Json& array_at(const Json& value, const std::string& where) {
    if (!value.is_array()) throw Malformed{where, "[...]"};
    return value;
}

std::string text_at(const Json& value, const std::string& where) {
    if (!value.is_string()) throw Malformed{where, "\"...\""};
    return value.get<std::string>();
}

std::int64_t count_at(const Json& value, const std::string& where) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > 1'000'000'000)
        throw Malformed{where, "0, 1, 2... | null"};
    return value.get<std::int64_t>();
}

std::optional<std::int64_t> count_or_hidden(const Json& value, const std::string& where) {
    if (value.is_null()) return std::nullopt;
    return count_at(value, where);
}

/// Names to positions while a set is written down; a set without "variables" learns them from its keys.
class Writer {
public:
    explicit Writer(PublishedSet& set) : set_(set) {}

    std::size_t variable(const std::string& name, bool may_add, const std::string& where) {
        for (std::size_t v = 0; v < set_.variables.size(); ++v)
            if (set_.variables[v].name == name) return v;
        if (!may_add) throw Malformed{where, known(set_.variables)};
        set_.variables.push_back({name, {}, {}, false});
        for (auto& cell : set_.cells) cell.key.push_back(all_of_them);
        return set_.variables.size() - 1;
    }

    int place(std::size_t variable, const std::string& name, bool may_add, const std::string& where) {
        auto& here = set_.variables[variable];
        const auto category = std::find(here.categories.begin(), here.categories.end(), name);
        if (category != here.categories.end()) return static_cast<int>(category - here.categories.begin());
        for (std::size_t g = 0; g < here.groups.size(); ++g)
            if (here.groups[g].name == name) return static_cast<int>(here.categories.size() + g);
        if (!may_add || !here.groups.empty()) throw Malformed{where, known(here)};  // places of groups stand behind those of categories
        here.categories.push_back(name);
        return static_cast<int>(here.categories.size()) - 1;
    }

    void add(const std::map<std::size_t, int>& places, std::optional<std::int64_t> count, std::string table) {
        SetCell cell{SetKey(set_.variables.size(), all_of_them), count, std::move(table)};
        for (const auto& [variable, place] : places) cell.key[variable] = place;
        set_.cells.push_back(std::move(cell));
    }

private:
    static std::string known(const std::vector<SetVariable>& variables) {
        std::string names;
        for (const auto& variable : variables) names += (names.empty() ? "" : " | ") + variable.name;
        return names;
    }
    static std::string known(const SetVariable& variable) {
        std::string names;
        for (const auto& category : variable.categories) names += (names.empty() ? "" : " | ") + category;
        for (const auto& group : variable.groups) names += " | " + group.name;
        return names;
    }
    PublishedSet& set_;
};

void read_variable(SetVariable& variable, const Json& written, const std::string& where) {
    object_at(written, where);
    const auto& categories = array_at(member(written, "categories", where), where + "/categories");
    for (std::size_t i = 0; i < categories.size(); ++i)
        variable.categories.push_back(text_at(categories[i], where + "/categories/" + std::to_string(i)));
    variable.rest = written.value("rest", Json(false)) == Json(true);
    if (written.contains("silent"))
        for (const auto& one : array_at(written["silent"], where + "/silent")) {
            const auto category = std::find(variable.categories.begin(), variable.categories.end(), text_at(one, where + "/silent"));
            if (category == variable.categories.end()) throw Malformed{where + "/silent", "categories"};
            variable.silent.push_back(static_cast<std::uint32_t>(category - variable.categories.begin()));
        }
    std::sort(variable.silent.begin(), variable.silent.end());
    if (!written.contains("groups")) return;
    for (const auto& [name, members] : object_at(written["groups"], where + "/groups").items()) {
        SetVariable::Members group{name, {}};
        const auto place = where + "/groups/" + name;
        for (const auto& one : array_at(members, place)) {
            const auto category = std::find(variable.categories.begin(), variable.categories.end(), text_at(one, place));
            if (category == variable.categories.end()) throw Malformed{place, "categories"};
            group.categories.push_back(static_cast<std::uint32_t>(category - variable.categories.begin()));
        }
        std::sort(group.categories.begin(), group.categories.end());
        group.categories.erase(std::unique(group.categories.begin(), group.categories.end()), group.categories.end());
        variable.groups.push_back(std::move(group));
    }
}

/// A file of tables: {"variables": {...}, "tables": [{"name", "where", "cells": [{"key", "count"}]}]}.
PublishedSet read_set(const Json& document, const std::string& at) {
    PublishedSet set;
    if (document.contains("smallest_count")) set.smallest_count = count_at(document["smallest_count"], at + "/smallest_count");
    set.nobody_is_small = document.value("nobody_is_small", Json(false)) == Json(true);
    if (document.contains("noise")) set.noise = static_cast<int>(count_at(document["noise"], at + "/noise"));
    const bool declared = document.contains("variables");
    if (declared)
        for (const auto& [name, written] : object_at(document["variables"], at + "/variables").items()) {
            set.variables.push_back({name, {}, {}, false});
            read_variable(set.variables.back(), written, at + "/variables/" + name);
        }
    Writer writer{set};
    const auto& tables = array_at(member(document, "tables", at), at + "/tables");
    for (std::size_t t = 0; t < tables.size(); ++t) {
        const auto where = at + "/tables/" + std::to_string(t);
        const auto& cells = array_at(member(tables[t], "cells", where), where + "/cells");
        const auto name = tables[t].contains("name") ? text_at(tables[t]["name"], where + "/name") : std::to_string(t + 1);
        const Json filter = tables[t].contains("where") ? object_at(tables[t]["where"], where + "/where") : Json::object();
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const auto here = where + "/cells/" + std::to_string(c);
            std::map<std::size_t, int> places;
            const auto stand = [&](const Json& key, const std::string& its) {
                for (const auto& [variable, category] : object_at(key, its).items()) {
                    const auto v = writer.variable(variable, !declared, its + "/" + variable);
                    places[v] = writer.place(v, text_at(category, its + "/" + variable), !declared, its + "/" + variable);
                }
            };
            stand(filter, where + "/where");
            stand(member(cells[c], "key", here), here + "/key");
            writer.add(places, count_or_hidden(member(cells[c], "count", here), here + "/count"), name);
        }
    }
    return set;
}

/// Sets that were published together: {"sets": [{"name", ...a set}]}.
std::vector<NamedSet> read_named(const Json& document) {
    std::vector<NamedSet> sets;
    for (const auto& one : array_at(document, "/sets")) {
        const auto where = "/sets/" + std::to_string(sets.size());
        auto name = text_at(member(one, "name", where), where + "/name");
        sets.push_back({std::move(name), read_set(one, where)});
    }
    return sets;
}

/// The sets that our own tables make: one a question, or an option of a multiple choice.
class OurTables {
public:
    void add(const Json& table, const std::string& where) {
        declared_ = table.contains("variables") ? &object_at(table["variables"], where + "/variables") : nullptr;
        const auto question = text_at(member(table, "question", where), where + "/question");
        const bool multiple = table.value("multiple", Json(false)) == Json(true);
        const auto& cells = array_at(member(table, "cells", where), where + "/cells");
        filter_ = table.contains("within") ? object_at(table["within"], where + "/within") : Json::object();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto here = where + "/cells/" + std::to_string(i);
            const auto& cell = object_at(cells[i], here);
            if (!cell.contains("answer")) continue;  // a mean
            const auto answer = text_at(cell["answer"], here + "/answer");
            auto& set = of(multiple ? question + " = " + answer : question, table);
            add_cell(set, cell, question, answer, multiple, here);
        }
    }
    std::vector<NamedSet> take() { return std::move(sets_); }

private:
    PublishedSet& of(const std::string& name, const Json& table) {
        auto found = std::find_if(sets_.begin(), sets_.end(), [&](const NamedSet& set) { return set.name == name; });
        if (found == sets_.end()) found = sets_.insert(sets_.end(), NamedSet{name, {}});
        auto& set = found->set;
        if (table.contains("protection") && table["protection"].is_object()) {
            const auto& protection = table["protection"];
            set.smallest_count = std::max<std::int64_t>(1, protection.value("smallest_count", std::int64_t{5}));
            set.noise = std::max(set.noise, protection.value("noise", 0));
        }
        unclassified_ = !(table.contains("base") && table["base"].is_object() &&
                          table["base"].value("unclassified", Json(nullptr)) == Json(0));
        return set;
    }

    void add_cell(PublishedSet& set, const Json& cell, const std::string& question, const std::string& answer,
                  bool multiple, const std::string& where) {
        Writer writer{set};
        std::map<std::size_t, int> places;
        const Json& own = object_at(member(cell, "key", where), where + "/key");
        for (const Json* key : {&std::as_const(filter_), &own})
            for (const auto& [variable, category] : key->items()) {
                const auto v = variable_in(set, variable, where);
                places[v] = writer.place(v, text_at(category, where + "/key/" + variable), true, where);
                set.variables[v].rest = set.variables[v].rest || unclassified_ || key == &filter_;
            }
        const auto hidden_or = [&](const char* name) {
            return cell.contains(name) ? std::optional{count_at(cell[name], where + "/" + name)} : std::nullopt;
        };
        writer.add(places, hidden_or("base"), question);
        const auto v = variable_in(set, question, where);
        places[v] = writer.place(v, answer, true, where);
        set.variables[v].rest = set.variables[v].rest || multiple;
        writer.add(places, hidden_or("count"), question);
    }

    /// A variable of the set, with the categories and groups that the table declares for it when it comes in: places of groups
    /// stand behind those of all categories.
    std::size_t variable_in(PublishedSet& set, const std::string& name, const std::string& where) {
        const auto before = set.variables.size();
        const auto v = Writer{set}.variable(name, true, where);
        if (set.variables.size() > before && declared_ && declared_->contains(name))
            read_variable(set.variables[v], (*declared_)[name], where + "/variables/" + name);
        return v;
    }

    std::vector<NamedSet> sets_;
    const Json* declared_ = nullptr;  ///< of the table that is read
    bool unclassified_ = true;
    Json filter_ = Json::object();  ///< of the table that is read: the groups that it was narrowed to
};

std::vector<NamedSet> read_ours(const Json& document) {
    OurTables tables;
    if (document.is_array())
        for (std::size_t i = 0; i < document.size(); ++i) tables.add(document[i], "/" + std::to_string(i));
    else
        tables.add(document, "");
    return tables.take();
}

}  // namespace

forms::Result<std::vector<NamedSet>> read_sets(std::string_view json) {
    const auto document = Json::parse(json, nullptr, false);
    const auto malformed = [](std::string where, std::string expected) {
        return forms::Problem{forms::Code::tables_malformed, "", std::move(where), {{"expected", std::move(expected)}}};
    };
    if (document.is_discarded()) return malformed("/", "JSON");
    try {
        if (document.is_object() && document.contains("sets")) return read_named(document["sets"]);
        if (document.is_object() && document.contains("tables")) return std::vector<NamedSet>{{"", read_set(document, "")}};
        return read_ours(document);
    } catch (const Malformed& found) {
        return malformed(found.where, found.expected);
    }
}

}  // namespace ecoute::analysis
