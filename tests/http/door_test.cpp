#include <boost/test/unit_test.hpp>

#include "tests/support/door_world.hpp"

using namespace ecoute;

BOOST_FIXTURE_TEST_SUITE(the_door, tests::OpenDoor)

BOOST_AUTO_TEST_CASE(says_that_it_is_well) {
    const auto reply = client.get("/healthz");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.body == R"({"status":"ok"})");
    BOOST_TEST(reply.header("X-Content-Type-Options") == "nosniff");
    BOOST_TEST(reply.header("Referrer-Policy") == "no-referrer");
    BOOST_TEST(reply.header("Cache-Control") == "no-store");
    BOOST_TEST(reply.header("Content-Security-Policy").find("frame-ancestors 'none'") != std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(answers_many_requests_on_one_connection) {
    for (int i = 0; i < 100; ++i) BOOST_TEST(client.get("/healthz").status == 200);
    BOOST_TEST(desk.counters->connections.load() == 1);
}

BOOST_AUTO_TEST_CASE(answers_requests_that_came_in_one_packet_in_their_order) {
    client.send_raw(
        "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\n\r\nHEAD /healthz "
        "HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(client.read_reply().status == 200);
    BOOST_TEST(client.read_reply().status == 404);
    BOOST_TEST(client.read_reply(true).status == 200);
    BOOST_TEST(client.read_reply().body == R"({"status":"ok"})");
}

BOOST_AUTO_TEST_CASE(answers_a_request_that_comes_byte_by_byte) {
    for (const char byte : std::string_view("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")) client.send_raw({&byte, 1});
    BOOST_TEST(client.read_reply().status == 200);
}

BOOST_AUTO_TEST_CASE(head_gives_the_length_without_the_body) {
    const auto reply = client.request("HEAD", "/healthz");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("Content-Length") == "15");
    BOOST_TEST(reply.body.empty());
}

BOOST_AUTO_TEST_CASE(an_address_without_a_route_is_404_with_its_cause_in_french) {
    const auto page = client.get("/rien");
    BOOST_TEST(page.status == 404);
    BOOST_TEST(page.header("Content-Type") == "text/html; charset=utf-8");
    BOOST_TEST(page.body.find("a rien à cette adresse.") != std::string::npos);
    const auto api = client.get("/api/v1/rien");
    BOOST_TEST(api.status == 404);
    BOOST_TEST(api.header("Content-Type") == "application/problem+json");
    BOOST_TEST(api.body.find(R"("code":"request.not_found")") != std::string::npos);
    BOOST_TEST(api.body.find(R"("title":"Demande refusée")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(another_method_is_405_and_says_which_are_allowed) {
    const auto reply = client.request("DELETE", "/healthz");
    BOOST_TEST(reply.status == 405);
    BOOST_TEST(reply.header("Allow") == "GET, HEAD");
}

BOOST_AUTO_TEST_CASE(what_is_no_http_is_400_and_the_connection_ends) {
    client.send_raw("BONJOUR\r\n\r\n");
    const auto reply = client.read_reply();
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(reply.header("Connection") == "close");
}

BOOST_AUTO_TEST_CASE(two_lengths_for_one_body_are_refused) {
    client.send_raw(
        "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    BOOST_TEST(client.read_reply().status == 400);
}

BOOST_AUTO_TEST_CASE(a_head_that_does_not_end_is_413) {
    client.send_raw("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(40'000, 'a'));
    BOOST_TEST(client.read_reply().status == 413);
}

BOOST_AUTO_TEST_CASE(a_body_above_the_limit_is_413_before_it_is_sent) {
    client.send_raw("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n");
    const auto reply = client.read_reply();
    BOOST_TEST(reply.status == 413);
    BOOST_TEST(reply.body.find("1024") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_client_that_sends_too_much_without_waiting_still_reads_why) {
    const auto reply = client.request("POST", "/healthz", std::string(3'000'000, 'a'));
    BOOST_TEST(reply.status == 413);
}

BOOST_AUTO_TEST_CASE(a_client_that_asks_first_is_told_to_go_on) {
    client.send_raw("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    client.send_raw("{}");
    BOOST_TEST(client.read_reply().status == 405);
}

BOOST_AUTO_TEST_CASE(a_chunked_body_is_read) {
    client.send_raw("POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
    BOOST_TEST(client.read_reply().status == 405);
    BOOST_TEST(client.get("/healthz").status == 200);
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_closed_without_a_word) {
    BOOST_TEST(client.get("/healthz").status == 200);
    const auto before = std::chrono::steady_clock::now();
    while (!client.closed_by_server() && std::chrono::steady_clock::now() - before < std::chrono::seconds{5}) {
    }
    BOOST_TEST(client.closed_by_server());
    BOOST_CHECK_THROW(client.read_reply(), server::NetworkFault);
}

BOOST_AUTO_TEST_CASE(a_sender_that_is_too_slow_reads_so) {
    client.send_raw("GET /healthz HTTP/1.1\r\nHo");
    const auto reply = client.read_reply();
    BOOST_TEST(reply.status == 408);
    BOOST_TEST(reply.body.find("réseau") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_client_that_wants_to_close_is_obeyed) {
    const auto reply = client.get("/healthz", {{"Connection", "close"}});
    BOOST_TEST(reply.header("Connection") == "close");
    BOOST_TEST(client.closed_by_server());
}

BOOST_AUTO_TEST_CASE(numbers_for_machines_hold_the_route_and_the_status) {
    client.get("/healthz");
    client.get("/rien?jeton=secret");
    const auto reply = client.get("/metrics");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.body.find("ecoute_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1") !=
               std::string::npos);
    BOOST_TEST(reply.body.find("status=\"404\"} 1") != std::string::npos);
    BOOST_TEST(reply.body.find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_asset_is_compressed_once_and_not_sent_again) {
    const auto reply = client.get("/static/look.css", {{"Accept-Encoding", "gzip, br"}});
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("Content-Type") == "text/css; charset=utf-8");
    BOOST_TEST(reply.header("Content-Encoding") == "gzip");
    const std::string etag{reply.header("ETag")};
    const auto again = client.get("/static/look.css", {{"If-None-Match", etag}});
    BOOST_TEST(again.status == 304);
    BOOST_TEST(again.body.empty());
    BOOST_TEST(client.get("/static/look.css").header("Content-Encoding") == "");
    BOOST_TEST(client.get("/static/rien.css").status == 404);
}

BOOST_AUTO_TEST_CASE(a_port_that_is_taken_is_said_in_a_plain_sentence) {
    auto options = quick();
    options.port = door.port();
    BOOST_CHECK_EXCEPTION(server::Door(options, desk), std::runtime_error, [](const std::runtime_error& fault) {
        return std::string(fault.what()).find("déjà pris") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(stopping_ends_idle_connections) {
    BOOST_TEST(client.get("/healthz").status == 200);
    door.stop();
    BOOST_CHECK_THROW(client.read_reply(), server::NetworkFault);
}

BOOST_AUTO_TEST_SUITE_END()
