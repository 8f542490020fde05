#include "server/cli/library.hpp"

#include "server/cli/shell.hpp"
#include "server_assets.hpp"

namespace ecoute::server::cli {
namespace {

constexpr std::string_view document = ".json";

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_questionnaire(std::string_view path) {
    const auto name = file_name(path);
    return path.find("forms/library/") != std::string_view::npos && name.ends_with(document) &&
           name.find('.') == name.size() - document.size();
}

}  // namespace

std::optional<std::string_view> library_file(std::string_view name) {
    for (const auto& asset : server_assets())
        if (asset.name.find("forms/library/") != std::string_view::npos && file_name(asset.name) == name) return asset.bytes;
    return std::nullopt;
}

std::optional<std::string> questionnaire_document(const std::string& file_or_name) {
    if (auto file = read_file(file_or_name)) return file;
    if (auto kept = library_file(file_or_name + std::string{document})) return std::string{*kept};
    return std::nullopt;
}

std::string library_names() {
    std::string names;
    for (const auto& asset : server_assets())
        if (is_questionnaire(asset.name)) {
            const auto name = file_name(asset.name);
            names += (names.empty() ? "" : ", ") + std::string{name.substr(0, name.size() - document.size())};
        }
    return names;
}

}  // namespace ecoute::server::cli
