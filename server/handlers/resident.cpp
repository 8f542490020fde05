#include "server/handlers/resident.hpp"

#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>

#include "forms/answers.hpp"
#include "forms/residents.hpp"
#include "server/handlers/resident_parts.hpp"
#include "server/handlers/resident_post.hpp"
#include "server/http/urlencoded.hpp"
#include "server/intake.hpp"
#include "server/invitation.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire.hpp"
#include "server/receipt.hpp"
#include "server/system_clock.hpp"
#include "storage/links.hpp"

namespace ecoute::server {
namespace {

using namespace residents;
using forms::Form;
using forms::QuestionType;
using nlohmann::json;

/// How long a draft for another device is kept: two weekends.
constexpr std::chrono::days draft_life{14};

Reply kept_page(const Desk& desk, const CampaignForm& campaign, const Filling& filling, bool refusal,
                const forms::Result<storage::Kept>& outcome) {
    const auto code = receipt_code(desk.settings, filling.id);
    if (outcome)
        return last_page(desk, campaign, filling.language, 200, refusal ? "refused" : "thanks", refusal ? "" : code);
    if (outcome.error().code == forms::Code::response_conflict)
        return last_page(desk, campaign, filling.language, 409, "already_sent", code);
    return try_again(desk, campaign, filling);
}

/// The one of these answers that is on the disk already, sent again because its page never arrived.
bool is_there(Desk& desk, const std::string& id) {
    return desk.store.responses().find_by_receipt(receipt_hash(receipt_code(desk.settings, id))).has_value();
}

/// Keeps it and waits for the disk, since its draft may only go, and its link be used up, once the answers are there.
void keep_and_then(Desk& desk, const Request& request, const CampaignForm& campaign, const Filling& filling,
                   storage::NewResponse response, const Arrival& arrival, const Respond& respond) {
    std::unique_ptr<storage::Links::Hold> hold;
    if (arrival.single_use) {
        hold = desk.store.links().hold(arrival.link_hash);
        if (!hold) return respond(try_again(desk, campaign, filling));
        const auto link = desk.store.links().find(arrival.link_hash);
        if (link && link->used && !is_there(desk, filling.id)) return respond(link_used_page(desk, request));
    }
    const bool refusal = response.refusal;
    // Shared: the writer is still inside it for a moment after its outcome is known here.
    auto promise = std::make_shared<std::promise<std::optional<forms::Result<storage::Kept>>>>();
    auto outcome = promise->get_future();
    std::vector<storage::NewResponse> one;
    one.push_back(std::move(response));
    desk.store.responses().keep(
        std::move(one), [promise](std::exception_ptr fault, std::vector<forms::Result<storage::Kept>> outcomes) {
            promise->set_value(fault || outcomes.empty() ? std::nullopt : std::optional{outcomes.front()});
        });
    const auto kept = outcome.get();
    if (!kept || (!*kept && kept->error().code != forms::Code::response_conflict))
        return respond(try_again(desk, campaign, filling));
    if (*kept && !filling.code.empty()) desk.store.drafts().remove(receipt_hash(filling.code));
    if (arrival.single_use) desk.store.links().mark_used(arrival.link_hash);
    hold.reset();  // before the reply: who got it and sends again must not be told that the link is busy
    respond(kept_page(desk, campaign, filling, refusal, *kept));
}

void keep(Desk& desk, Campaign campaign, Filling filling, storage::NewResponse response, Respond respond) {
    const bool refusal = response.refusal;
    std::vector<storage::NewResponse> one;
    one.push_back(std::move(response));
    desk.store.responses().keep(
        std::move(one), [&desk, campaign, filling, refusal, respond](
                            std::exception_ptr fault, std::vector<forms::Result<storage::Kept>> outcomes) {
            respond(fault || outcomes.empty() ? try_again(desk, *campaign, filling)
                                              : kept_page(desk, *campaign, filling, refusal, outcomes.front()));
        });
}

/// What the page did not show of a response (the interviewer's field sheet) stays as it was.
void keep_unshown(const Form& form, const storage::StoredResponse& stored, forms::Answers& answers) {
    forms::Problems unread;
    auto before = forms::answers_from_json(form, stored.answers, unread);
    for (std::uint32_t question = 0; question < form.questions.size(); ++question)
        if (!is_shown(form, question) && form.questions[question].repeat == forms::none)
            answers.by_question[question] = std::move(before.by_question[question]);
}

/// A correction by the author of a response: who they are is told by their code alone.
void correct(Desk& desk, const Campaign& campaign, Filling filling, const Respond& respond) {
    const auto stored = desk.store.responses().find_by_receipt(receipt_hash(filling.code));
    if (!stored || stored->campaign != campaign->campaign.id)
        return respond(last_page(desk, *campaign, filling.language, 404, "erased", ""));
    filling.id = stored->id;
    forms::Problems problems;
    auto answers = forms::answers_from_text(campaign->form, named_texts(campaign->form, filling), problems);
    keep_unshown(campaign->form, *stored, answers);
    const Beside beside{.id = stored->id,
                        .form_version = campaign->form.version,
                        .language = filling.language,
                        .channel = stored->channel,
                        .started_at = "",
                        .ended_at = "",
                        .simulated = stored->simulated,
                        .pages = resident_pages};
    auto intake = take_in(*campaign, beside, std::move(answers), std::move(problems), desk.clock, desk.settings);
    if (!intake.problems.empty()) {
        filling.problems = std::move(intake.problems);
        return respond(filled_page(desk, *campaign, filling, 422));
    }
    intake.response.started_at = stored->started_at;
    intake.response.ended_at = stored->ended_at;
    intake.response.minutes = stored->minutes;
    using enum storage::Corrections::Revised;
    const auto revised =
        desk.store.corrections().revise(filling.revision, intake.response, half_day(now_text(desk.clock)));
    if (revised == gone) return respond(last_page(desk, *campaign, filling.language, 404, "erased", ""));
    if (revised == changed)
        return respond(last_page(desk, *campaign, filling.language, 409, "changed_meanwhile", filling.code));
    desk.store.audit().add(now_text(desk.clock), "receipt", "response.correct", campaign->campaign.id);
    respond(last_page(desk, *campaign, filling.language, 200, "corrected", filling.code));
}

/// Keeps what is there for another device: only for who agreed to answer, and for a time that is told.
void keep_draft(Desk& desk, const Campaign& campaign, Filling filling, const Respond& respond) {
    const auto& consent = campaign->form.consent;
    forms::Problems unread;  // told when the answers are sent
    const auto answers = forms::answers_from_text(campaign->form, named_texts(campaign->form, filling), unread);
    if (consent && !forms::agreed(campaign->form, answers)) {
        filling.said = desk.words.say(filling.language, "resident.draft_agree");
        return respond(filled_page(desk, *campaign, filling, 200));
    }
    const auto last = instant_text(std::chrono::floor<std::chrono::seconds>(desk.clock.now()) + draft_life).substr(0, 10);
    const auto code = receipt_hash(filling.code).empty() ? new_code() : filling.code;
    const bool kept = desk.store.drafts().keep({.code_hash = receipt_hash(code),
                                                .campaign = campaign->campaign.id,
                                                .sealed = sealed(desk.settings, code, filling_text(filling)),
                                                .expires_on = last},
                                               local_day(desk.clock));
    if (kept)
        return respond(last_page(desk, *campaign, filling.language, 200, "draft_kept", code,
                                 {{"date", day_in_words(last)}, {"address", desk.settings.public_url + "/code"}}));
    filling.said = desk.words.say(filling.language, "resident.draft_full");
    respond(filled_page(desk, *campaign, filling, 503));
}

void send(Desk& desk, const Request& request, Campaign campaign, Filling filling, const Arrival& arrival, Respond respond) {
    drop_blank_rows(campaign->form, filling);
    if (count_rows(campaign->form, filling, desk.clock)) {
        filling.said = desk.words.say(filling.language, "resident.more_rows");
        return respond(filled_page(desk, *campaign, filling, 200));
    }
    if (filling.revision != 0) return correct(desk, campaign, std::move(filling), respond);
    forms::Problems problems;
    auto answers = forms::answers_from_text(campaign->form, named_texts(campaign->form, filling), problems);
    const Beside beside{.id = filling.id,
                        .form_version = campaign->form.version,
                        .language = filling.language,
                        .channel = "link",
                        .started_at = filling.started,
                        .ended_at = now_text(desk.clock),
                        .simulated = false,
                        .pages = resident_pages};
    auto intake = take_in(*campaign, beside, std::move(answers), std::move(problems), desk.clock, desk.settings);
    if (!intake.problems.empty()) {
        filling.problems = std::move(intake.problems);
        return respond(filled_page(desk, *campaign, filling, 422));
    }
    if (!filling.code.empty() || arrival.single_use)
        return keep_and_then(desk, request, *campaign, filling, std::move(intake.response), arrival, respond);
    keep(desk, std::move(campaign), std::move(filling), std::move(intake.response), std::move(respond));
}

/// Does what a button asks for that does not send: nothing is checked, nothing lost. False for any other action.
bool changes_page(const CampaignForm& campaign, const forms::Clock& clock, std::string_view action, Filling& filling) {
    const auto after = [&](std::string_view start) { return action.substr(start.size()); };
    if (action.starts_with(action_language))
        filling.language = reader_language(campaign.form, after(action_language), "");
    else if (action.starts_with(action_add))
        add_row(campaign.form, filling, after(action_add), clock);
    else if (action.starts_with(action_remove))
        remove_row(campaign.form, filling, after(action_remove));
    else if (action != action_refresh)
        return false;
    count_rows(campaign.form, filling, clock);
    return true;
}

json card(const Desk& desk, const CampaignForm& campaign, const std::string& language) {
    const auto title = forms::shown(campaign.form.title, language, campaign.form.default_language);
    const auto& closes = campaign.campaign.closes;
    return {{"id", campaign.campaign.id},
            {"campaign_title", escaped(title.text)},
            {"organisation", campaign.campaign.organisation},
            {"until",
             closes.empty() ? "" : desk.words.say(language, "resident.until", {{"date", day_in_words(closes)}})},
            {"demonstration", campaign.invented ? desk.words.say(language, "page.invented") : ""}};
}

}  // namespace

void home(Desk& desk, const Request& request, Respond respond) {
    const auto language = desk.words.best(request.accept_language);
    const auto say = [&](const char* key) { return desk.words.say(language, key); };
    auto page = page_data(desk.words, language, say("resident.home_title"));
    page["campaigns"] = json::array();
    const auto today = local_day(desk.clock);
    for (const auto& campaign : desk.forms.all())
        if (takes_answers(campaign->campaign, today) && !is_by_invitation(desk, campaign)) page["campaigns"].push_back(card(desk, *campaign, language));
    page["say_answer"] = say("resident.answer");
    page["say_none"] = say("resident.none_open");
    page["say_own"] = say("resident.own");
    page["say_team"] = say("resident.team");
    page["head_extra"] = "<style>" + std::string{asset("resident.css")} + "</style>";
    respond(page_reply(200, render("home", page), {}, {asset("resident.css")}));
}

void questionnaire_page(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = admitted(desk, request, request.captured.at(0), respond);
    if (!campaign) return;
    if (is_by_invitation(desk, campaign)) return respond(by_invitation_page(desk, request));
    auto filling = first_filling(*campaign, request, {});
    prefill(campaign->form, request, filling);
    auto variant = filling.language;
    for (const auto& [question, values] : filling.values) variant.append("&" + question + "=" + values.front());
    fill_defaults(campaign->form, filling, desk.clock);
    count_rows(campaign->form, filling, desk.clock);
    if (differs_by_person(campaign->form)) {
        filling.id = new_id();
        return respond(filled_page(desk, *campaign, filling, 200));
    }
    const auto page = desk.pages->find(campaign->campaign.id, variant, campaign, [&] {
        // Read here because a page is made once: a change of the recordings makes another campaign of it.
        const auto media = media_of(desk, *campaign);
        auto made = std::make_shared<PageInPieces>(questionnaire_html(*campaign, desk.words, filling, desk.clock, Audience::resident, media.get()),
                                                   id_placeholder);
        made->policy = policy_of(campaign->form, media.get());
        return made;
    });
    auto reply =
        page_with_policy(200, request.accepts_gzip ? page->gzip(new_id()) : page->plain(new_id()), page->policy);
    reply.headers.emplace_back("Vary", "Accept-Language, Accept-Encoding");
    if (request.accepts_gzip) reply.headers.emplace_back("Content-Encoding", "gzip");
    respond(is_delicate(campaign->form) ? not_kept(std::move(reply)) : std::move(reply));
}

void pause_page(Desk& desk, const Request& request, Respond respond) {
    const auto language = desk.words.best(request.accept_language);
    auto page = page_data(desk.words, language, desk.words.say(language, "resident.pause_title"));
    page["sentence"] = desk.words.say(language, "resident.pause");
    page["script"] = asset("pause.js");
    respond(page_reply(200, render("pause", page), {asset("pause.js")}));
}

void questionnaire_post(Desk& desk, const Request& request, Respond respond) {
    if (auto campaign = admitted(desk, request, request.captured.at(0), respond))
        take_post(desk, request, std::move(campaign), {}, respond);
}

Filling residents::first_filling(const CampaignForm& campaign, const Request& request, const Arrival& arrival) {
    Filling filling;
    filling.language = reader_language(campaign.form, request.parameter("langue"), request.accept_language);
    filling.address = arrival.address;
    for (const auto& [question, choice] : arrival.prefilled) {
        filling.values[question] = {choice};
        filling.folded.push_back(question);
    }
    return filling;
}

void residents::take_post(Desk& desk, const Request& request, Campaign campaign, const Arrival& arrival, const Respond& respond) {
    if (request.content_type != "application/x-www-form-urlencoded")
        return respond(message_page(desk.words, desk.words.best(request.accept_language), 400,
                                    "resident.not_a_form_title", "resident.not_a_form"));
    const auto fields = read_urlencoded(request.body);
    const auto sent_version = field(fields, field_version);
    if (!sent_version.empty() && sent_version != campaign->form.version)
        if (auto older = desk.forms.version(campaign->campaign.id, sent_version)) campaign = older;
    auto filling = read_filling(campaign->form, fields);
    filling.address = arrival.address;
    // Who corrects shows the code of an answer that is here.
    const bool without_link = arrival.address.empty() && filling.revision == 0;
    if (without_link && is_by_invitation(desk, desk.forms.find(campaign->campaign.id))) return respond(by_invitation_page(desk, request));
    for (const auto& [question, choice] : arrival.prefilled) filling.folded.push_back(question);
    const auto action = field(fields, field_action);
    if (changes_page(*campaign, desk.clock, action, filling))
        return respond(filled_page(desk, *campaign, filling, 200));
    if (action == action_keep && filling.revision == 0)
        return keep_draft(desk, campaign, std::move(filling), respond);
    send(desk, request, std::move(campaign), std::move(filling), arrival, respond);
}

}  // namespace ecoute::server
