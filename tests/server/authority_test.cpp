#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>

#include "server/tls/authority.hpp"
#include "tests/support/door_world.hpp"

using namespace ecoute;
using namespace std::chrono_literals;

namespace {

struct Machine : tests::TemporaryFolder {
    server::LocalAuthority authority = server::LocalAuthority::open(path, "Centre social");
    std::chrono::sys_seconds now = std::chrono::sys_days{std::chrono::year{2027} / 5 / 17};

    /// What OpenSSL's own tool says of the machine's certificate, for a device whose clock shows `seconds`.
    bool verifies(const server::ServerCertificate& certificate, std::chrono::sys_seconds device, const std::string& option) const {
        std::ofstream{path / "chain.pem"} << certificate.chain;
        const auto command = "openssl verify -attime " + std::to_string(device.time_since_epoch().count()) + " -CAfile '" +
                             (path / "keys" / "authority.crt").string() + "' " + option + " '" + (path / "chain.pem").string() +
                             "' >/dev/null 2>&1";
        return std::system(command.c_str()) == 0;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_local_authority, Machine)

BOOST_AUTO_TEST_CASE(vouches_for_this_machine_by_name_and_address_and_for_no_other) {
    const auto certificate = authority.server_certificate({"192.168.4.1", "ecoute.local"}, now);
    BOOST_TEST(verifies(certificate, now, "-verify_ip 192.168.4.1"));
    BOOST_TEST(verifies(certificate, now, "-verify_hostname ecoute.local"));
    BOOST_TEST(!verifies(certificate, now, "-verify_ip 192.168.4.2"));
    BOOST_TEST(!verifies(certificate, now, "-verify_hostname mairie.example"));
}

BOOST_AUTO_TEST_CASE(is_believed_by_a_device_that_is_wrong_by_a_year) {
    const auto certificate = authority.server_certificate({"192.168.4.1"}, now);
    BOOST_TEST(verifies(certificate, now - std::chrono::days{365}, "-verify_ip 192.168.4.1"));
    BOOST_TEST(verifies(certificate, now + std::chrono::days{365}, "-verify_ip 192.168.4.1"));
    BOOST_TEST(!verifies(certificate, now + std::chrono::days{900}, "-verify_ip 192.168.4.1"));
}

BOOST_AUTO_TEST_CASE(does_not_vouch_for_addresses_of_the_internet) {
    for (const auto* name : {"8.8.8.8", "2001:4860:4860::8888", "mairie.example", "172.32.0.1", "local", "192.169.0.1"})
        BOOST_TEST(!server::is_local_name(name), name);
    for (const auto* name : {"10.1.2.3", "172.31.255.255", "192.168.4.1", "fd12::1", "fe80::1", "ecoute.local", "box.lan", "localhost"})
        BOOST_TEST(server::is_local_name(name), name);
    const auto certificate = authority.server_certificate({"8.8.8.8", "192.168.4.1"}, now);
    BOOST_TEST(!verifies(certificate, now, "-verify_ip 8.8.8.8"));
}

BOOST_AUTO_TEST_CASE(keeps_its_certificate_while_it_fits_and_makes_another_when_not) {
    const auto first = authority.server_certificate({"192.168.4.1"}, now);
    BOOST_TEST((authority.server_certificate({"192.168.4.1"}, now + std::chrono::days{300}) == first));
    BOOST_TEST((server::LocalAuthority::open(path, "Centre social").server_certificate({"192.168.4.1"}, now) == first));
    const auto renewed = authority.server_certificate({"192.168.4.1"}, now + std::chrono::days{320});
    BOOST_TEST((renewed != first));
    BOOST_TEST(verifies(renewed, now + std::chrono::days{320}, "-verify_ip 192.168.4.1"));
    BOOST_TEST((authority.server_certificate({"192.168.4.7"}, now + std::chrono::days{320}) != renewed));
}

BOOST_AUTO_TEST_CASE(of_a_board_without_a_clock_is_valid_today) {
    const auto certificate = authority.server_certificate({"192.168.4.1"}, std::chrono::sys_seconds{});
    BOOST_TEST(verifies(certificate, now, "-verify_ip 192.168.4.1"));
}

BOOST_AUTO_TEST_CASE(shows_its_private_keys_to_nobody_else) {
    authority.server_certificate({"192.168.4.1"}, now);
    for (const auto* name : {"authority.key", "server.key"}) {
        const auto permissions = std::filesystem::status(path / "keys" / name).permissions();
        BOOST_TEST((permissions == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
