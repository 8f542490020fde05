#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

/// TLS without internet: a certificate authority of one data directory, which devices trust once (by QR code), and
/// certificates for the names and addresses of this machine.
namespace ecoute::server {

/// A certificate that the door serves, with what leads to the authority, as PEM.
struct ServerCertificate {
    std::string chain, key;
    friend bool operator==(const ServerCertificate&, const ServerCertificate&) = default;
};

/// Names that a device may use for this machine: "ecoute.local", "192.168.4.1". Addresses are told from names by form.
using MachineNames = std::vector<std::string>;

/// The longest validity that iOS takes from an authority that its owner added: 825 days (Apple, HT210176). It is laid
/// around today, so that a tablet may be wrong by a year in either direction.
inline constexpr std::chrono::days server_validity{824};
inline constexpr std::chrono::days server_backdated{395};
/// A certificate that ends sooner is made anew.
inline constexpr std::chrono::days renewed_before_end{120};

/// Keys stand in `keys/` beside the file of data: authority.key, authority.crt, server.key, server.crt; private keys
/// are readable by their owner alone. Every function throws storage::StorageFault when the disk or OpenSSL fails.
class LocalAuthority {
public:
    /// Opens the authority of a data directory, or makes it: P-256, valid from 2020 to 2060, and by its name constraints
    /// good for nothing but private addresses and names of local networks (RFC 5280 4.2.1.10), so that a phone that
    /// trusts it trusts it for nothing else. `organisation` is shown by the phone while it is installed.
    static LocalAuthority open(const std::filesystem::path& data_directory, const std::string& organisation);

    const std::string& pem() const noexcept { return pem_; }
    std::string der() const;          ///< what Android and iOS install
    std::string fingerprint() const;  ///< SHA-256 of der, "AB:CD:..." as phones show it

    /// The certificate of this machine: the one on disk while it fits (signed by this authority, for just these names,
    /// not ending within `renewed_before_end`), otherwise a new one. Names that are not local (`is_local_name`) are left
    /// out. A clock before `earliest_now` is taken for that day.
    ServerCertificate server_certificate(const MachineNames& names, std::chrono::sys_seconds now) const;

private:
    LocalAuthority(std::filesystem::path folder, std::string pem, std::string key)
        : folder_(std::move(folder)), pem_(std::move(pem)), key_(std::move(key)) {}
    std::filesystem::path folder_;
    std::string pem_, key_;
};

/// True for what a local authority may vouch for: private and loopback addresses (RFC 1918, 3927, 4193), and names
/// under .local, .lan, .home.arpa or .internal, and localhost.
bool is_local_name(const std::string& name);

/// A clock that stands before the program was written is wrong: a small board without a battery starts in the past.
inline constexpr std::chrono::sys_seconds earliest_now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};

}  // namespace ecoute::server
