#include "server/handlers/devices.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/access.hpp"
#include "server/handlers/resident_parts.hpp"
#include "server/http/urlencoded.hpp"
#include "server/intake.hpp"
#include "server/pages/questionnaire.hpp"
#include "server/quotas.hpp"
#include "server/receipt.hpp"
#include "server/sealing.hpp"
#include "server/system_clock.hpp"
#include "server/wire/refusal.hpp"
#include "storage/devices.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

Reply json_reply(int status, const json& document) {
    Reply reply{.status = status, .content_type = "application/json", .body = document.dump(-1, ' ', false, json::error_handler_t::replace)};
    reply.headers = {{"Cache-Control", "no-store"}};
    return reply;
}

/// A count that the tablet tells, or nothing. No tablet makes a million interviews.
std::optional<std::int64_t> told(const Request& request, std::string_view name) {
    const auto text = request.parameter(name);
    std::int64_t count = -1;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failed != std::errc{} || end != text.data() + text.size() || count < 0 || count > 1'000'000) return std::nullopt;
    return count;
}

/// Notes that the tablet was there: written only when it says something new, since a tablet may ask every minute.
void note_seen(Desk& desk, const Request& request) {
    const auto& device = *request.device;
    const auto at = half_day(now_text(desk.clock));
    const auto collected = told(request, "collected"), waiting = told(request, "waiting");
    const bool known = at == device.last_seen && (!collected || collected == device.collected) && (!waiting || waiting == device.waiting);
    if (!known) desk.store.devices().seen(device.id, at, collected, waiting);
}

json sealing_key(const Desk& desk, const std::string& campaign) {
    if (!desk.settings.sealing) return nullptr;
    const auto key = desk.settings.sealing->public_key(campaign);
    return {{"kty", "EC"}, {"crv", "P-256"}, {"x", key.x}, {"y", key.y}, {"kid", key.kid}};
}

json addresses(const CampaignForm& campaign, std::string_view query) {
    json by_language = json::object();
    for (const auto& language : campaign.form.languages)
        by_language[language] = "/t/q/" + percent_encoded(campaign.campaign.id) + "/" + percent_encoded(campaign.form.version) + "/" +
                                percent_encoded(language) + std::string{query};
    return by_language;
}

json quotas_of(Desk& desk, const CampaignForm& campaign) {
    const auto progress = quota_progress(desk, campaign);
    return progress ? quotas_json(*progress) : json();
}

/// Recordings and pictures that the pages name: [address, bytes], so that a tablet knows what they weigh before it asks for one.
json media_json(const CampaignForm& found, const CampaignMedia* media) {
    auto files = json::array();
    if (!media) return files;
    for (const auto* file : files_on_labels(found.form, *media)) files.push_back({media_address(found.campaign.id, *file), file->size});
    return files;
}

json campaign_json(Desk& desk, const CampaignForm& found) {
    const auto& campaign = found.campaign;
    const auto& form = found.form;
    const bool sheet = has_field_sheet(form);
    const auto media = residents::media_of(desk, found);
    const auto mark = page_mark(found, media.get());
    return {{"id", campaign.id},
            {"title", campaign.title},
            {"organisation", campaign.organisation},
            {"version", form.version},
            {"languages", form.languages},
            {"default_language", form.default_language},
            {"opens", campaign.opens},
            {"closes", campaign.closes},
            {"open", takes_answers(campaign, local_day(desk.clock)).has_value()},
            {"demonstration", campaign.demonstration},
            {"sealing_key", sealing_key(desk, campaign.id)},
            {"has_field_sheet", sheet},
            {"sensitive", is_delicate(form)},
            {"pages", addresses(found, "?v=" + mark)},
            {"sheets", sheet ? addresses(found, "?fiche&v=" + mark) : json::object()},
            {"media", media_json(found, media.get())},
            {"quotas", quotas_of(desk, found)}};
}

/// Most receipts that a tablet keeps for people it will meet before it is back.
constexpr std::int64_t most_receipts = 100;

/// Ids for responses to come, each with the code that its person will be handed: a tablet that is away can't make one.
json receipts(const Desk& desk, const Request& request) {
    json all = json::array();
    for (auto left = std::min(told(request, "receipts").value_or(0), most_receipts); left > 0; --left) {
        const auto id = residents::new_id();
        all.push_back(json::array({id, receipt_code(desk.settings, id)}));
    }
    return all;
}

}  // namespace

void enrol_device(Desk& desk, const Request& request, Respond respond) {
    const auto sent = json::parse(request.body, nullptr, false);
    const auto token = sent.is_object() ? sent.find("enrolment") : sent.end();
    if (!sent.is_object() || token == sent.end() || !token->is_string())
        return respond(problem_json(desk.words, request, {forms::Code::request_malformed, "enrolment", "", {}}));
    const auto key = new_token();
    const auto enrolled =
        desk.store.devices().enrol(token_hash(token->get<std::string>()), now_text(desk.clock), residents::new_id(), token_hash(key));
    if (!enrolled) return respond(problem_json(desk.words, request, enrolled.error()));
    desk.store.audit().add(now_text(desk.clock), "tablet", "device.enrol", enrolled->id);
    respond(json_reply(201, {{"device", enrolled->id}, {"key", key}, {"interviewer", enrolled->tour.interviewer}, {"name", enrolled->tour.name}}));
}

void device_tour(Desk& desk, const Request& request, Respond respond) {
    note_seen(desk, request);
    const auto& device = *request.device;
    auto campaigns = json::array();
    for (const auto& campaign : desk.forms.all())
        if (device.serves(campaign->campaign.id)) campaigns.push_back(campaign_json(desk, *campaign));
    respond(json_reply(200, {{"device", device.id},
                             {"interviewer", device.tour.interviewer},
                             {"name", device.tour.name},
                             {"now", now_text(desk.clock)},
                             {"receipts", receipts(desk, request)},
                             {"campaigns", std::move(campaigns)}}));
}

}  // namespace ecoute::server
