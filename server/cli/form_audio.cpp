#include "server/cli/form_audio.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <list>

#include "server/cli/at_desk.hpp"
#include "server/media_intake.hpp"

namespace ecoute::server::cli {
namespace {

/// The files of the folders that are named, and the files; in the order of their names, so that what is said is the same each time.
std::vector<std::filesystem::path> files_in(const std::vector<std::string>& named) {
    std::vector<std::filesystem::path> files;
    for (const auto& name : named) {
        std::error_code failed;
        if (!std::filesystem::is_directory(name, failed)) {
            files.emplace_back(name);
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(name, failed))
            if (entry.is_regular_file(failed) && !entry.path().filename().string().starts_with('.')) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Larger than any that is taken: its beginning is enough to refuse it.
bool is_far_too_large(const std::filesystem::path& file) {
    std::error_code failed;
    return std::filesystem::file_size(file, failed) > largest_film_bytes && !failed;
}

int bring(Shell& shell, const std::string& campaign_id, const std::vector<std::string>& named) {
    AtDesk at{shell};
    const auto campaign = at.desk.forms.find(campaign_id);
    if (!campaign) return shell.refuse({forms::Code::campaign_unknown, campaign_id, "", {}});
    MediaIntake intake{campaign->form, campaign_id, local_day(shell.clock())};
    std::list<std::string> contents;  // they stay where they are until all are kept
    bool unread = false;
    std::int64_t total = 0;
    for (const auto& file : files_in(named)) {
        if (is_far_too_large(file)) {
            shell.refuse({forms::Code::media_too_large, file.filename().string(), "", {{"limit", std::to_string(largest_film_bytes / 1000)}}});
            unread = true;
            continue;
        }
        auto bytes = read_file(file.string());
        if (!bytes) {
            shell.say("cli.audio.no_file", {{"file", file.string()}});
            unread = true;
            continue;
        }
        total += static_cast<std::int64_t>(bytes->size());
        if (total > storage::most_media_bytes)
            return shell.refuse({forms::Code::media_too_large, campaign_id, "", {{"limit", std::to_string(storage::most_media_bytes / 1000)}}});
        contents.push_back(*std::move(bytes));
        intake.add(file.filename().string(), contents.back());
    }
    const auto kept = intake.keep(*at.store, shell.now(), Shell::who());
    shell.refuse(intake.problems());
    shell.say(kept == 1 ? "admin.media.kept_one" : "admin.media.kept", {{"count", std::to_string(kept)}});
    const CampaignMedia media{at.store->media().of(campaign_id)};
    for (const auto& name : missing_files(campaign->form, media)) shell.say("cli.audio.absent", {{"file", name}});
    for (const auto& language : campaign->form.languages)
        std::cout << language << '\t' << media_weight_in_words(shell.words(), shell.language(), weight_of(campaign->form, media, language)) << '\n';
    return intake.problems().empty() && !unread ? done : input_has_problems;
}

}  // namespace

void add_form_audio(CLI::App& form, Shell& shell) {
    auto* verb = form.add_subcommand("audio", shell.text("cli.audio.about"))->fallthrough();
    auto campaign = std::make_shared<std::string>();
    auto files = std::make_shared<std::vector<std::string>>();
    verb->add_option("--campaign", *campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    verb->add_option("files", *files, shell.text("cli.audio.files"))->required()->type_name("FILE|DIR");
    verb->callback([&shell, campaign, files] { shell.action = [&shell, campaign, files] { return bring(shell, *campaign, *files); }; });
}

}  // namespace ecoute::server::cli
