#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ecoute::forms::xlsform {

/// How the cells of a column become members of the document, and back.
enum class Kind : std::uint8_t {
    text,         ///< a string
    by_language,  ///< an object of texts by language
    expression,   ///< a string, number or boolean; typographic quotes and blanks are mended
    scalar,       ///< a number or a string, as the cell is
    yes_no,       ///< true or false
    numbers,      ///< "15 25 60" is [15, 25, 60]
    role,         ///< names this question in a member above the questions: breakdowns, consents, design
    structure,    ///< type, name, list and what else decides on the shape of the document
    kept,         ///< not used; goes to "kept" under the header as written
    extra,        ///< a column of a choice that choice_filter reads
    vendor,       ///< bookkeeping of another program: left out
};

/// A column that the program knows; `name` is XLSForm's, and the member of the document where there is one.
struct Column {
    std::string_view name;
    Kind kind;
    int width;  ///< in characters, when written
};

/// The columns of each sheet, in the order in which they are written.
std::span<const Column> survey_columns() noexcept;
std::span<const Column> choices_columns() noexcept;
std::span<const Column> settings_columns() noexcept;
std::span<const Column> attached_columns() noexcept;

/// A header, understood.
struct Header {
    const Column* column = nullptr;  ///< null when the program does not know it
    std::string language;            ///< as written: "Français (fr)"; "" when none
    std::string key;                 ///< for `kept` and `extra`: the name under which the cells are kept
    Kind kind = Kind::kept;
};

/// Understands a header as XLSForm does: any case, blanks and "_" alike, aliases of thirty years of tools, "::" or ":"
/// before the language. `unknown` is what a column is that nobody knows (Kind::kept or Kind::extra).
Header header_of(std::string_view written, std::span<const Column> known, Kind unknown);

/// Lower case, without blanks around, runs of blanks and "_" as one "_": "List  name" -> "list_name".
std::string folded(std::string_view written);
/// No language said: nothing, "default" (ODK), or "None" (what Kobo writes for a form in one language without a name).
bool names_no_language(std::string_view written);

/// The known column that was probably meant.
std::optional<std::string> near_column(std::string_view written, std::span<const Column> known);

}  // namespace ecoute::forms::xlsform
