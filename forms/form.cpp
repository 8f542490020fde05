#include "forms/form.hpp"

#include <array>

namespace ecoute::forms {
namespace {

struct Row {
    QuestionType type;
    std::string_view name;
    bool asked;
};

/// One row a type, in the order of the enumeration.
constexpr std::array rows{
    Row{QuestionType::text, "text", true},
    Row{QuestionType::integer, "integer", true},
    Row{QuestionType::decimal, "decimal", true},
    Row{QuestionType::range, "range", true},
    Row{QuestionType::date, "date", true},
    Row{QuestionType::time, "time", true},
    Row{QuestionType::date_time, "dateTime", true},
    Row{QuestionType::select_one, "select_one", true},
    Row{QuestionType::select_multiple, "select_multiple", true},
    Row{QuestionType::rank, "rank", true},
    Row{QuestionType::acknowledge, "acknowledge", true},
    Row{QuestionType::geopoint, "geopoint", true},
    Row{QuestionType::geotrace, "geotrace", true},
    Row{QuestionType::geoshape, "geoshape", true},
    Row{QuestionType::barcode, "barcode", true},
    Row{QuestionType::image, "image", true},
    Row{QuestionType::audio, "audio", true},
    Row{QuestionType::video, "video", true},
    Row{QuestionType::file, "file", true},
    Row{QuestionType::note, "note", false},
    Row{QuestionType::calculate, "calculate", false},
    Row{QuestionType::hidden, "hidden", false},
    Row{QuestionType::start, "start", false},
    Row{QuestionType::end, "end", false},
    Row{QuestionType::today, "today", false},
    Row{QuestionType::deviceid, "deviceid", false},
    Row{QuestionType::username, "username", false},
    Row{QuestionType::email, "email", false},
    Row{QuestionType::phonenumber, "phonenumber", false},
    Row{QuestionType::unused, "", false},
    Row{QuestionType::group, "group", false},
    Row{QuestionType::repeat, "repeat", false},
    Row{QuestionType::grid, "grid", false},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (static_cast<std::size_t>(rows[i].type) != i) return false;
    return rows.size() == static_cast<std::size_t>(QuestionType::grid) + 1;
}
static_assert(in_order(), "one row a question type, in the order of the enumeration");

struct Alias {
    std::string_view name;
    QuestionType type;
};

/// Other names that XLSForm takes for the same type.
constexpr std::array aliases{
    Alias{"string", QuestionType::text},
    Alias{"int", QuestionType::integer},
    Alias{"datetime", QuestionType::date_time},
    Alias{"date_time", QuestionType::date_time},
    Alias{"select1", QuestionType::select_one},
    Alias{"select", QuestionType::select_multiple},
    Alias{"trigger", QuestionType::acknowledge},
    Alias{"gps", QuestionType::geopoint},
    Alias{"location", QuestionType::geopoint},
    Alias{"photo", QuestionType::image},
    // Rare types: kept as written, never asked.
    Alias{"audit", QuestionType::unused},
    Alias{"background-audio", QuestionType::unused},
    Alias{"background-geopoint", QuestionType::unused},
    Alias{"start-geopoint", QuestionType::unused},
    Alias{"select_one_external", QuestionType::unused},
    Alias{"xml-external", QuestionType::unused},
    Alias{"csv-external", QuestionType::unused},
    Alias{"subscriberid", QuestionType::unused},
    Alias{"simserial", QuestionType::unused},
    Alias{"osm", QuestionType::unused},
};

}  // namespace

std::string_view name(QuestionType type) noexcept { return rows[static_cast<std::size_t>(type)].name; }

std::optional<QuestionType> question_type(std::string_view name) noexcept {
    for (const Row& row : rows)
        if (row.name == name && !name.empty()) return row.type;
    for (const Alias& alias : aliases)
        if (alias.name == name) return alias.type;
    return std::nullopt;
}

bool is_asked(QuestionType type) noexcept { return rows[static_cast<std::size_t>(type)].asked; }

bool is_media(QuestionType type) noexcept { return type >= QuestionType::image && type <= QuestionType::file; }

bool is_told_by_device(QuestionType type) noexcept {
    return type >= QuestionType::start && type <= QuestionType::phonenumber;
}

bool holds_one_choice(const Question& question) noexcept {
    return question.list != none &&
           (question.type == QuestionType::select_one || question.type == QuestionType::calculate);
}

bool holds_number(const Question& question) noexcept {
    switch (question.type) {
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range:
            return true;
        default:
            return question.type == QuestionType::calculate && !question.bands.empty();
    }
}

std::optional<ChoiceIndex> ChoiceList::find(std::string_view choice) const {
    const auto found = index.find(choice);
    if (found == index.end()) return std::nullopt;
    return found->second;
}

const ChoiceList* Form::find_list(std::string_view list) const {
    const auto found = list_index.find(list);
    return found == list_index.end() ? nullptr : &lists[found->second];
}

std::optional<std::uint32_t> Form::find(std::string_view question) const {
    const auto found = index.find(question);
    if (found == index.end()) return std::nullopt;
    return found->second;
}

}  // namespace ecoute::forms
