#include "server/tls/authority.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>

#include "server/tls/certificates.hpp"
#include "storage/store.hpp"

namespace ecoute::server {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

constexpr sys_seconds authority_from = sys_days{year{2020} / 1 / 1};
constexpr sys_seconds authority_until = sys_days{year{2060} / 1 / 1};

/// Endings of names that nobody can own on the internet (RFC 6762, RFC 8375, ICANN's .internal), and .lan of many boxes.
constexpr std::array<std::string_view, 4> local_endings{"local", "lan", "home.arpa", "internal"};

struct Network {
    std::string_view address, mask;
};
constexpr std::array networks{
    Network{"10.0.0.0", "255.0.0.0"},        Network{"172.16.0.0", "255.240.0.0"}, Network{"192.168.0.0", "255.255.0.0"},
    Network{"169.254.0.0", "255.255.0.0"},   Network{"127.0.0.0", "255.0.0.0"},    Network{"fc00::", "fe00::"},
    Network{"fe80::", "ffc0::"},             Network{"::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
};

using Address = std::vector<unsigned char>;

Address address_of(std::string_view text) {
    const std::string name{text};
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, name.c_str(), bytes.data()) == 1) return {bytes.begin(), bytes.begin() + 4};
    if (inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1) return {bytes.begin(), bytes.end()};
    return {};
}

bool within(const Address& address, const Network& network) {
    const auto base = address_of(network.address), mask = address_of(network.mask);
    if (address.size() != base.size()) return false;
    for (std::size_t at = 0; at < address.size(); ++at)
        if ((address[at] & mask[at]) != base[at]) return false;
    return true;
}

bool is_local_address(const Address& address) {
    return std::any_of(networks.begin(), networks.end(), [&](const auto& one) { return within(address, one); });
}

std::string name_constraints() {
    std::string value = "critical,permitted;DNS:localhost";
    for (const auto ending : local_endings) value.append(",permitted;DNS:").append(ending);
    for (const auto& one : networks) value.append(",permitted;IP:").append(one.address).append("/").append(one.mask);
    return value;
}

std::optional<std::string> content(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

/// All or nothing, so that a power cut leaves no half of a key.
void put(const fs::path& file, const std::string& text, mode_t mode) {
    const auto fresh = file.string() + "." + std::to_string(getpid());
    const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC, mode);
    const bool written = descriptor >= 0 && ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (written && ::rename(fresh.c_str(), file.c_str()) == 0) return;
    ::unlink(fresh.c_str());
    throw storage::StorageFault{"can't write " + file.string()};
}

fs::path keys_folder(const fs::path& data_directory) {
    const auto folder = data_directory / "keys";
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) throw storage::StorageFault{"can't make " + folder.string() + ": " + failed.message()};
    fs::permissions(folder, fs::perms::owner_all, failed);
    return folder;
}

/// "DNS:ecoute.local,IP:192.168.4.1", sorted, without what the constraints exclude.
std::vector<std::string> alternative_names(const MachineNames& names) {
    std::vector<std::string> all{"DNS:localhost", "IP:127.0.0.1"};
    for (const auto& name : names) {
        if (!is_local_name(name)) continue;
        all.push_back((address_of(name).empty() ? "DNS:" : "IP:") + name);
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text.append(text.empty() ? "" : ",").append(word);
    return text;
}

bool fits(const std::string& chain, const X509& authority, const std::vector<std::string>& names, sys_seconds now) {
    const auto kept = tls::certificate_from(chain);
    auto* authority_key = X509_get0_pubkey(&authority);
    return X509_verify(kept.get(), authority_key) == 1 && tls::names_of(*kept) == names &&
           tls::end_of(*kept) > now + renewed_before_end;
}

}  // namespace

bool is_local_name(const std::string& name) {
    if (const auto address = address_of(name); !address.empty()) return is_local_address(address);
    if (name == "localhost") return true;
    return std::any_of(local_endings.begin(), local_endings.end(),
                       [&](std::string_view ending) { return name.ends_with("." + std::string(ending)); });
}

LocalAuthority LocalAuthority::open(const fs::path& data_directory, const std::string& organisation) {
    const auto folder = keys_folder(data_directory);
    auto pem = content(folder / "authority.crt"), key = content(folder / "authority.key");
    if (!pem || !key) {
        const auto made = tls::new_key();
        const auto certificate = tls::signed_certificate(
            {.common_name = "Écoute, réseau local",
             .organisation = organisation,
             .from = authority_from,
             .until = authority_until,
             .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                            {NID_key_usage, "critical,keyCertSign,cRLSign"},
                            {NID_subject_key_identifier, "hash"},
                            {NID_name_constraints, name_constraints()}}},
            *made, nullptr, *made);
        key = tls::pem_of(*made);
        pem = tls::pem_of(*certificate);
        put(folder / "authority.key", *key, 0600);
        put(folder / "authority.crt", *pem, 0644);
    }
    return {folder, *std::move(pem), *std::move(key)};
}

std::string LocalAuthority::der() const { return tls::der_of(*tls::certificate_from(pem_)); }

std::string LocalAuthority::fingerprint() const {
    const auto bytes = der();
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const auto byte : hash) {
        if (!text.empty()) text += ':';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

ServerCertificate LocalAuthority::server_certificate(const MachineNames& names, sys_seconds clock) const {
    const auto now = std::max(clock, earliest_now);
    const auto wanted = alternative_names(names);
    const auto authority = tls::certificate_from(pem_);
    const auto chain_file = folder_ / "server.crt", key_file = folder_ / "server.key";
    if (const auto chain = content(chain_file), key = content(key_file); chain && key && fits(*chain, *authority, wanted, now))
        return {*chain, *key};
    const auto key = tls::new_key();
    const auto signer = tls::key_from(key_);
    const auto made = tls::signed_certificate({.common_name = "Écoute",
                                               .organisation = {},
                                               .from = now - server_backdated,
                                               .until = now - server_backdated + server_validity,
                                               .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                                                              {NID_key_usage, "critical,digitalSignature"},
                                                              {NID_ext_key_usage, "serverAuth"},
                                                              {NID_subject_key_identifier, "hash"},
                                                              {NID_authority_key_identifier, "keyid:always"},
                                                              {NID_subject_alt_name, joined(wanted)}}},
                                              *key, authority.get(), *signer);
    ServerCertificate certificate{tls::pem_of(*made) + pem_, tls::pem_of(*key)};
    put(key_file, certificate.key, 0600);
    put(chain_file, certificate.chain, 0644);
    return certificate;
}

}  // namespace ecoute::server
