#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "forms/problem.hpp"
#include "storage/store.hpp"

/// Who a person is: passwords, tokens, and the pace at which a password may be guessed. Knows no HTTP.
namespace ecoute::server {

/// Shortest password, in characters (ANSSI and CNIL ask for 12 where nothing else limits guessing), and the longest
/// that is hashed, so that a login costs the same whatever is sent.
inline constexpr std::size_t shortest_password_characters = 12;
inline constexpr std::size_t longest_password_bytes = 1024;
inline constexpr std::size_t longest_login_bytes = 64;

/// Login names are compared without their capitals and outer spaces: "  Samira " is "samira".
std::string tidy_login(std::string_view login);

/// Refuses an empty or too long login name, or one with spaces or control characters (request_malformed, subject
/// "login") and a password under or over the lengths above (password_too_short, fact "limit"; request_too_large).
forms::Result<void> check_new_account(std::string_view tidy_login, std::string_view password);

/// Argon2id (RFC 9106) string of libsodium, its salt in it: 3 passes over 64 MiB, between libsodium's INTERACTIVE and
/// MODERATE: what a mini-PC affords on two threads at once. Throws StorageFault when the memory can't be had.
std::string hash_password(std::string_view password);
/// False for a wrong password, and for a string that is no hash.
bool verify_password(const std::string& hash, std::string_view password);
/// The same work as verify_password, for a login nobody has: the time of an answer tells nothing. Always false.
bool verify_nobody(std::string_view password);

/// 32 random bytes in base64url without padding: sessions, CSRF, one-time links.
std::string new_token();
/// SHA-256 of a token in 64 hexadecimal digits: what is stored of it.
std::string token_hash(std::string_view token);
/// Compares without telling by its time where two secrets differ.
bool same_secret(std::string_view one, std::string_view other);

/// Slows down the guessing of a password: per login name, because a whole community centre shares one address (trap
/// T8). The first three failures cost nothing, then 1, 2, 4... up to 30 seconds must pass before the next try. Kept in
/// memory.
class LoginPace {
public:
    /// Seconds to wait before this login may be tried again; 0 when it may be tried now.
    std::int64_t wait_seconds(const std::string& login, std::int64_t now_seconds);
    void failed(const std::string& login, std::int64_t now_seconds);
    void succeeded(const std::string& login);

    static constexpr int free_failures = 3;
    static constexpr std::int64_t longest_wait_seconds = 30;
    static constexpr std::int64_t forgotten_after_seconds = 3600;
    /// Made-up names must not fill the memory: beyond this many, the oldest failure is forgotten.
    static constexpr std::size_t most_logins = 10'000;

private:
    struct Failures {
        int count = 0;
        std::int64_t last = 0, not_before = 0;
    };
    void make_room(std::int64_t now_seconds);
    std::mutex mutex_;
    std::map<std::string, Failures> by_login_;
};

}  // namespace ecoute::server
