#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "forms/convert/conversion.hpp"
#include "forms/form.hpp"

namespace ecoute::forms {

/// A sentence that the XForm needs and the questionnaire does not have, in a language: "exclusive", "most" (`value`: how many), "rank_first",
/// "rank_place" (`value`: which). "" when there is none.
using XformWords = std::function<std::string(std::string_view key, std::string_view language, std::string_view value)>;

/// A questionnaire as an ODK XForm: what Collect, Enketo and ODK Web Forms fill. The same form gives the same bytes, so that
/// its MD5 names its version. What an XForm has no word for is kept in attributes of our own namespace, which
/// document_of_xform reads back; what was put otherwise is in the report, with the JSON pointer of its question.
///
/// Nodes that are in the record and are no question of the document: the notice, a note in the first place ("notice"); the
/// places of a rank that takes some of many ("priorites_rangs/rang_1"...), whose answers are put together in the rank's own node;
/// the number of rows of a repeat ("enfants_count"). Their binds carry ecoute:role.
///
/// Lists that the campaign attaches and that the form does not hold are read from files: jr://file-csv/quartiers.csv with the columns name and label.
Conversion xform_of(const Form& form, const XformWords& words = {});

}  // namespace ecoute::forms
