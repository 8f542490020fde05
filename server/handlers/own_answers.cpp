#include <nlohmann/json.hpp>

#include "forms/answers.hpp"
#include "server/handlers/resident.hpp"
#include "server/handlers/resident_parts.hpp"
#include "server/http/urlencoded.hpp"
#include "server/link_token.hpp"
#include "server/intake.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire.hpp"
#include "server/pages/read_back.hpp"
#include "server/receipt.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server {
namespace {

using namespace residents;
using nlohmann::json;

std::int64_t now_seconds(const forms::Clock& clock) {
    return std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
}

const std::string& own_sheet() {
    static const auto sheet = std::string{asset("resident.css")} + std::string{asset("own.css")};
    return sheet;
}

Reply code_form(const Desk& desk, const Request& request, int status, std::string_view mistake = {},
                const Words::Facts& facts = {}) {
    const auto language = desk.words.best(request.accept_language);
    const auto say = [&](std::string_view key) { return desk.words.say(language, "resident." + std::string{key}); };
    auto page = page_data(desk.words, language, say("own"));
    page["mistake"] = mistake.empty() ? "" : desk.words.say(language, "resident." + std::string{mistake}, facts);
    for (const auto* key : {"code_label", "code_hint", "code_go", "home"}) page["say_" + std::string{key}] = say(key);
    page["head_extra"] = "<style>" + own_sheet() + "</style>";
    return not_kept(page_reply(status, render("code", page), {}, {own_sheet()}));
}

/// The answers as they were kept, to be read by the one who gave them.
Reply read_back(const Desk& desk, const CampaignForm& campaign, const storage::StoredResponse& stored,
                const std::string& code, bool asks_to_erase) {
    const auto& language = stored.language.empty() ? campaign.form.default_language : stored.language;
    const auto say = [&](std::string_view key) { return desk.words.say(language, "resident." + std::string{key}); };
    auto page = page_data(desk.words, language, say(asks_to_erase ? "erase_title" : "read_title"), campaign.invented);
    page["campaign_title"] = escaped(forms::shown(campaign.form.title, language, campaign.form.default_language).text);
    page["organisation"] = campaign.campaign.organisation;
    page["code"] = code;
    page["erasing"] = asks_to_erase;
    page["may_correct"] = takes_answers(campaign.campaign, local_day(desk.clock)).has_value();
    page["answers"] = answers_read_back(campaign.form, desk.words, language, stored.answers, desk.clock);
    for (const auto* key : {"read", "correct", "correct_closed", "erase", "erase_ask", "erase_yes", "erase_no", "home"})
        page["say_" + std::string{key}] = say(key);
    page["head_extra"] = "<style>" + own_sheet() + "</style>";
    return not_kept(page_reply(200, render("own_answers", page), {}, {own_sheet()}));
}

Reply page_to_correct(const Desk& desk, const CampaignForm& campaign, const storage::StoredResponse& stored,
                      const std::string& code) {
    forms::Problems unread;
    const auto answers = forms::answers_from_json(campaign.form, stored.answers, unread);
    auto filling = filling_of(campaign.form, answers, reader_language(campaign.form, stored.language, ""));
    filling.id = stored.id;
    filling.code = code;
    filling.revision = stored.seq;
    filling.said = desk.words.say(filling.language, "resident.correcting");
    return filled_page(desk, campaign, filling, 200);
}

/// What somebody wants with a response that is theirs.
Reply own_response(Desk& desk, const Request& request, const storage::StoredResponse& stored, const std::string& code,
                   std::string_view action) {
    const auto campaign = desk.forms.version(stored.campaign, stored.form_version);
    if (!campaign) return code_form(desk, request, 404, "code_unknown");
    if (action == "effacer-oui") {
        desk.store.corrections().erase(receipt_hash(code), local_day(desk.clock));
        desk.store.audit().add(instant_text(std::chrono::floor<std::chrono::seconds>(desk.clock.now())), "receipt",
                               "response.erase", stored.campaign);
        return last_page(desk, *campaign, stored.language, 200, "erased", "");
    }
    if (action == "corriger" && takes_answers(campaign->campaign, local_day(desk.clock)))
        return page_to_correct(desk, *campaign, stored, code);
    return read_back(desk, *campaign, stored, code, action == "effacer");
}

/// The questionnaire as it was left; the code goes with it, so that its draft goes when the answers are sent.
Reply draft_page(Desk& desk, const Request& request, const storage::Draft& draft, const std::string& code) {
    auto filling = read_filling_text(opened(desk.settings, code, draft.sealed));
    const auto campaign = desk.forms.find(draft.campaign);
    if (!filling || !campaign || !takes_answers(campaign->campaign, local_day(desk.clock)))
        return code_form(desk, request, 404, "code_unknown");
    filling->language = reader_language(campaign->form, filling->language, request.accept_language);
    filling->code = code;
    filling->said = desk.words.say(filling->language, "resident.draft_back");
    return filled_page(desk, *campaign, *filling, 200);
}

}  // namespace

void code_page(Desk& desk, const Request& request, Respond respond) { respond(code_form(desk, request, 200)); }

void code_post(Desk& desk, const Request& request, Respond respond) {
    const auto fields = read_urlencoded(request.body);
    if (const auto link = tidy_link_token(field(fields, "code")); !link.empty()) {
        Reply reply{.status = 303};
        reply.headers = {{"Location", "/l/" + link}, {"Cache-Control", "no-store"}};
        return respond(std::move(reply));
    }
    const auto code = tidy_code(field(fields, "code"));
    const auto hash = receipt_hash(code);
    if (hash.empty()) return respond(code_form(desk, request, 422, "code_wrong"));
    const auto key = pace_key("code", hash);
    const auto now = now_seconds(desk.clock);
    if (const auto wait = desk.pace->wait_seconds(key, now); wait > 0) {
        auto reply = code_form(desk, request, 429, "code_wait", {{"seconds", std::to_string(wait)}});
        reply.headers.emplace_back("Retry-After", std::to_string(wait));
        return respond(std::move(reply));
    }
    if (const auto stored = desk.store.responses().find_by_receipt(hash)) {
        desk.pace->succeeded(key);
        return respond(own_response(desk, request, *stored, code, field(fields, "action")));
    }
    if (const auto draft = desk.store.drafts().find(hash, local_day(desk.clock))) {
        desk.pace->succeeded(key);
        return respond(draft_page(desk, request, *draft, code));
    }
    if (desk.store.corrections().was_erased(hash)) return respond(code_form(desk, request, 404, "code_erased"));
    desk.pace->failed(key, now);
    respond(code_form(desk, request, 404, "code_unknown"));
}

}  // namespace ecoute::server
