#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace ecoute::forms::xlsform {

enum class Row : std::uint8_t {
    question,
    begin_group,
    begin_repeat,
    end_group,
    end_repeat,
    begin_matrix,  ///< begin_kobomatrix: questions asked of each choice of a list
    end_matrix,
    begin_score,  ///< begin_score: rows with one list
    end_score,
    begin_rank,  ///< begin_rank: first, second, third of a list
    end_rank,
};

/// A cell of the column "type", understood.
struct Type {
    Row row = Row::question;
    std::string name;        ///< the document's type; as written when nobody knows it
    std::string list;        ///< the list, or the file's name for one that comes from a file
    bool from_file = false;  ///< select_one_from_file, select_multiple_from_file
    bool external = false;   ///< select_one_external: its list is in the sheet external_choices
    bool or_other = false;
    bool never_asked = false;  ///< tier 3: kept, never asked
};

/// Understands a type as XLSForm does: any case, aliases ("select one from x", "photo"), several blanks.
Type type_of(std::string_view written);

/// The cell for a question of the document.
std::string type_cell(const Type& type);

}  // namespace ecoute::forms::xlsform
