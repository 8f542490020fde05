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

/// Groups that are shown as tables of select_ones with one list become grids, where nothing is lost by it; their rows
/// get the name of the group in front ("q6.proprete"), in every expression and text that reads them.
void make_grids(Teller& teller, Draft& draft);

}  // namespace ecoute::forms::xlsform
