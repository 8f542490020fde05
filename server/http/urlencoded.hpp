#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecoute::server {

/// More fields than a questionnaire has questions; what comes after is not read.
inline constexpr std::size_t most_form_fields = 20'000;

/// "%C3%A9" -> "é". An escape that is none stays as it stands.
std::string percent_decoded(std::string_view text, bool plus_is_space = false);
/// Everything but letters, digits and -._~ escaped: fit for a query.
std::string percent_encoded(std::string_view text);
/// A query, or the body of a form (application/x-www-form-urlencoded): decoded pairs, in order.
std::vector<std::pair<std::string, std::string>> read_urlencoded(std::string_view text);
/// The first value of that name, or "".
std::string_view field(const std::vector<std::pair<std::string, std::string>>& fields, std::string_view name);

}  // namespace ecoute::server
