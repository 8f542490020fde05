#include "forms/convert/xlsform/members_out.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "forms/expression/expression.hpp"

namespace ecoute::forms::xlsform {

using nlohmann::ordered_json;
using workbook::Cell;
using workbook::CellType;

namespace {

std::string number_of(const ordered_json& value) {
    return value.is_number_integer() ? value.dump() : expression::number_text(value.get<double>());
}

/// "15 25 60"; nullopt when something in the array is no number.
std::optional<std::string> numbers_of(const ordered_json& array) {
    std::string text;
    for (const auto& item : array) {
        if (!item.is_number()) return std::nullopt;
        text += (text.empty() ? "" : " ") + number_of(item);
    }
    return text;
}

}  // namespace

Cell text_cell(std::string text) { return {0, CellType::text, std::move(text)}; }

std::string string_of(const ordered_json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<Cell> cell_of(const ordered_json& value, Kind kind) {
    const bool takes_anything = kind == Kind::expression || kind == Kind::scalar || kind == Kind::extra;
    if (value.is_string() && kind != Kind::numbers && kind != Kind::yes_no) return text_cell(value.get<std::string>());
    if (value.is_number() && takes_anything) return Cell{0, CellType::number, number_of(value)};
    if (value.is_boolean() && (kind == Kind::yes_no || kind == Kind::expression))
        return Cell{0, CellType::boolean, value.get<bool>() ? "TRUE" : "FALSE"};
    if (value.is_boolean() && takes_anything) return text_cell(value.dump());
    if (value.is_array() && kind == Kind::numbers)
        if (auto text = numbers_of(value)) return text_cell(*std::move(text));
    return std::nullopt;
}

std::vector<std::string> languages_of(const ordered_json& document, std::string_view own) {
    std::vector<std::string> tags{std::string(own)};
    std::vector<const ordered_json*> rest{&document};
    while (!rest.empty()) {
        const ordered_json& at = *rest.back();
        rest.pop_back();
        for (const auto& [key, value] : at.items()) {
            const bool texts =
                at.is_object() && value.is_object() &&
                (key == "title" || key == "notice" || key == "label" || key == "hint" || key.ends_with("message") ||
                 key == "guidance_hint" || key == "image" || key == "audio" || key == "video" || key == "big-image");
            if (texts) {
                for (const auto& [tag, text] : value.items())
                    if (tags.size() < 64 && std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
            } else if (value.is_structured()) {
                rest.push_back(&value);
            }
        }
    }
    return tags;
}

std::string own_language(const ordered_json& document) {
    if (auto tag = string_of(document, "default_language"); !tag.empty()) return tag;
    const auto title = document.find("title");
    if (title == document.end() || !title->is_object() || title->empty() || title->contains("fr")) return "fr";
    std::string first;
    for (const auto& [tag, text] : title->items())
        if (first.empty() || tag < first) first = tag;
    return first;
}

}  // namespace ecoute::forms::xlsform
