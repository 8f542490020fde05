#pragma once
#include <memory>
#include <optional>
#include <string>

#include "server/cli/shell.hpp"
#include "server/http/door.hpp"

namespace ecoute::server::cli {

/// `--tls auto|off|CERT,KEY`: what the door needs. `authority` is there with "auto" alone.
struct ServingTls {
    std::optional<TlsOptions> door;
    std::shared_ptr<const LocalAuthority> authority;
};

/// nullopt, once it was said why, when the files of CERT,KEY can't be read or the words are wrong.
std::optional<ServingTls> serving_tls(const Shell& shell, const std::string& tls, const std::string& listen_address);

/// The name that phones and tablets find by multicast DNS (RFC 6762).
inline constexpr std::string_view local_name = "ecoute.local";

/// Announces `local_name` for an address as long as it lives, by avahi-publish where avahi runs; nothing otherwise.
class LocalName {
public:
    explicit LocalName(const std::string& address);
    ~LocalName();
    LocalName(const LocalName&) = delete;
    LocalName& operator=(const LocalName&) = delete;
    bool is_announced() const;  ///< false when avahi-publish is not there, or gave up at once

private:
    int process_ = -1;
};

}  // namespace ecoute::server::cli
