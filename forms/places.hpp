#pragma once
#include <string_view>

namespace ecoute::forms {

/// "latitude longitude altitude accuracy" as ODK writes a place: decimal degrees within the globe, metres, the accuracy
/// not below zero; the last two may be missing.
bool is_geopoint(std::string_view text) noexcept;
/// Two points or more, with ";" between them; one more at the end is passed over.
bool is_geotrace(std::string_view text) noexcept;
/// A trace of three points or more whose last is where the first is.
bool is_geoshape(std::string_view text) noexcept;

}  // namespace ecoute::forms
