#pragma once
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// People who log in, their sessions and the first administrator's link, in tables user, session, setup_token.
class SqliteUsers final : public Users {
public:
    SqliteUsers(Writer& writer, Readers& readers, const forms::Clock& clock)
        : writer_(writer), readers_(readers), clock_(clock) {}
    Result<void> add(const User& user) override;
    std::optional<User> find(std::string_view login) override;
    std::vector<User> all() override;
    Result<void> disable(std::string_view login) override;

    void set_setup_token(std::string_view token_hash) override;
    bool is_setup_token(std::string_view token_hash) override;
    Result<void> add_with_setup_token(const User& user, std::string_view token_hash) override;

    void begin_session(std::string_view token_hash, const Session& session) override;
    std::optional<Session> session(std::string_view token_hash, std::string_view now) override;
    void end_session(std::string_view token_hash) override;

private:
    Writer& writer_;
    Readers& readers_;
    const forms::Clock& clock_;
};

}  // namespace ecoute::storage::sqlite
