#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

/// The project's own sources, for tests of what may stand in them.
namespace ecoute::tests {

inline const std::filesystem::path project = ECOUTE_SOURCE_DIR;

inline std::string text_of(const std::filesystem::path& file) {
    std::ifstream in{file};
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace ecoute::tests
