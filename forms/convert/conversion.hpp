#pragma once
#include <map>
#include <string>
#include <string_view>

#include "forms/problem.hpp"

namespace ecoute::forms {

/// Where each part of a document came from: JSON pointer in the document -> place in the source ("survey!C12", an
/// XPath).
using Places = std::map<std::string, std::string, std::less<>>;

/// What a conversion gave. Nothing is dropped in silence: what the other format can't say, or says otherwise, is in the
/// report.
struct Conversion {
    std::string bytes;  ///< the converted file; of no use when there are mistakes
    Problems mistakes;  ///< why there is no result, each with its place in the source
    Problems report;    ///< convert_kept, convert_changed, convert_unused, each with its place in the source
    Places places;      ///< empty when the source is the document itself
};

/// Lines of a report. `what` is a kind of thing ("column", "type"), `reason` why; both are keys of
/// server/text/*/convert.json
/// ("convert.what.column", "convert.because.vendor"), `reason` may be left out. `value` is quoted, shortened when it is
/// long.
Problem convert_kept(std::string_view what, std::string_view value, std::string where, std::string_view reason = {});
Problem convert_changed(std::string_view what, std::string_view value, std::string_view into, std::string where,
                        std::string_view reason = {});
Problem convert_unused(std::string_view what, std::string_view value, std::string where, std::string_view reason = {});

/// The place of a JSON pointer in the source: its own, or that of the nearest part around it; the pointer itself when
/// none is known.
std::string place_of(const Places& places, std::string_view pointer);

/// Problems of a document, with their places in its source.
Problems in_source(Problems problems, const Places& places);

}  // namespace ecoute::forms
