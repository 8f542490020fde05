#include "forms/convert/xlsform/types.hpp"

#include <algorithm>
#include <array>

#include "forms/convert/xlsform/columns.hpp"

namespace ecoute::forms::xlsform {
namespace {

struct Alias {
    std::string_view written;  ///< folded
    std::string_view type;
};
/// Types that are written otherwise in our documents.
constexpr std::array aliases{
    Alias{"gps", "geopoint"},
    Alias{"location", "geopoint"},
    Alias{"q_location", "geopoint"},
    Alias{"q_geopoint", "geopoint"},
    Alias{"photo", "image"},
    Alias{"q_picture", "image"},
    Alias{"q_image", "image"},
    Alias{"add_image_prompt", "image"},
    Alias{"q_audio", "audio"},
    Alias{"q_video", "video"},
    Alias{"q_barcode", "barcode"},
    Alias{"q_string", "text"},
    Alias{"q_int", "integer"},
    Alias{"q_decimal", "decimal"},
    Alias{"q_date", "date"},
    Alias{"q_datetime", "dateTime"},
    Alias{"date_time", "dateTime"},
    Alias{"q_note", "note"},
    Alias{"add_note_prompt", "note"},
    Alias{"q_calculate", "calculate"},
    Alias{"calculation", "calculate"},
    Alias{"q_acknowledge", "acknowledge"},
    Alias{"add_acknowledge_prompt", "acknowledge"},
    Alias{"get_start_time", "start"},
    Alias{"start_time", "start"},
    Alias{"get_end_time", "end"},
    Alias{"end_time", "end"},
    Alias{"get_today", "today"},
    Alias{"imei", "deviceid"},
    Alias{"device_id", "deviceid"},
    Alias{"get_device_id", "deviceid"},
    Alias{"phone_number", "phonenumber"},
    Alias{"get_phone_number", "phonenumber"},
    Alias{"subscriber_id", "subscriberid"},
    Alias{"get_subscriber_id", "subscriberid"},
    Alias{"sim_id", "simserial"},
    Alias{"get_sim_id", "simserial"},
};
/// Words that our documents know as well: they stay as written.
constexpr std::array<std::string_view, 2> ours{"dateTime", "date_time"};
constexpr std::array<std::string_view, 12> never_asked{
    "audit",        "background-audio",    "background-geopoint", "start-geopoint",
    "xml-external", "csv-external",        "subscriberid",        "simserial",
    "osm",          "select_one_external", "text_audit",          "uri:subscriberid"};

struct Select {
    std::string_view written;  ///< how the cell begins, folded
    std::string_view type;
    bool from_file, external;
};
/// Longer words first: "select_one" begins "select_one_from_file" too.
constexpr std::array selects{
    Select{"select_one_from_file", "select_one", true, false},
    Select{"select_multiple_from_file", "select_multiple", true, false},
    Select{"select_one_from", "select_one", false, false},
    Select{"select_one_external", "select_one", false, true},
    Select{"select_one_using", "select_one", false, false},
    Select{"add_select_one_prompt_using", "select_one", false, false},
    Select{"select_all_that_apply_from", "select_multiple", false, false},
    Select{"select_all_that_apply", "select_multiple", false, false},
    Select{"add_select_multiple_prompt_using", "select_multiple", false, false},
    Select{"select_multiple_from", "select_multiple", false, false},
    Select{"select_multiple_using", "select_multiple", false, false},
    Select{"select_multiple", "select_multiple", false, false},
    Select{"select_one", "select_one", false, false},
    Select{"select1", "select_one", false, false},
    Select{"rank", "rank", false, false},
    Select{"odk:rank", "rank", false, false},
};
constexpr std::array<std::string_view, 3> others{"or_specify_other", "or_other_specify", "or_other"};

struct Structure {
    std::string_view written;
    Row row;
};
constexpr std::array structures{
    Structure{"begin_group", Row::begin_group},   Structure{"begin_repeat", Row::begin_repeat},
    Structure{"begin_lgroup", Row::begin_repeat}, Structure{"begin_looped_group", Row::begin_repeat},
    Structure{"end_group", Row::end_group},       Structure{"end_repeat", Row::end_repeat},
    Structure{"end_lgroup", Row::end_repeat},     Structure{"end_looped_group", Row::end_repeat},
    Structure{"begin_kobomatrix", Row::begin_matrix},
    Structure{"end_kobomatrix", Row::end_matrix}, Structure{"end_matrix", Row::end_matrix},  // as Kobo's guide writes it
    Structure{"begin_score", Row::begin_score},   Structure{"end_score", Row::end_score},
    Structure{"begin_rank", Row::begin_rank},     Structure{"end_rank", Row::end_rank},
    Structure{"begingroup", Row::begin_group},    Structure{"endgroup", Row::end_group},
    Structure{"beginrepeat", Row::begin_repeat},  Structure{"endrepeat", Row::end_repeat},
};

/// Blanks as one, none around.
std::string tidy(std::string_view written) {
    std::string text;
    for (const char c : written) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (blank && (text.empty() || text.back() == ' ')) continue;
        text += blank ? ' ' : c;
    }
    if (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

/// Lower case with "_" for blanks, byte for byte.
std::string keyword(std::string_view text) {
    std::string word;
    for (const char c : text) word += c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return word;
}

/// Takes "or_other" off the end, in any of its spellings. A name of its length stands before it.
bool take_other(std::string& text, std::string& word) {
    for (const std::string_view other : others) {
        if (word.size() <= other.size() + 1 || !word.ends_with(other)) continue;
        if (word[word.size() - other.size() - 1] != '_' || text[text.size() - other.size() - 1] != ' ') continue;
        text.resize(text.size() - other.size() - 1);
        word.resize(text.size());
        return true;
    }
    return false;
}

/// True for a select or rank with its list.
bool read_select(Type& type, std::string text) {
    std::string word = keyword(text);
    const bool or_other = take_other(text, word);
    for (const Select& select : selects) {
        const auto length = select.written.size();
        if (!word.starts_with(select.written) || word.size() <= length || text[length] != ' ') continue;
        type = {Row::question,
                std::string(select.type),
                text.substr(length + 1),
                select.from_file,
                select.external,
                or_other,
                false};
        return true;
    }
    return false;
}

std::string plain_type(const std::string& text) {
    if (std::find(ours.begin(), ours.end(), text) != ours.end()) return text;
    const std::string word = folded(text);
    for (const Alias& alias : aliases)
        if (alias.written == word) return std::string(alias.type);
    return text.find(' ') == std::string::npos ? keyword(text) : text;
}

}  // namespace

Type type_of(std::string_view written) {
    Type type;
    const std::string text = tidy(written), word = folded(text);
    for (const Structure& structure : structures)
        if (structure.written == word) type.row = structure.row;
    if (type.row != Row::question || read_select(type, text)) return type;
    type.name = plain_type(text);
    type.never_asked = std::find(never_asked.begin(), never_asked.end(), type.name) != never_asked.end();
    return type;
}

std::string type_cell(const Type& type) {
    std::string cell = type.name;
    if (type.from_file) cell += "_from_file";
    if (!type.list.empty()) cell += " " + type.list;
    if (type.or_other) cell += " or_other";
    return cell;
}

}  // namespace ecoute::forms::xlsform
