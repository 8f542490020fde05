#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/answers.hpp"
#include "forms/clock.hpp"
#include "forms/form.hpp"

/// What a person has filled in so far, field by field, as a page holds it; and what it means as answers.
///
/// A field is named after its question; inside repeats each enclosing row's index follows, outermost first:
/// "prenom:0", "jouet:0:2". The field named after a repeat ("enfants", "jouets:0") holds how many rows it has.
namespace ecoute::server {

/// Indexes of the rows around a field, outermost first; empty outside repeats.
using Rows = std::vector<std::uint32_t>;

/// Most rows of one repeat on a page: persons of a household, stops of a walk. The engine takes more from elsewhere.
inline constexpr std::uint32_t most_page_rows = 50;
/// Stands for the index of a row that the page's script will fill in ("prenom:@0": level 0).
inline constexpr std::uint32_t row_to_come = 0xFFFFFFFF;

/// What stands in the page for the id of the response, so that the rest can be made once: as long as an id, and no text
/// has it.
inline constexpr std::string_view id_placeholder = "\x01the id of this response stands here\x01";

/// A questionnaire as one person has filled it so far.
struct Filling {
    std::string language;
    std::map<std::string, std::vector<std::string>, std::less<>> values;  ///< what was typed or ticked, by field
    forms::Problems problems;                                             ///< of answers; subject: the question
    std::string id{id_placeholder};                                       ///< of the response
    std::string started;  ///< when the script saw the first answer, ISO 8601, or ""
    std::string step;     ///< where the person was, for the script; a number or ""
    bool fresh = true;    ///< nothing was sent yet: the script may bring a draft back
    std::string code;     ///< of the response that is corrected, or of the draft that is gone on with; "" for neither
    std::int64_t revision = 0;  ///< of the response that is corrected: its seq; 0 when none is
    std::string said;           ///< a sentence on top that is no mistake ("the questionnaire has changed"), or ""
    std::string address;        ///< where the page is sent to, "/l/..."; "" for the campaign's own
    std::vector<std::string> folded;  ///< fields that a link filled in: shown folded as long as they have an answer
};

struct FieldPlace {
    std::uint32_t question = forms::none;
    Rows at;
};

/// The repeats around a question, outermost first; a repeat is not around itself.
std::vector<std::uint32_t> repeats_around(const forms::Form& form, std::uint32_t question);

/// "prenom:0:1". `at` may be longer than the question's place is deep: what is too much is left out.
std::string field_name(const forms::Form& form, std::uint32_t question, const Rows& at);
/// The other way: nullopt when no question stands at such a place or an index is above what a page holds.
std::optional<FieldPlace> field_place(const forms::Form& form, std::string_view name);

/// How many rows a repeat shows: what its field says; before anything was said one, or none where the form counts them.
std::uint32_t row_count(const forms::Form& form, const Filling& filling, std::uint32_t repeat, const Rows& at);

/// Adds a row to the repeat whose field is `name`, with its defaults; false when there is none or no room.
bool add_row(const forms::Form& form, Filling& filling, std::string_view name, const forms::Clock& clock);
/// Removes the row "enfants:1": the rows after it move up. False when there is no such row.
bool remove_row(const forms::Form& form, Filling& filling, std::string_view row);
/// Rows in which nothing was filled in say nothing, unless the form counts them: they go.
void drop_blank_rows(const forms::Form& form, Filling& filling);
/// Gives each counted repeat as many rows as its repeat_count says now. True when one got rows that the page did not have.
bool count_rows(const forms::Form& form, Filling& filling, const forms::Clock& clock);
/// Fills in the defaults of a page that nobody has touched: all, or those alone that are the same for everybody on every day.
enum class Defaults : std::uint8_t { all, fixed };
void fill_defaults(const forms::Form& form, Filling& filling, const forms::Clock& clock, Defaults which = Defaults::all);

/// Fields as texts for forms::answers_from_text: several boxes joined by spaces, rows as JSON. "Je préfère ne pas
/// répondre" beside an answer gives way to it.
std::vector<forms::NamedText> named_texts(const forms::Form& form, const Filling& filling);

/// The fields that hold these answers: a response as a page for its author. In `language`; nothing else is filled in.
Filling filling_of(const forms::Form& form, const forms::Answers& answers, std::string_view language);

/// A filling as text, to be kept and read again: fields, id, language, where the person was. nullopt for what is none.
std::string filling_text(const Filling& filling);
std::optional<Filling> read_filling_text(std::string_view text);

/// JSON pointer of a field's answer among the answers ("/enfants/0/prenom"): the `where` of its problems.
std::string answer_place(const forms::Form& form, std::uint32_t question, const Rows& at);

}  // namespace ecoute::server
