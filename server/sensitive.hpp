#pragma once
#include <cstdint>

#include "forms/form.hpp"

namespace ecoute::server {

/// Whether answers to a question are sensitive (STATISTICS.md B6): it is marked so, or its answers follow from such a question's,
/// because its relevance (its own, or that of a group around it), its calculation or the choice of its choices reads one. Who was asked
/// "et depuis ?" was hit, marked or not.
bool is_sensitive(const forms::Form& form, std::uint32_t question);

/// Whether who stands in a category of the question said something sensitive: as above, and in a sensitive questionnaire all that
/// is asked but where somebody lives, age and gender.
bool tells_something_sensitive(const forms::Form& form, std::uint32_t question);

/// Whether who was asked the question said something sensitive before.
bool is_asked_of_sensitive(const forms::Form& form, std::uint32_t question);

}  // namespace ecoute::server
