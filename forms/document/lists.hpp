#pragma once
#include <vector>

#include "forms/document/members.hpp"

namespace ecoute::forms::document {

/// Reads "choices": an object of lists, each an array of choices. Afterwards `draft.lists` knows every list, those of
/// the document and the `attached` ones, which replace lists of the same name.
void read_lists(Draft& draft, const Members& top, const std::vector<ChoiceList>& attached);

/// Fills the index of a list by the names of its choices.
void index_choices(ChoiceList& list);

}  // namespace ecoute::forms::document
