#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <optional>

#include "server/access.hpp"
#include "server/cli/addresses.hpp"
#include "server/cli/at_desk.hpp"
#include "server/cli/serve_tls.hpp"
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

/// Where the server can be reached, and what for.
struct Addresses {
    std::string base;                ///< what people type or scan
    std::vector<std::string> others;
    std::string tablets;             ///< "" without a local authority
};

void announce(const Shell& shell, storage::Store& store, const Options& options, const Listen& listen, const Addresses& addresses,
              std::uint16_t port) {
    std::cout << shell.text("cli.serve.ready", {{"url", addresses.base}}) << '\n';
    for (const auto& url : addresses.others) std::cout << "    " << url << '\n';
    if (!options.no_qr) std::cout << '\n' << qr_text(addresses.base) << '\n';
    if (loopback_only(listen.address)) std::cout << shell.text("cli.serve.loopback", {{"port", std::to_string(port)}}) << '\n';
    if (!addresses.tablets.empty()) {
        const auto page = addresses.base + "/certificat";
        std::cout << '\n' << shell.text("cli.serve.tablets", {{"url", addresses.tablets}, {"page", page}}) << '\n';
        if (!options.no_qr) std::cout << '\n' << qr_text(page) << '\n';
    }
    const auto link = first_account_link(store, addresses.base);
    if (!link.empty()) std::cout << '\n' << shell.text("cli.serve.first_account") << "\n    " << link << '\n';
    std::cout << '\n' << shell.text("cli.serve.stop") << std::endl;
}

/// `named`: ecoute.local is announced.
Addresses addresses_of(const Options& options, const Listen& listen, const ServingTls& tls, std::uint16_t port, bool named) {
    const auto hosts = reachable_addresses(listen.address);
    const auto url = [&](std::string_view scheme, std::string_view host) {
        return std::string(scheme) + "://" + std::string(host) + ":" + std::to_string(port);
    };
    const std::string_view scheme = tls.door && !tls.door->plain_too ? "https" : "http";
    Addresses found{.base = options.public_url.empty() ? url(scheme, hosts.front()) : options.public_url};
    while (found.base.ends_with('/')) found.base.pop_back();
    for (const auto& host : hosts)
        if (url(scheme, host) != found.base) found.others.push_back(url(scheme, host));
    if (named) found.others.push_back(url(scheme, local_name));
    if (!tls.authority) return found;
    const auto vouched = std::find_if(hosts.begin(), hosts.end(), is_local_name);
    found.tablets = url("https", vouched == hosts.end() || named ? std::string(local_name) : *vouched);
    return found;
}

int serve(Shell& shell, const Options& options) {
    set_log_level(options.log);
    Listen listen;
    if (!read_listen(options.listen, listen)) {
        shell.say("cli.serve.bad_listen", {{"value", options.listen}});
        return wrong_usage;
    }
    const auto tls = serving_tls(shell, options.tls, listen.address);
    if (!tls) return wrong_usage;
    AtDesk at{shell};
    Door door{{.address = listen.address, .port = listen.port, .tls = tls->door}, at.desk};
    std::optional<LocalName> name;
    if (tls->authority && !loopback_only(listen.address)) name.emplace(reachable_addresses(listen.address).front());
    const auto addresses = addresses_of(options, listen, *tls, door.port(), name && name->is_announced());
    at.settings.public_url = addresses.base;
    at.settings.secure_cookies = !tls->door && addresses.base.starts_with("https://");
    at.settings.tablet_url = addresses.tablets;
    at.settings.authority = tls->authority;
    write_file((shell.data_directory / served_at_file).string(),
               (addresses.tablets.empty() ? addresses.base : addresses.tablets) + "\n" + addresses.base + "\n", Digest::untold);
    announce(shell, *at.store, options, listen, addresses, door.port());
    door.stop_on_signals();
    door.run();
    return done;
}

}  // namespace

void add_serve(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("serve", shell.text("cli.serve.about"))->fallthrough();
    auto options = std::make_shared<Options>();
    verb->add_option("--listen", options->listen, shell.text("cli.serve.listen"))->capture_default_str()->type_name("ADDRESS:PORT");
    verb->add_option("--tls", options->tls, shell.text("cli.serve.tls"))->capture_default_str()->type_name("auto|off|CERT,KEY");
    verb->add_option("--public-url", options->public_url, shell.text("cli.serve.public_url"))->type_name("U");
    verb->add_option("--log", options->log, shell.text("cli.serve.log"))
        ->check(CLI::IsMember({"debug", "info", "warn", "off"}))
        ->capture_default_str();
    verb->add_flag("--no-qr", options->no_qr, shell.text("cli.serve.no_qr"));
    verb->callback([&shell, options] { shell.action = [&shell, options] { return serve(shell, *options); }; });
}

}  // namespace ecoute::server::cli
