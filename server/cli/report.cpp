#include <CLI/CLI.hpp>

#include "server/cli/at_desk.hpp"
#include "server/report/report.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    std::string campaign, protect = "public", output;
};

int report(Shell& shell, const Wanted& wanted) {
    AtDesk at{shell};
    std::optional<Progress> progress;
    ReportRequest request{.campaign = wanted.campaign, .audience = *analysis::audience(wanted.protect), .language = shell.language(), .who = Shell::who()};
    request.progress = [&](std::size_t done_so_far, std::size_t total) {
        if (!progress) progress.emplace(shell.text("cli.report.progress"), total);
        progress->reached(done_so_far);
    };
    const auto page = report_html(at.desk, request);
    progress.reset();
    if (!page) return shell.refuse(page.error());
    write_file(wanted.output, *page);
    if (!wanted.output.empty()) shell.say("cli.report.done", {{"file", wanted.output}});
    return done;
}

}  // namespace

void add_report(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("report", shell.text("cli.report.about"))->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    verb->add_option("--campaign", wanted->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    verb->add_option("--protect", wanted->protect, shell.text("cli.table.protect"))->check(CLI::IsMember({"team", "public"}))->capture_default_str();
    verb->add_option("-o,--output", wanted->output, shell.text("cli.output"))->type_name("FILE.html");
    verb->callback([&shell, wanted] { shell.action = [&shell, wanted] { return report(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli
