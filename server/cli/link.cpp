#include "server/cli/link.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <iostream>

#include "server/attached_lists.hpp"
#include "server/cli/addresses.hpp"
#include "server/cli/at_desk.hpp"
#include "server/in_words.hpp"
#include "server/link_making.hpp"
#include "server/pages/link_cards.hpp"
#include "server/qr.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    std::string campaign, csv, cards, pictures, public_url;
    std::vector<std::string> prefill;  ///< FIELD=CHOICE
    LinkOrder order;
};

/// What people of the same network type, on the port that `serve` listens on by default.
std::string usual_address() { return "http://" + reachable_addresses("0.0.0.0").front() + ":8080"; }

/// One picture a link, by number: a file's name says nothing of its token.
std::vector<std::string> write_pictures(const Shell& shell, const std::string& folder, const MadeLinks& made) {
    std::vector<std::string> names;
    if (folder.empty()) return names;
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    for (std::size_t at = 0; at < made.links.size(); ++at) {
        std::array<char, 32> number{};
        std::snprintf(number.data(), number.size(), "%05zu.svg", at + 1);
        names.push_back((std::filesystem::path{folder} / number.data()).string());
        write_file(names.back(), qr_svg(made.links[at].address, shell.text("links.qr_label")), Digest::untold);
    }
    return names;
}

/// The sentence for an order that can't be taken; "" when it can.
std::string mistake_in(const Shell& shell, Wanted& wanted) {
    for (const auto& one : wanted.prefill) {
        const auto equal = one.find('=');
        if (equal == one.npos || equal == 0) return shell.text("cli.link.bad_prefill", {{"value", one}});
        wanted.order.prefill.emplace_back(one.substr(0, equal), one.substr(equal + 1));
    }
    const auto& day = wanted.order.expires_on;
    if (!day.empty() && !is_day(day)) return shell.text("cli.bad_day", {{"value", day}});
    return {};
}

int refused(const Shell& shell, const Wanted& wanted, const forms::Problem& problem) {
    using enum forms::Code;
    if (problem.code == request_malformed) {
        shell.say("links.batch_there", {{"batch", wanted.order.batch}});
        return input_has_problems;
    }
    if (problem.code != request_too_large) return shell.refuse(problem);
    shell.say("links.too_many", {{"limit", number_in_words(shell.language(), storage::most_links)}});
    return wrong_usage;
}

int create(Shell& shell, Wanted& wanted) {
    if (const auto mistake = mistake_in(shell, wanted); !mistake.empty()) {
        std::cerr << mistake << '\n';
        return wrong_usage;
    }
    AtDesk at{shell};
    const auto campaign = at.desk.forms.find(wanted.campaign);
    if (!campaign) return shell.refuse({forms::Code::campaign_unknown, wanted.campaign, "", {}});
    if (!wanted.cards.empty() && wanted.order.count > most_cards) {
        shell.say("links.too_many_cards", {{"limit", number_in_words(shell.language(), most_cards)}});
        return wrong_usage;
    }
    if (wanted.public_url.empty()) {
        wanted.public_url = served_at(shell, ServedFor::everybody);
        if (wanted.public_url.empty()) wanted.public_url = usual_address();
        shell.say("cli.link.address", {{"address", wanted.public_url}});
    }
    while (wanted.public_url.ends_with('/')) wanted.public_url.pop_back();
    const auto made = make_links(at.desk, *campaign, wanted.order, wanted.public_url, Shell::who());
    if (!made) return refused(shell, wanted, made.error());
    write_file(wanted.csv, links_csv(*made, write_pictures(shell, wanted.pictures, *made)));
    if (!wanted.cards.empty())
        write_file(wanted.cards, link_cards_html(shell.words(), shell.language(), *campaign, *made, LinkPrint::cards));
    shell.say(made->links.size() == 1 ? "cli.link.created_one" : "cli.link.created", {{"count", number_in_words(shell.language(), std::int64_t(made->links.size()))}, {"batch", made->batch.name}});
    return done;
}

int list(Shell& shell, const std::string& campaign) {
    auto store = shell.open_store();
    if (!store->campaigns().find(campaign)) return shell.refuse({forms::Code::campaign_unknown, campaign, "", {}});
    for (const auto& [batch, links, used] : store->links().batches(campaign))
        std::cout << batch.name << '\t' << shell.text(batch.single_use ? "admin.links.once" : "admin.links.household") << '\t' << links
                  << '\t' << (batch.single_use ? std::to_string(used) : "") << '\t' << batch.created_on << '\t' << batch.expires_on << '\t'
                  << (batch.withdrawn_on.empty() ? "" : shell.text("admin.links.withdrawn", {{"day", batch.withdrawn_on}})) << '\n';
    return done;
}

int withdraw(Shell& shell, const std::string& campaign, const std::string& batch) {
    auto store = shell.open_store();
    if (!store->links().withdraw(campaign, batch, local_day(shell.clock()))) {
        shell.say("cli.link.no_batch", {{"campaign", campaign}, {"batch", batch}});
        return input_has_problems;
    }
    store->audit().add(shell.now(), Shell::who(), "link.withdraw", campaign + " " + batch);
    shell.say("cli.link.withdrawn", {{"batch", batch}});
    return done;
}

void add_create(CLI::App& link, Shell& shell) {
    auto* making = link.add_subcommand("create", shell.text("cli.link.create.about"))->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    making->add_option("--campaign", wanted->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    making->add_option("--count", wanted->order.count, shell.text("cli.link.count"))->required()->type_name("N");
    making->add_flag("--single-use", wanted->order.single_use, shell.text("cli.link.single_use"));
    making->add_option("--csv", wanted->csv, shell.text("cli.link.csv"))->type_name("FILE");
    making->add_option("--cards", wanted->cards, shell.text("cli.link.cards"))->type_name("FILE.html");
    making->add_option("--qr", wanted->pictures, shell.text("cli.link.qr"))->type_name("DIR");
    making->add_option("--prefill", wanted->prefill, shell.text("cli.link.prefill"))->type_name("quartier=CODE");
    making->add_option("--per", wanted->order.per, shell.text("cli.link.per"))->type_name("quartier");
    making->add_option("--batch", wanted->order.batch, shell.text("cli.link.batch"))->type_name("T");
    making->add_option("--expires", wanted->order.expires_on, shell.text("cli.link.expires"))->type_name("D");
    making->add_option("--public-url", wanted->public_url, shell.text("cli.link.public_url"))->type_name("U");
    making->callback([&shell, wanted] { shell.action = [&shell, wanted] { return create(shell, *wanted); }; });
}

}  // namespace

void add_link(CLI::App& app, Shell& shell) {
    auto* link = app.add_subcommand("link", shell.text("cli.link.about"))->require_subcommand(1);
    link->fallthrough();
    add_create(*link, shell);
    auto campaign = std::make_shared<std::string>(), batch = std::make_shared<std::string>();
    auto* listing = link->add_subcommand("list", shell.text("cli.link.list.about"))->fallthrough();
    listing->add_option("--campaign", *campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    listing->callback([&shell, campaign] { shell.action = [&shell, campaign] { return list(shell, *campaign); }; });
    auto* ending = link->add_subcommand("withdraw", shell.text("cli.link.withdraw.about"))->fallthrough();
    ending->add_option("--campaign", *campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    ending->add_option("--batch", *batch, shell.text("cli.link.batch"))->required()->type_name("T");
    ending->callback([&shell, campaign, batch] { shell.action = [&shell, campaign, batch] { return withdraw(shell, *campaign, *batch); }; });
}

}  // namespace ecoute::server::cli
