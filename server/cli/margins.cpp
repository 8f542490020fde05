#include "server/cli/margins.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "server/in_words.hpp"
#include "server/method_words.hpp"
#include "server/wire/margin_csv.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    std::string file, campaign, source, vintage;
};

int import(Shell& shell, const Wanted& wanted) {
    const auto text = read_file(wanted.file);
    if (!text) {
        shell.say("cli.margins.no_file", {{"file", wanted.file}});
        return input_has_problems;
    }
    AtDesk at{shell};
    const auto campaign = at.desk.forms.find(wanted.campaign);
    if (!campaign) return shell.refuse({forms::Code::campaign_unknown, wanted.campaign, "", {}});
    forms::Problems problems;
    const auto margin = import_margin(shell, at, *campaign, *text, wanted.source, wanted.vintage, problems);
    if (!margin) return shell.refuse(problems);
    double population = 0;
    for (const auto& cell : margin->cells) population += cell.population;
    shell.say("cli.margins.imported",
              {{"margin", margin_in_words(shell.words(), shell.language(), campaign->form, *margin)},
               {"levels", std::to_string(margin->cells.size())},
               {"population", number_in_words(shell.language(), std::int64_t(population + 0.5))},
               {"campaign", wanted.campaign}});
    return done;
}

}  // namespace

std::optional<analysis::Margin> import_margin(Shell& shell, AtDesk& at, const CampaignForm& campaign, std::string_view csv, const std::string& source,
                                              const std::string& vintage, forms::Problems& problems) {
    auto margin = margin_from_csv(csv, campaign.form, problems);
    if (!margin) return std::nullopt;
    storage::Margin kept{margin->variables, {}, source.empty() ? margin->source : source, vintage.empty() ? margin->vintage : vintage, shell.now()};
    for (const auto& cell : margin->cells) kept.cells.push_back({cell.levels, cell.population});
    if (const auto imported = at.store->margins().import(campaign.campaign.id, kept); !imported) {
        problems.push_back(imported.error());
        return std::nullopt;
    }
    at.store->audit().add(shell.now(), Shell::who(), "margins.import", campaign.campaign.id);
    return margin;
}

void add_margins(CLI::App& app, Shell& shell) {
    auto* margins = app.add_subcommand("margins", shell.text("cli.margins.about"))->require_subcommand(1);
    margins->fallthrough();
    auto* importing = margins->add_subcommand("import", shell.text("cli.margins.import.about"))->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    importing->add_option("file", wanted->file)->required()->type_name("FILE");
    importing->add_option("--campaign", wanted->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    importing->add_option("--source", wanted->source, shell.text("cli.margins.source"))->type_name("T");
    importing->add_option("--vintage", wanted->vintage, shell.text("cli.margins.vintage"))->type_name("T");
    importing->callback([&shell, wanted] { shell.action = [&shell, wanted] { return import(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli
