#include "server/gate.hpp"

#include "server/http/urlencoded.hpp"
#include "server/system_clock.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server {
namespace {

Reply ask_to_log_in(Desk& desk, const Request& request) {
    if (request.path.starts_with("/api/"))
        return problem_json(desk.words, request, {forms::Code::login_needed, "", "", {}});
    Reply reply{.status = 303};
    reply.headers = {{"Location", "/admin/connexion?retour=" + percent_encoded(request.target)}};
    return reply;
}

/// Browsers send a form across sites with the cookies of its target, a JSON body never without being allowed to.
bool comes_from_our_page(const Request& request) {
    if (request.content_type == "application/json") return true;
    return same_secret(field(read_urlencoded(request.body), "csrf"), request.session->csrf_token);
}

}  // namespace

bool may(storage::Role role, Right right) noexcept {
    switch (right) {
        case Right::anyone:
        case Right::tables:
            return true;
        case Right::rows:
            return role == storage::Role::administrator || role == storage::Role::facilitator;
        case Right::administration:
            return role == storage::Role::administrator;
    }
    return false;
}

std::string_view cookie_value(std::string_view cookies, std::string_view name) {
    while (!cookies.empty()) {
        auto one = cookies.substr(0, cookies.find(';'));
        cookies.remove_prefix(std::min(one.size() + 1, cookies.size()));
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        if (one.starts_with(name) && one.substr(name.size()).starts_with("=")) return one.substr(name.size() + 1);
    }
    return {};
}

std::optional<Reply> turned_away(const Route& route, Desk& desk, Request& request) {
    if (route.who == Right::anyone) return std::nullopt;
    const auto token = cookie_value(request.cookie, session_cookie);
    const auto now = std::chrono::floor<std::chrono::seconds>(desk.clock.now());
    if (!token.empty()) request.session = desk.store.users().session(token_hash(token), instant_text(now));
    if (!request.session) return ask_to_log_in(desk, request);
    if (!may(request.session->role, route.who))
        return refusal(desk.words, request, {forms::Code::forbidden, "", "", {}});
    if (request.method == "POST" && !comes_from_our_page(request))
        return refusal(desk.words, request, {forms::Code::page_expired, "", "", {}});
    return std::nullopt;
}

}  // namespace ecoute::server
