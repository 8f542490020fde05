#pragma once
#include <string_view>

#include "forms/convert/conversion.hpp"

namespace ecoute::forms {

/// Largest XForm read, in bytes: lists of a large city inside the form, some ten times over.
inline constexpr std::size_t largest_xform_bytes = 32 * 1024 * 1024;
/// Elements within elements: a repeat in a group in a group has about a dozen.
inline constexpr int deepest_xform = 100;

/// An ODK XForm (W3C XForms as the ODK XForms specification narrows it), made by pyxform, Kobo, Central, Ona or by hand ->
/// a questionnaire document. Places are paths of the XForm ("/data/group/question", "model/instance[list]").
/// Mistakes: form_malformed (not XML, or not an XForm), form_too_large, form_question_unknown (a control or path leads
/// to a node that is not there). What the document itself gets wrong is told by read_form, with the same places.
/// A DTD is passed over and its entities are not expanded: an XForm needs none, and they are how XML is made to explode.
/// Texts of a form without translations are taken for `language`.
Conversion document_of_xform(std::string_view xml, std::string_view language = "fr");

}  // namespace ecoute::forms
