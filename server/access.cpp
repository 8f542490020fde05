#include "server/access.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace ecoute::server {
namespace {

constexpr unsigned long long passes = 3;
constexpr std::size_t memory_bytes = 64 * 1024 * 1024;

void ready() {
    static const int started = sodium_init();
    if (started < 0) throw storage::StorageFault("libsodium could not start");
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool has_space_or_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7F;
    });
}

}  // namespace

std::string tidy_login(std::string_view login) {
    const auto first = login.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    login = login.substr(first, login.find_last_not_of(" \t\r\n") - first + 1);
    std::string tidy{login};
    std::transform(tidy.begin(), tidy.end(), tidy.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return tidy;
}

forms::Result<void> check_new_account(std::string_view login, std::string_view password) {
    if (login.empty() || login.size() > longest_login_bytes || has_space_or_control(login))
        return forms::Problem{forms::Code::request_malformed, "login", "", {}};
    if (password.size() > longest_password_bytes)
        return forms::Problem{
            forms::Code::request_too_large, "password", "", {{"limit", std::to_string(longest_password_bytes)}}};
    if (characters(password) < shortest_password_characters)
        return forms::Problem{
            forms::Code::password_too_short, "password", "", {{"limit", std::to_string(shortest_password_characters)}}};
    return {};
}

std::string hash_password(std::string_view password) {
    ready();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), passes, memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw storage::StorageFault("not enough memory to hash a password");
    return hash.data();
}

bool verify_password(const std::string& hash, std::string_view password) {
    ready();
    if (password.size() > longest_password_bytes) return false;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool verify_nobody(std::string_view password) {
    static const std::string nobody = hash_password(new_token());
    (void)verify_password(nobody, password);
    return false;
}

std::string new_token() {
    ready();
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

std::string token_hash(std::string_view token) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(token.data()), token.size());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> text{};
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    return text.data();
}

bool same_secret(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::int64_t LoginPace::wait_seconds(const std::string& login, std::int64_t now) {
    const std::lock_guard lock{mutex_};
    const auto found = by_login_.find(login);
    if (found == by_login_.end()) return 0;
    // A clock that went back must not make anybody wait longer than the longest wait.
    return std::clamp<std::int64_t>(found->second.not_before - now, 0, longest_wait_seconds);
}

void LoginPace::failed(const std::string& login, std::int64_t now) {
    const std::lock_guard lock{mutex_};
    if (by_login_.find(login) == by_login_.end()) make_room(now);
    Failures& failures = by_login_[login];
    if (now - failures.last > forgotten_after_seconds) failures.count = 0;
    failures.last = now;
    failures.count = std::min(failures.count + 1, free_failures + 10);
    const int over = failures.count - free_failures;
    failures.not_before = over <= 0 ? now : now + std::min(std::int64_t{1} << (over - 1), longest_wait_seconds);
}

void LoginPace::succeeded(const std::string& login) {
    const std::lock_guard lock{mutex_};
    by_login_.erase(login);
}

void LoginPace::make_room(std::int64_t now) {
    if (by_login_.size() < most_logins) return;
    std::erase_if(by_login_, [now](const auto& entry) { return now - entry.second.last > forgotten_after_seconds; });
    if (by_login_.size() < most_logins) return;
    by_login_.erase(std::min_element(by_login_.begin(), by_login_.end(), [](const auto& one, const auto& other) {
        return one.second.last < other.second.last;
    }));
}

}  // namespace ecoute::server
