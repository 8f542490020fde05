#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/door_world.hpp"

/// POST /api/v1/campaigns/{id}/responses, as a client sees it.
using namespace ecoute;
using nlohmann::json;

namespace {

constexpr std::string_view questionnaire = R"({
  "ecoute": 1, "id": "sante", "version": "2026-1", "title": {"fr": "Se soigner"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier", "age": "age"},
  "choices": {
    "oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}],
    "raisons": [{"name": "cout", "label": {"fr": "Le coût"}}, {"name": "delai", "label": {"fr": "Le délai"}},
                {"name": "aucune", "label": {"fr": "Aucune"}, "exclusive": true}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}, "required": "yes"},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}, "constraint": ". >= 15 and . <= 110"},
    {"type": "select_one", "choices": "oui_non", "name": "renonce", "label": {"fr": "Avez-vous renoncé à des soins ?"}},
    {"type": "select_multiple", "choices": "raisons", "name": "raisons", "label": {"fr": "Pourquoi ?"},
     "relevant": "${renonce} = 'oui'"},
    {"type": "text", "name": "mot", "label": {"fr": "Un mot ?"}}
  ]})";

constexpr std::string_view here = "/api/v1/campaigns/enquete/responses";

/// The n-th UUID of the test.
std::string uuid(int n) {
    auto digits = std::to_string(n);
    return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

json a_response(int n = 1) {
    return {{"id", uuid(n)},
            {"form_version", "2026-1"},
            {"language", "fr"},
            {"channel", "tablet"},
            {"started_at", "2026-05-17T13:41:07+02:00"},
            {"ended_at", "2026-05-17T13:58:59+02:00"},
            {"answers", {{"quartier", "QP1"}, {"age", 34}, {"renonce", "oui"}, {"raisons", {"delai", "cout"}}}}};
}

struct Campaign : tests::OpenDoor {
    Campaign() { open_campaign(std::string(questionnaire)); }

    server::Client::Reply send(const json& body) { return client.post_json(here, body.dump()); }

    /// Sends a response that is refused, and gives the codes by question.
    std::map<std::string, std::string> refused(const json& answers) {
        auto response = a_response();
        response["answers"] = answers;
        const auto reply = send(response);
        BOOST_TEST(reply.status == 422);
        const auto body = json::parse(reply.body);
        BOOST_TEST(body["code"] == "response.invalid");
        std::map<std::string, std::string> codes;
        for (const auto& mistake : body["errors"]) codes[mistake["question"]] = mistake["code"];
        return codes;
    }
};

using Codes = std::map<std::string, std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sending_a_response, Campaign)

BOOST_AUTO_TEST_CASE(is_201_with_a_receipt_once_it_is_on_the_disk) {
    const auto reply = send(a_response());
    BOOST_TEST(reply.status == 201);
    BOOST_TEST(reply.header("Content-Type") == "application/json");
    const auto body = json::parse(reply.body);
    BOOST_TEST(body["id"] == uuid(1));
    BOOST_TEST(body["status"] == "kept");
    BOOST_TEST(body["receipt"].get<std::string>().size() == 11U);
    BOOST_REQUIRE(kept().size() == 1U);
    BOOST_TEST(kept()[0].channel == "tablet");
    BOOST_TEST(json::parse(kept()[0].answers)["raisons"] == json::parse(R"(["cout","delai"])"));
}

BOOST_AUTO_TEST_CASE(keeps_times_to_the_half_day_and_the_length_in_minutes) {
    send(a_response());
    BOOST_REQUIRE(kept().size() == 1U);
    BOOST_TEST(kept()[0].started_at == "2026-05-17T00:00:00Z");
    BOOST_TEST(kept()[0].ended_at == "2026-05-17T00:00:00Z");
    BOOST_TEST(kept()[0].minutes.value() == 17);
}

BOOST_AUTO_TEST_CASE(keeps_every_sign_that_a_person_can_type) {
    auto response = a_response();
    for (const auto* word : {R"(dit "oui" \ {[")", R"(\\)", R"("")", R"(]}\"{)", "«\u00a0été\u00a0» 🙂", "a\tb\nc", R"(\u0041)"}) {
        response["id"] = uuid(static_cast<int>(kept().size()) + 1);
        response["answers"]["mot"] = word;
        BOOST_TEST(send(response).status == 201, word);
        BOOST_TEST(json::parse(kept().back().answers)["mot"] == word);
    }
}

BOOST_AUTO_TEST_CASE(again_with_the_same_answers_is_200_and_changes_nothing) {
    const auto first = json::parse(send(a_response()).body);
    auto same = a_response();
    same["answers"]["raisons"] = {"cout", "delai"};  // the order of ticks says nothing
    const auto again = send(same);
    BOOST_TEST(again.status == 200);
    const auto body = json::parse(again.body);
    BOOST_TEST(body["status"] == "already_kept");
    BOOST_TEST(body["receipt"] == first["receipt"]);
    BOOST_TEST(kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(again_with_other_answers_is_409) {
    send(a_response());
    auto other = a_response();
    other["answers"]["age"] = 35;
    const auto reply = send(other);
    BOOST_TEST(reply.status == 409);
    BOOST_TEST(json::parse(reply.body)["code"] == "response.conflict");
    BOOST_TEST(kept().size() == 1U);
}

/// What does not apply is dropped before it is stored, and yet tells a resend from another content.
BOOST_AUTO_TEST_CASE(again_with_another_answer_that_does_not_apply_is_409) {
    auto response = a_response();
    response["answers"]["renonce"] = "non";
    BOOST_TEST(send(response).status == 201);
    BOOST_TEST(!json::parse(kept()[0].answers).contains("raisons"));
    BOOST_TEST(send(response).status == 200);
    response["answers"]["raisons"] = {"cout"};
    BOOST_TEST(send(response).status == 409);
}

BOOST_AUTO_TEST_CASE(needs_no_more_than_an_id_and_answers) {
    const auto reply = send({{"id", uuid(1)}, {"answers", {{"quartier", "QP2"}}}});
    BOOST_TEST(reply.status == 201);
    BOOST_TEST(kept()[0].language == "fr");
    BOOST_TEST(kept()[0].channel == "link");
    BOOST_TEST(kept()[0].form_version == "2026-1");
}

BOOST_AUTO_TEST_CASE(with_mistakes_is_422_and_names_each_question) {
    BOOST_TEST((refused({{"quartier", "QP1"}, {"age", "34"}}) == Codes{{"age", "answer.wrong_type"}}));
    BOOST_TEST((refused({{"quartier", "QP1"}, {"taille", 180}}) == Codes{{"taille", "answer.question_unknown"}}));
    BOOST_TEST((refused({{"quartier", "QP9"}}) == Codes{{"quartier", "answer.choice_unknown"}}));
    BOOST_TEST((refused({{"quartier", "QP1"}, {"age", 14}}) == Codes{{"age", "answer.constraint"}}));
    BOOST_TEST((refused({{"age", 34}}) == Codes{{"quartier", "answer.required"}}));
    BOOST_TEST((refused({{"quartier", "QP1"}, {"renonce", "oui"}, {"raisons", {"cout", "aucune"}}}) ==
                Codes{{"raisons", "answer.choice_exclusive"}}));
    BOOST_TEST(
        (refused({{"quartier", "QP1"}, {"mot", std::string(10'001, 'a')}}) == Codes{{"mot", "answer.too_long"}}));
    BOOST_TEST(
        (refused({{"quartier", 1}, {"age", 111}, {"renonce", "peut-être"}}) ==
         Codes{{"quartier", "answer.wrong_type"}, {"age", "answer.constraint"}, {"renonce", "answer.choice_unknown"}}));
    BOOST_TEST(kept().empty());
}

BOOST_AUTO_TEST_CASE(that_is_no_json_is_400) {
    for (const auto* body :
         {"", "{", "[]", "null", "\"a\"", "{\"id\":}", "{\"answers\":{\"a\":1}} trailing", "\xff\xfe"}) {
        const auto reply = client.post_json(here, body);
        BOOST_TEST(reply.status == 400, body);
        BOOST_TEST(json::parse(reply.body)["code"] == "response.malformed");
    }
    auto no_answers = a_response();
    no_answers.erase("answers");
    BOOST_TEST(send(no_answers).status == 400);
    auto unknown_channel = a_response();
    unknown_channel["channel"] = "pigeon";
    BOOST_TEST(send(unknown_channel).status == 400);
}

BOOST_AUTO_TEST_CASE(with_an_id_that_is_no_uuid_is_422) {
    auto response = a_response();
    response["id"] = "1";
    const auto reply = send(response);
    BOOST_TEST(reply.status == 422);
    BOOST_TEST(json::parse(reply.body)["code"] == "response.id_invalid");
}

BOOST_AUTO_TEST_CASE(of_a_version_that_was_never_published_is_422) {
    auto response = a_response();
    response["form_version"] = "1999";
    const auto reply = send(response);
    BOOST_TEST(reply.status == 422);
    BOOST_TEST(json::parse(reply.body)["code"] == "response.version_unknown");
}

BOOST_AUTO_TEST_CASE(of_an_older_version_is_still_taken) {
    auto older = json::parse(questionnaire);
    older["version"] = "2025-4";
    older["questions"][1]["constraint"] = ". >= 18";
    store->forms().publish({"sante", "2025-4", older.dump(), "2025-10-01T00:00:00Z"}).value();
    auto response = a_response();
    response["form_version"] = "2025-4";
    BOOST_TEST(send(response).status == 201);
    BOOST_TEST(kept()[0].form_version == "2025-4");
    response["id"] = uuid(2);
    response["answers"]["age"] = 16;
    BOOST_TEST(send(response).status == 422);
}

BOOST_AUTO_TEST_CASE(to_a_campaign_that_does_not_exist_is_404) {
    const auto reply = client.post_json("/api/v1/campaigns/inconnue/responses", a_response().dump());
    BOOST_TEST(reply.status == 404);
    BOOST_TEST(json::parse(reply.body)["code"] == "campaign.unknown");
}

BOOST_AUTO_TEST_CASE(that_is_too_large_is_413) {
    auto response = a_response();
    response["answers"]["mot"] = std::string(1'100'000, 'a');
    const auto one = send(response);
    BOOST_TEST(one.status == 413);
    BOOST_TEST(json::parse(one.body)["code"] == "response.too_large");
    const auto huge = client.post_json(here, std::string(9'000'000, ' '));
    BOOST_TEST(huge.status == 413);
    BOOST_TEST(json::parse(huge.body)["code"] == "request.too_large");
}

/// The first half of the response is in the server's hands, as the answer to what came before it in the same packet shows.
BOOST_AUTO_TEST_CASE(that_has_begun_is_kept_while_the_server_stops) {
    const auto body = a_response().dump();
    const auto half = body.size() / 2;
    client.send_raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nPOST " + std::string(here) +
                    " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                    body.substr(0, half));
    BOOST_TEST(client.read_reply().status == 200);
    door.stop();
    client.send_raw(body.substr(half));
    const auto reply = client.read_reply();
    BOOST_TEST(reply.status == 201);
    BOOST_TEST(reply.header("Connection") == "close");
    BOOST_TEST(kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(is_counted_for_the_one_who_watches_the_machine) {
    send(a_response(1));
    send(a_response(1));
    send(a_response(2));
    const auto numbers = client.get("/metrics").body;
    BOOST_TEST(numbers.find("ecoute_responses_kept_total 2\n") != std::string::npos);
    BOOST_TEST(numbers.find("ecoute_responses_resent_total 1\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(sending_a_batch, Campaign)

BOOST_AUTO_TEST_CASE(gets_one_status_per_response) {
    send(a_response(1));
    auto conflict = a_response(1);
    conflict["answers"]["age"] = 70;
    auto invalid = a_response(3);
    invalid["answers"]["age"] = 7;
    const json batch = {{"responses", {a_response(1), a_response(2), invalid, conflict, {{"id", 5}}, a_response(4)}}};
    const auto reply = send(batch);
    BOOST_TEST(reply.status == 200);
    const auto items = json::parse(reply.body)["responses"];
    BOOST_REQUIRE(items.size() == 6U);
    BOOST_TEST(items[0]["status"] == 200);
    BOOST_TEST(items[1]["status"] == 201);
    BOOST_TEST(items[1]["id"] == uuid(2));
    BOOST_TEST(items[2]["status"] == 422);
    BOOST_TEST(items[2]["code"] == "response.invalid");
    BOOST_TEST(items[2]["errors"][0]["question"] == "age");
    BOOST_TEST(items[3]["status"] == 409);
    BOOST_TEST(items[3]["code"] == "response.conflict");
    BOOST_TEST(items[4]["status"] == 400);
    BOOST_TEST(items[4]["index"] == 4);
    BOOST_TEST(items[5]["status"] == 201);
    BOOST_TEST(kept().size() == 3U);
}

BOOST_AUTO_TEST_CASE(of_none_is_fine) {
    const auto reply = send({{"responses", json::array()}});
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(json::parse(reply.body)["responses"].empty());
}

BOOST_AUTO_TEST_CASE(of_too_many_is_refused_as_a_whole) {
    auto items = json::array();
    for (int i = 0; i < 1'001; ++i) items.push_back(a_response(i));
    const auto reply = send({{"responses", items}});
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(kept().empty());
}

BOOST_AUTO_TEST_CASE(of_a_thousand_is_kept) {
    auto items = json::array();
    for (int i = 0; i < 1'000; ++i) items.push_back(a_response(i));
    BOOST_TEST(send({{"responses", items}}).status == 200);
    BOOST_TEST(kept().size() == 1'000U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_campaign_in_time, tests::OpenDoor)

BOOST_AUTO_TEST_CASE(takes_answers_on_its_first_and_last_day_only) {
    open_campaign(std::string(questionnaire), {.id = "enquete", .opens = "2026-05-10", .closes = "2026-05-20"});
    using namespace std::chrono;
    const auto on = [&](unsigned day) {
        clock.time = sys_days{year{2026} / 5 / day} + hours{10};
        return client.post_json(here, a_response(static_cast<int>(day)).dump());
    };
    BOOST_TEST(on(10).status == 201);
    BOOST_TEST(on(20).status == 201);
    const auto early = on(9), late = on(21);
    BOOST_TEST(early.status == 403);
    BOOST_TEST(json::parse(early.body)["code"] == "campaign.not_open_yet");
    BOOST_TEST(json::parse(early.body)["opens"] == "2026-05-10");
    BOOST_TEST(late.status == 403);
    BOOST_TEST(json::parse(late.body)["code"] == "campaign.closed");
    BOOST_TEST(json::parse(late.body)["closes"] == "2026-05-20");
    BOOST_TEST(json::parse(late.body)["detail"].get<std::string>().find("2026") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(that_was_closed_by_hand_says_since_when) {
    open_campaign(std::string(questionnaire));
    store->campaigns().set_open("enquete", false, "2026-05-16").value();
    const auto reply = client.post_json(here, a_response().dump());
    BOOST_TEST(reply.status == 403);
    BOOST_TEST(json::parse(reply.body)["closes"] == "2026-05-16");
}

BOOST_AUTO_TEST_SUITE_END()
