#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/enrolment.hpp"
#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/http/urlencoded.hpp"
#include "server/in_words.hpp"
#include "server/pages/page.hpp"
#include "server/qr.hpp"

/// The tablets of a campaign: who has one, what they told last, a code for one more, and the end of a lost one.
namespace ecoute::server::admin {
namespace {

using nlohmann::json;

std::optional<CampaignPage> asked(Desk& desk, const Request& request, const Respond& respond) {
    return asked_page(desk, request, respond, "admin.tablets.", "/tablettes");
}

std::string name_of(const CampaignPage& page, const storage::Device& device) {
    return device.tour.name.empty() ? page.say("unnamed") : device.tour.name;
}

/// "17 mai 2026, après-midi" in UTC halves: no more is known.
std::string seen_in_words(const CampaignPage& page, const storage::Device& device) {
    if (device.last_seen.size() < 13) return page.say("never");
    const auto day = day_in_words(page.desk.words, page.language, device.last_seen.substr(0, 10));
    return page.say(device.last_seen.substr(11, 2) == "12" ? "seen_afternoon" : "seen_morning", {{"day", day}});
}

json tablet_row(const CampaignPage& page, const storage::Device& device) {
    const auto count = [&](const auto& told) { return told ? page.number(*told) : std::string{"–"}; };
    const auto name = name_of(page, device);
    return {{"name", name},
            {"interviewer", device.tour.interviewer},
            {"seen", seen_in_words(page, device)},
            {"collected", count(device.collected)},
            {"waiting", count(device.waiting)},
            {"gone", device.revoked_on.empty() ? "" : page.say("revoked_on", {{"day", day_in_words(page.desk.words, page.language, device.revoked_on)}})},
            {"revoke_address", page.here() + "/" + percent_encoded(device.id) + "/revoquer"},
            {"revoke_label", page.say("revoke_one", {{"name", name}})},
            {"sure", page.say("revoke_sure", {{"name", name}})}};
}

/// Those that may send still, then those that may not; the youngest first.
json tablets_of(const CampaignPage& page) {
    auto devices = page.desk.store.devices().all();
    std::erase_if(devices, [&](const auto& device) { return !device.serves(page.id()); });
    std::reverse(devices.begin(), devices.end());
    std::stable_partition(devices.begin(), devices.end(), [](const auto& device) { return device.revoked_on.empty(); });
    json rows = json::array();
    for (const auto& device : devices) rows.push_back(tablet_row(page, device));
    return rows;
}

void add_words(json& data, const CampaignPage& page) {
    for (const auto* key : {"title", "revoked", "scan", "code_once", "colon", "none", "name", "interviewer", "seen", "collected", "waiting", "revoke",
                            "as_told", "enrol", "enrol_about", "name_hint", "interviewer_hint", "show_code", "revoke_what", "revoke_yes", "revoke_no"})
        data["words"]["tablets"][key] = page.say(key);
}

json tablets_data(const CampaignPage& page) {
    const auto& campaign = page.campaign->campaign;
    auto data = frame(page.desk, page.request, page.say("title"), page.campaign->invented);
    data["campaign"] = {{"name", campaign.title}, {"here", campaign_address(page.id())}};
    data["tablets"] = tablets_of(page);
    data["any"] = !data["tablets"].empty();
    data["script"] = asset("admin.js");
    data["typed"] = {{"name", ""}, {"interviewer", ""}};
    add_words(data, page);
    return data;
}

/// The address to scan, with what to do: on https all works; on http the page says what does not.
json code_shown(const CampaignPage& page, const storage::Tour& tour) {
    const auto& settings = page.desk.settings;
    const auto& base = settings.tablet_url.empty() ? settings.public_url : settings.tablet_url;
    const auto address = prepare_tablet(page.desk.store, page.desk.clock, base, tour, page.request.session->login);
    json steps = json::array();
    for (const auto* step : {"step_wifi", "step_scan", "step_open"}) steps.push_back(page.say(step));
    return {{"address", address},
            {"qr", qr_svg(address, page.say("qr_label"))},
            {"steps", std::move(steps)},
            {"certificate", settings.public_url + "/certificat"},
            {"plain_http", base.starts_with("https://") && !settings.authority ? "" : page.say(base.starts_with("https://") ? "trust_first" : "plain_http")}};
}

}  // namespace

void tablets_page(Desk& desk, const Request& request, Respond respond) {
    const auto page_of = asked(desk, request, respond);
    if (!page_of) return;
    auto data = tablets_data(*page_of);
    data["revoked"] = request.parameter("revoquee") == "1";
    respond(page(request, 200, "admin_tablets", data));
}

void enrol_tablet(Desk& desk, const Request& request, Respond respond) {
    const auto page_of = asked(desk, request, respond);
    if (!page_of) return;
    const auto fields = read_urlencoded(request.body);
    const storage::Tour tour{std::string{field(fields, "interviewer")}, std::string{field(fields, "name")}, {page_of->id()}};
    const bool code = is_interviewer_code(tour.interviewer), fits = code && is_tablet_name(tour.name);
    json shown = fits ? code_shown(*page_of, tour) : json();
    auto data = tablets_data(*page_of);
    data["code"] = std::move(shown);
    if (!fits) {
        data["mistake"] = page_of->say(code ? "bad_name" : "bad_interviewer");
        data["typed"] = {{"name", tour.name}, {"interviewer", tour.interviewer}};
    }
    respond(page(request, fits ? 200 : 422, "admin_tablets", data));
}

void revoke_tablet_page(Desk& desk, const Request& request, Respond respond) {
    const auto page_of = asked(desk, request, respond);
    if (!page_of) return;
    const auto& id = request.captured.at(1);
    const auto back = page_of->here();
    const auto all = desk.store.devices().all();
    const auto device = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id && one.serves(page_of->id()); });
    if (device == all.end()) return respond(refusal(desk, request, {forms::Code::not_found, id, "", {}}));
    if (field(read_urlencoded(request.body), "sure") == "1") {
        const auto revoked = revoke_tablet(desk.store, desk.clock, id, request.session->login);
        return respond(revoked ? go_to(back + "?revoquee=1") : refusal(desk, request, revoked.error()));
    }
    auto data = frame(desk, request, page_of->say("revoke_sure", {{"name", name_of(*page_of, *device)}}), page_of->campaign->invented);
    data["here"] = back + "/" + percent_encoded(id) + "/revoquer";
    data["back"] = back;
    data["sealed"] = desk.settings.tablet_url.starts_with("https://") ? page_of->say("revoke_sealed") : "";
    if (device->waiting.value_or(0) > 0)
        data["waiting"] = page_of->say("revoke_waiting", {{"count", page_of->number(*device->waiting)}});
    add_words(data, *page_of);
    respond(page(request, 200, "admin_revoke", data));
}

}  // namespace ecoute::server::admin
