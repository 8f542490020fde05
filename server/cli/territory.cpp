#include <CLI/CLI.hpp>

#include "server/cli/library.hpp"
#include "server/cli/shell.hpp"
#include "server/wire/correspondence_csv.hpp"
#include "server/wire/territory_csv.hpp"

namespace ecoute::server::cli {
namespace {

int import(Shell& shell, const std::string& file) {
    auto text = read_file(file);
    if (!text)
        if (const auto kept = library_file(file + ".csv")) text = std::string{*kept};
    if (!text) {
        shell.say("cli.no_file", {{"file", file}, {"known", "lyon-2016, occitanie-qpv-2015"}});
        return input_has_problems;
    }
    forms::Problems problems;
    const auto territories = territories_from_csv(*text, problems);
    if (!problems.empty()) return shell.refuse(problems);
    auto store = shell.open_store();
    const auto fresh = store->territories().import(territories);
    store->audit().add(shell.now(), Shell::who(), "territory.import", std::to_string(territories.size()));
    shell.say("cli.territory.imported", {{"count", std::to_string(territories.size())}, {"new", std::to_string(fresh)}});
    return done;
}

int correspond(Shell& shell, const std::string& file) {
    const auto text = read_file(file);
    if (!text) {
        shell.say("cli.margins.no_file", {{"file", file}});
        return input_has_problems;
    }
    forms::Problems problems;
    const auto rows = correspondence_from_csv(*text, problems);
    if (!problems.empty()) return shell.refuse(problems);
    auto store = shell.open_store();
    store->correspondences().import(rows);
    store->audit().add(shell.now(), Shell::who(), "territory.correspondence", std::to_string(rows.size()));
    shell.say("cli.territory.corresponded", {{"count", std::to_string(rows.size())}});
    return done;
}

}  // namespace

void add_territory(CLI::App& app, Shell& shell) {
    auto* territory = app.add_subcommand("territory", shell.text("cli.territory.about"))->require_subcommand(1);
    territory->fallthrough();
    auto* importing = territory->add_subcommand("import", shell.text("cli.territory.import.about"))->fallthrough();
    auto file = std::make_shared<std::string>();
    importing->add_option("file", *file)->required()->type_name("FILE");
    importing->callback([&shell, file] { shell.action = [&shell, file] { return import(shell, *file); }; });

    auto* corresponding =
        territory->add_subcommand("correspondence", shell.text("cli.territory.correspondence.about"))->fallthrough();
    auto table = std::make_shared<std::string>();
    corresponding->add_option("file", *table)->required()->type_name("FILE");
    corresponding->callback([&shell, table] { shell.action = [&shell, table] { return correspond(shell, *table); }; });
}

}  // namespace ecoute::server::cli
