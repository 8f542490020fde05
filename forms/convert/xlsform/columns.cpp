#include "forms/convert/xlsform/columns.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "forms/document/names.hpp"

namespace ecoute::forms::xlsform {
namespace {

using enum Kind;

constexpr std::array survey{
    Column{"type", structure, 26},
    Column{"name", structure, 22},
    Column{"label", by_language, 50},
    Column{"hint", by_language, 36},
    Column{"guidance_hint", by_language, 36},
    Column{"required", expression, 10},
    Column{"required_message", by_language, 36},
    Column{"relevant", expression, 32},
    Column{"constraint", expression, 32},
    Column{"constraint_message", by_language, 36},
    Column{"calculation", expression, 32},
    Column{"trigger", text, 16},
    Column{"default", expression, 16},
    Column{"read_only", expression, 10},
    Column{"choice_filter", expression, 28},
    Column{"repeat_count", expression, 14},
    Column{"parameters", text, 22},
    Column{"appearance", text, 18},
    Column{"image", by_language, 18},
    Column{"audio", by_language, 18},
    Column{"video", by_language, 18},
    Column{"big-image", by_language, 18},
    Column{"autoplay", text, 12},
    Column{"choices", structure, 16},
    Column{"grid", structure, 8},
    Column{"breakdown", role, 14},
    Column{"consent", role, 14},
    Column{"sensitive_consent", role, 18},
    Column{"design", role, 12},
    Column{"bands", numbers, 16},
    Column{"score", scalar, 10},
    Column{"volet", text, 16},
    Column{"theme", text, 16},
    Column{"same_as", text, 16},
    Column{"sensitive", yes_no, 10},
    Column{"field_sheet", yes_no, 12},
    Column{"disabled", structure, 10},
    // Kobo's, of a matrix, a score and a rank: read and never written.
    Column{"kobo--matrix_list", structure, 20},
    Column{"kobo--score-choices", structure, 20},
    Column{"kobo--rank-items", structure, 20},
    Column{"$autoname", structure, 20},
};
constexpr std::array choices{
    Column{"list_name", structure, 22},   Column{"name", structure, 22},    Column{"label", by_language, 50},
    Column{"image", by_language, 18},     Column{"audio", by_language, 18}, Column{"video", by_language, 18},
    Column{"big-image", by_language, 18}, Column{"exclusive", yes_no, 10},  Column{"missing", text, 10},
    Column{"score", scalar, 10},
};
constexpr std::array settings{
    Column{"form_title", by_language, 36},     Column{"form_id", structure, 20},  Column{"version", structure, 14},
    Column{"default_language", structure, 20}, Column{"notice", by_language, 60}, Column{"sensitive", yes_no, 10},
    Column{"source", structure, 30},           Column{"$schema", text, 20},  Column{"translations", by_language, 16},
};
constexpr std::array attached{Column{"list_name", structure, 22}, Column{"file", text, 26}, Column{"value", text, 16},
                              Column{"label", text, 16}};

struct Alias {
    std::string_view written, column;
};
/// What pyxform takes for the same columns, folded.
constexpr std::array aliases{
    Alias{"relevance", "relevant"},
    Alias{"bind::relevant", "relevant"},
    Alias{"caption", "label"},
    Alias{"command", "type"},
    Alias{"tag", "name"},
    Alias{"value", "name"},
    Alias{"readonly", "read_only"},
    Alias{"bind::readonly", "read_only"},
    Alias{"read_only", "read_only"},
    Alias{"calculate", "calculation"},
    Alias{"bind::calculate", "calculation"},
    Alias{"bind::constraint", "constraint"},
    Alias{"bind::required", "required"},
    Alias{"constraining_message", "constraint_message"},
    Alias{"constraint_msg", "constraint_message"},
    Alias{"bind::jr:constraintmsg", "constraint_message"},
    Alias{"jr:constraintmsg", "constraint_message"},
    Alias{"requiredmsg", "required_message"},
    Alias{"required_msg", "required_message"},
    Alias{"bind::jr:requiredmsg", "required_message"},
    Alias{"jr:requiredmsg", "required_message"},
    Alias{"count", "repeat_count"},
    Alias{"jr:count", "repeat_count"},
    Alias{"body::jr:count", "repeat_count"},
    Alias{"control::jr:count", "repeat_count"},
    Alias{"body::appearance", "appearance"},
    Alias{"control::appearance", "appearance"},
    Alias{"big_image", "big-image"},
    Alias{"bigimage", "big-image"},
    Alias{"list", "list_name"},
    Alias{"listname", "list_name"},
    Alias{"title", "form_title"},
    Alias{"set_form_title", "form_title"},
    Alias{"id_string", "form_id"},
    Alias{"set_form_id", "form_id"},
    Alias{"id", "form_id"},
};

/// Columns in which other programs keep their own books.
constexpr std::array<std::string_view, 8> vendors{"$kuid",       "$autoname", "$qpath",     "$xpath",
                                                  "$given_name", "$prev",     "$autovalue", "_isrepeat"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// "media::image::Français (fr)" -> its three parts. ":" separates where "::" is not written, as in old files.
std::vector<std::string_view> parts_of(std::string_view written) {
    const std::string_view separator = written.find("::") != std::string_view::npos ? "::" : ":";
    std::vector<std::string_view> parts;
    if (separator == ":" && written.starts_with("jr:")) return {trimmed(written)};
    for (;;) {
        const auto end = written.find(separator);
        parts.push_back(trimmed(written.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        written.remove_prefix(end + separator.size());
    }
}

const Column* find(std::span<const Column> known, std::string_view name) {
    const auto found = std::find_if(known.begin(), known.end(), [name](const Column& one) { return one.name == name; });
    return found == known.end() ? nullptr : &*found;
}

/// A column by its folded name. An alias counts only where the sheet has no column of that name.
const Column* known_column(std::span<const Column> known, std::string_view folded_name) {
    if (const Column* column = find(known, folded_name)) return column;
    for (const Alias& alias : aliases)
        if (alias.written == folded_name)
            if (const Column* column = find(known, alias.column)) return column;
    return nullptr;
}

bool is_vendor(std::string_view written) {
    const std::string name = folded(written);
    return name.starts_with("kobo--") || std::find(vendors.begin(), vendors.end(), name) != vendors.end();
}

bool is_attribute_prefix(std::string_view part) {
    return part == "bind" || part == "body" || part == "control" || part == "instance";
}

Header unknown_header(std::string_view written, Kind unknown) {
    constexpr std::string_view prefix = "kept::";
    if (is_vendor(written)) return {nullptr, {}, std::string(written), vendor};
    if (written.starts_with(prefix)) return {nullptr, {}, std::string(written.substr(prefix.size())), kept};
    return {nullptr, {}, std::string(written), unknown};
}

}  // namespace

std::span<const Column> survey_columns() noexcept { return survey; }
std::span<const Column> choices_columns() noexcept { return choices; }
std::span<const Column> settings_columns() noexcept { return settings; }
std::span<const Column> attached_columns() noexcept { return attached; }

std::string folded(std::string_view written) {
    std::string name;
    for (const char c : trimmed(written)) {
        const bool gap = is_blank(c) || c == '_';
        if (gap && !name.empty() && name.back() == '_') continue;
        name += gap ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

bool names_no_language(std::string_view written) {
    const auto name = folded(written);
    return name.empty() || name == "default" || name == "none";
}

Header header_of(std::string_view written, std::span<const Column> known, Kind unknown) {
    written = trimmed(written);
    const auto parts = parts_of(written);
    std::string name = folded(parts[0]);
    std::size_t used = 1;
    if (name == "media" && parts.size() > 1) {
        name = folded(parts[1]);
        used = 2;
    } else if (is_attribute_prefix(name) && parts.size() > 1) {
        name += "::" + folded(written.substr(static_cast<std::size_t>(parts[1].data() - written.data())));
        used = parts.size();
    }
    const Column* column = known_column(known, name);
    const bool takes_language = column && column->kind == by_language;
    if (!column || parts.size() > used + (takes_language ? 1 : 0)) return unknown_header(written, unknown);
    return {column, parts.size() > used ? std::string(parts[used]) : std::string{}, {}, column->kind};
}

std::optional<std::string> near_column(std::string_view written, std::span<const Column> known) {
    std::vector<std::string_view> names;
    for (const Column& column : known) names.push_back(column.name);
    return document::nearest(folded(parts_of(trimmed(written))[0]), names);
}

}  // namespace ecoute::forms::xlsform
