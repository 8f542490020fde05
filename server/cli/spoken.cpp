#include "server/cli/spoken.hpp"

#include <CLI/CLI.hpp>

#include "server/cli/shell.hpp"

namespace ecoute::server::cli {

std::string spoken_language(const std::string& wanted, OpenForms& forms, std::string_view campaign) {
    if (!wanted.empty()) return wanted;
    const auto found = forms.find(campaign);
    return found && found->form.default_language == "en" ? "en" : "fr";
}

void add_language(CLI::App& verb, const Shell& shell, std::string& wanted) {
    verb.add_option("--language", wanted, shell.text("cli.spoken_language"))->check(CLI::IsMember({"fr", "en"}));
}

}  // namespace ecoute::server::cli
