#include <CLI/CLI.hpp>
#include <iostream>

#include "server/cli/at_desk.hpp"
#include "server/cli/spoken.hpp"
#include "server/report/exact_report.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    std::string campaign, protect = "public", output, tables, language;
    bool exact = false, publish = false;
};

int tell(const Shell& shell, const ExactPreview& preview, const std::string& campaign) {
    const auto line = [&](std::string_view key, const Words::Facts& facts) { std::cout << shell.text(key, facts) << '\n'; };
    line("cli.report.preview", {{"snapshot", preview.snapshot}, {"hidden", std::to_string(preview.hidden)}, {"figures", std::to_string(preview.figures)}});
    for (const auto& told : preview.told)
        line("cli.report.preview_row", {{"hidden", std::to_string(told.hidden)},
                                        {"figures", std::to_string(told.figures)},
                                        {"question", told.question.empty() ? shell.text("cli.report.preview_people") : told.question}});
    for (const auto& place : preview.together) std::cout << place << '\n';
    for (const auto& question : preview.left_out) line("cli.report.preview_left_out", {{"question", question}});
    shell.say("cli.report.preview_next", {{"campaign", campaign}});
    return done;
}

/// Opened before anything is published: what can't be undone is not done for a folder that does not exist.
struct Files {
    explicit Files(const Wanted& wanted) {
        if (!wanted.tables.empty()) tables.emplace(wanted.tables);
        if (!wanted.output.empty() || wanted.tables.empty()) page.emplace(wanted.output);
    }
    static void write(std::optional<OutputFile>& file, std::string_view bytes) {
        if (!file) return;
        file->write(bytes);
        file->commit();
    }
    std::optional<OutputFile> tables, page;
};

int write_published(const Shell& shell, Desk& desk, const Wanted& wanted, const ReportRequest& request, const storage::Release& release, Files& files,
                    bool again = false) {
    Files::write(files.tables, release.tables);
    if (files.page) Files::write(files.page, page_with_words(desk, request, release));
    shell.say(again ? "cli.report.published_already" : "cli.report.published", {{"snapshot", release.snapshot}, {"day", release.published_at.substr(0, 10)}, {"campaign", wanted.campaign}});
    return done;
}

/// Without --publish: what is published already goes to the files; without files, what a publication would hide.
int exact_report(const Shell& shell, Desk& desk, const Wanted& wanted, const ReportRequest& request, std::optional<Progress>& progress) {
    if (wanted.publish) {
        Files files{wanted};
        const auto before = published_report(desk, wanted.campaign);
        const auto release = publish_exact(desk, request);
        progress.reset();
        if (!release) return shell.refuse(release.error());
        return write_published(shell, desk, wanted, request, *release, files, before && before->snapshot == release->snapshot);
    }
    if (!wanted.output.empty() || !wanted.tables.empty()) {
        if (const auto release = published_report(desk, wanted.campaign)) {
            Files files{wanted};
            return write_published(shell, desk, wanted, request, *release, files);
        }
        shell.say("cli.report.nothing_published");
        return wrong_usage;
    }
    const auto preview = preview_exact(desk, request);
    progress.reset();
    if (!preview) return shell.refuse(preview.error());
    if (const auto last = published_report(desk, wanted.campaign); last && last->snapshot == preview->snapshot) {
        shell.say("cli.report.published_already", {{"snapshot", last->snapshot}});
        return done;
    }
    return tell(shell, *preview, wanted.campaign);
}

int report(Shell& shell, const Wanted& wanted) {
    AtDesk at{shell};
    std::optional<Progress> progress;
    ReportRequest request{.campaign = wanted.campaign, .audience = *analysis::audience(wanted.protect), .language = spoken_language(wanted.language, *at.forms, wanted.campaign), .who = Shell::who()};
    request.progress = [&](std::size_t done_so_far, std::size_t total) {
        if (!progress) progress.emplace(shell.text("cli.report.progress"), total);
        progress->reached(done_so_far);
    };
    if (wanted.exact) return exact_report(shell, at.desk, wanted, request, progress);
    if (wanted.publish || !wanted.tables.empty()) {
        shell.say("cli.report.exact_only");
        return wrong_usage;
    }
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
    verb->add_option("--protect", wanted->protect, shell.text("cli.report.protect"))->check(CLI::IsMember({"team", "public"}))->capture_default_str();
    verb->add_option("-o,--output", wanted->output, shell.text("cli.output"))->type_name("FILE.html");
    add_language(*verb, shell, wanted->language);
    verb->add_flag("--exact", wanted->exact, shell.text("cli.report.exact"));
    verb->add_flag("--publish", wanted->publish, shell.text("cli.report.publish"));
    verb->add_option("--tables", wanted->tables, shell.text("cli.report.tables"))->type_name("FILE.json");
    verb->callback([&shell, wanted] { shell.action = [&shell, wanted] { return report(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli
