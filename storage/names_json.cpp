#include "storage/names_json.hpp"

#include <nlohmann/json.hpp>

namespace ecoute::storage {

std::string names_to_json(const std::vector<std::string>& names) {
    return nlohmann::json(names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> names_from_json(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    std::vector<std::string> names;
    if (json.is_array())
        for (const auto& name : json)
            if (name.is_string()) names.push_back(name.get<std::string>());
    return names;
}

}  // namespace ecoute::storage
