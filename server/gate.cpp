#include "server/gate.hpp"

#include <algorithm>

#include "server/access.hpp"
#include "server/http/multipart.hpp"
#include "server/http/urlencoded.hpp"
#include "server/system_clock.hpp"
#include "server/wire/refusal.hpp"
#include "storage/devices.hpp"

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
    if (request.content_type == "multipart/form-data") {
        const auto parts = read_multipart(request.body);
        return parts && same_secret(part_named(*parts, "csrf"), request.session->csrf_token);
    }
    return same_secret(field(read_urlencoded(request.body), "csrf"), request.session->csrf_token);
}

/// "Bearer KEY" (RFC 6750). The scheme's name is read in any case.
std::string_view bearer_key(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size()) return {};
    const bool named = std::equal(scheme.begin(), scheme.end(), authorization.begin(),
                                  [](char wanted, char sent) { return wanted == sent || wanted - 'a' + 'A' == sent; });
    return named ? authorization.substr(scheme.size()) : std::string_view{};
}

std::optional<Reply> unknown_tablet(Desk& desk, Request& request) {
    const auto key = bearer_key(request.authorization);
    const auto device = key.empty() ? std::nullopt : desk.store.devices().find_by_key(token_hash(key));
    if (device && device->revoked_on.empty()) {
        request.device = std::make_shared<const storage::Device>(*device);
        return std::nullopt;
    }
    const auto code = device ? forms::Code::device_revoked : forms::Code::device_unknown;
    auto reply = problem_json(desk.words, request, {code, "", "", {}});
    if (reply.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
    return reply;
}

}  // namespace

bool may(storage::Role role, Right right) noexcept {
    switch (right) {
        case Right::anyone:
        case Right::tables:
            return true;
        case Right::rows:
        case Right::field_work:
            return role == storage::Role::administrator || role == storage::Role::facilitator;
        case Right::administration:
            return role == storage::Role::administrator;
        case Right::device:
            return false;
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
    if (route.who == Right::device) return unknown_tablet(desk, request);
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
