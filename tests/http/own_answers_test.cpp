#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "server/receipt.hpp"
#include "tests/support/door_world.hpp"

// What the code of a receipt gives, without a browser: POST /code, and POST /q/{campaign} with a code.

using namespace ecoute;
using namespace ecoute::tests;

namespace {

constexpr std::string_view document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai"}, "default_language": "fr",
  "choices": {"lieux": [{"name": "marche", "label": {"fr": "Marché"}}, {"name": "ecole", "label": {"fr": "École"}}]},
  "questions": [
    {"type": "group", "name": "terrain", "field_sheet": true, "label": {"fr": "Fiche"}, "questions": [
      {"type": "text", "name": "enqueteur", "label": {"fr": "Code"}}]},
    {"type": "integer", "name": "age", "label": {"fr": "Âge"}, "constraint": ". >= 15"},
    {"type": "text", "name": "mot", "label": {"fr": "Un mot"}}]})";

struct OneAnswered : OpenDoor {
    OneAnswered() {
        open_campaign(std::string{document}, {.id = "essai"});
        const auto sent = client.post_json("/api/v1/campaigns/essai/responses",
                                           R"({"id":")" + id + R"(","form_version":"1","language":"fr","channel":"tablet",)"
                                           R"("answers":{"enqueteur":"x1","age":34,"mot":"un <b> mot"}})");
        BOOST_REQUIRE(sent.status == 201);
    }
    server::Client::Reply post(const std::string& path, std::string_view body) {
        return client.request("POST", path, body, "application/x-www-form-urlencoded");
    }
    storage::StoredResponse stored() { return store->responses().find_by_receipt(server::receipt_hash(code)).value(); }
    server::Client::Reply correction(std::string_view answers, std::int64_t revision) {
        return post("/q/essai", "%3Acode=" + code + "&%3Arevision=" + std::to_string(revision) + "&" + std::string{answers});
    }

    const std::string id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    const std::string code = server::receipt_code(settings, id);
};

bool has(const server::Client::Reply& reply, std::string_view text) { return reply.body.find(text) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(with_the_code_of_a_receipt, OneAnswered)

BOOST_AUTO_TEST_CASE(answers_are_read_and_nothing_of_them_stays_in_the_browser) {
    const auto reply = post("/code", "code=" + code);
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(has(reply, "un &lt;b&gt; mot"));
    BOOST_TEST(has(reply, "<dd>34</dd>"));
    BOOST_TEST(reply.header("Cache-Control") == "no-store");
}

BOOST_AUTO_TEST_CASE(a_correction_keeps_what_the_page_does_not_show) {
    const auto page = post("/code", "code=" + code + "&action=corriger");
    BOOST_TEST(has(page, R"(name=":revision" value="1")"));
    BOOST_TEST(correction("age=35&mot=", 1).status == 200);
    BOOST_TEST(stored().answers == R"({"enqueteur":"x1","age":35,"mot":null})");
    BOOST_TEST(stored().channel == "tablet");
    BOOST_TEST(store->responses().tally("essai").responses == 1);
}

BOOST_AUTO_TEST_CASE(a_correction_is_checked_like_any_answer) {
    const auto reply = correction("age=7", 1);
    BOOST_TEST(reply.status == 422);
    BOOST_TEST(has(reply, R"(id="w-age")"));
    BOOST_TEST(has(reply, R"(name=":revision" value="1")"));
    BOOST_TEST(stored().seq == 1);
}

BOOST_AUTO_TEST_CASE(a_correction_made_from_an_older_page_is_not_taken) {
    BOOST_TEST(correction("age=35", 1).status == 200);
    BOOST_TEST(correction("age=36", 1).status == 409);
    BOOST_TEST(stored().answers.find("35") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_code_of_nothing_corrects_nothing) {
    const auto reply = post("/q/essai", "%3Acode=ZZZZZ-ZZZZZ&%3Arevision=1&age=35");
    BOOST_TEST(reply.status == 404);
    BOOST_TEST(store->responses().tally("essai").responses == 1);
    BOOST_TEST(stored().seq == 1);
}

BOOST_AUTO_TEST_CASE(erasing_asks_first) {
    BOOST_TEST(has(post("/code", "code=" + code + "&action=effacer"), "effacer-oui"));
    BOOST_TEST(store->responses().tally("essai").responses == 1);
    BOOST_TEST(post("/code", "code=" + code + "&action=effacer-oui").status == 200);
    BOOST_TEST(store->responses().tally("essai").responses == 0);
    BOOST_TEST(correction("age=35", 1).status == 404);
    const auto log = store->audit().all();
    BOOST_REQUIRE(!log.empty());
    BOOST_TEST(log.back().what == "response.erase");
    BOOST_TEST(log.back().subject == "essai");
}

BOOST_AUTO_TEST_CASE(a_campaign_that_is_over_can_still_be_read_and_erased) {
    store->campaigns().set_open("essai", false, "2026-05-16").value();
    auto page = post("/code", "code=" + code);
    for (int tries = 0; tries < 50 && has(page, "corriger"); ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        page = post("/code", "code=" + code);
    }
    BOOST_TEST(!has(page, "corriger\""));
    BOOST_TEST(has(page, "<dd>34</dd>"));
    BOOST_TEST(post("/code", "code=" + code + "&action=effacer-oui").status == 200);
}

BOOST_AUTO_TEST_CASE(wrong_codes_wait_and_the_right_one_is_read_all_the_same) {
    for (int tries = 0; tries < 3; ++tries) BOOST_TEST(post("/code", "code=7WQH0-NGR33").status == 404);
    BOOST_TEST(post("/code", "code=7WQH0-NGR33").status == 404);
    const auto slowed = post("/code", "code=7WQH0-NGR33");
    BOOST_TEST(slowed.status == 429);
    BOOST_TEST(!slowed.header("Retry-After").empty());
    BOOST_TEST(post("/code", "code=" + code).status == 200);
    BOOST_TEST(post("/code", "code=court").status == 422);
}

BOOST_AUTO_TEST_SUITE_END()
