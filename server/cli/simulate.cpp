#include <CLI/CLI.hpp>
#include <chrono>
#include <nlohmann/json.hpp>

#include "server/cli/at_desk.hpp"
#include "server/cli/library.hpp"
#include "server/cli/simulation.hpp"
#include "server/http/client.hpp"
#include "server/http/door.hpp"
#include "server/simulate/respondents.hpp"

namespace ecoute::server::cli {
namespace {

/// Responses a request: as many as a tablet brings home from a day.
constexpr std::size_t batch_size = 50;

struct Options {
    std::string campaign, plan;
    std::uint64_t seed = 1;
    std::optional<std::size_t> responses;
    bool remove = false;
};

/// What the server said of the first response that it did not keep; "" when it kept all.
std::string first_refusal(const Client::Reply& reply) {
    if (reply.status != 200) return reply.body;
    const auto outcomes = nlohmann::json::parse(reply.body, nullptr, false);
    for (const auto& one : outcomes.is_discarded() ? nlohmann::json::array() : outcomes.value("responses", nlohmann::json::array()))
        if (one.value("status", 0) >= 300) return one.dump();
    return outcomes.is_discarded() ? reply.body : std::string{};
}

int remove_invented(Shell& shell, const std::string& campaign) {
    auto store = shell.open_store();
    if (!store->campaigns().find(campaign)) return shell.refuse(forms::Problem{forms::Code::campaign_unknown, campaign, "", {}});
    const auto removed = store->responses().remove_simulated(campaign);
    store->audit().add(shell.now(), Shell::who(), "simulate.remove", campaign);
    shell.say("cli.simulate.removed", {{"count", std::to_string(removed)}});
    return done;
}

int simulate(Shell& shell, const Options& options) {
    if (options.remove) return remove_invented(shell, options.campaign);
    if (!options.responses) {
        shell.say("cli.simulate.how_many");
        return wrong_usage;
    }
    std::string plan;
    if (!options.plan.empty()) {
        const auto text = read_file(options.plan);
        if (!text) {
            shell.say("cli.responses.import.no_file", {{"file", options.plan}});
            return input_has_problems;
        }
        plan = *text;
    } else if (const auto campaign = shell.open_store()->campaigns().find(options.campaign)) {
        plan = library_plan(campaign->form_id);
    }
    return send_invented(shell, options.campaign, plan, options.seed, *options.responses);
}

}  // namespace

std::string_view library_plan(std::string_view form_id) {
    return library_file(std::string{form_id} + ".simulation.json").value_or(std::string_view{});
}

int send_invented(Shell& shell, std::string_view campaign, std::string_view plan, std::uint64_t seed, std::size_t count) {
    AtDesk at{shell};
    const auto asked = at.forms->find(campaign);
    if (!asked) return shell.refuse(forms::Problem{forms::Code::campaign_unknown, std::string{campaign}, "", {}});
    Respondents respondents{asked->form, plan, seed, count};
    if (!respondents.plan_problems().empty()) return shell.refuse(respondents.plan_problems());
    const auto total = respondents.total();
    Door door{{.address = "127.0.0.1", .port = 0}, at.desk};
    door.start();
    Client client{"127.0.0.1", door.port()};
    const auto path = "/api/v1/campaigns/" + std::string{campaign} + "/responses";
    const auto begun = std::chrono::steady_clock::now();
    const auto before = at.store->responses().tally(campaign);
    Progress progress{shell.text("cli.simulate.progress"), total};
    for (std::size_t sent = 0; sent < total;) {
        std::string batch;
        std::size_t in_batch = 0;
        while (in_batch < batch_size) {
            auto next = respondents.next();
            if (!next) break;
            batch += (in_batch++ == 0 ? "" : ",") + *next;
        }
        const auto refusal = first_refusal(client.post_json(path, "{\"responses\":[" + batch + "]}"));
        if (!refusal.empty()) {
            shell.say("cli.simulate.rejected", {{"what", refusal}});
            return input_has_problems;
        }
        progress.reached(sent += in_batch);
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    const auto after = at.store->responses().tally(campaign);
    at.store->audit().add(shell.now(), Shell::who(), "simulate", campaign);
    std::string seconds = std::to_string(taken.count());
    seconds.resize(seconds.find('.') + 2);
    shell.say("cli.simulate.sent", {{"count", std::to_string(after.responses - before.responses)}, {"seconds", seconds},
                                    {"refusals", std::to_string(after.refusals - before.refusals)}, {"campaign", std::string{campaign}}});
    return done;
}

void add_simulate(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("simulate", shell.text("cli.simulate.about"))->fallthrough();
    auto options = std::make_shared<Options>();
    verb->add_option("--campaign", options->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    verb->add_option("--responses", options->responses, shell.text("cli.simulate.responses"))->type_name("N");
    verb->add_option("--seed", options->seed, shell.text("cli.simulate.seed"))->type_name("S")->capture_default_str();
    verb->add_option("--plan", options->plan, shell.text("cli.simulate.plan"))->type_name("FILE");
    verb->add_flag("--remove", options->remove, shell.text("cli.simulate.remove"));
    verb->callback([&shell, options] { shell.action = [&shell, options] { return simulate(shell, *options); }; });
}

}  // namespace ecoute::server::cli
