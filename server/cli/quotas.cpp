#include <CLI/CLI.hpp>

#include "server/cli/at_desk.hpp"
#include "server/in_words.hpp"
#include "server/wire/margin_csv.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"

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
    const auto targets = targets_from_csv(*text, campaign->form, problems);
    if (!targets) return shell.refuse(problems);
    storage::Quotas quotas{targets->variables, {}, shell.now()};
    std::int64_t wanted_interviews = 0;
    for (const auto& cell : targets->cells) {
        quotas.cells.push_back({cell.levels, static_cast<std::int64_t>(cell.population)});
        wanted_interviews += quotas.cells.back().target;
    }
    const auto imported = at.store->devices().field_work().import(wanted.campaign, quotas);
    if (!imported) return shell.refuse(imported.error());
    at.store->audit().add(shell.now(), Shell::who(), "quotas.import", wanted.campaign);
    shell.say("cli.quotas.imported", {{"cells", std::to_string(quotas.cells.size())},
                                      {"interviews", number_in_words(shell.language(), wanted_interviews)},
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
