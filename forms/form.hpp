#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "forms/expression/expression.hpp"
#include "forms/problem.hpp"
#include "forms/text.hpp"

namespace ecoute::forms {

enum class QuestionType : std::uint8_t {
    text,
    integer,
    decimal,
    range,
    date,
    time,
    date_time,
    select_one,
    select_multiple,
    rank,
    acknowledge,
    geopoint,
    geotrace,
    geoshape,
    barcode,
    image,
    audio,
    video,
    file,
    note,
    calculate,
    hidden,
    start,
    end,
    today,
    deviceid,
    username,
    email,
    phonenumber,
    unused,  ///< a type that is kept and never asked; what was written is Question::written_type
    group,
    repeat,
    grid,
};

/// Wire name of a type ("select_one") and back; one row each in form.cpp. Other names that XLSForm takes ("int", "gps")
/// are understood; those of rare types ("audit") give `unused`, whose own name is none of a document.
std::string_view name(QuestionType type) noexcept;
std::optional<QuestionType> question_type(std::string_view name) noexcept;

/// True for types that a person answers (not note, calculate, hidden, what the device tells, group, repeat, grid).
bool is_asked(QuestionType type) noexcept;
/// True for image, audio, video and file, whose answer is the name of a file.
bool is_media(QuestionType type) noexcept;
/// True for what the device tells by itself: start, end, today, deviceid, username, email, phonenumber.
bool is_told_by_device(QuestionType type) noexcept;

/// Columns of a workbook or attributes of an XForm that the program keeps for export and does not use, as text.
using Kept = std::map<std::string, std::string, std::less<>>;

/// Position of a choice in its list.
using ChoiceIndex = std::uint16_t;

/// Hashes names so that a string_view is looked up without being copied.
struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept { return std::hash<std::string_view>{}(name); }
};
template <class Value>
using ByName = std::unordered_map<std::string, Value, NameHash, std::equal_to<>>;

struct Choice {
    std::string name;
    Text label;
    bool exclusive = false;  ///< "aucun": unticks the rest
    bool refusal = false;  ///< "je préfère ne pas répondre": counted as refused ("missing": "refused" in the document)
    std::map<std::string, std::string, std::less<>>
        columns;  ///< extra columns for choice_filter (a quartier has "kind")
    std::optional<double> score;  ///< points: a select_one of such choices has a mean score in tables
    Text image, audio, video, big_image;
    Kept kept;
};

struct ChoiceList {
    std::string name;
    std::vector<Choice> choices;
    /// Index of a choice; nullopt when the list has none of that name.
    std::optional<ChoiceIndex> find(std::string_view choice) const;
    ByName<ChoiceIndex> index;  ///< filled by read_form
};

/// No list may be longer: an answer keeps the index of its choice in 16 bits, and three values are taken.
inline constexpr std::size_t longest_list = 65'000;
/// More questions than any questionnaire met in the field, few enough to be checked at once.
inline constexpr std::size_t most_questions = 20'000;
inline constexpr std::size_t longest_text_answer_bytes = 10'000;
/// A trace or an outline: some two thousand points, an hour's walk at a point every two seconds.
inline constexpr std::size_t longest_trace_bytes = 100'000;
/// Groups within groups: more is no longer written by a person.
inline constexpr int deepest_group = 50;
/// Lower bounds that an age breakdown given as a number has when its question names none: the broad classes of
/// INSEE's quartier tables (under 15, 15-24, 25-59, 60 and over).
inline constexpr std::array<double, 4> usual_age_bands{0, 15, 25, 60};

inline constexpr std::uint32_t none = 0xFFFFFFFF;

/// One node of the questionnaire, groups included, flattened in document order: a group stands before what it
/// holds, a grid before its rows. A row of grid "q6" named "ecoles" is a select_one question "q6.ecoles".
struct Question {
    std::string name;
    QuestionType type{};
    std::uint32_t parent = none;  ///< enclosing group, repeat or grid
    std::uint32_t end = 0;        ///< one past the last node it holds; its own index + 1 for a leaf
    std::uint32_t repeat = none;  ///< innermost repeat around it
    Text label, hint, guidance_hint, constraint_message, required_message;
    Text image, audio, video, big_image;
    std::string autoplay;  ///< "audio" or "video": plays when the question is shown
    /// Index into Form::lists, for selects, ranks, grids and their rows, and a calculate that gives one of its choices.
    std::uint32_t list = none;
    expression::Expression relevant, required, constraint, calculation, read_only, choice_filter, default_value,
        repeat_count;
    bool always_required = false;  ///< required is a plain yes: no evaluation needed
    /// The default is evaluated once, when the questionnaire or the row of its repeat begins; else it is the value itself.
    bool default_is_dynamic = false;
    /// The calculation (or dynamic default) is evaluated only when one of these changes.
    std::vector<std::uint32_t> triggers;
    /// The calculation depends on clock, chance or a trigger: what the device computed is kept when it sent something.
    bool keeps_sent = false;
    std::vector<double> bands;  ///< lower bounds, ascending; empty when the number has no bands
    double range_start = 1, range_end = 10, range_step = 1;
    std::map<std::string, std::string, std::less<>> parameters;  ///< all of "parameters", as written
    std::optional<std::uint16_t> most_choices;                   ///< "parameters": "max=3" of a rank or select_multiple
    bool sensitive = false;    ///< asked only after the second consent; own or inherited
    bool field_sheet = false;  ///< set by the interviewer once a tour, never asked of the person; own or inherited
    bool of_or_other = false;  ///< the text question that "or_other" of the select before it made
    std::string written_type;  ///< of an `unused` question: "audit"
    std::string appearance, volet, theme, same_as, pointer;  ///< pointer: where it stands in the document
    Kept kept;
};

/// True when an answer is one choice of a list: a select_one, a row of a grid, a calculate with "choices".
bool holds_one_choice(const Question& question) noexcept;
/// True when an answer is a number that tables may band: integer, decimal, range, a calculate with "bands".
bool holds_number(const Question& question) noexcept;

/// A list that comes with the campaign, from a CSV file of two columns at least.
struct AttachedList {
    std::string list, file;
    std::string value = "name", label = "label";  ///< columns of the file that hold a choice's name and label
};

struct Breakdowns {
    std::uint32_t quartier = none, age = none, gender = none;  ///< indexes into Form::questions
};

/// Questions (usually hidden) that hold base weight, stratum and cluster of a drawn sample.
struct SampleDesign {
    std::uint32_t weight = none, stratum = none, cluster = none;
};

/// The question by which a person agrees, and the choice that says yes.
struct Consent {
    std::uint32_t question = none;
    ChoiceIndex agrees = 0;  ///< of a select_one; 0 ("OK") for an acknowledge
};

/// A questionnaire that was read and checked. Immutable; one per version and attached lists.
struct Form {
    std::string id, version, default_language;
    std::vector<std::string> languages;  ///< every language in which the title and all labels exist, default first
    Text title, notice;
    bool sensitive = false;
    Breakdowns breakdowns;
    SampleDesign design;
    std::optional<Consent> consent;            ///< to begin: anything else is a refusal, counted and not tabulated
    std::optional<Consent> sensitive_consent;  ///< to be asked the sensitive questions
    std::vector<ChoiceList> lists;
    std::vector<AttachedList> attached;  ///< lists that the campaign brings; those that it brought are in `lists` too
    Kept kept;
    std::vector<Question> questions;
    /// Questions with relevant, calculation, choice_filter or repeat_count, in the order in which they must be evaluated.
    std::vector<std::uint32_t> evaluation_order;
    /// By question: its place in an order in which each stands after what it reads and after the groups around both.
    std::vector<std::uint32_t> rank;
    /// By question: those whose relevant, calculation (unless a trigger makes it), choice_filter, repeat_count, required
    /// or read_only reads it, in that order; what must be looked at again when it changes.
    std::vector<std::vector<std::uint32_t>> dependents;
    /// By question: those that it triggers, in document order.
    std::vector<std::vector<std::uint32_t>> triggered_by;
    /// Hidden questions, and calculations without a calculation, outside of repeats that have a default.
    std::vector<std::uint32_t> unseen_defaults;

    std::optional<std::uint32_t> find(std::string_view question) const;
    const ChoiceList* find_list(std::string_view list) const;
    const ChoiceList& list_of(std::uint32_t question) const { return lists[questions[question].list]; }
    ByName<std::uint32_t> index;       ///< questions by name, filled by read_form
    ByName<std::uint32_t> list_index;  ///< lists by name, filled by read_form
};

}  // namespace ecoute::forms
