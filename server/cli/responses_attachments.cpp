#include "server/cli/responses_attachments.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "server/attachments.hpp"
#include "server/cli/at_desk.hpp"
#include "storage/devices.hpp"

namespace ecoute::server::cli {
namespace {

/// "RESPONSE_photo-3f2a9c01.jpg": one folder, in which a spreadsheet's row finds its files.
std::filesystem::path path_of(const std::filesystem::path& folder, const storage::AttachmentName& file) {
    return folder / (file.response + "_" + file.name);
}

int write_attachments(Shell& shell, const std::string& campaign_id, const std::string& to) {
    AtDesk at{shell};
    const auto campaign = at.forms->find(campaign_id);
    if (!campaign) return shell.refuse(forms::Problem{forms::Code::campaign_unknown, campaign_id, "", {}});
    at.store->audit().add(shell.now(), Shell::who(), "attachments.export", campaign_id);
    const std::filesystem::path folder{to};
    std::filesystem::create_directories(folder);
    auto& attachments = at.store->devices().attachments();
    const auto names = attachments.of(campaign_id);
    Progress progress{shell.text("cli.responses.attachments.progress"), names.size()};
    std::size_t written = 0;
    for (const auto& name : names) {
        const auto file = attachments.find(campaign_id, name.response, name.name);
        if (!file) continue;  // erased a moment ago
        write_file(path_of(folder, name).string(), file->bytes, Digest::untold);
        progress.reached(++written);
    }
    shell.say("cli.responses.attachments.written", {{"count", std::to_string(written)}, {"folder", to}});
    if (const auto awaited = attachments.awaited(campaign_id, file_questions(campaign->form)); awaited > 0)
        shell.say("cli.responses.attachments.awaited", {{"count", std::to_string(awaited)}});
    return done;
}

}  // namespace

void add_responses_attachments(CLI::App& responses, Shell& shell) {
    auto* verb = responses.add_subcommand("attachments", shell.text("cli.responses.attachments.about"))->fallthrough();
    auto campaign = std::make_shared<std::string>(), to = std::make_shared<std::string>();
    verb->add_option("--campaign", *campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    verb->add_option("--to", *to, shell.text("cli.responses.attachments.to"))->required()->type_name("DIR");
    verb->callback([&shell, campaign, to] { shell.action = [&shell, campaign, to] { return write_attachments(shell, *campaign, *to); }; });
}

}  // namespace ecoute::server::cli
