#pragma once
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/questionnaire.hpp"

namespace ecoute::tests {

inline std::string text_of_file(const std::string& path) {
    std::ifstream in(std::string(ECOUTE_SOURCE_DIR) + "/" + path, std::ios::binary);
    BOOST_REQUIRE(in.good());
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A questionnaire of the library in a campaign of two quartiers.
inline forms::FormReading questionnaire(const std::string& name) {
    return forms::read_form(
        text_of_file("forms/library/" + name + ".json"),
        {{"quartiers",
          {{.name = "QN06901M", .label = {{"fr", "Les Minguettes"}}}, {.name = "HORS", .label = {{"fr", "Ailleurs"}}}},
          {}}});
}

}  // namespace ecoute::tests
