#include <nlohmann/json.hpp>

#include "server/gate.hpp"
#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/handlers/session.hpp"
#include "server/http/urlencoded.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server::admin {
namespace {

std::chrono::sys_seconds now(const Desk& desk) { return std::chrono::floor<std::chrono::seconds>(desk.clock.now()); }
std::int64_t now_seconds(const Desk& desk) { return now(desk).time_since_epoch().count(); }

/// Where to after logging in: an address of the team's pages, never somebody else's.
std::string wanted_address(std::string_view next) {
    const bool ours = next.substr(0, 6) == "/admin" && next.find_first_of("\\\r\n") == std::string_view::npos &&
                      (next.size() == 6 || next[6] == '/' || next[6] == '?');
    const bool loops = next.substr(0, 16) == "/admin/connexion";
    return ours && !loops ? std::string{next} : "/admin";
}

struct Asked {
    std::string login, next, mistake;
    int status = 200;
};

Reply asking(Desk& desk, const Request& request, const Asked& asked) {
    const auto language = language_of(request);
    auto data = frame(desk, request, desk.words.say(language, "admin.login.title"));
    for (const auto* key : {"about", "login", "password", "go", "logged_out", "no_account"})
        data["words"][key] = desk.words.say(language, std::string{"admin.login."} + key);
    data["login"] = asked.login;
    data["next"] = asked.next;
    data["mistake"] = asked.mistake;
    data["no_account"] = desk.store.users().all().empty();
    data["logged_out"] = !request.parameter("fin").empty();
    return page(request, asked.status, "admin_login", data);
}

Reply must_wait(Desk& desk, const Request& request, Asked asked, std::int64_t wait) {
    const auto text = std::to_string(wait);
    asked.mistake = desk.words.say(language_of(request), wait == 1 ? "admin.login.wait_one" : "admin.login.wait",
                                   {{"seconds", text}});
    asked.status = 429;
    Reply reply = asking(desk, request, asked);
    reply.headers.emplace_back("Retry-After", text);
    return reply;
}

/// An unknown name may be a password typed in the wrong field: it is not written down, and such failures are noted at
/// the pace of one name, so that nobody fills the log.
void note_failure(Desk& desk, const std::string& login, bool known) {
    const std::string nobody = "\n";
    const auto at = now_seconds(desk);
    desk.pace->failed(login, at);
    if (!known && desk.pace->wait_seconds(nobody, at) > 0) return;
    if (!known) desk.pace->failed(nobody, at);
    desk.store.audit().add(now_text(desk.clock), known ? login : "", "login.failed", "");
}

/// The person behind a login and password; the same work whether the login exists or not.
std::optional<storage::User> recognised(Desk& desk, const std::string& login, std::string_view password) {
    const auto user = desk.store.users().find(login);
    const bool right = user ? verify_password(user->password_hash, password) : verify_nobody(password);
    if (right && !user->disabled) {
        desk.pace->succeeded(login);
        return user;
    }
    note_failure(desk, login, user.has_value());
    return std::nullopt;
}

}  // namespace

Reply begin_session(Desk& desk, const Request& request, const storage::User& user, std::string address) {
    const std::string token = new_token();
    const auto ends = now(desk) + std::chrono::seconds{session_seconds};
    desk.store.users().begin_session(token_hash(token), {user.login, user.role, new_token(), instant_text(ends)});
    desk.store.audit().add(now_text(desk.clock), user.login, "session.begin", "");
    Reply reply = go_to(std::move(address));
    reply.headers.push_back(session_cookie_header(desk.settings, request, token, session_seconds));
    return reply;
}

void login_page(Desk& desk, const Request& request, Respond respond) {
    respond(asking(desk, request, {.login = "", .next = wanted_address(request.parameter("retour")), .mistake = ""}));
}

void log_in(Desk& desk, const Request& request, Respond respond) {
    const auto fields = read_urlencoded(request.body);
    const std::string login = tidy_login(field(fields, "login")).substr(0, longest_login_bytes);
    Asked asked{.login = login, .next = wanted_address(field(fields, "retour")), .mistake = ""};
    const auto language = language_of(request);
    if (!from_our_site(request, desk.settings)) {
        asked.mistake = desk.words.say(language, "admin.login.elsewhere");
        asked.status = 403;
        return respond(asking(desk, request, asked));
    }
    if (const auto wait = desk.pace->wait_seconds(login, now_seconds(desk)); wait > 0)
        return respond(must_wait(desk, request, asked, wait));

    const auto user = recognised(desk, login, field(fields, "password"));
    if (user) return respond(begin_session(desk, request, *user, asked.next));
    asked.mistake = desk.words.say(language, "admin.login.wrong");
    asked.status = forms::http_status(forms::Code::login_refused);
    respond(asking(desk, request, asked));
}

void log_out(Desk& desk, const Request& request, Respond respond) {
    desk.store.users().end_session(token_hash(cookie_value(request.cookie, session_cookie)));
    if (request.session) desk.store.audit().add(now_text(desk.clock), request.session->login, "session.end", "");
    Reply reply = go_to("/admin/connexion?fin=1");
    reply.headers.push_back(session_cookie_header(desk.settings, request, "", 0));
    respond(std::move(reply));
}

}  // namespace ecoute::server::admin
