#include "server/handlers/resident.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "forms/answers.hpp"
#include "forms/response_json.hpp"
#include "server/http/urlencoded.hpp"
#include "server/intake.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire.hpp"
#include "server/receipt.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server {
namespace {

using forms::Form;
using forms::QuestionType;
using nlohmann::json;
using Campaign = std::shared_ptr<const CampaignForm>;
using Fields = std::vector<std::pair<std::string, std::string>>;

/// A random UUID (RFC 9562, version 4).
std::string new_id() {
    // Drawn from the system 128 ids at a time: one by one it cost a fifth of a page's CPU.
    constexpr std::size_t words_an_id = 4;
    thread_local std::array<std::uint32_t, 128 * words_an_id> drawn;
    thread_local std::size_t used = drawn.size();
    if (used == drawn.size()) {
        randombytes_buf(drawn.data(), sizeof drawn);
        used = 0;
    }
    std::array<std::uint32_t, words_an_id> words{};
    for (auto& word : words) word = drawn[used++];
    words[1] = (words[1] & 0xFFFF0FFFU) | 0x00004000U;
    words[2] = (words[2] & 0x3FFFFFFFU) | 0x80000000U;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id;
    for (std::size_t digit = 0; digit < 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) id.push_back('-');
        id.push_back(digits[words[digit / 8] >> (28 - 4 * (digit % 8)) & 0xF]);
    }
    return id;
}

// ---------------------------------------------------------------- who is not let in

Reply unknown_campaign(const Desk& desk, const Request& request) {
    return message_page(desk.words, desk.words.best(request.accept_language), 404, "resident.unknown_title",
                        "resident.unknown");
}

Reply not_open(const Desk& desk, const Request& request, const forms::Problem& problem) {
    const bool early = problem.code == forms::Code::campaign_not_open_yet;
    const auto date = problem.facts.find(early ? "opens" : "closes");
    const std::string day = date == problem.facts.end() ? "" : date->second;
    const auto language = desk.words.best(request.accept_language);
    // "2026-05-17" is read as 17/05/2026 by French people.
    const Words::Facts facts{
        {"date", day.size() == 10 ? day.substr(8, 2) + "/" + day.substr(5, 2) + "/" + day.substr(0, 4) : day}};
    const std::string key = early ? "resident.not_yet" : "resident.closed";
    return message_page(desk.words, language, forms::http_status(problem.code), key + "_title",
                        day.empty() ? key + "_no_date" : key, facts);
}

/// The campaign, or the page that says why there is none.
Campaign admitted(Desk& desk, const Request& request, const Respond& respond) {
    auto campaign = desk.forms.find(request.captured.at(0));
    if (!campaign) {
        respond(unknown_campaign(desk, request));
        return nullptr;
    }
    if (const auto open = takes_answers(campaign->campaign, local_day(desk.clock)); !open) {
        respond(not_open(desk, request, open.error()));
        return nullptr;
    }
    return campaign;
}

// ---------------------------------------------------------------- what was sent

/// A choice that the address or a hidden field fills in for a question: only one that exists.
bool is_choice_of(const Form& form, std::uint32_t question, std::string_view value) {
    return form.questions[question].type == QuestionType::select_one && form.list_of(question).find(value).has_value();
}

/// ?quartier= and ?lieu=, where the form has such questions and such choices.
void prefill(const Form& form, const Request& request, Filling& filling) {
    const auto fill = [&](std::uint32_t question, std::string_view value) {
        if (question == forms::none || value.empty() || !is_choice_of(form, question, value)) return;
        filling.values[form.questions[question].name] = {std::string{value}};
    };
    fill(form.breakdowns.quartier, request.parameter("quartier"));
    fill(form.find("lieu").value_or(forms::none), request.parameter("lieu"));
}

/// Whether a page's field is taken for a question: what it shows, the number of rows of a repeat, and what it carries.
bool is_taken(const Form& form, std::uint32_t question, std::string_view value) {
    const auto& asked = form.questions[question];
    if (is_shown(form, question)) return forms::is_asked(asked.type) || asked.type == QuestionType::repeat;
    if (asked.keeps_sent || (asked.type == QuestionType::hidden && !asked.default_value.empty())) return true;
    return is_choice_of(form, question, value);
}

/// The fields of a post that belong to a question, by field. Questions that the page does not show are taken only as it
/// carries them.
Filling read_filling(const Form& form, const Fields& fields) {
    Filling filling;
    filling.fresh = false;
    filling.language = reader_language(form, field(fields, field_language), "");
    filling.step = field(fields, field_step);
    filling.started = field(fields, field_started);
    const auto id = field(fields, field_id);
    filling.id = forms::is_uuid(id) ? std::string{id} : new_id();
    std::transform(filling.id.begin(), filling.id.end(), filling.id.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (const auto& [name, value] : fields) {
        const auto place = value.empty() ? std::nullopt : field_place(form, name);
        if (place && is_taken(form, place->question, value)) filling.values[name].push_back(value);
    }
    return filling;
}

std::string policy_of(const Form& form) {
    const auto script = questionnaire_script(form);
    return content_policy({script}, {asset("resident.css")});
}

Reply filled_page(const Desk& desk, const CampaignForm& campaign, const Filling& filling, int status) {
    return page_with_policy(status, questionnaire_html(campaign, desk.words, filling, desk.clock), policy_of(campaign.form));
}

// ---------------------------------------------------------------- what was kept

/// The last page: sentences, and the receipt when there is one. It is not kept by the browser: it holds the code.
Reply last_page(const Desk& desk, const CampaignForm& campaign, const std::string& language, int status,
                const std::string& kind, const std::string& receipt) {
    const auto say = [&](const std::string& key) { return desk.words.say(language, "resident." + key); };
    auto page = page_data(desk.words, language, say(kind + "_title"), campaign.invented);
    const auto title = forms::shown(campaign.form.title, language, campaign.form.default_language);
    page["campaign_title"] = escaped(title.text);
    page["organisation"] = campaign.campaign.organisation;
    page["forget"] = "ecoute:" + campaign.campaign.id;
    page["sentences"] = {say(kind)};
    page["receipt"] = receipt;
    for (const auto* key : {"code", "keep", "write_down", "home"}) page["say_" + std::string{key}] = say(key);
    page["script"] = asset("thanks.js");
    page["head_extra"] = "<style>" + std::string{asset("resident.css")} + "</style>";
    auto reply = page_reply(status, render("thanks", page), {asset("thanks.js")}, {asset("resident.css")});
    for (auto& [name, value] : reply.headers)
        if (name == "Cache-Control") value = "no-store";
    return reply;
}

/// The page again with every answer, because the machine failed: nothing is lost and it can be sent again.
Reply try_again(const Desk& desk, const CampaignForm& campaign, Filling filling) {
    filling.said = desk.words.say(filling.language, "resident.try_again");
    auto reply = filled_page(desk, campaign, filling, 503);
    reply.headers.emplace_back("Retry-After", "5");
    return reply;
}

Reply kept_page(const Desk& desk, const CampaignForm& campaign, const Filling& filling, bool refusal,
                const forms::Result<storage::Kept>& outcome) {
    const auto code = receipt_code(desk.settings, filling.id);
    if (outcome)
        return last_page(desk, campaign, filling.language, 200, refusal ? "refused" : "thanks", refusal ? "" : code);
    if (outcome.error().code == forms::Code::response_conflict)
        return last_page(desk, campaign, filling.language, 409, "already_sent", code);
    return try_again(desk, campaign, filling);
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

std::string now_text(const forms::Clock& clock) {
    return instant_text(std::chrono::floor<std::chrono::seconds>(clock.now()));
}

void send(Desk& desk, Campaign campaign, Filling filling, Respond respond) {
    drop_blank_rows(campaign->form, filling);
    if (count_rows(campaign->form, filling, desk.clock)) {
        filling.said = desk.words.say(filling.language, "resident.more_rows");
        return respond(filled_page(desk, *campaign, filling, 200));
    }
    forms::Problems problems;
    auto answers = forms::answers_from_text(campaign->form, named_texts(campaign->form, filling), problems);
    const Beside beside{.id = filling.id,
                        .form_version = campaign->form.version,
                        .language = filling.language,
                        .channel = "link",
                        .started_at = filling.started,
                        .ended_at = now_text(desk.clock),
                        .simulated = false};
    auto intake = take_in(*campaign, beside, std::move(answers), std::move(problems), desk.clock, desk.settings);
    if (!intake.problems.empty()) {
        filling.problems = std::move(intake.problems);
        return respond(filled_page(desk, *campaign, filling, 422));
    }
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
            {"until", closes.size() == 10 ? desk.words.say(language, "resident.until",
                                                           {{"date", closes.substr(8, 2) + "/" + closes.substr(5, 2) +
                                                                         "/" + closes.substr(0, 4)}})
                                          : ""},
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
        if (takes_answers(campaign->campaign, today)) page["campaigns"].push_back(card(desk, *campaign, language));
    page["say_answer"] = say("resident.answer");
    page["say_none"] = say("resident.none_open");
    page["say_team"] = say("resident.team");
    page["head_extra"] = "<style>" + std::string{asset("resident.css")} + "</style>";
    respond(page_reply(200, render("home", page), {}, {asset("resident.css")}));
}

void questionnaire_page(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = admitted(desk, request, respond);
    if (!campaign) return;
    Filling filling;
    filling.language = reader_language(campaign->form, request.parameter("langue"), request.accept_language);
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
        auto made = std::make_shared<PageInPieces>(questionnaire_html(*campaign, desk.words, filling, desk.clock),
                                                   id_placeholder);
        made->policy = policy_of(campaign->form);
        return made;
    });
    auto reply =
        page_with_policy(200, request.accepts_gzip ? page->gzip(new_id()) : page->plain(new_id()), page->policy);
    reply.headers.emplace_back("Vary", "Accept-Language, Accept-Encoding");
    if (request.accepts_gzip) reply.headers.emplace_back("Content-Encoding", "gzip");
    respond(std::move(reply));
}

void questionnaire_post(Desk& desk, const Request& request, Respond respond) {
    auto campaign = admitted(desk, request, respond);
    if (!campaign) return;
    if (request.content_type != "application/x-www-form-urlencoded")
        return respond(message_page(desk.words, desk.words.best(request.accept_language), 400,
                                    "resident.not_a_form_title", "resident.not_a_form"));
    const auto fields = read_urlencoded(request.body);
    const auto sent_version = field(fields, field_version);
    if (!sent_version.empty() && sent_version != campaign->form.version)
        if (auto older = desk.forms.version(campaign->campaign.id, sent_version)) campaign = older;
    auto filling = read_filling(campaign->form, fields);
    const auto action = field(fields, field_action);
    if (changes_page(*campaign, desk.clock, action, filling))
        return respond(filled_page(desk, *campaign, filling, 200));
    send(desk, std::move(campaign), std::move(filling), std::move(respond));
}

}  // namespace ecoute::server
