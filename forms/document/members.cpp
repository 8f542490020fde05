#include "forms/document/members.hpp"

#include <algorithm>

#include "forms/document/names.hpp"

namespace ecoute::forms::document {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// The bit of a language, which becomes known when it is met for the first time. 0 when there are too many.
std::uint64_t language_bit(Draft& draft, std::string_view tag) {
    const auto known = std::find(draft.languages.begin(), draft.languages.end(), tag);
    const auto position = static_cast<std::size_t>(known - draft.languages.begin());
    if (position >= most_languages) return 0;
    if (known == draft.languages.end()) draft.languages.emplace_back(tag);
    return std::uint64_t{1} << position;
}

}  // namespace

Members::Members(Draft& draft, simdjson::dom::object object, std::string pointer,
                 std::span<const std::string_view> known)
    : draft_(draft), pointer_(std::move(pointer)) {
    members_.reserve(std::min(object.size(), most_members));
    for (const auto [key, value] : object) {
        if (members_.size() == most_members) {
            draft_.mistake(Code::form_too_large, "", pointer_, {{"limit", std::to_string(most_members)}});
            break;
        }
        if (find(key)) {
            draft_.mistake(Code::form_name_twice, excerpt(key), pointer_ + pointer_step(excerpt(key)));
            continue;
        }
        members_.emplace_back(key, value);
        if (known.empty() || std::find(known.begin(), known.end(), key) != known.end()) continue;
        std::map<std::string, std::string> facts{{"value", excerpt(key)}};
        draft_.add_known(facts, key, {known.begin(), known.end()});
        draft_.warning(Code::form_field_unknown, excerpt(key), this->pointer(excerpt(key)), std::move(facts));
    }
}

std::optional<element> Members::find(std::string_view key) const {
    for (const auto& [name, value] : members_)
        if (name == key) return value;
    return std::nullopt;
}

std::string Members::pointer(std::string_view key) const { return pointer_ + pointer_step(key); }

std::string Members::text(std::string_view key) const {
    const auto value = find(key);
    std::string_view text;
    if (value && value->get_string().get(text) != simdjson::SUCCESS) wrong_type(key, "string");
    return std::string(text);
}

bool Members::yes(std::string_view key) const {
    const auto value = find(key);
    bool yes = false;
    if (value && value->get_bool().get(yes) != simdjson::SUCCESS) wrong_type(key, "boolean");
    return yes;
}

std::optional<simdjson::dom::array> Members::array(std::string_view key) const {
    const auto value = find(key);
    if (!value) return std::nullopt;
    simdjson::dom::array items;
    if (value->get_array().get(items) == simdjson::SUCCESS) return items;
    wrong_type(key, "array");
    return std::nullopt;
}

std::optional<simdjson::dom::object> Members::object(std::string_view key) const {
    const auto value = find(key);
    if (!value) return std::nullopt;
    simdjson::dom::object members;
    if (value->get_object().get(members) == simdjson::SUCCESS) return members;
    wrong_type(key, "object");
    return std::nullopt;
}

Text Members::by_language(std::string_view key, bool shown_always) const {
    Text texts;
    const auto object = this->object(key);
    if (!object) return texts;
    std::uint64_t languages = 0;
    const Members members(draft_, *object, pointer(key), {});
    for (const auto& [tag, value] : members.all()) {
        if (!is_language_tag(tag)) members.wrong_type(excerpt(tag), "language tag");
        const std::string text = members.text(tag);
        if (text.empty() || !is_language_tag(tag)) continue;
        languages |= language_bit(draft_, tag);
        texts.emplace(tag, text);
    }
    if (!texts.empty()) draft_.texts.push_back({pointer(key), languages, shown_always});
    return texts;
}

std::optional<std::string> Members::expression(std::string_view key) const {
    const auto value = find(key);
    if (!value || value->is_null()) return std::nullopt;
    auto text = scalar_text(*value);
    if (!text) wrong_type(key, "expression");
    return text;
}

Kept Members::kept(std::string_view key) const {
    Kept kept;
    const auto object = this->object(key);
    if (!object) return kept;
    const Members members(draft_, *object, pointer(key), {});
    for (const auto& [column, value] : members.all()) {
        if (auto text = scalar_text(value))
            kept.emplace(column, *std::move(text));
        else
            members.wrong_type(excerpt(column), "string");
    }
    return kept;
}

void Members::missing(std::string_view key) const {
    draft_.mistake(Code::form_field_missing, std::string(key), pointer_);
}

void Members::wrong_type(std::string_view key, std::string_view expected) const {
    std::map<std::string, std::string> facts{{"expected", std::string(expected)}};
    if (const auto value = find(key))
        if (auto text = scalar_text(*value)) facts["value"] = excerpt(*text);
    draft_.mistake(Code::form_field_wrong_type, std::string(key), pointer(key), std::move(facts));
}

std::optional<std::string> scalar_text(element value) {
    switch (value.type()) {
        case element_type::STRING:
            return std::string(value.get_string().value_unsafe());
        case element_type::BOOL:
            return value.get_bool().value_unsafe() ? "true" : "false";
        case element_type::INT64:
            return std::to_string(value.get_int64().value_unsafe());
        case element_type::UINT64:
            return std::to_string(value.get_uint64().value_unsafe());
        case element_type::DOUBLE:
            return expression::number_text(value.get_double().value_unsafe());
        default:
            return std::nullopt;
    }
}

}  // namespace ecoute::forms::document
