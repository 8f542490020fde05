#include <CLI/CLI.hpp>
#include <iostream>

#include "server/cli/audit_tables.hpp"

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
    auto* tables = audit->add_subcommand("tables", shell.text("cli.audit.tables.about"))->fallthrough();
    auto asked = std::make_shared<TablesToAudit>();
    tables->add_option("file", asked->file, shell.text("cli.audit.tables.file"))->type_name("FILE");
    tables->add_option("--asked", asked->campaign, shell.text("cli.audit.tables.asked_option"))->type_name("ID")->excludes("file");
    tables->add_option("--smallest-count", asked->smallest_count, shell.text("cli.audit.tables.k"))->check(CLI::Range(1, 1000))->type_name("K");
    tables->add_option("--format", asked->format, shell.text("cli.table.format"))->check(CLI::IsMember({"text", "json"}))->capture_default_str();
    tables->callback([&shell, asked] {
        if (asked->file.empty() && asked->campaign.empty()) throw CLI::RequiredError("FILE, --asked");
        shell.action = [&shell, asked] { return audit_tables(shell, *asked); };
    });
}

}  // namespace ecoute::server::cli
