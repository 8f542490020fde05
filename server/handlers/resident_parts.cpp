#include "server/handlers/resident_parts.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "forms/residents.hpp"
#include "forms/response_json.hpp"
#include "server/http/urlencoded.hpp"
#include "server/intake.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server::residents {

using forms::Form;
using forms::QuestionType;
using nlohmann::json;

namespace {

Reply unknown_campaign(const Desk& desk, const Request& request) {
    return message_page(desk.words, desk.words.best(request.accept_language), 404, "resident.unknown_title",
                        "resident.unknown");
}

Reply not_open(const Desk& desk, const Request& request, const forms::Problem& problem) {
    const bool early = problem.code == forms::Code::campaign_not_open_yet;
    const auto date = problem.facts.find(early ? "opens" : "closes");
    const std::string day = date == problem.facts.end() ? "" : date->second;
    const auto language = desk.words.best(request.accept_language);
    const Words::Facts facts{{"date", day_in_words(day)}};
    const std::string key = early ? "resident.not_yet" : "resident.closed";
    return message_page(desk.words, language, forms::http_status(problem.code), key + "_title",
                        day.empty() ? key + "_no_date" : key, facts);
}

/// Whether a page's field is taken for a question: what it shows, the number of rows of a repeat, and what it carries.
bool is_taken(const Form& form, std::uint32_t question, std::string_view value, Pages pages) {
    const auto& asked = form.questions[question];
    if (is_shown_on(pages, form, question)) return forms::is_asked(asked.type) || asked.type == QuestionType::repeat;
    if (asked.keeps_sent || (asked.type == QuestionType::hidden && !asked.default_value.empty())) return true;
    return is_choice_of(form, question, value);
}

/// Whom to call, at the end of what may have hurt (DOMAIN.md section 4).
void add_help(const Desk& desk, const Form& form, const std::string& language, json& page) {
    page["help"] = json::array();
    if (!is_delicate(form)) return;
    page["say_help"] = desk.words.say(language, "resident.help");
    for (const auto* number : {"3919", "17", "114", "119", "15"})
        page["help"].push_back(
            {{"number", number}, {"whom", desk.words.say(language, "resident.help_" + std::string{number})}});
}

}  // namespace

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

bool is_choice_of(const Form& form, std::uint32_t question, std::string_view value) {
    return form.questions[question].type == QuestionType::select_one && form.list_of(question).find(value).has_value();
}

Campaign admitted(Desk& desk, const Request& request, std::string_view id, const Respond& respond) {
    auto campaign = desk.forms.find(id);
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

Reply by_invitation_page(const Desk& desk, const Request& request) {
    return message_page(desk.words, desk.words.best(request.accept_language), forms::http_status(forms::Code::campaign_by_invitation),
                        "resident.invited_title", "resident.invited", {}, "/code");
}

void prefill(const Form& form, const Request& request, Filling& filling) {
    const auto fill = [&](std::uint32_t question, std::string_view value) {
        if (question == forms::none || value.empty() || !is_choice_of(form, question, value)) return;
        filling.values[form.questions[question].name] = {std::string{value}};
    };
    fill(form.breakdowns.quartier, request.parameter("quartier"));
    fill(form.find("lieu").value_or(forms::none), request.parameter("lieu"));
}

Filling read_filling(const Form& form, const Fields& fields, Pages pages) {
    Filling filling;
    filling.fresh = false;
    filling.language = reader_language(form, field(fields, field_language), "");
    filling.step = field(fields, field_step);
    filling.started = field(fields, field_started);
    filling.code = field(fields, field_code);
    const auto revision = field(fields, field_revision);
    std::from_chars(revision.data(), revision.data() + revision.size(), filling.revision);
    const auto id = field(fields, field_id);
    filling.id = forms::is_uuid(id) ? std::string{id} : new_id();
    std::transform(filling.id.begin(), filling.id.end(), filling.id.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (const auto& [name, value] : fields) {
        const auto place = value.empty() ? std::nullopt : field_place(form, name);
        if (!place || !is_taken(form, place->question, value, pages)) continue;
        auto& values = filling.values[name];
        if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
    return filling;
}

std::unique_ptr<const CampaignMedia> media_of(const Desk& desk, const CampaignForm& campaign) {
    auto files = desk.store.media().of(campaign.campaign.id);
    return files.empty() ? nullptr : std::make_unique<const CampaignMedia>(std::move(files));
}

std::string policy_of(const Form& form, const CampaignMedia* media, Audience audience) {
    const auto script = questionnaire_script(form, audience), sheet = questionnaire_sheet(form);
    if (!media) return content_policy({script}, {sheet});
    return content_policy({script, asset("listen.js")}, {sheet, asset("listen.css")});
}

Reply filled_page(const Desk& desk, const CampaignForm& campaign, const Filling& filling, int status) {
    const auto media = media_of(desk, campaign);
    auto reply = page_with_policy(status, questionnaire_html(campaign, desk.words, filling, desk.clock, Audience::resident, media.get()),
                                  policy_of(campaign.form, media.get()));
    // The address of a link is not told to whatever this page leads to.
    if (!filling.address.empty())
        for (auto& [name, value] : reply.headers)
            if (name == "Referrer-Policy") value = "no-referrer";
    return is_delicate(campaign.form) || !filling.code.empty() || !filling.address.empty() ? not_kept(std::move(reply)) : reply;
}

Reply last_page(const Desk& desk, const CampaignForm& campaign, const std::string& language, int status,
                const std::string& kind, const std::string& code, const Words::Facts& facts) {
    const auto say = [&](const std::string& key) { return desk.words.say(language, "resident." + key); };
    auto page = page_data(desk.words, language, say(kind + "_title"), campaign.invented);
    const auto title = forms::shown(campaign.form.title, language, campaign.form.default_language);
    page["campaign_title"] = escaped(title.text);
    page["organisation"] = campaign.campaign.organisation;
    page["forget"] = "ecoute:" + campaign.campaign.id;
    page["sentences"] = {desk.words.say(language, "resident." + kind, facts)};
    page["receipt"] = code;
    page["say_keep"] = desk.words.has("fr", "resident." + kind + "_keep") ? say(kind + "_keep") : say("keep");
    if (kind != "draft_kept") add_help(desk, campaign.form, language, page);
    for (const auto* key : {"code", "write_down", "home", "own"}) page["say_" + std::string{key}] = say(key);
    page["script"] = asset("thanks.js");
    const auto sheet = questionnaire_sheet(campaign.form);
    page["head_extra"] = "<style>" + sheet + "</style>";
    return not_kept(page_reply(status, render("thanks", page), {asset("thanks.js")}, {sheet}));
}

Reply try_again(const Desk& desk, const CampaignForm& campaign, Filling filling) {
    filling.said = desk.words.say(filling.language, "resident.try_again");
    auto reply = filled_page(desk, campaign, filling, 503);
    reply.headers.emplace_back("Retry-After", "5");
    return reply;
}

std::string pace_key(std::string_view kind, std::string_view hash) {
    const auto first = static_cast<unsigned char>(hash[0]), second = static_cast<unsigned char>(hash[1]);
    return "\x01" + std::string{kind} + " " + std::to_string(first << 2 | second >> 6);
}

Reply not_kept(Reply reply) {
    for (auto& [name, value] : reply.headers)
        if (name == "Cache-Control") value = "no-store";
    return reply;
}

std::string day_in_words(std::string_view day) {
    if (day.size() != 10) return std::string{day};
    return std::string{day.substr(8, 2)} + "/" + std::string{day.substr(5, 2)} + "/" + std::string{day.substr(0, 4)};
}

}  // namespace ecoute::server::residents
