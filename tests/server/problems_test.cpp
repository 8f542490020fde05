#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "forms/problem.hpp"
#include "server/assets.hpp"
#include "server/routes.hpp"
#include "server/wire/refusal.hpp"

using namespace ecoute;
using nlohmann::json;

namespace {

json description_of_the_api() { return json::parse(*server::embedded_file("openapi.json")->plain); }

}  // namespace

BOOST_AUTO_TEST_SUITE(every_refusal)

BOOST_AUTO_TEST_CASE(has_a_sentence_in_french_and_in_english_and_a_title) {
    const server::Words words;
    for (const auto code : forms::all_codes()) {
        const std::string name{forms::name(code)};
        BOOST_TEST_CONTEXT(name) {
            BOOST_TEST(words.has("fr", name));
            BOOST_TEST(words.has("en", name));
            BOOST_TEST(words.has("fr", "title." + name.substr(0, name.find('.'))));
            BOOST_TEST(words.has("en", "title." + name.substr(0, name.find('.'))));
            if (name.starts_with("answer.")) BOOST_TEST(words.has("ar", name));
        }
    }
}

BOOST_AUTO_TEST_CASE(has_its_line_in_the_description_of_the_api) {
    std::set<std::string> described;
    const auto document = description_of_the_api();
    for (const auto& row : document["components"]["schemas"]["Code"]["oneOf"]) described.insert(row["const"]);
    for (const auto code : forms::all_codes())
        BOOST_TEST(described.erase(std::string(forms::name(code))) == 1, forms::name(code));
    BOOST_TEST(described.empty());
}

BOOST_AUTO_TEST_CASE(answers_with_its_own_status) {
    const server::Words words;
    server::Request request;
    request.path = "/api/v1/campaigns";
    for (const auto code : forms::all_codes()) {
        const auto reply = server::refusal(words, request, {code, "sujet", "/questions/3", {{"value", "<b>"}}});
        const auto body = json::parse(reply.body);
        BOOST_TEST_CONTEXT(forms::name(code)) {
            BOOST_TEST(reply.status >= 400);
            BOOST_TEST(reply.status == forms::http_status(code));
            BOOST_TEST(reply.content_type == "application/problem+json");
            BOOST_TEST(body["status"] == reply.status);
            BOOST_TEST(body["code"] == forms::name(code));
            BOOST_TEST(body["title"] != "");
            BOOST_TEST(body["detail"] != "");
        }
    }
}

BOOST_AUTO_TEST_CASE(speaks_the_readers_language_under_a_french_title) {
    const server::Words words;
    server::Request request;
    request.path = "/api/v1/x";
    request.accept_language = "en-GB,en;q=0.9,fr;q=0.5";
    const auto body = json::parse(server::refusal(words, request, {forms::Code::not_found, "", "", {}}).body);
    BOOST_TEST(body["title"] == "Demande refusée");
    BOOST_TEST(body["detail"] == "There is nothing at this address.");
}

BOOST_AUTO_TEST_CASE(names_each_question_at_fault) {
    const server::Words words;
    server::Request request;
    request.path = "/api/v1/x";
    const forms::Problems mistakes{{forms::Code::answer_required, "age", "", {}},
                                   {forms::Code::answer_choice_unknown, "genre", "", {{"value", "x\xff"}}}};
    const auto reply = server::problem_json(words, request, {forms::Code::response_invalid, "", "", {}}, mistakes);
    const auto body = json::parse(reply.body);
    BOOST_TEST(reply.status == 422);
    BOOST_REQUIRE(body["errors"].size() == 2);
    BOOST_TEST(body["errors"][0]["question"] == "age");
    BOOST_TEST(body["errors"][0]["code"] == "answer.required");
    BOOST_TEST(body["errors"][0]["message"] == "Cette question attend une réponse.");
    BOOST_TEST(body["errors"][1]["value"] == "x\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(becomes_a_page_elsewhere_with_nothing_of_the_request_unescaped) {
    const server::Words words;
    server::Request request;
    request.path = "/q/<script>";
    const auto reply =
        server::refusal(words, request, {forms::Code::method_not_allowed, "", "", {{"method", "<script>"}}});
    BOOST_TEST(reply.status == 405);
    BOOST_TEST(reply.content_type == "text/html; charset=utf-8");
    BOOST_TEST(reply.body.find("lang=\"fr\"") != std::string::npos);
    BOOST_TEST(reply.body.find("<script>") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(says_when_to_come_back_if_the_server_is_at_fault) {
    const server::Words words;
    server::Request request;
    request.path = "/api/v1/x";
    request.id = "0a1b2c3d";
    const auto disk = server::fault_reply(words, request, std::make_exception_ptr(storage::StorageFault("disk full")));
    BOOST_TEST(disk.status == 503);
    BOOST_TEST(json::parse(disk.body)["code"] == "storage.failed");
    BOOST_TEST(disk.body.find("0a1b2c3d") != std::string::npos);
    BOOST_TEST(disk.body.find("disk full") == std::string::npos);
    BOOST_TEST((disk.headers.front() == std::pair<std::string, std::string>{"Retry-After", "5"}));
    const auto ours = server::fault_reply(words, request, std::make_exception_ptr(std::logic_error("x")));
    BOOST_TEST(ours.status == 500);
    BOOST_TEST(json::parse(ours.body)["code"] == "server.failed");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_description_of_the_api)

BOOST_AUTO_TEST_CASE(has_a_line_for_every_route_of_the_api) {
    const auto document = description_of_the_api();
    for (const auto& route : server::routes()) {
        if (!route.pattern.starts_with("/api/")) continue;
        std::string method{route.method == "GET" ? "get" : "post"};
        const auto path = document["paths"].find(std::string(route.pattern));
        BOOST_TEST_CONTEXT(route.pattern) {
            BOOST_REQUIRE((path != document["paths"].end()));
            BOOST_TEST(path->contains(method));
        }
    }
}

BOOST_AUTO_TEST_CASE(points_at_nothing_that_is_missing) {
    const auto document = description_of_the_api();
    const auto text = document.dump();
    for (std::size_t at = 0; (at = text.find("\"$ref\":\"#", at)) != std::string::npos;) {
        const auto begin = at + 9, end = text.find('"', begin);
        BOOST_TEST(document.contains(json::json_pointer(text.substr(begin, end - begin))));
        at = end;
    }
}

BOOST_AUTO_TEST_SUITE_END()
