#include <CLI/CLI.hpp>

#include "server/attached_lists.hpp"
#include "server/cli/library.hpp"
#include "server/cli/margins.hpp"
#include "server/cli/shell.hpp"
#include "server/cli/simulation.hpp"
#include "server/cli/weights.hpp"
#include "server/wire/territory_csv.hpp"

namespace ecoute::server::cli {
namespace {

constexpr std::string_view form_name = "ecoute-habitants";
constexpr std::string_view territories_name = "lyon-2016.csv";
constexpr std::string_view campaign_id = "ecoute-habitants-demo";
/// The design of Lyon's survey of 2016: 1,550 in nine QPV, 350 in three watch areas, 500 elsewhere.
constexpr std::size_t respondents = 2400;
constexpr std::uint64_t seed = 2016;

forms::Problems prepare(Shell& shell, storage::Store& store) {
    forms::Problems problems;
    const auto territories = territories_from_csv(library_file(territories_name).value_or(""), problems);
    if (!problems.empty()) return problems;
    store.territories().import(territories);
    storage::Campaign campaign{.id = std::string{campaign_id}, .title = shell.text("cli.demo.title"), .open = true, .demonstration = true,
                               .organisation = shell.text("cli.demo.organisation"), .created_at = shell.now()};
    for (const auto& territory : territories) campaign.territories.push_back(territory.code);
    problems = create_campaign(store, std::move(campaign), questionnaire_document(std::string{form_name}).value_or("")).mistakes;
    if (problems.empty()) store.audit().add(shell.now(), Shell::who(), "demo", campaign_id);
    return problems;
}

/// Invented too: the bilan sets those who answered beside them, and weights follow from them.
forms::Problems import_populations(Shell& shell) {
    AtDesk at{shell};
    const auto campaign = at.desk.forms.find(campaign_id);
    forms::Problems problems;
    for (const auto name : {"demonstration-quartier.csv", "demonstration-age-genre.csv"})
        import_margin(shell, at, *campaign, library_file(name).value_or(""), "", "", problems);
    return problems;
}

int demo(Shell& shell) {
    {
        const auto store = shell.open_store();
        if (!store->campaigns().all().empty()) {
            shell.say("cli.demo.not_empty", {{"directory", shell.data_directory.string()}});
            return input_has_problems;
        }
        const auto problems = prepare(shell, *store);
        if (!problems.empty()) return shell.refuse(problems);
    }
    if (const auto problems = import_populations(shell); !problems.empty()) return shell.refuse(problems);
    if (const int sent = send_invented(shell, campaign_id, library_plan(form_name), seed, respondents); sent != done) return sent;
    if (const int weighted = keep_weights(shell, campaign_id); weighted != done) return weighted;
    shell.say("cli.demo.done", {{"directory", shell.data_directory.string()}});
    return done;
}

}  // namespace

void add_demo(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("demo", shell.text("cli.demo.about"))->fallthrough();
    verb->callback([&shell] { shell.action = [&shell] { return demo(shell); }; });
}

}  // namespace ecoute::server::cli
