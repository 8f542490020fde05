#pragma once
#include <string>
#include <string_view>

#include "forms/clock.hpp"

namespace ecoute::forms::expression {

/// Longest line read, in bytes: an expression, and the answers of one person.
inline constexpr std::size_t longest_line_bytes = 1024 * 1024;

/// One line of `ecoute form eval`: a JSON object in, a JSON object out, without line ends.
///
/// In: "expression"; "answers" as in a submission; "questions", names to types ("integer", "select_one LIST"). What a
/// repeat holds is told by an object of names ("membres": {"age": "integer"}), by a path ("membres/age": "integer"), or
/// by where the answers stand. Without "questions", the names are those of the answers. Optional: "current", the name
/// of the question that carries the expression, with its place in repeats ("membres[2]/age"), or what else "." stands
/// for; "now", an ISO 8601 instant whose offset is then the local one (otherwise `clock` tells); "language"; "lists",
/// choice lists as in a document, for jr:choice-name, instance() and pulldata();
/// "tree": true, to be given the compiled tree beside the value.
///
/// Out: {"value", "type"}, type being string, number, boolean, date, dateTime or list (of strings); numbers that JSON
/// lacks are "NaN", "Infinity", "-Infinity". Or {"error"} with the wire name of a refusal, and its facts: "value",
/// "offset", "known"...
std::string evaluate_line(std::string_view line, const Clock& clock);

}  // namespace ecoute::forms::expression
