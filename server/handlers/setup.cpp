#include <nlohmann/json.hpp>

#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/handlers/session.hpp"
#include "server/http/urlencoded.hpp"
#include "server/pages/page.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server::admin {
namespace {

struct Wanted {
    std::string login, password, again;
};

Reply used_up(const Desk& desk, const Request& request) {
    const auto language = language_of(request);
    const auto say = [&](std::string_view key) { return desk.words.say(language, "admin.setup." + std::string{key}); };
    auto data = frame(desk, request, say("used_title"));
    data["sentence"] = say("used");
    data["next"] = say("used_next");
    data["command"] = say("used_command");
    return page(request, forms::http_status(forms::Code::page_expired), "admin_refusal", data);
}

/// The form; `mistakes` by field: "login", "password", "again".
Reply asking(const Desk& desk, const Request& request, const Wanted& wanted, const Words::Facts& mistakes) {
    const auto language = language_of(request);
    const std::string characters = std::to_string(shortest_password_characters);
    auto data = frame(desk, request, desk.words.say(language, "admin.setup.title"));
    data["action"] = request.path;
    data["login"] = wanted.login;
    for (const auto* key : {"about", "login", "login_hint", "password", "password_hint", "again", "go", "mistakes"})
        data["words"][key] = desk.words.say(language, std::string{"admin.setup."} + key, {{"limit", characters}});
    data["any_mistake"] = !mistakes.empty();
    for (const auto* field : {"login", "password", "again"}) {
        const auto found = mistakes.find(field);
        data["mistake"][field] = found == mistakes.end() ? "" : found->second;
    }
    return page(request, mistakes.empty() ? 200 : 422, "admin_setup", data);
}

Words::Facts mistakes_in(const Desk& desk, std::string_view language, const Wanted& wanted) {
    const auto say = [&](std::string_view key, std::size_t limit) {
        return desk.words.say(language, "admin.setup." + std::string{key}, {{"limit", std::to_string(limit)}});
    };
    const auto checked = check_new_account(wanted.login, wanted.password);
    if (!checked) {
        if (checked.error().subject == "login") return {{"login", say("login_bad", longest_login_bytes)}};
        if (checked.error().code == forms::Code::password_too_short)
            return {{"password", say("too_short", shortest_password_characters)}};
        return {{"password", say("too_long", longest_password_bytes)}};
    }
    if (wanted.password != wanted.again) return {{"again", say("differ", 0)}};
    return {};
}

bool is_waiting(Desk& desk, const Request& request) {
    return !request.captured.empty() && desk.store.users().is_setup_token(token_hash(request.captured.front()));
}

}  // namespace

void first_account_page(Desk& desk, const Request& request, Respond respond) {
    respond(is_waiting(desk, request) ? asking(desk, request, {}, {}) : used_up(desk, request));
}

void create_first_account(Desk& desk, const Request& request, Respond respond) {
    if (!is_waiting(desk, request)) return respond(used_up(desk, request));

    const auto fields = read_urlencoded(request.body);
    const Wanted wanted{tidy_login(field(fields, "login")), std::string{field(fields, "password")},
                        std::string{field(fields, "again")}};
    const auto language = language_of(request);
    const auto mistakes = mistakes_in(desk, language, wanted);
    if (!mistakes.empty()) return respond(asking(desk, request, wanted, mistakes));

    const std::string now = instant_text(std::chrono::floor<std::chrono::seconds>(desk.clock.now()));
    const storage::User user{wanted.login, hash_password(wanted.password), storage::Role::administrator, false, now};
    const auto added = desk.store.users().add_with_setup_token(user, token_hash(request.captured.front()));
    if (!added && added.error().code == forms::Code::user_exists)
        return respond(asking(desk, request, wanted, {{"login", desk.words.say(language, "admin.setup.login_taken")}}));
    if (!added) return respond(used_up(desk, request));

    desk.store.audit().add(now, user.login, "user.add", user.login);
    respond(begin_session(desk, request, user, "/admin"));
}

}  // namespace ecoute::server::admin
