#pragma once
#include <string>

#include "forms/convert/conversion.hpp"
#include "forms/convert/xlsform/draft.hpp"

namespace ecoute::forms::xlsform {

/// The draft as a questionnaire document, with the place of each part.
std::string document_of(const Draft& draft, Places& places);

}  // namespace ecoute::forms::xlsform
