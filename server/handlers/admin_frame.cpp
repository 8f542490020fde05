#include "server/handlers/admin_frame.hpp"

#include <nlohmann/json.hpp>

#include "server/gate.hpp"
#include "server/http/urlencoded.hpp"
#include "server/in_words.hpp"
#include "server/pages/page.hpp"

namespace ecoute::server::admin {
namespace {

constexpr std::string_view language_cookie = "ecoute_langue";

bool is_ours(std::string_view language) { return language == "fr" || language == "en"; }

std::string_view without_scheme(std::string_view address) {
    const auto scheme = address.find("://");
    return scheme == std::string_view::npos ? address : address.substr(scheme + 3);
}

/// This page in another language: the same address, `lang` replaced.
std::string in_language(const Request& request, std::string_view language) {
    std::string address = request.path + "?";
    for (const auto& [name, value] : request.query)
        if (name != "lang") address += percent_encoded(name) + "=" + percent_encoded(value) + "&";
    return address + "lang=" + std::string{language};
}

nlohmann::json words_of(const Words& words, std::string_view language) {
    const auto say = [&](std::string_view key) { return words.say(language, "admin." + std::string{key}); };
    return {{"name", say("name")},           {"skip", say("skip")},       {"nav", say("nav")},
            {"campaigns", say("campaigns")}, {"log_out", say("log_out")}, {"other_language", say("other_language")}};
}

}  // namespace

std::string language_of(const Request& request) {
    const auto chosen = request.parameter("lang");
    if (is_ours(chosen)) return std::string{chosen};
    const auto kept = cookie_value(request.cookie, language_cookie);
    return is_ours(kept) ? std::string{kept} : "fr";
}

nlohmann::json frame(const Desk& desk, const Request& request, std::string_view title, bool invented) {
    const auto language = language_of(request);
    auto data = page_data(desk.words, language, title, invented);
    data["wide"] = true;
    data["head_extra"] = "<style>" + std::string{asset("admin.css")} + "</style>";
    data["say"] = words_of(desk.words, language);
    const std::string other = language == "fr" ? "en" : "fr";
    data["other"] = {{"language", other}, {"address", in_language(request, other)}};
    if (request.session)
        data["person"] = {
            {"login", request.session->login},
            {"csrf", request.session->csrf_token},
            {"role", desk.words.say(language, "admin.role." + std::string{storage::name(request.session->role)})}};
    return data;
}

Reply page(const Request& request, int status, std::string_view name, const nlohmann::json& content) {
    Reply reply = page_reply(status, render(name, content), {asset("admin.js")}, {asset("admin.css")});
    for (auto& [header, value] : reply.headers)
        if (header == "Cache-Control") value = "no-store";
    if (const auto chosen = request.parameter("lang"); is_ours(chosen))
        reply.headers.emplace_back("Set-Cookie", std::string{language_cookie} + "=" + std::string{chosen} +
                                                     "; Path=/admin; Max-Age=31536000; HttpOnly; SameSite=Strict");
    return reply;
}

Reply go_to(std::string address) {
    Reply reply;
    reply.status = 303;
    reply.headers = {{"Location", std::move(address)}, {"Cache-Control", "no-store"}};
    return reply;
}

Reply refusal(const Desk& desk, const Request& request, const forms::Problem& problem) {
    const auto language = language_of(request);
    auto data = frame(desk, request, desk.words.say(language, problem));
    data["back"] = {{"address", "/admin"}, {"label", desk.words.say(language, "admin.campaigns")}};
    return page(request, forms::http_status(problem.code), "admin_refusal", data);
}

std::pair<std::string, std::string> session_cookie_header(const Settings& settings, const Request& request, std::string_view token,
                                                          long seconds) {
    std::string text = std::string{session_cookie} + "=" + std::string{token} +
                       "; Path=/; Max-Age=" + std::to_string(seconds) + "; HttpOnly; SameSite=Strict";
    if (settings.secure_cookies || request.tls) text += "; Secure";
    return {"Set-Cookie", std::move(text)};
}

bool from_our_site(const Request& request, const Settings& settings) {
    if (request.origin.empty()) return true;
    const auto origin = without_scheme(request.origin);
    return origin == request.host || origin == without_scheme(settings.public_url);
}

std::shared_ptr<const CampaignForm> asked_campaign(Desk& desk, const Request& request, const Respond& respond) {
    auto campaign = desk.forms.find(request.captured.front());
    if (!campaign) respond(refusal(desk, request, {forms::Code::campaign_unknown, request.captured.front(), "", {}}));
    return campaign;
}

std::string TeamPage::say(std::string_view key, const Words::Facts& facts) const { return desk.words.say(language, std::string{sentences}.append(key), facts); }
std::string TeamPage::number(std::int64_t count) const { return number_in_words(language, count); }
std::string CampaignPage::here() const { return campaign_address(id()).append(path); }

std::optional<CampaignPage> asked_page(Desk& desk, const Request& request, const Respond& respond, std::string_view sentences, std::string_view path) {
    auto campaign = asked_campaign(desk, request, respond);
    if (!campaign) return std::nullopt;
    return CampaignPage{{desk, request, sentences}, std::move(campaign), path};
}

std::string campaign_address(std::string_view id) { return "/admin/campagnes/" + percent_encoded(id); }

}  // namespace ecoute::server::admin
