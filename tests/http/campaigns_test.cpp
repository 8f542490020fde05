#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/door_world.hpp"

/// The rest of the API, and who may ask for it.
using namespace ecoute;
using nlohmann::json;

namespace {

constexpr std::string_view questionnaire = R"({
  "ecoute": 1, "id": "cadre", "version": "1", "title": {"fr": "Cadre de vie"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier"},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}, "relevant": "${quartier} = 'QP1'"}
  ]})";

struct World : tests::OpenDoor {
    World() { open_campaign(std::string(questionnaire), {.id = "enquete", .title = "Cadre de vie 2026"}); }
    void hear(const std::string& id, const std::string& quartier) {
        const json response = {{"id", "00000000-0000-4000-8000-00000000000" + id},
                               {"answers", {{"quartier", quartier}}}};
        BOOST_REQUIRE(client.post_json("/api/v1/campaigns/enquete/responses", response.dump()).status == 201);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_api, World)

BOOST_AUTO_TEST_CASE(lists_the_campaigns_that_take_answers) {
    open_campaign(std::string(questionnaire), {.id = "close"});
    store->campaigns().set_open("close", false, "2026-05-16").value();
    const auto reply = client.get("/api/v1/campaigns");
    BOOST_TEST(reply.status == 200);
    const auto campaigns = json::parse(reply.body)["campaigns"];
    BOOST_REQUIRE(campaigns.size() == 1U);
    BOOST_TEST(campaigns[0]["id"] == "enquete");
    BOOST_TEST(campaigns[0]["title"] == "Cadre de vie 2026");
    BOOST_TEST(campaigns[0]["form"]["version"] == "1");
    BOOST_TEST(campaigns[0]["page"] == "/q/enquete");
}

BOOST_AUTO_TEST_CASE(gives_the_compiled_questionnaire_once) {
    const auto reply = client.get("/api/v1/campaigns/enquete/form");
    BOOST_TEST(reply.status == 200);
    const auto form = json::parse(reply.body);
    BOOST_TEST(reply.body.find("Les Minguettes") != std::string::npos);
    const auto again =
        client.get("/api/v1/campaigns/enquete/form", {{"If-None-Match", std::string(reply.header("ETag"))}});
    BOOST_TEST(again.status == 304);
    BOOST_TEST(client.get("/api/v1/campaigns/inconnue/form").status == 404);
}

BOOST_AUTO_TEST_CASE(counts_who_was_heard_for_those_who_log_in) {
    hear("1", "QP1");
    hear("2", "QP1");
    BOOST_TEST(client.get("/api/v1/campaigns/enquete/progress").status == 401);
    const auto reply = client.get("/api/v1/campaigns/enquete/progress", log_in(storage::Role::institution));
    BOOST_TEST(reply.status == 200);
    const auto progress = json::parse(reply.body);
    BOOST_TEST(progress["responses"] == 2);
    BOOST_TEST(progress["refusals"] == 0);
    BOOST_TEST(progress["by_quartier"] == json::parse(R"([{"quartier":"QP1","name":"Les Minguettes","responses":2},
                                                         {"quartier":"QP2","name":"Mermoz","responses":0}])"));
    BOOST_TEST(progress["by_day"].size() == 1U);
    BOOST_TEST(reply.body.find("00000000-") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(takes_no_session_that_ended_or_never_was) {
    const auto fields = log_in(storage::Role::facilitator);
    clock.time += std::chrono::days{60};
    BOOST_TEST(client.get("/api/v1/campaigns/enquete/progress", fields).status == 401);
    BOOST_TEST(client.get("/api/v1/campaigns/enquete/progress", {{"Cookie", "ecoute_session="}}).status == 401);
    const auto reply = client.get("/api/v1/campaigns/enquete/progress", {{"Cookie", "ecoute_session=made-up"}});
    BOOST_TEST(reply.status == 401);
    BOOST_TEST(json::parse(reply.body)["code"] == "access.login_needed");
}

BOOST_AUTO_TEST_CASE(describes_itself) {
    const auto reply = client.get("/api/v1/openapi.json");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(json::parse(reply.body)["openapi"] == "3.1.0");
    BOOST_TEST(client.get("/api/v1/openapi.json", {{"If-None-Match", std::string(reply.header("ETag"))}}).status ==
               304);
}

BOOST_AUTO_TEST_CASE(sees_a_campaign_that_was_opened_meanwhile) {
    open_campaign(std::string(questionnaire), {.id = "autre"});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (client.get("/api/v1/campaigns/autre/form").status != 200 && std::chrono::steady_clock::now() < deadline) {
    }
    BOOST_TEST(client.get("/api/v1/campaigns/autre/form").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
