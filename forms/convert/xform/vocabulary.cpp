#include "forms/convert/xform/vocabulary.hpp"

#include <array>

#include "forms/document/names.hpp"

namespace ecoute::forms::xform {
namespace {

constexpr std::array all_preloads{
    Preload{"start", "dateTime", "timestamp", "start"},
    Preload{"end", "dateTime", "timestamp", "end"},
    Preload{"today", "date", "date", "today"},
    Preload{"deviceid", "string", "property", "deviceid"},
    Preload{"username", "string", "property", "username"},
    Preload{"email", "string", "property", "email"},
    Preload{"phonenumber", "string", "property", "phonenumber"},
    Preload{"subscriberid", "string", "property", "subscriberid"},
    Preload{"simserial", "string", "property", "simserial"},
};

constexpr std::array all_parameters{
    Parameter{"start", "start", false},
    Parameter{"end", "end", false},
    Parameter{"step", "step", false},
    Parameter{"max-pixels", "orx:max-pixels", true},
    Parameter{"quality", "odk:quality", true},
    Parameter{"capture-accuracy", "accuracyThreshold", false},
    Parameter{"warning-accuracy", "unacceptableAccuracyThreshold", false},
    Parameter{"allow-mock-accuracy", "odk:allow-mock-accuracy", true},
    Parameter{"rows", "rows", false},
    Parameter{"placeholder", "odk:placeholder", false},
    Parameter{"tick_interval", "odk:tick-interval", false},
    Parameter{"tick_labelset", "odk:tick-labelset", false},
    Parameter{"location-priority", "odk:location-priority", true},
    Parameter{"location-min-interval", "odk:location-min-interval", true},
    Parameter{"location-max-age", "odk:location-max-age", true},
    Parameter{"track-changes", "odk:track-changes", true},
    Parameter{"identify-user", "odk:identify-user", true},
    Parameter{"track-changes-reasons", "odk:track-changes-reasons", true},
};

/// Those that an XForm has words for stand here for when it had to say something else than the document.
constexpr std::array all_question_members{
    OwnMember{"type", "type", false},
    OwnMember{"choices", "choices", false},
    OwnMember{"label", "label", true},
    OwnMember{"hint", "hint", true},
    OwnMember{"guidance_hint", "guidance-hint", true},
    OwnMember{"relevant", "relevant", false},
    OwnMember{"required", "required", false},
    OwnMember{"constraint", "constraint", false},
    OwnMember{"constraint_message", "constraint-message", true},
    OwnMember{"calculation", "calculation", false},
    OwnMember{"default", "default", false},
    OwnMember{"read_only", "read-only", false},
    OwnMember{"choice_filter", "choice-filter", false},
    OwnMember{"repeat_count", "repeat-count", false},
    OwnMember{"appearance", "appearance", false},
    OwnMember{"parameters", "parameters", false},
    OwnMember{"trigger", "trigger", false},
    OwnMember{"bands", "bands", true},
    OwnMember{"volet", "volet", false},
    OwnMember{"theme", "theme", false},
    OwnMember{"same_as", "same-as", false},
    OwnMember{"sensitive", "sensitive", true},
    OwnMember{"field_sheet", "field-sheet", true},
    OwnMember{"or_other", "or-other", true},
    OwnMember{"autoplay", "autoplay", false},
    OwnMember{"kept", "kept", true},
};

constexpr std::array all_form_members{
    OwnMember{"default_language", "default-language", false},
    OwnMember{"title", "title", true},
    OwnMember{"sensitive", "sensitive", true},
    OwnMember{"breakdowns", "breakdowns", true},
    OwnMember{"consent", "consent", true},
    OwnMember{"sensitive_consent", "sensitive-consent", true},
    OwnMember{"design", "design", true},
    OwnMember{"attached", "attached", true},
    OwnMember{"kept", "kept", true},
};

constexpr std::array<std::string_view, 4> all_media{"image", "audio", "video", "big-image"};

struct Language {
    std::string_view tag, own_name, english;
};
constexpr std::array languages{
    Language{"fr", "Français", "French"},      Language{"ar", "العربية", "Arabic"},
    Language{"en", "English", "English"},      Language{"tr", "Türkçe", "Turkish"},
    Language{"pt", "Português", "Portuguese"}, Language{"es", "Español", "Spanish"},
    Language{"it", "Italiano", "Italian"},     Language{"ru", "Русский", "Russian"},
    Language{"uk", "Українська", "Ukrainian"}, Language{"ro", "Română", "Romanian"},
    Language{"zh", "中文", "Chinese"},         Language{"fa", "فارسی", "Persian"},
    Language{"so", "Soomaali", "Somali"},      Language{"de", "Deutsch", "German"},
};

/// ASCII letters in lower case: names of languages are compared whatever their capitals.
std::string folded(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

/// A tag of two or three letters and its subtags: longer words ("default") are no languages.
bool is_short_tag(std::string_view text) {
    return document::is_language_tag(text) && text.substr(0, text.find('-')).size() <= 3;
}

std::string_view in_brackets(std::string_view shown) {
    const auto open = shown.rfind('('), close = shown.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
    return shown.substr(open + 1, close - open - 1);
}

}  // namespace

std::span<const Preload> preloads() noexcept { return all_preloads; }
std::span<const Parameter> parameters() noexcept { return all_parameters; }
std::span<const OwnMember> question_members() noexcept { return all_question_members; }
std::span<const OwnMember> form_members() noexcept { return all_form_members; }
std::span<const std::string_view> media() noexcept { return all_media; }

std::string language_shown(std::string_view tag) {
    for (const Language& language : languages)
        if (language.tag == tag) return std::string(language.own_name) + " (" + std::string(tag) + ")";
    return std::string(tag);
}

std::optional<std::string> language_tag(std::string_view shown) {
    if (const auto inside = in_brackets(shown); is_short_tag(inside)) return std::string(inside);
    const auto name = folded(shown);
    for (const Language& language : languages)
        if (name == folded(language.english) || name == folded(language.own_name) || name == language.tag)
            return std::string(language.tag);
    if (is_short_tag(shown)) return std::string(shown);
    return std::nullopt;
}

}  // namespace ecoute::forms::xform
