#include "forms/convert/xlsform/same.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "forms/convert/conversion.hpp"
#include "forms/document/draft.hpp"

namespace ecoute::forms::xlsform {
namespace {

using nlohmann::json;

bool says_nothing(const json& value) {
    return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty()) ||
           (value.is_object() && value.empty());
}

/// Without what says nothing, from the inside out.
void prune(json& value) {
    for (auto& [key, inner] : value.items())
        if (inner.is_structured()) prune(inner);
    if (!value.is_object()) return;
    for (auto at = value.begin(); at != value.end();) at = says_nothing(at.value()) ? value.erase(at) : std::next(at);
    if (value.contains("or_other") && value["or_other"] == false) value.erase("or_other");
    if (value.contains("default") && value["default"].is_boolean()) value["default"] = value["default"].dump();
}

/// Columns of choices are texts, however they are written.
void flatten_columns(json& document) {
    static constexpr std::array<std::string_view, 2> typed{"exclusive", "score"};
    if (!document.is_object() || !document.contains("choices") || !document["choices"].is_object()) return;
    for (auto& list : document["choices"])
        for (auto& choice : list) {
            if (!choice.is_object()) continue;
            for (auto& [key, value] : choice.items())
                if (value.is_boolean() && std::find(typed.begin(), typed.end(), key) == typed.end())
                    value = value.dump();
        }
}

json canonical(std::string_view bytes) {
    json document = json::parse(bytes, nullptr, false);
    prune(document);
    flatten_columns(document);
    return document;
}

std::string quoted(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Problems differences(std::string_view before, std::string_view after) {
    const json was = canonical(before), is = canonical(after);
    Problems report;
    for (const auto& step : json::diff(was, is)) {
        if (report.size() >= document::most_problems) break;
        const auto path = step["path"].get<std::string>();
        const json::json_pointer pointer(path);
        const std::string name = path.substr(path.rfind('/') + 1);
        if (step["op"] == "remove")
            report.push_back(convert_unused("property", name + ": " + quoted(was.at(pointer)), path, "no_cell"));
        else if (step["op"] == "replace")
            report.push_back(convert_changed("property", quoted(was.at(pointer)), quoted(step["value"]), path));
        else
            report.push_back(convert_changed("property", name, quoted(step["value"]), path));
    }
    return report;
}

}  // namespace ecoute::forms::xlsform
