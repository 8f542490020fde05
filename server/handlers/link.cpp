#include <nlohmann/json.hpp>

#include "server/handlers/resident.hpp"
#include "server/handlers/resident_post.hpp"
#include "server/link_token.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire.hpp"
#include "server/receipt.hpp"
#include "server/system_clock.hpp"
#include "storage/links.hpp"

namespace ecoute::server {
namespace {

using namespace residents;
using nlohmann::json;

Reply say(const Desk& desk, const Request& request, int status, const std::string& key, const Words::Facts& facts = {}) {
    return not_kept(message_page(desk.words, desk.words.best(request.accept_language), status, "resident." + key + "_title",
                                 "resident." + key, facts, "/code"));
}

Reply unknown_link(Desk& desk, const Request& request, std::string_view hash) {
    if (hash.empty()) return say(desk, request, 404, "link_unknown");
    const auto key = pace_key("link", hash);
    const auto now = std::chrono::floor<std::chrono::seconds>(desk.clock.now()).time_since_epoch().count();
    if (const auto wait = desk.pace->wait_seconds(key, now); wait > 0) {
        auto reply = say(desk, request, 429, "link_wait", {{"seconds", std::to_string(wait)}});
        reply.headers.emplace_back("Retry-After", std::to_string(wait));
        return reply;
    }
    desk.pace->failed(key, now);
    return say(desk, request, forms::http_status(forms::Code::link_unknown), "link_unknown");
}

bool is_over(const storage::LinkBatch& batch, const std::string& today) {
    return !batch.withdrawn_on.empty() || (!batch.expires_on.empty() && batch.expires_on < today);
}

std::vector<std::pair<std::string, std::string>> prefilled_by(const storage::Link& link, const forms::Form& form) {
    std::vector<std::pair<std::string, std::string>> all;
    const auto values = json::parse(link.prefilled, nullptr, false);
    for (const auto& [name, value] : values.items())
        if (const auto question = form.find(name); question && value.is_string() && is_choice_of(form, *question, value.get<std::string>()))
            all.emplace_back(name, value.get<std::string>());
    return all;
}

struct Followed {
    Campaign campaign;
    Arrival arrival;
    bool used = false;
};

/// The questionnaire that a link leads to, or nothing: then the page that says why was sent.
Followed follow(Desk& desk, const Request& request, const Respond& respond) {
    const auto token = tidy_link_token(request.captured.at(0));
    const auto hash = link_token_hash(desk.settings, token);
    const auto link = hash.empty() ? std::nullopt : desk.store.links().find(hash);
    if (!link) {
        respond(unknown_link(desk, request, hash));
        return {};
    }
    if (is_over(link->batch, local_day(desk.clock))) {
        respond(say(desk, request, 410, "link_over"));
        return {};
    }
    auto campaign = admitted(desk, request, link->batch.campaign, respond);
    if (!campaign) return {};
    auto prefilled = prefilled_by(*link, campaign->form);
    return {std::move(campaign), {"/l/" + token, hash, link->batch.single_use, std::move(prefilled)}, link->used};
}

}  // namespace

Reply residents::link_used_page(const Desk& desk, const Request& request) {
    return say(desk, request, forms::http_status(forms::Code::link_used), "link_used");
}

void link_page(Desk& desk, const Request& request, Respond respond) {
    const auto followed = follow(desk, request, respond);
    if (!followed.campaign) return;
    if (followed.used) return respond(link_used_page(desk, request));
    const auto& campaign = *followed.campaign;
    auto filling = first_filling(campaign, request, followed.arrival);
    fill_defaults(campaign.form, filling, desk.clock);
    count_rows(campaign.form, filling, desk.clock);
    filling.id = new_id();
    respond(filled_page(desk, campaign, filling, 200));
}

void link_post(Desk& desk, const Request& request, Respond respond) {
    auto followed = follow(desk, request, respond);
    if (followed.campaign) take_post(desk, request, std::move(followed.campaign), followed.arrival, respond);
}

}  // namespace ecoute::server
