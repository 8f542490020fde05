#include <CLI/CLI.hpp>

#include "server/cli/shell.hpp"
#include "server/receipt.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server::cli {
namespace {

int erase(Shell& shell, const std::string& code) {
    auto store = shell.open_store();
    const auto hash = receipt_hash(code);
    const auto stored = store->responses().find_by_receipt(hash);
    if (!store->corrections().erase(hash, local_day(shell.clock()))) {
        shell.say("cli.erase.unknown");
        return input_has_problems;
    }
    if (stored) store->audit().add(shell.now(), Shell::who(), "response.erase", stored->campaign);
    shell.say("cli.erase.done");
    return done;
}

}  // namespace

void add_erase(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("erase", shell.text("cli.erase.about"))->fallthrough();
    auto code = std::make_shared<std::string>();
    verb->add_option("--receipt", *code, shell.text("cli.erase.receipt"))->required()->type_name("CODE");
    verb->callback([&shell, code] { shell.action = [&shell, code] { return erase(shell, *code); }; });
}

}  // namespace ecoute::server::cli
