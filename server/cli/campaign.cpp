#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "forms/form_json.hpp"
#include "server/attached_lists.hpp"
#include "server/campaign_versions.hpp"
#include "server/cli/form_formats.hpp"
#include "server/cli/library.hpp"
#include "server/cli/list_files.hpp"
#include "server/cli/shell.hpp"
#include "storage/links.hpp"

namespace ecoute::server::cli {
namespace {

struct Creation {
    std::string form, id, title, series, wave, opens, closes, organisation;
    std::vector<std::string> territories, lists;  ///< lists: NAME=FILE
    bool draft = false;
    std::string access = "open";  ///< or "invitation"
};

bool good_id(std::string_view id) {
    constexpr std::size_t longest = 64;
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; };
    return !id.empty() && id.size() <= longest && id.front() != '.' && std::all_of(id.begin(), id.end(), good);
}

/// Codes of the territories offered as "quartiers": the ones named, or all that are known when the questionnaire brings no list of its own.
forms::Result<std::vector<std::string>> offered_territories(storage::Store& store, const Creation& wanted,
                                                            const std::string& document) {
    const auto known = store.territories().all();
    for (const auto& code : wanted.territories)
        if (std::none_of(known.begin(), known.end(), [&](const auto& territory) { return territory.code == code; }))
            return forms::Problem{forms::Code::territory_unknown, code, "--territories", {}};
    if (!wanted.territories.empty()) return wanted.territories;
    if (!needs_quartiers(document)) return std::vector<std::string>{};
    if (known.empty()) return forms::Problem{forms::Code::territory_needed, wanted.id, "", {}};
    std::vector<std::string> codes;
    for (const auto& territory : known) codes.push_back(territory.code);
    return codes;
}

/// What a campaign is made of or renewed with: its questionnaire and lists. Another status: why not was said.
struct Brought {
    int status = done;
    forms::Conversion source;
    std::vector<storage::CampaignList> lists;
};

/// Reads the questionnaire, and the lists of the files that are named or stand beside it; their mistakes are said.
Brought read_questionnaire(const Shell& shell, const std::string& form, const std::vector<std::string>& options) {
    auto source = questionnaire(form);
    if (!source) {
        shell.say("cli.no_file", {{"file", form}, {"known", library_names()}});
        return {input_has_problems, {}, {}};
    }
    if (!source->mistakes.empty()) return {shell.refuse(source->mistakes), {}, {}};
    const auto named = list_files(shell, options, form, source->bytes);
    if (named.status != done) return {named.status, {}, {}};
    auto read = read_lists(source->bytes, named.files);
    if (!read.mistakes.empty()) return {shell.refuse(read.mistakes), {}, {}};
    for (const auto& warning : read.warnings) std::cerr << shell.text("cli.warning") << shell.sentence(warning) << '\n';
    return {done, *std::move(source), std::move(read.lists)};
}

int create(Shell& shell, const Creation& wanted) {
    if (!good_id(wanted.id)) {
        shell.say("cli.campaign.bad_id", {{"value", wanted.id}});
        return wrong_usage;
    }
    for (const auto& day : {wanted.opens, wanted.closes})
        if (!day.empty() && !is_day(day)) {
            shell.say("cli.bad_day", {{"value", day}});
            return wrong_usage;
        }
    if (!wanted.opens.empty() && !wanted.closes.empty() && wanted.closes < wanted.opens) {
        shell.say("cli.campaign.closes_before", {{"opens", wanted.opens}, {"closes", wanted.closes}});
        return wrong_usage;
    }
    auto brought = read_questionnaire(shell, wanted.form, wanted.lists);
    if (brought.status != done) return brought.status;
    const auto& source = brought.source;
    auto store = shell.open_store();
    auto territories = offered_territories(*store, wanted, source.bytes);
    if (!territories) return shell.refuse(territories.error());

    storage::Campaign campaign{.id = wanted.id, .title = wanted.title, .series = wanted.series, .wave = wanted.wave,
                               .opens = wanted.opens, .closes = wanted.closes, .open = !wanted.draft,
                               .organisation = wanted.organisation, .territories = *territories, .lists = std::move(brought.lists),
                               .created_at = shell.now()};
    const auto created = create_campaign(*store, std::move(campaign), source.bytes);
    if (!created.mistakes.empty()) return shell.refuse(forms::in_source(created.mistakes, source.places));
    for (const auto& warning : created.warnings) std::cerr << shell.text("cli.warning") << shell.sentence(warning) << '\n';
    if (wanted.access == "invitation") store->links().set_by_invitation(wanted.id, true).value();
    store->audit().add(shell.now(), Shell::who(), "campaign.create", wanted.id);
    shell.say(wanted.draft ? "cli.campaign.created_draft" : "cli.campaign.created", {{"id", wanted.id}, {"title", created.title}});
    return done;
}

nlohmann::json described(storage::Store& store, const storage::Campaign& campaign, const std::string& today) {
    const auto tally = store.responses().tally(campaign.id);
    const char* state = !campaign.open                                             ? "closed"
                        : !campaign.opens.empty() && today < campaign.opens        ? "not_open_yet"
                        : !campaign.closes.empty() && today > campaign.closes      ? "closed"
                                                                                   : "open";
    return {{"id", campaign.id}, {"title", campaign.title}, {"form", campaign.form_id}, {"version", campaign.form_version},
            {"series", campaign.series}, {"wave", campaign.wave}, {"opens", campaign.opens}, {"closes", campaign.closes},
            {"state", state}, {"responses", tally.responses}, {"refusals", tally.refusals}, {"simulated", tally.simulated}};
}

int list(Shell& shell, const std::string& format) {
    auto store = shell.open_store();
    const auto today = local_day(shell.clock());
    auto rows = nlohmann::json::array();
    for (const auto& campaign : store->campaigns().all()) rows.push_back(described(*store, campaign, today));
    if (format == "json") {
        std::cout << rows.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
        return done;
    }
    for (const auto& row : rows)
        std::cout << row["id"].get<std::string>() << '\t' << shell.text("cli.state." + row["state"].get<std::string>()) << '\t'
                  << row["responses"] << ' ' << shell.text("cli.responses_word") << '\t' << row["title"].get<std::string>() << '\n';
    if (rows.empty()) shell.say("cli.campaign.none");
    return done;
}

struct Renewal {
    std::string id, form, access;  ///< access: "" to leave it
    std::vector<std::string> lists;
    bool dry_run = false;
};

int set_access(Shell& shell, const Renewal& wanted) {
    auto store = shell.open_store();
    if (!store->campaigns().find(wanted.id)) return shell.refuse({forms::Code::campaign_unknown, wanted.id, "", {}});
    if (wanted.dry_run) return done;
    const bool invitation = wanted.access == "invitation";
    store->links().set_by_invitation(wanted.id, invitation).value();
    store->audit().add(shell.now(), Shell::who(), invitation ? "campaign.by_invitation" : "campaign.to_all", wanted.id);
    shell.say("cli.campaign.access_set_" + wanted.access, {{"id", wanted.id}});
    return done;
}

/// Says what changed before it is done; nothing is asked back.
int renew(Shell& shell, const Renewal& wanted) {
    const auto brought = read_questionnaire(shell, wanted.form, wanted.lists);
    if (brought.status != done) return brought.status;
    const auto& source = brought.source;
    auto store = shell.open_store();
    const auto update = update_campaign(*store, wanted.id, source.bytes, shell.now(), Shell::who(), wanted.dry_run, brought.lists);
    for (const auto& change : update.changes)
        std::cout << shell.text(forms::mixes_meanings(change.kind) ? "cli.campaign.update.mixes" : "cli.campaign.update.change")
                  << change_in_words(shell.words(), shell.language(), change) << '\n';
    if (!update.mistakes.empty()) {
        if (update.changes.empty()) return shell.refuse(forms::in_source(update.mistakes, source.places));
        shell.say("cli.campaign.update.refused", {{"count", std::to_string(update.mistakes.size())}});
        return input_has_problems;
    }
    for (const auto& list : update.lists) std::cout << shell.text("cli.campaign.update.list", {{"list", list}}) << '\n';
    const Words::Facts facts{{"id", wanted.id}, {"before", update.version_before}, {"version", update.version}};
    const bool lists_only = update.version == update.version_before && !update.same;
    shell.say(update.same      ? "cli.campaign.update.same"
              : lists_only     ? wanted.dry_run ? "cli.campaign.update.would_lists" : "cli.campaign.updated_lists"
              : wanted.dry_run ? "cli.campaign.update.would"
                               : "cli.campaign.updated",
              facts);
    return done;
}

int update(Shell& shell, const Renewal& wanted) {
    if (wanted.form.empty() && wanted.access.empty()) {
        shell.say("cli.campaign.update.nothing");
        return wrong_usage;
    }
    const int renewed = wanted.form.empty() ? done : renew(shell, wanted);
    return renewed != done || wanted.access.empty() ? renewed : set_access(shell, wanted);
}

int set_open(Shell& shell, const std::string& id, bool open) {
    auto store = shell.open_store();
    const auto changed = store->campaigns().set_open(id, open, local_day(shell.clock()));
    if (!changed) return shell.refuse(changed.error());
    store->audit().add(shell.now(), Shell::who(), open ? "campaign.open" : "campaign.close", id);
    shell.say(open ? "cli.campaign.opened" : "cli.campaign.closed", {{"id", id}});
    return done;
}

}  // namespace

void add_campaign(CLI::App& app, Shell& shell) {
    auto* campaign = app.add_subcommand("campaign", shell.text("cli.campaign.about"));
    campaign->require_subcommand(1)->fallthrough();

    auto* creation = campaign->add_subcommand("create", shell.text("cli.campaign.create.about"))->fallthrough();
    auto wanted = std::make_shared<Creation>();
    creation->add_option("--form", wanted->form, shell.text("cli.campaign.create.form"))->required()->type_name("FILE");
    creation->add_option("--id", wanted->id, shell.text("cli.campaign.create.id"))->required()->type_name("ID");
    creation->add_option("--title", wanted->title, shell.text("cli.campaign.create.title"))->type_name("T");
    creation->add_option("--series", wanted->series, shell.text("cli.campaign.create.series"))->type_name("S");
    creation->add_option("--wave", wanted->wave, shell.text("cli.campaign.create.wave"))->type_name("W");
    creation->add_option("--opens", wanted->opens, shell.text("cli.campaign.create.opens"))->type_name("D");
    creation->add_option("--closes", wanted->closes, shell.text("cli.campaign.create.closes"))->type_name("D");
    creation->add_option("--organisation", wanted->organisation, shell.text("cli.campaign.create.organisation"))->type_name("T");
    creation->add_option("--territories", wanted->territories, shell.text("cli.campaign.create.territories"))
        ->delimiter(',')->type_name("CODE,...");
    creation->add_option("--list", wanted->lists, shell.text("cli.campaign.create.list"))->type_name("NAME=FILE.csv");
    creation->add_option("--access", wanted->access, shell.text("cli.campaign.access"))->check(CLI::IsMember({"open", "invitation"}));
    creation->add_flag("--draft", wanted->draft, shell.text("cli.campaign.create.draft"));
    creation->callback([&shell, wanted] { shell.action = [&shell, wanted] { return create(shell, *wanted); }; });

    auto* listing = campaign->add_subcommand("list", shell.text("cli.campaign.list.about"))->fallthrough();
    auto format = std::make_shared<std::string>("text");
    listing->add_option("--format", *format)->check(CLI::IsMember({"text", "json"}));
    listing->callback([&shell, format] { shell.action = [&shell, format] { return list(shell, *format); }; });

    auto* updating = campaign->add_subcommand("update", shell.text("cli.campaign.update.about"))->fallthrough();
    auto renewal = std::make_shared<Renewal>();
    updating->add_option("--id,--campaign", renewal->id)->required()->type_name("ID");
    updating->add_option("--form", renewal->form, shell.text("cli.campaign.create.form"))->type_name("FILE");
    updating->add_option("--access", renewal->access, shell.text("cli.campaign.access"))->check(CLI::IsMember({"open", "invitation"}));
    updating->add_option("--list", renewal->lists, shell.text("cli.campaign.update.list_option"))->type_name("NAME=FILE.csv");
    updating->add_flag("--dry-run", renewal->dry_run, shell.text("cli.campaign.update.dry_run"));
    updating->callback([&shell, renewal] { shell.action = [&shell, renewal] { return update(shell, *renewal); }; });

    for (const bool open : {true, false}) {
        auto* change = campaign->add_subcommand(open ? "open" : "close", shell.text(open ? "cli.campaign.open.about" : "cli.campaign.close.about"));
        change->fallthrough();
        auto id = std::make_shared<std::string>();
        change->add_option("id,--id,--campaign", *id)->required()->type_name("ID");
        change->callback([&shell, id, open] { shell.action = [&shell, id, open] { return set_open(shell, *id, open); }; });
    }
}

}  // namespace ecoute::server::cli
