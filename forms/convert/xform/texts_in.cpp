#include "forms/convert/xform/paths_in.hpp"
#include "forms/convert/xform/reading.hpp"
#include "forms/convert/xform/vocabulary.hpp"

namespace ecoute::forms::xform {
namespace {

/// "jr:itext('id')" -> "id"; "" for anything else.
std::string itext_id(std::string_view written) {
    const auto text = trimmed(written);
    const auto open = text.find('(');
    if (open == std::string::npos || local_name(text.substr(0, open)) != "itext" || !text.ends_with(')')) return {};
    auto inside = trimmed(text.substr(open + 1, text.size() - open - 2));
    if (inside.size() < 2 || (inside.front() != '\'' && inside.front() != '"')) return {};
    return inside.substr(1, inside.size() - 2);
}

/// "jr://images/plan.png" -> "plan.png"
std::string file_of(const std::string& address) {
    if (!address.starts_with("jr://")) return address;
    const auto slash = address.find('/', 5);
    return slash == std::string::npos ? address : address.substr(slash + 1);
}

std::string tag_of(Reading& reading, const pugi::xml_node& translation, std::size_t position) {
    const std::string written = translation.attribute("lang").value();
    auto tag = language_tag(written);
    if (!tag) tag = position == 0 ? reading.language : "x-" + std::to_string(position + 1);
    if (*tag != written && language_shown(*tag) != written)
        told(reading, convert_changed("language", written, *tag, "itext/translation[" + std::to_string(position + 1) + "]"));
    return *tag;
}

void read_translation(Reading& reading, const pugi::xml_node& translation, const std::string& tag) {
    for (const auto& text : translation.children("text")) {
        Entry& entry = reading.texts[text.attribute("id").value()];
        for (const auto& value : text.children("value"))
            if (!own_attribute(reading, value, "missing")) entry[value.attribute("form").value()].try_emplace(tag, value);
    }
}

bool is_medium(std::string_view form) {
    for (const auto one : media())
        if (one == form) return true;
    return false;
}

}  // namespace

void read_itext(Reading& reading) {
    const auto itext = child(reading.model, "itext");
    std::size_t position = 0;
    for (const auto& translation : itext.children("translation"))
        if (translation.attribute("default").as_bool() || std::string_view(translation.attribute("default").value()) == "true()")
            if (const auto tag = language_tag(translation.attribute("lang").value())) reading.language = *tag;
    for (const auto& translation : itext.children("translation")) {
        const auto tag = tag_of(reading, translation, position++);
        read_translation(reading, translation, tag);
    }
}

std::string text_of(Reading& reading, const pugi::xml_node& element, std::uint32_t self, const std::string& where) {
    std::string text;
    for (const auto& part : element.children()) {
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) text += part.value();
        if (part.type() != pugi::node_element) continue;
        if (local_name(part.name()) != "output") {
            told(reading, convert_unused("element", part.name(), where, "not_known"));
            continue;
        }
        const auto value = attribute(part, "value") ? attribute(part, "value") : attribute(part, "ref");
        const auto expression = expression_of(reading, value.value(), self, where);
        const bool is_name = expression.starts_with("${") && expression.find('}') == expression.size() - 1;
        if (is_name) text += expression;
        else told(reading, convert_unused("output", value.value(), where, "only_names_in_texts"));
    }
    return trimmed(text);
}

bool put_entry(Reading& reading, std::string_view id, std::uint32_t self, std::string_view member, Json& into,
               const std::string& where) {
    const auto found = reading.texts.find(id);
    if (found == reading.texts.end()) return false;
    for (const auto& [form, values] : found->second) {
        const std::string place = form.empty() || form == "long" ? std::string(member) : form == "guidance" ? "guidance_hint" : form;
        if (place != member && place != "guidance_hint" && !is_medium(place)) {
            told(reading, convert_unused("text_form", form, where, "not_known"));
            continue;
        }
        for (const auto& [language, value] : values) {
            auto text = text_of(reading, value, self, where);
            if (is_medium(place)) text = file_of(text);
            if (!text.empty() && text != "-") into[place][language] = std::move(text);
        }
    }
    return true;
}

void put_text(Reading& reading, const pugi::xml_node& element, std::uint32_t self, std::string_view member, Json& into) {
    if (!element) return;
    const std::string where = self == none ? element.name() : reading.instance[self].path;
    if (const auto ref = element.attribute("ref")) {
        const auto id = itext_id(ref.value());
        if (put_entry(reading, id, self, member, into, where)) return;
        told(reading, convert_unused("said", ref.value(), where, "not_there"));
    }
    const auto text = text_of(reading, element, self, where);
    if (!text.empty()) into[std::string(member)][reading.language] = text;
}

void put_message(Reading& reading, const pugi::xml_attribute& message, std::uint32_t self, std::string_view member,
                 Json& into) {
    if (!message) return;
    const auto id = itext_id(message.value());
    if (!id.empty() && put_entry(reading, id, self, member, into, reading.instance[self].path)) return;
    const auto text = trimmed(message.value());
    if (!text.empty()) into[std::string(member)][reading.language] = text;
}

}  // namespace ecoute::forms::xform
