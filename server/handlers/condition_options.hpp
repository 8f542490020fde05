#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "forms/form.hpp"
#include "server/words.hpp"

namespace ecoute::server::admin {

/// Who is counted, as a control offers it: everybody, one group of a variable, or what the address asks for:
/// {"everybody","lists":[{"label","options":[{"value","label","chosen"}]}],"asked":{"value","label"} when it is none of these}.
nlohmann::json options_of_conditions(const Words& words, std::string_view language, const forms::Form& form, const std::string& asked);

}  // namespace ecoute::server::admin
