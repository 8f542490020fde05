#pragma once
#include <map>
#include <string>

#include "forms/convert/xlsform/draft.hpp"

namespace ecoute::forms::xlsform {

/// Names as they were and as they are now.
using Renames = std::map<std::string, std::string, std::less<>>;

/// Puts the new names into every expression and text of an item and of what it holds: "${ proprete }" -> "${q6.proprete}". The names
/// of the questions themselves are the caller's.
void rename_in(Item& item, const Renames& renames);

}  // namespace ecoute::forms::xlsform
