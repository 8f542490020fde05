#include "server/handlers/condition_options.hpp"

#include <nlohmann/json.hpp>

#include "server/table_condition.hpp"

namespace ecoute::server::admin {

using nlohmann::json;

json options_of_conditions(const Words& words, std::string_view language, const forms::Form& form, const std::string& asked) {
    json lists = json::array();
    bool known = asked.empty();
    for (const auto& variable : possible_conditions(words, language, form)) {
        json options = json::array();
        for (const auto& group : variable.groups) {
            known = known || group.text == asked;
            options.push_back({{"value", group.text}, {"label", group.label}, {"chosen", group.text == asked}});
        }
        lists.push_back({{"label", variable.label}, {"options", options}});
    }
    json control{{"lists", lists}, {"everybody", asked.empty()}};
    if (!known) control["asked"] = {{"value", asked}, {"label", condition_in_words(words, language, form, asked)}};
    return control;
}

}  // namespace ecoute::server::admin
