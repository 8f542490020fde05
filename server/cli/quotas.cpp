#include <CLI/CLI.hpp>

#include "server/cli/at_desk.hpp"
#include "server/in_words.hpp"
#include "server/quotas.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    std::string file, campaign;
};

int import(Shell& shell, const Wanted& wanted) {
    const auto text = read_file(wanted.file);
    if (!text) {
        shell.say("cli.quotas.no_file", {{"file", wanted.file}});
        return input_has_problems;
    }
    AtDesk at{shell};
    const auto campaign = at.desk.forms.find(wanted.campaign);
    if (!campaign) return shell.refuse({forms::Code::campaign_unknown, wanted.campaign, "", {}});
    forms::Problems problems;
    const auto imported = import_quotas(*at.store, *campaign, *text, shell.now(), Shell::who(), problems);
    if (!imported) return shell.refuse(problems);
    shell.say("cli.quotas.imported", {{"cells", std::to_string(imported->cells)},
                                      {"interviews", number_in_words(shell.language(), imported->interviews)},
                                      {"campaign", wanted.campaign}});
    return done;
}

}  // namespace

void add_quotas(CLI::App& app, Shell& shell) {
    auto* quotas = app.add_subcommand("quotas", shell.text("cli.quotas.about"))->require_subcommand(1);
    quotas->fallthrough();
    auto* importing = quotas->add_subcommand("import", shell.text("cli.quotas.import.about"))->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    importing->add_option("file", wanted->file)->required()->type_name("FILE");
    importing->add_option("--campaign", wanted->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    importing->callback([&shell, wanted] { shell.action = [&shell, wanted] { return import(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli
