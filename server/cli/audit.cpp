#include <CLI/CLI.hpp>
#include <iostream>

#include "server/cli/shell.hpp"

namespace ecoute::server::cli {
namespace {

int verify(Shell& shell) {
    auto store = shell.open_store();
    const auto broken = store->audit().first_broken();
    if (broken) {
        shell.say("cli.audit.broken", {{"seq", std::to_string(*broken)}});
        return input_has_problems;
    }
    shell.say("cli.audit.holds", {{"count", std::to_string(store->audit().all().size())}});
    return done;
}

}  // namespace

void add_audit(CLI::App& app, Shell& shell) {
    auto* audit = app.add_subcommand("audit", shell.text("cli.audit.about"))->require_subcommand(1);
    audit->fallthrough();
    auto* verifying = audit->add_subcommand("verify", shell.text("cli.audit.verify.about"))->fallthrough();
    verifying->callback([&shell] { shell.action = [&shell] { return verify(shell); }; });
}

}  // namespace ecoute::server::cli
