#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "forms/convert/xlsform/draft.hpp"
#include "forms/convert/xlsform/table.hpp"

namespace ecoute::forms::xlsform {

/// The one row of settings, into draft.top. What the program does not use is kept.
void read_settings(Teller& teller, Table& table, std::string_view default_tag, Draft& draft);

/// Rows of the sheet choices (or external_choices) -> draft.lists, in the order in which lists are met.
void read_choices(Teller& teller, Table& table, std::string_view default_tag, Draft& draft);

/// Rows of the sheet attached: lists that come from files.
void read_attached(Teller& teller, Table& table, Draft& draft);

/// Kobo's own structures, in words of the document: a matrix (begin_kobomatrix) becomes a group for each choice of its list, under the
/// names that Kobo gives its data ("m1_car_possess"); a score a group shown as a table, which make_grids takes up; a rank a rank of
/// as many places as it has levels. Mistakes: form_list_unknown, form_too_large (questions of a matrix).
void make_kobo(Teller& teller, Draft& draft);

/// Groups that are shown as tables of select_ones with one list become grids, where nothing is lost by it; their rows
/// get the name of the group in front ("q6.proprete"), in every expression and text that reads them.
void make_grids(Teller& teller, Draft& draft);

}  // namespace ecoute::forms::xlsform
