#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ecoute::forms::xform {

/// What an XForm has no word for is kept in attributes of this namespace ("ecoute:volet"), which other programs pass over.
inline constexpr std::string_view own_namespace = "urn:ecoute:questionnaire:1";

/// Questions that the device answers by itself.
struct Preload {
    std::string_view type, bind_type, preload, parameters;
};
std::span<const Preload> preloads() noexcept;

/// A parameter of a question that is an attribute in an XForm, of its bind or of its control.
struct Parameter {
    std::string_view parameter, attribute;
    bool of_bind;
};
std::span<const Parameter> parameters() noexcept;

/// A member of a question or of the form that an XForm keeps as an attribute of our namespace, "ecoute:" + name. `is_json`: not a text.
struct OwnMember {
    std::string_view member, attribute;
    bool is_json;
};
std::span<const OwnMember> question_members() noexcept;
std::span<const OwnMember> form_members() noexcept;

/// Media of a label: the same word in a document's members and in a text's form attribute.
std::span<const std::string_view> media() noexcept;

/// "fr" -> "Français (fr)", as menus of languages show it; the tag itself for a language that has no row.
std::string language_shown(std::string_view tag);
/// "Français (fr)", "French", "fr" -> "fr"; nullopt when no language can be told from it ("default").
std::optional<std::string> language_tag(std::string_view shown);

}  // namespace ecoute::forms::xform
