#include "storage/sqlite_users.hpp"

#include "storage/instants.hpp"

namespace ecoute::storage::sqlite {
namespace {

Result<void> insert_user(Database& database, const User& user) {
    Statement insert{database, R"(
        INSERT INTO user (login, password_hash, role, disabled, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (login) DO NOTHING)"};
    insert.bind(1, user.login).bind(2, user.password_hash).bind(3, name(user.role)).bind(4, user.disabled);
    insert.bind(5, user.created_at).run();
    if (database.changes() == 1) return {};
    return forms::Problem{forms::Code::user_exists, user.login, {}, {}};
}

/// A role that this program doesn't know (written by hand) gives the least of rights.
Role role_or_least(std::string_view word) { return role(word).value_or(Role::institution); }

User read_user(const Statement& row) {
    return {.login = row.string(0),
            .password_hash = row.string(1),
            .role = role_or_least(row.text(2)),
            .disabled = row.truth(3),
            .created_at = row.string(4)};
}

}  // namespace

Result<void> SqliteUsers::add(const User& user) {
    return writer_.change([&](Database& database) { return insert_user(database, user); });
}

std::optional<User> SqliteUsers::find(std::string_view login) {
    const auto database = readers_.borrow();
    Statement select{*database, "SELECT login, password_hash, role, disabled, created_at FROM user WHERE login = ?1"};
    if (!select.bind(1, login).step()) return std::nullopt;
    return read_user(select);
}

std::vector<User> SqliteUsers::all() {
    const auto database = readers_.borrow();
    Statement select{*database, "SELECT login, password_hash, role, disabled, created_at FROM user ORDER BY position"};
    std::vector<User> users;
    while (select.step()) users.push_back(read_user(select));
    return users;
}

Result<void> SqliteUsers::disable(std::string_view login) {
    return writer_.change([&](Database& database) -> Result<void> {
        Statement{database, "UPDATE user SET disabled = 1 WHERE login = ?1"}.bind(1, login).run();
        if (database.changes() == 0) return forms::Problem{forms::Code::user_unknown, std::string{login}, {}, {}};
        Statement{database, "DELETE FROM session WHERE login = ?1"}.bind(1, login).run();
        return {};
    });
}

void SqliteUsers::set_setup_token(std::string_view token_hash) {
    writer_.change([&](Database& database) {
        Statement replace{database, "INSERT OR REPLACE INTO setup_token (one, token_hash) VALUES (1, ?1)"};
        replace.bind_blob(1, token_hash).run();
    });
}

bool SqliteUsers::is_setup_token(std::string_view token_hash) {
    const auto database = readers_.borrow();
    return Statement{*database, "SELECT 1 FROM setup_token WHERE token_hash = ?1"}.bind_blob(1, token_hash).step();
}

Result<void> SqliteUsers::add_with_setup_token(const User& user, std::string_view token_hash) {
    return writer_.change([&](Database& database) -> Result<void> {
        Statement known{database, "SELECT 1 FROM setup_token WHERE token_hash = ?1"};
        if (!known.bind_blob(1, token_hash).step()) return forms::Problem{forms::Code::page_expired, {}, {}, {}};
        auto added = insert_user(database, user);
        if (!added) return added;
        Statement{database, "DELETE FROM setup_token"}.run();
        return {};
    });
}

void SqliteUsers::begin_session(std::string_view token_hash, const Session& session) {
    const auto now = instant_text(clock_.now());
    writer_.change([&](Database& database) {
        Statement{database, "DELETE FROM session WHERE expires_at <= ?1"}.bind(1, now).run();
        Statement insert{database, R"(
            INSERT OR REPLACE INTO session (token_hash, login, csrf_token, expires_at) VALUES (?1, ?2, ?3, ?4))"};
        insert.bind_blob(1, token_hash).bind(2, session.login).bind(3, session.csrf_token);
        insert.bind(4, session.expires_at).run();
    });
}

std::optional<Session> SqliteUsers::session(std::string_view token_hash, std::string_view now) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT session.login, user.role, session.csrf_token, session.expires_at
        FROM session JOIN user ON user.login = session.login
        WHERE session.token_hash = ?1 AND session.expires_at > ?2 AND user.disabled = 0)"};
    if (!select.bind_blob(1, token_hash).bind(2, now).step()) return std::nullopt;
    return Session{.login = select.string(0),
                   .role = role_or_least(select.text(1)),
                   .csrf_token = select.string(2),
                   .expires_at = select.string(3)};
}

void SqliteUsers::end_session(std::string_view token_hash) {
    writer_.change([&](Database& database) {
        Statement{database, "DELETE FROM session WHERE token_hash = ?1"}.bind_blob(1, token_hash).run();
    });
}

}  // namespace ecoute::storage::sqlite
