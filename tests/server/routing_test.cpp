#include <boost/test/unit_test.hpp>

#include "server/gate.hpp"
#include "server/http/reply_head.hpp"
#include "server/http/urlencoded.hpp"
#include "server/routes.hpp"

using namespace ecoute::server;

namespace {

constexpr std::array table{
    Route{"GET", "/", Right::anyone, Runs::here, nullptr},
    Route{"GET", "/q/{campaign}", Right::anyone, Runs::here, nullptr},
    Route{"POST", "/q/{campaign}", Right::anyone, Runs::here, nullptr},
    Route{"GET", "/api/v1/campaigns/{id}/form", Right::anyone, Runs::here, nullptr},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(a_path)

BOOST_AUTO_TEST_CASE(finds_its_route_and_what_it_captures) {
    BOOST_TEST(match(table, "GET", "/").route == &table[0]);
    BOOST_TEST(match(table, "GET", "/q/lyon-2026").route == &table[1]);
    BOOST_TEST(match(table, "POST", "/q/lyon-2026").route == &table[2]);
    BOOST_TEST(match(table, "HEAD", "/q/lyon-2026").route == &table[1]);
    BOOST_TEST(match(table, "GET", "/api/v1/campaigns/a%2Fb%20c/form").captured.at(0) == "a/b c");
}

BOOST_AUTO_TEST_CASE(that_nobody_answers_finds_none) {
    for (const auto* path : {"", "q", "/q", "/q/", "/q/a/b", "//", "/api/v1/campaigns//form", "/Q/a"})
        BOOST_TEST((match(table, "GET", path).route == nullptr), path);
}

BOOST_AUTO_TEST_CASE(with_another_method_says_which_it_knows) {
    const auto found = match(table, "DELETE", "/q/a");
    BOOST_TEST((found.route == nullptr));
    BOOST_TEST(found.allowed == "GET, HEAD, POST");
}

BOOST_AUTO_TEST_CASE(every_route_is_reached_by_its_own_pattern) {
    for (const auto& route : routes())
        BOOST_TEST(match(routes(), route.method, route.pattern).route == &route, route.pattern);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_form_body)

BOOST_AUTO_TEST_CASE(is_decoded_in_order) {
    const auto fields = read_urlencoded("a=1&b=deux+mots&c=%C3%A9t%c3%a9&a=2&vide=&seul&=x");
    BOOST_REQUIRE(fields.size() == 7U);
    BOOST_TEST(field(fields, "a") == "1");
    BOOST_TEST(field(fields, "b") == "deux mots");
    BOOST_TEST(field(fields, "c") == "été");
    BOOST_TEST(fields[3].second == "2");
    BOOST_TEST(fields[5].first == "seul");
    BOOST_TEST(field(fields, "rien") == "");
}

BOOST_AUTO_TEST_CASE(keeps_escapes_that_are_none) {
    BOOST_TEST(percent_decoded("100%") == "100%");
    BOOST_TEST(percent_decoded("%zz%4") == "%zz%4");
    BOOST_TEST(percent_decoded("a+b") == "a+b");
    BOOST_TEST(percent_encoded("/q?a=é") == "%2Fq%3Fa%3D%C3%A9");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_gate)

BOOST_AUTO_TEST_CASE(opens_by_role) {
    using ecoute::storage::Role;
    BOOST_TEST(may(Role::administrator, Right::administration));
    BOOST_TEST(!may(Role::facilitator, Right::administration));
    BOOST_TEST(may(Role::facilitator, Right::rows));
    BOOST_TEST(!may(Role::institution, Right::rows));
    BOOST_TEST(!may(Role::coach, Right::rows));
    for (const auto role : {Role::administrator, Role::facilitator, Role::institution, Role::coach})
        BOOST_TEST(may(role, Right::tables));
}

BOOST_AUTO_TEST_CASE(finds_its_cookie_among_others) {
    BOOST_TEST(cookie_value("a=1; ecoute_session=xyz; b=2", "ecoute_session") == "xyz");
    BOOST_TEST(cookie_value("ecoute_session2=no", "ecoute_session") == "");
    BOOST_TEST(cookie_value("", "ecoute_session") == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_head_of_a_reply)

BOOST_AUTO_TEST_CASE(does_not_let_a_value_break_the_line) {
    std::string head;
    Reply reply{.body = "x"};
    reply.headers = {{"Location", "/a\r\nSet-Cookie: stolen=1"}};
    write_head(head, reply, {"now", 1, false});
    BOOST_TEST(head.find("stolen") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(keeps_what_the_page_decided) {
    std::string head;
    Reply reply;
    reply.headers = {{"cache-control", "max-age=60"}, {"Content-Security-Policy", "default-src 'self'"}};
    write_head(head, reply, {"now", 0, false});
    BOOST_TEST(head.find("no-store") == std::string::npos);
    BOOST_TEST(head.find("frame-ancestors") == std::string::npos);
    BOOST_TEST(head.find("nosniff") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(compresses_what_is_long_text_for_those_who_accept_it) {
    const std::string page(5000, 'a');
    Reply reply{.body = page};
    compress(reply, true);
    BOOST_TEST(reply.body.size() < 200U);
    Reply shared{.shared = std::make_shared<const std::string>(page)};
    Reply again = shared;
    compress(shared, true);
    compress(again, true);
    BOOST_TEST((shared.shared == again.shared));
    Reply plain{.body = page};
    compress(plain, false);
    BOOST_TEST(plain.body == page);
    Reply image{.content_type = "image/png", .body = page};
    compress(image, true);
    BOOST_TEST(image.body == page);
}

BOOST_AUTO_TEST_SUITE_END()
