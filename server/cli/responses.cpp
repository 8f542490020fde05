#include <CLI/CLI.hpp>

#include <unistd.h>

#include "server/cli/responses_attachments.hpp"
#include "server/cli/responses_import.hpp"
#include "server/rows.hpp"

namespace ecoute::server::cli {
namespace {

struct Export {
    std::string campaign, format = "csv", output;
};

forms::Result<WorkbookRows> write_rows(std::string_view format, storage::Store& store, const storage::Campaign& campaign, const Sink& sink) {
    if (format == "xlsx") return write_rows_xlsx(store, campaign, sink);
    const auto count = format == "csv" ? write_rows_csv(store, campaign, sink) : write_rows_ndjson(store, campaign, sink);
    if (!count) return count.error();
    return WorkbookRows{*count, 0};
}

bool to_a_terminal(const std::string& output) { return (output.empty() || output == "-") && isatty(STDOUT_FILENO) != 0; }

int export_responses(Shell& shell, const Export& wanted) {
    if (wanted.format == "xlsx" && to_a_terminal(wanted.output)) {
        shell.say("cli.responses.export.terminal");
        return wrong_usage;
    }
    auto store = shell.open_store();
    const auto campaign = store->campaigns().find(wanted.campaign);
    if (!campaign) return shell.refuse(forms::Problem{forms::Code::campaign_unknown, wanted.campaign, "", {}});
    store->audit().add(shell.now(), Shell::who(), "responses.export", wanted.campaign);
    OutputFile file{wanted.output};
    const auto written = write_rows(wanted.format, *store, *campaign, [&](std::string_view bytes) { file.write(bytes); });
    if (!written) return shell.refuse(written.error());
    file.commit();
    shell.say("cli.responses.exported", {{"count", std::to_string(written->count)}});
    if (written->cut > 0) shell.say("cli.responses.export.cut", {{"count", std::to_string(written->cut)}});
    return done;
}

}  // namespace

void add_responses(CLI::App& app, Shell& shell) {
    auto* responses = app.add_subcommand("responses", shell.text("cli.responses.about"))->require_subcommand(1);
    responses->fallthrough();

    auto* importing = responses->add_subcommand("import", shell.text("cli.responses.import.about"))->fallthrough();
    auto options = std::make_shared<ImportOptions>();
    importing->add_option("file", options->file)->required()->type_name("FILE");
    importing->add_option("--campaign", options->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    importing->add_option("--rejects", options->rejects, shell.text("cli.responses.import.rejects"))->type_name("FILE");
    importing->add_flag("--dry-run", options->dry_run, shell.text("cli.responses.import.dry_run"));
    importing->callback([&shell, options] { shell.action = [&shell, options] { return import_responses(shell, *options); }; });

    add_responses_attachments(*responses, shell);

    auto* exporting = responses->add_subcommand("export", shell.text("cli.responses.export.about"))->fallthrough();
    auto wanted = std::make_shared<Export>();
    exporting->add_option("--campaign", wanted->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    exporting->add_option("--format", wanted->format, shell.text("cli.responses.export.format"))->check(CLI::IsMember({"csv", "xlsx", "ndjson"}))->capture_default_str();
    exporting->add_option("-o,--output", wanted->output, shell.text("cli.output"))->type_name("FILE");
    exporting->callback([&shell, wanted] { shell.action = [&shell, wanted] { return export_responses(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli
