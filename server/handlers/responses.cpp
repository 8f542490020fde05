#include <nlohmann/json.hpp>

#include "forms/response_json.hpp"
#include "server/handlers/api.hpp"
#include "server/intake.hpp"
#include "server/invitation.hpp"
#include "server/routes.hpp"
#include "server/system_clock.hpp"
#include "server/wire/refusal.hpp"

/// POST /api/v1/campaigns/{id}/responses: from bytes to a response on the disk.
namespace ecoute::server {
namespace {

using forms::Code;
using nlohmann::json;
using storage::Kept;

/// What became of one submission: kept or not, and why not.
struct Outcome {
    std::string id;  ///< "" when it could not be read
    std::string receipt;
    std::optional<Kept> kept;
    forms::Problem problem;      ///< of the whole submission, when it was not kept
    forms::Problems mistakes{};  ///< of its questions
};

int status_of(const Outcome& outcome) {
    if (!outcome.kept) return forms::http_status(outcome.problem.code);
    return *outcome.kept == Kept::first_time ? 201 : 200;
}

/// The questionnaire that was answered: today's, or the older version that a tablet still held.
std::shared_ptr<const CampaignForm> answered_form(Desk& desk, std::shared_ptr<const CampaignForm> today,
                                                  const std::string& version) {
    if (version.empty() || version == today->form.version) return today;
    return desk.forms.version(today->campaign.id, version);
}

/// Checks one submission; what may be kept is added to `to_keep`, in the order of the outcomes without a problem.
Outcome checked(Desk& desk, const std::shared_ptr<const CampaignForm>& today, forms::Result<forms::Submission>& sent,
                std::vector<storage::NewResponse>& to_keep) {
    if (!sent) return {{}, {}, std::nullopt, sent.error()};
    const auto campaign = answered_form(desk, today, sent->form_version);
    if (!campaign)
        return {sent->id,
                {},
                std::nullopt,
                {Code::response_version_unknown, sent->id, "", {{"value", sent->form_version}}}};
    const auto& form = campaign->form;
    forms::Problems mistakes;
    auto answers = forms::answers_from_json(form, sent->answers_json, mistakes);
    const Beside beside{std::move(sent->id),
                        std::move(sent->form_version),
                        sent->language.empty() ? form.default_language : std::move(sent->language),
                        sent->channel.empty() ? "link" : std::move(sent->channel),
                        std::move(sent->started_at),
                        std::move(sent->ended_at),
                        sent->simulated};
    auto intake = take_in(*campaign, beside, std::move(answers), std::move(mistakes), desk.clock, desk.settings);
    if (!intake.problems.empty())
        return {beside.id, {}, std::nullopt, {Code::response_invalid, beside.id, "", {}}, std::move(intake.problems)};
    to_keep.push_back(std::move(intake.response));
    return {beside.id, std::move(intake.receipt), Kept::first_time, {}};
}

/// What the store answered, put beside the outcomes that were handed to it.
void note(std::vector<Outcome>& outcomes, const std::vector<forms::Result<Kept>>& stored) {
    auto next = stored.begin();
    for (auto& outcome : outcomes) {
        if (!outcome.kept) continue;
        if (*next)
            outcome.kept = **next;
        else {
            outcome.kept.reset();
            outcome.problem = next->error();
        }
        ++next;
    }
}

void count(Counters& counters, const std::vector<Outcome>& outcomes) {
    for (const auto& outcome : outcomes) {
        auto& counter = !outcome.kept                       ? counters.responses_refused
                        : *outcome.kept == Kept::first_time ? counters.responses_kept
                                                            : counters.responses_resent;
        counter.fetch_add(1, std::memory_order_relaxed);
    }
}

/// Ids are UUIDs and receipts letters and digits: nothing to escape, and this is the path that must be quick.
Reply single_reply(const Words& words, const Request& request, const Outcome& outcome) {
    if (!outcome.kept) return problem_json(words, request, outcome.problem, outcome.mistakes);
    Reply reply{.status = status_of(outcome), .content_type = "application/json"};
    reply.body.append(R"({"id":")").append(outcome.id).append(R"(","status":")");
    reply.body.append(*outcome.kept == Kept::first_time ? "kept" : "already_kept");
    reply.body.append(R"(","receipt":")").append(outcome.receipt).append("\"}");
    return reply;
}

json item_json(const Words& words, std::string_view language, const Outcome& outcome, std::size_t index) {
    json item = {{"status", status_of(outcome)}};
    if (outcome.id.empty())
        item["index"] = index;
    else
        item["id"] = outcome.id;
    if (outcome.kept) {
        item["receipt"] = outcome.receipt;
        return item;
    }
    item["code"] = forms::name(outcome.problem.code);
    item["detail"] = words.say(language, outcome.problem);
    for (const auto& mistake : outcome.mistakes) item["errors"].push_back(mistake_json(words, language, mistake));
    return item;
}

Reply batch_reply(const Words& words, const Request& request, const std::vector<Outcome>& outcomes) {
    const auto busy = [](const Outcome& outcome) { return !outcome.kept && outcome.problem.code == Code::too_busy; };
    if (!outcomes.empty() && std::all_of(outcomes.begin(), outcomes.end(), busy))
        return problem_json(words, request, {Code::too_busy, "", "", {}});
    const auto language = words.best(request.accept_language);
    auto items = json::array();
    for (std::size_t i = 0; i < outcomes.size(); ++i) items.push_back(item_json(words, language, outcomes[i], i));
    return {.content_type = "application/json",
            .body = json{{"responses", std::move(items)}}.dump(-1, ' ', false, json::error_handler_t::replace)};
}

Reply reply_of(Desk& desk, const Request& request, bool batch, const std::vector<Outcome>& outcomes) {
    count(*desk.counters, outcomes);
    return batch ? batch_reply(desk.words, request, outcomes) : single_reply(desk.words, request, outcomes.front());
}

/// Why nothing at all is taken from this request, if so.
std::optional<forms::Problem> closed_door(const Desk& desk, const Request& request, const std::shared_ptr<const CampaignForm>& campaign) {
    if (!campaign) return forms::Problem{Code::campaign_unknown, request.captured.front(), "", {}};
    const auto open = takes_answers(campaign->campaign, local_day(desk.clock));
    if (!open) return open.error();
    if (is_by_invitation(desk, campaign)) return forms::Problem{Code::campaign_by_invitation, campaign->campaign.id, "", {}};
    return std::nullopt;
}

}  // namespace

void submit_responses(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = desk.forms.find(request.captured.front());
    if (const auto why = closed_door(desk, request, campaign))
        return respond(problem_json(desk.words, request, *why));
    auto sent = forms::read_submissions(request.body);
    if (!sent) return respond(problem_json(desk.words, request, sent.error()));
    const bool batch = sent->batch;
    if (!batch && request.body.size() > largest_body_bytes)
        return respond(
            problem_json(desk.words, request,
                         {Code::response_too_large, "", "", {{"limit", std::to_string(largest_body_bytes / 1024)}}}));
    std::vector<Outcome> outcomes;
    std::vector<storage::NewResponse> to_keep;
    for (auto& item : sent->items) outcomes.push_back(checked(desk, campaign, item, to_keep));
    if (to_keep.empty()) return respond(reply_of(desk, request, batch, outcomes));
    desk.store.responses().keep(std::move(to_keep),
                                [&desk, &request, batch, outcomes = std::move(outcomes), respond = std::move(respond)](
                                    std::exception_ptr fault, std::vector<forms::Result<Kept>> stored) mutable {
                                    if (fault) return respond(fault_reply(desk.words, request, std::move(fault)));
                                    note(outcomes, stored);
                                    respond(reply_of(desk, request, batch, outcomes));
                                });
}

}  // namespace ecoute::server
