#include <nlohmann/json.hpp>

#include "server/attachments.hpp"
#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/http/urlencoded.hpp"
#include "server/in_words.hpp"
#include "server/system_clock.hpp"
#include "storage/devices.hpp"

namespace ecoute::server::admin {
namespace {

using nlohmann::json;

/// On one page; the command line writes them all.
constexpr std::size_t most_listed = 200;

std::string label_of(const CampaignPage& page, const std::string& question) {
    const auto& form = page.campaign->form;
    const auto found = form.find(question);
    return std::string{found ? forms::shown(form.questions[*found].label, page.language, form.default_language).text : std::string_view{question}};
}

json row(const CampaignPage& page, const storage::AttachmentName& file) {
    const auto address = page.here() + "/" + file.response + "/" + percent_encoded(file.name);
    const auto is = [&](std::string_view kind) { return file.type.starts_with(kind); };
    return {{"name", file.name},   {"response", file.response},  {"question", label_of(page, file.question)},
            {"address", address},  {"image", is("image/")},      {"sound", is("audio/")},
            {"film", is("video/")}, {"weight", weight_in_words(page.desk.words, page.language, file.size)}};
}

}  // namespace

void attachments_page(Desk& desk, const Request& request, Respond respond) {
    const auto asked = asked_page(desk, request, respond, "admin.attachments.", "/pieces-jointes");
    if (!asked) return;
    const auto& page = *asked;
    const auto& campaign = page.campaign;
    const auto& id = page.id();
    desk.store.audit().add(now_text(desk.clock), request.session->login, "attachments.look", id);
    auto& attachments = desk.store.devices().attachments();
    const auto files = attachments.of(id);
    const auto awaited = attachments.awaited(id, file_questions(campaign->form));
    auto data = frame(desk, request, page.say("title", {{"campaign", campaign->campaign.title}}), campaign->invented);
    data["files"] = json::array();
    for (std::size_t at = 0; at < files.size() && at < most_listed; ++at) data["files"].push_back(row(page, files[at]));
    const auto count = [&](const char* key, std::int64_t number) { return page.say(key, {{"count", page.number(number)}}); };
    data["any"] = !files.empty();
    data["counted"] = count(files.size() == 1 ? "count_one" : "count", static_cast<std::int64_t>(files.size()));
    data["awaited"] = awaited > 0 ? count(awaited == 1 ? "awaited_one" : "awaited", awaited) : "";
    data["more"] = files.size() > most_listed ? count("more", static_cast<std::int64_t>(most_listed)) : "";
    for (const auto* key : {"about", "response", "question", "file"}) data["words"][key] = page.say(key);
    respond(admin::page(request, 200, "admin_attachments", data));
}

void attachment_file(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = asked_campaign(desk, request, respond);
    if (!campaign) return;
    const auto& response = request.captured.at(1);
    const auto& name = request.captured.at(2);
    auto file = desk.store.devices().attachments().find(campaign->campaign.id, response, name);
    if (!file) return respond(refusal(desk, request, {forms::Code::not_found, request.path, "", {}}));
    desk.store.audit().add(now_text(desk.clock), request.session->login, "attachments.read", campaign->campaign.id + " " + name);
    const bool seen_here = !file->type.starts_with("application/");
    Reply reply;
    reply.content_type = std::move(file->type);
    reply.body = std::move(file->bytes);
    // What somebody sent is shown by the browser as what its bytes are, or saved, and runs nothing.
    reply.headers = {{"Cache-Control", "no-store"},
                     {"Content-Security-Policy", "default-src 'none'; sandbox"},
                     {"Content-Disposition", std::string{seen_here ? "inline" : "attachment"} + "; filename*=UTF-8''" + percent_encoded(name)},
                     {"Cross-Origin-Resource-Policy", "same-origin"}};
    respond(std::move(reply));
}

}  // namespace ecoute::server::admin
