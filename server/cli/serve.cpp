#include <CLI/CLI.hpp>
#include <iostream>

#include "server/access.hpp"
#include "server/cli/addresses.hpp"
#include "server/cli/at_desk.hpp"
#include "server/http/door.hpp"
#include "server/request_log.hpp"
#include "server/qr.hpp"

namespace ecoute::server::cli {
namespace {

struct Options {
    std::string listen = "127.0.0.1:8080", tls = "off", public_url;
    bool no_qr = false;
    std::string log = "info";
};

/// The one-time link that creates the administrator, as long as there is nobody; "" afterwards.
std::string first_account_link(storage::Store& store, const std::string& base) {
    if (!store.users().all().empty()) return {};
    const auto token = new_token();
    store.users().set_setup_token(token_hash(token));
    return base + "/admin/premier-compte/" + token;
}

bool loopback_only(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

void announce(const Shell& shell, storage::Store& store, const Options& options, const Listen& listen, const std::string& base,
              std::uint16_t port) {
    std::cout << shell.text("cli.serve.ready", {{"url", base}}) << '\n';
    for (const auto& address : reachable_addresses(listen.address)) {
        const auto url = "http://" + address + ":" + std::to_string(port);
        if (url != base) std::cout << "    " << url << '\n';
    }
    if (!options.no_qr) std::cout << '\n' << qr_text(base) << '\n';
    if (loopback_only(listen.address)) std::cout << shell.text("cli.serve.loopback", {{"port", std::to_string(port)}}) << '\n';
    const auto link = first_account_link(store, base);
    if (!link.empty()) std::cout << '\n' << shell.text("cli.serve.first_account") << "\n    " << link << '\n';
    std::cout << '\n' << shell.text("cli.serve.stop") << std::endl;
}

int serve(Shell& shell, const Options& options) {
    set_log_level(options.log);
    Listen listen;
    if (!read_listen(options.listen, listen)) {
        shell.say("cli.serve.bad_listen", {{"value", options.listen}});
        return wrong_usage;
    }
    AtDesk at{shell};
    at.settings.public_url = options.public_url;
    Door door{{.address = listen.address, .port = listen.port}, at.desk};
    auto& base = at.settings.public_url;
    if (base.empty()) base = "http://" + reachable_addresses(listen.address).front() + ":" + std::to_string(door.port());
    while (base.ends_with('/')) base.pop_back();
    announce(shell, *at.store, options, listen, base, door.port());
    door.stop_on_signals();
    door.run();
    return done;
}

}  // namespace

void add_serve(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("serve", shell.text("cli.serve.about"))->fallthrough();
    auto options = std::make_shared<Options>();
    verb->add_option("--listen", options->listen, shell.text("cli.serve.listen"))->capture_default_str()->type_name("ADDRESS:PORT");
    verb->add_option("--tls", options->tls, shell.text("cli.serve.tls"))->check(CLI::IsMember({"off"}))->capture_default_str();
    verb->add_option("--public-url", options->public_url, shell.text("cli.serve.public_url"))->type_name("U");
    verb->add_option("--log", options->log, shell.text("cli.serve.log"))
        ->check(CLI::IsMember({"debug", "info", "warn", "off"}))
        ->capture_default_str();
    verb->add_flag("--no-qr", options->no_qr, shell.text("cli.serve.no_qr"));
    verb->callback([&shell, options] { shell.action = [&shell, options] { return serve(shell, *options); }; });
}

}  // namespace ecoute::server::cli
