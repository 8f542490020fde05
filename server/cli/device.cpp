#include <CLI/CLI.hpp>
#include <iostream>

#include "server/cli/shell.hpp"
#include "server/enrolment.hpp"
#include "server/qr.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    storage::Tour tour;
    std::string url;
    bool no_qr = false;
};

/// Where tablets find the server: as told, else as `ecoute serve` announced it last; "" when nobody knows.
std::string address_of(const Shell& shell, std::string url) {
    if (url.empty()) return served_at(shell, ServedFor::tablets);
    while (url.ends_with('/')) url.pop_back();
    return url;
}

int enrol(Shell& shell, const Wanted& wanted) {
    if (!is_interviewer_code(wanted.tour.interviewer)) {
        shell.say("cli.device.bad_interviewer", {{"value", wanted.tour.interviewer}});
        return input_has_problems;
    }
    if (!is_tablet_name(wanted.tour.name)) {
        shell.say("cli.device.bad_name");
        return input_has_problems;
    }
    auto store = shell.open_store();
    for (const auto& campaign : wanted.tour.campaigns)
        if (!store->campaigns().find(campaign)) return shell.refuse({forms::Code::campaign_unknown, campaign, "", {}});
    const auto base = address_of(shell, wanted.url);
    if (base.empty()) {
        shell.say("cli.device.no_address");
        return input_has_problems;
    }
    const auto address = prepare_tablet(*store, shell.clock(), base, wanted.tour, Shell::who());
    shell.say("cli.device.scan");
    std::cout << address << '\n';
    if (!wanted.no_qr) std::cout << '\n' << qr_text(address) << '\n';
    return done;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ",") + name;
    return text;
}

/// One line a tablet: id, name, interviewer, campaigns, enrolled, revoked, last seen, collected, waiting.
int list(Shell& shell) {
    auto store = shell.open_store();
    const auto told = [](const std::optional<std::int64_t>& count) { return count ? std::to_string(*count) : std::string{}; };
    for (const auto& device : store->devices().all())
        std::cout << device.id << '\t' << device.tour.name << '\t' << device.tour.interviewer << '\t' << joined(device.tour.campaigns) << '\t'
                  << device.enrolled_on << '\t' << device.revoked_on << '\t' << device.last_seen << '\t' << told(device.collected) << '\t'
                  << told(device.waiting) << '\n';
    return done;
}

int revoke(Shell& shell, const std::string& id) {
    auto store = shell.open_store();
    const auto revoked = revoke_tablet(*store, shell.clock(), id, Shell::who());
    if (!revoked) return shell.refuse(revoked.error());
    shell.say("cli.device.revoked", {{"id", id}});
    return done;
}

}  // namespace

void add_device(CLI::App& app, Shell& shell) {
    auto* device = app.add_subcommand("device", shell.text("cli.device.about"))->require_subcommand(1);
    device->fallthrough();

    auto* enrolling = device->add_subcommand("enrol", shell.text("cli.device.enrol.about"))->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    enrolling->add_option("--interviewer", wanted->tour.interviewer, shell.text("cli.device.interviewer"))->type_name("CODE");
    enrolling->add_option("--campaign", wanted->tour.campaigns, shell.text("cli.device.campaign"))->type_name("ID")->allow_extra_args(false);
    enrolling->add_option("--name", wanted->tour.name, shell.text("cli.device.name"))->type_name("T");
    enrolling->add_option("--url", wanted->url, shell.text("cli.device.url"))->type_name("U");
    enrolling->add_flag("--no-qr", wanted->no_qr, shell.text("cli.device.no_qr"));
    enrolling->callback([&shell, wanted] { shell.action = [&shell, wanted] { return enrol(shell, *wanted); }; });

    auto* listing = device->add_subcommand("list", shell.text("cli.device.list.about"))->fallthrough();
    listing->callback([&shell] { shell.action = [&shell] { return list(shell); }; });

    auto* revoking = device->add_subcommand("revoke", shell.text("cli.device.revoke.about"))->fallthrough();
    auto id = std::make_shared<std::string>();
    revoking->add_option("id", *id)->required()->type_name("ID");
    revoking->callback([&shell, id] { shell.action = [&shell, id] { return revoke(shell, *id); }; });
}

}  // namespace ecoute::server::cli
