#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/support/door_world.hpp"

using namespace ecoute;
namespace asio = boost::asio;

namespace {

/// The server's own folder holds its authority: made before the door opens.
struct Authorised {
    tests::TemporaryFolder keys;
    server::LocalAuthority authority = server::LocalAuthority::open(keys.path, "Essai");
    server::DoorOptions options(bool plain_too) const {
        auto made = tests::OpenDoor::quick();
        made.tls = server::TlsOptions{
            [this] { return authority.server_certificate({"127.0.0.1"}, std::chrono::sys_days{std::chrono::year{2027} / 1 / 1}); }, plain_too};
        return made;
    }
};

struct TlsDoor : Authorised, tests::OpenDoor {
    TlsDoor() : OpenDoor(options(true)) {}
};
struct StrictDoor : Authorised, tests::OpenDoor {
    StrictDoor() : OpenDoor(options(false)) {}
};

/// A device that trusts `authority` and nothing else: what the server answers, or "" when it is not believed.
std::string asked_by_a_device(const server::LocalAuthority& authority, std::uint16_t port, const std::string& request) {
    asio::io_context context;
    asio::ssl::context trust{asio::ssl::context::tls_client};
    trust.add_certificate_authority(asio::buffer(authority.pem()));
    trust.set_verify_mode(asio::ssl::verify_peer);
    asio::ssl::stream<asio::ip::tcp::socket> stream{context, trust};
    stream.set_verify_callback(asio::ssl::host_name_verification("127.0.0.1"));
    stream.next_layer().connect({asio::ip::address_v4::loopback(), port});
    boost::system::error_code failed;
    stream.handshake(asio::ssl::stream_base::client, failed);
    if (failed) return {};
    asio::write(stream, asio::buffer(request), failed);
    std::string answer;
    asio::read(stream, asio::dynamic_buffer(answer), failed);
    return answer;
}

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_door_with_tls, TlsDoor)

BOOST_AUTO_TEST_CASE(answers_a_device_that_trusts_the_authority_on_the_same_port_as_http) {
    BOOST_TEST(asked_by_a_device(authority, door.port(), get("/healthz")).find("{\"status\":\"ok\"}") != std::string::npos);
    BOOST_TEST(client.get("/healthz").status == 200);
}

BOOST_AUTO_TEST_CASE(is_not_believed_by_a_device_that_trusts_another_authority) {
    const tests::TemporaryFolder elsewhere;
    const auto other = server::LocalAuthority::open(elsewhere.path, "Faux point d'accès");
    BOOST_TEST(asked_by_a_device(other, door.port(), get("/healthz")).empty());
}

BOOST_AUTO_TEST_CASE(carries_long_bodies_both_ways) {
    const std::string body(300'000, 'x');
    const auto answer = asked_by_a_device(authority, door.port(),
                                          "POST /q/rien HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: " +
                                              std::to_string(body.size()) + "\r\n\r\n" + body);
    BOOST_TEST(answer.starts_with("HTTP/1.1 404"));
    const auto page = asked_by_a_device(authority, door.port(), get("/api/v1/openapi.json"));
    const auto head_end = page.find("\r\n\r\n");
    BOOST_REQUIRE(head_end != std::string::npos);
    BOOST_TEST(page.size() - head_end - 4 == client.get("/api/v1/openapi.json").body.size());
}

BOOST_AUTO_TEST_CASE(lets_nobody_hold_a_place_by_shaking_hands_slowly) {
    client.send_raw("\x16\x03\x01");
    const auto wait_until = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (desk.counters->connections.load() > 0 && std::chrono::steady_clock::now() < wait_until) std::this_thread::yield();
    BOOST_TEST(desk.counters->connections.load() == 0);
}

BOOST_AUTO_TEST_CASE(survives_garbage_after_the_first_byte) {
    client.send_raw("\x16" + std::string(2'000, '\x7f'));
    server::Client other{"127.0.0.1", door.port()};
    BOOST_TEST(other.get("/healthz").status == 200);
}

BOOST_AUTO_TEST_CASE(offers_the_certificate_only_when_there_is_an_authority) {
    BOOST_TEST(client.get("/certificat").status == 404);
    settings.authority = std::make_shared<const server::LocalAuthority>(authority);
    settings.tablet_url = "https://127.0.0.1:8080";
    const auto page = client.get("/certificat");
    BOOST_TEST(page.status == 200);
    BOOST_TEST(page.body.find(authority.fingerprint()) != std::string::npos);
    BOOST_TEST(client.get("/certificat/ecoute.crt").body == authority.der());
    BOOST_TEST(client.get("/certificat/ecoute.mobileconfig").header("Content-Type") == "application/x-apple-aspen-config");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_door_with_a_real_certificate, StrictDoor)

BOOST_AUTO_TEST_CASE(sends_http_on_to_https) {
    const auto reply = client.get("/q/enquete?lang=ar");
    BOOST_TEST(reply.status == 308);
    BOOST_TEST(reply.header("Location") == "https://127.0.0.1/q/enquete?lang=ar");
}

BOOST_AUTO_TEST_SUITE_END()
