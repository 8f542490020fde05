#pragma once
#include <cstddef>
#include <string_view>

#include "forms/form.hpp"

/// Lists that come with a campaign from a CSV file: places, street names, whatever differs from one town to the next.
namespace ecoute::forms {

/// Largest file: the longest list with 250 bytes a row. The whole list goes to each tablet.
inline constexpr std::size_t largest_list_file_bytes = 16 * 1024 * 1024;
/// Longest cell: a label is read on a screen, a key is typed; beyond it a quote was forgotten.
inline constexpr std::size_t longest_list_cell_bytes = 2'000;
/// Most columns: several times what a public file of places has.
inline constexpr std::size_t most_list_columns = 100;
/// Mistakes told of one file; a file with more is another file.
inline constexpr std::size_t most_list_mistakes = 50;

/// What a questionnaire does with a list.
enum class ListUse : std::uint8_t {
    choices,  ///< a question offers it: each row has a name of its own and a label
    table,    ///< only expressions read it (pulldata, instance): rows need neither, and may share names
};

/// A list of that name is offered by a question, also through the copy that "or_other" makes.
ListUse use_of(const Form& form, std::string_view list);

struct ListReading {
    ChoiceList list;    ///< whole only when there are no mistakes
    Problems mistakes;  ///< "where" is "line 12" for what stands on a line
    Problems warnings;  ///< convert_unused: columns that name pictures or sounds of choices
};

/// Reads a file as the list `wanted` (CsvReader: "," ";" or tab, UTF-8). Column `wanted.value` names the choice; `wanted.label` is
/// its label in `default_language`, "label::ar" or "label::العربية (ar)" in another language. Every other column, and these two
/// under names other than "name" and "label", can be read by choice_filter, instance() and pulldata(); a blank cell is kept blank. Where a
/// question offers the list, columns "exclusive" (yes or no), "missing" ("refused") and "score" (a number) besides mean what they mean in a
/// questionnaire's own list; pictures and sounds ("image", "audio", "video", "big-image") do not come with a file, which is told.
/// Refusals: csv_* ; workbook_column_missing (facts "value": the file, "known": a near name); workbook_language_unknown;
/// workbook_cell_invalid (a blank name or label, no yes or no, no number); form_choice_invalid (the reserved name); form_choice_twice (fact "first": line);
/// csv_too_large (cell, columns or file); form_too_large (rows).
ListReading list_from_csv(std::string_view text, const AttachedList& wanted, std::string_view default_language, ListUse use);

}  // namespace ecoute::forms
