#include "forms/convert/xlsform/assemble.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "forms/json_read.hpp"
#include "forms/workbook/workbook.hpp"

namespace ecoute::forms::xlsform {
namespace {

using nlohmann::ordered_json;

ordered_json number(const std::string& text) {
    std::int64_t whole = 0;
    const char* end = text.data() + text.size();
    if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc{} && read.ptr == end)
        return whole;
    double decimal = 0;
    if (const auto read = std::from_chars(text.data(), end, decimal); read.ec == std::errc{} && read.ptr == end)
        return decimal;
    return text;
}

struct ToJson {
    ordered_json operator()(const std::string& text) const { return text; }
    ordered_json operator()(const Number& written) const { return number(written.text); }
    ordered_json operator()(bool said) const { return said; }
    ordered_json operator()(const Texts& texts) const {
        auto object = ordered_json::object();
        for (const Spoken& spoken : texts) object[spoken.tag] = spoken.text;
        return object;
    }
    ordered_json operator()(const Numbers& numbers) const {
        auto array = ordered_json::array();
        for (const Number& one : numbers) array.push_back(number(one.text));
        return array;
    }
};

/// The members of an item, with their places below `pointer`.
ordered_json object_of(const Item& item, const std::string& sheet, const std::string& pointer, Places& places) {
    auto object = ordered_json::object();
    const auto note = [&](const std::string& below, std::uint32_t column) {
        places.emplace(pointer + below, workbook::place(sheet, item.row, column));
    };
    if (!pointer.empty()) note("", item.type_column);
    for (const Member& member : item.members) {
        object[member.name] = std::visit(ToJson{}, member.value);
        const std::string below = pointer_step(member.name);
        note(below, member.column);
        if (const auto* texts = std::get_if<Texts>(&member.value))
            for (const Spoken& spoken : *texts) note(below + pointer_step(spoken.tag), spoken.column);
    }
    for (const auto& [header, text] : item.kept) object["kept"][header] = text;
    return object;
}

class Assembler {
public:
    Assembler(const Draft& draft, Places& places) : draft_(draft), places_(places) {}

    ordered_json document() {
        auto top = object_of(draft_.top, draft_.settings_sheet, "", places_);
        ordered_json kept;
        if (const auto found = top.find("kept"); found != top.end()) {
            kept = std::move(*found);
            top.erase(found);
        }
        auto document = ordered_json{{"ecoute", 1}};
        document.update(top);
        // The one member that may be an object or a text: it is for people, and a cell holds only a text.
        if (const auto source = document.find("source"); source != document.end() && source->is_string())
            if (auto object = ordered_json::parse(source->get<std::string>(), nullptr, false); object.is_object())
                *source = std::move(object);
        add_roles(document);
        add_attached(document);
        add_lists(document);
        document["questions"] = all_of(draft_.questions, "/questions");
        if (!kept.is_null()) document["kept"] = std::move(kept);
        return document;
    }

private:
    void add_roles(ordered_json& document) {
        for (const Role& role : draft_.roles) {
            const std::string member = "/" + role.member;
            if (!role.key.empty()) {
                document[role.member][role.key] = role.question;
                places_.emplace(member + pointer_step(role.key), role.where);
                continue;
            }
            document[role.member]["question"] = role.question;
            if (!role.agrees.empty()) document[role.member]["agrees"] = role.agrees;
            places_.emplace(member, role.where);
        }
    }

    void add_attached(ordered_json& document) {
        for (const Attached& one : draft_.attached) {
            auto& list = document["attached"][one.list];
            list = {{"file", one.file}};
            if (!one.value.empty()) list["value"] = one.value;
            if (!one.label.empty()) list["label"] = one.label;
            places_.emplace("/attached" + pointer_step(one.list), one.where);
        }
    }

    void add_lists(ordered_json& document) {
        for (const List& list : draft_.lists) {
            const std::string pointer = "/choices" + pointer_step(list.name);
            auto choices = ordered_json::array();
            for (std::size_t i = 0; i < list.choices.size(); ++i)
                choices.push_back(object_of(list.choices[i], list.sheet, pointer + "/" + std::to_string(i), places_));
            if (!list.choices.empty()) places_.emplace(pointer, places_[pointer + "/0"]);
            document["choices"][list.name] = std::move(choices);
        }
    }

    ordered_json all_of(const std::vector<Item>& items, const std::string& pointer) {
        auto array = ordered_json::array();
        for (std::size_t i = 0; i < items.size(); ++i)
            array.push_back(one_of(items[i], pointer + "/" + std::to_string(i)));
        return array;
    }

    ordered_json one_of(const Item& item, const std::string& pointer) {
        auto object = object_of(item, draft_.survey_sheet, pointer, places_);
        if (item.shape == Shape::leaf) return object;
        const std::string inside = item.shape == Shape::grid ? "rows" : "questions";
        object[inside] = all_of(item.inside, pointer + "/" + inside);
        return object;
    }

    const Draft& draft_;
    Places& places_;
};

}  // namespace

std::string document_of(const Draft& draft, Places& places) {
    return Assembler(draft, places).document().dump(1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace ecoute::forms::xlsform
