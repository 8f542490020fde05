#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "server/receipt.hpp"
#include "server/sealing.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"
#include "tests/support/captured_stderr.hpp"
#include "tests/support/door_world.hpp"
#include "tests/support/sealed_by_node.hpp"

/// A tablet's conversation with the server: enrolment, its campaigns, what it collected.
using namespace ecoute;
using nlohmann::json;

namespace {

constexpr std::string_view questionnaire = R"({
  "ecoute": 1, "id": "sante", "version": "2026-1", "title": {"fr": "Se soigner", "ar": "العلاج"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier", "age": "age"},
  "choices": {
    "oui_non": [{"name": "oui", "label": {"fr": "Oui", "ar": "نعم"}}, {"name": "non", "label": {"fr": "Non", "ar": "لا"}}],
    "raisons": [{"name": "cout", "label": {"fr": "Le coût", "ar": "الكلفة"}}, {"name": "delai", "label": {"fr": "Le délai", "ar": "الأجل"}}]},
  "questions": [
    {"type": "group", "name": "terrain", "label": {"fr": "Fiche de terrain", "ar": "بطاقة"}, "field_sheet": true, "questions": [
      {"type": "select_one", "choices": "quartiers", "name": "secteur", "label": {"fr": "Secteur", "ar": "القطاع"}},
      {"type": "text", "name": "enqueteur", "label": {"fr": "Code", "ar": "الرمز"}}]},
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier", "ar": "حيكم"}, "required": "yes"},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge", "ar": "عمركم"}, "constraint": ". >= 15 and . <= 110"},
    {"type": "select_one", "choices": "oui_non", "name": "renonce", "label": {"fr": "Renoncé ?", "ar": "تنازل؟"}},
    {"type": "select_multiple", "choices": "raisons", "name": "raisons", "label": {"fr": "Pourquoi ?", "ar": "لماذا؟"}, "relevant": "${renonce} = 'oui'"},
    {"type": "repeat", "name": "enfants", "label": {"fr": "Enfants", "ar": "أطفال"}, "questions": [
      {"type": "integer", "name": "age_enfant", "label": {"fr": "Âge", "ar": "العمر"}}]},
    {"type": "barcode", "name": "carte", "label": {"fr": "Carte", "ar": "بطاقة"}},
    {"type": "geotrace", "name": "trajet", "label": {"fr": "Trajet", "ar": "مسار"}, "required": "yes"},
    {"type": "image", "name": "photo", "label": {"fr": "Photo", "ar": "صورة"}},
    {"type": "text", "name": "mot", "label": {"fr": "Un mot ?", "ar": "كلمة؟"}}
  ]})";

std::string uuid(int n) {
    auto digits = std::to_string(n);
    return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

/// Fields as a page sends them: pairs in their order, names that come twice among them.
json fields(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    auto all = json::array();
    for (const auto& [name, value] : pairs) all.push_back(json::array({name, value}));
    return all;
}

json an_interview(int n = 1) {
    return {{"kind", "response"}, {"id", uuid(n)}, {"campaign", "enquete"}, {"form_version", "2026-1"}, {"language", "ar"},
            {"channel", "tablet"}, {"started_at", "2026-05-17T13:41:07Z"}, {"ended_at", "2026-05-17T13:58:59Z"}, {"interviewer", "E07"},
            {"fields", fields({{"quartier", "QP1"}, {"age", "34"}, {"renonce", "oui"}, {"raisons", "cout"}, {"raisons", "delai"}, {"secteur", "QP2"},
                               {"enfants", "2"}, {"age_enfant:0", "3"}, {"age_enfant:1", "7"}, {"carte", "3760001"}, {"mot", "MOT-PLANTE"}})}};
}

json a_contact(int n, const char* outcome) {
    return {{"kind", "contact"}, {"id", uuid(n)}, {"campaign", "enquete"}, {"outcome", outcome}, {"at", "2026-05-17T13:58:59Z"},
            {"interviewer", "E07"}, {"fields", fields({{"secteur", "QP2"}})}};
}

struct Tablet : tests::OpenDoor {
    Tablet() {
        settings.sealing = std::make_shared<server::SealingKeys>(folder.path);
        open_campaign(std::string(questionnaire));
        store->campaigns().set_open("enquete", true, "2026-05-01").value();
    }

    std::string enrolment(std::vector<std::string> campaigns = {}, std::string expires = "2026-05-18T14:03:22Z") {
        const auto token = server::new_token();
        store->devices().prepare(server::token_hash(token), {"E07", "Tablette 3", std::move(campaigns)}, expires, "2026-05-17T14:03:22Z");
        return token;
    }
    server::Client::Reply enrol(const std::string& token) { return client.post_json("/api/v1/devices", json{{"enrolment", token}}.dump()); }
    void enrolled(std::vector<std::string> campaigns = {}) {
        const auto reply = json::parse(enrol(enrolment(std::move(campaigns))).body);
        id = reply["device"];
        key = {{"Authorization", "Bearer " + reply["key"].get<std::string>()}};
    }

    /// A call with these items, each as the tablet puts it around what it sealed.
    server::Client::Reply send_sealed(const std::vector<std::pair<json, std::string>>& items) {
        json body{{"items", json::array()}};
        for (const auto& [clear, sealed] : items) body["items"].push_back({{"id", clear["id"]}, {"campaign", clear["campaign"]}, {"sealed", sealed}});
        return client.request("POST", "/api/v1/device/answers", body.dump(), "application/json", key);
    }
    json send(const std::vector<json>& items) {
        std::vector<std::pair<json, std::string>> clear;
        for (const auto& item : items) clear.emplace_back(item, item.dump());
        const auto reply = send_sealed(clear);
        BOOST_REQUIRE_EQUAL(reply.status, 200);
        return json::parse(reply.body)["items"];
    }
    std::vector<int> statuses(const std::vector<json>& items) {
        std::vector<int> found;
        for (const auto& item : send(items)) found.push_back(item["status"]);
        return found;
    }

    std::string id;
    server::Client::Fields key;
};

using Statuses = std::vector<int>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(enrolling_a_tablet, Tablet)

BOOST_AUTO_TEST_CASE(a_code_gives_a_key_once) {
    const auto token = enrolment();
    const auto reply = enrol(token);
    BOOST_TEST(reply.status == 201);
    BOOST_TEST(reply.header("Cache-Control") == "no-store");
    const auto body = json::parse(reply.body);
    BOOST_TEST(body["interviewer"] == "E07");
    BOOST_TEST(body["name"] == "Tablette 3");
    BOOST_TEST(body["key"].get<std::string>().size() == 43U);  // 32 bytes in base64url
    const auto again = enrol(token);
    BOOST_TEST(again.status == 410);
    BOOST_TEST(json::parse(again.body)["code"] == "device.enrolment_expired");
    BOOST_TEST(store->audit().all().back().what == "device.enrol");
}

BOOST_AUTO_TEST_CASE(a_code_of_yesterday_or_of_nobody_gives_none) {
    BOOST_TEST(enrol(enrolment({}, "2026-05-17T14:03:22Z")).status == 410);
    BOOST_TEST(enrol("x").status == 410);
    BOOST_TEST(client.post_json("/api/v1/devices", "{}").status == 400);
    BOOST_TEST(client.post_json("/api/v1/devices", "[").status == 400);
    BOOST_TEST(client.post_json("/api/v1/devices", "{\"enrolment\":\"" + std::string(2000, 'x') + "\"}").status == 413);
    BOOST_TEST(store->devices().all().empty());
}

BOOST_AUTO_TEST_CASE(who_has_no_key_or_a_revoked_one_is_told_which) {
    enrolled();
    BOOST_TEST(client.get("/api/v1/device").status == 401);
    BOOST_TEST(json::parse(client.get("/api/v1/device", {{"Authorization", "Bearer nothing"}}).body)["code"] == "device.unknown");
    BOOST_TEST(client.get("/api/v1/device", {{"Authorization", "Basic " + key[0].second.substr(7)}}).status == 401);
    BOOST_TEST(client.get("/api/v1/device", log_in(storage::Role::administrator)).status == 401);
    BOOST_TEST(client.get("/api/v1/device", key).status == 200);
    store->devices().revoke(id, "2026-05-17").value();
    const auto revoked = client.get("/api/v1/device", key);
    BOOST_TEST(revoked.status == 403);
    BOOST_TEST(json::parse(revoked.body)["code"] == "device.revoked");
    BOOST_TEST(send_sealed({{an_interview(), an_interview().dump()}}).status == 403);
    BOOST_TEST(kept().empty());
}

BOOST_AUTO_TEST_CASE(a_tablet_is_no_person) {
    enrolled();
    BOOST_TEST(client.get("/api/v1/campaigns/enquete/progress", key).status == 401);
    BOOST_TEST(client.get("/admin", key).status == 303);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_tablets_tour, Tablet)

BOOST_AUTO_TEST_CASE(it_holds_what_is_needed_offline) {
    enrolled();
    const auto tour = json::parse(client.get("/api/v1/device?collected=42&waiting=3", key).body);
    BOOST_TEST(tour["device"] == id);
    BOOST_TEST(tour["now"] == "2026-05-17T14:03:22Z");
    const auto campaign = tour["campaigns"][0];
    BOOST_TEST(campaign["id"] == "enquete");
    BOOST_TEST(campaign["version"] == "2026-1");
    BOOST_TEST(campaign["languages"] == json({"fr", "ar"}));
    BOOST_TEST(campaign["open"] == true);
    BOOST_TEST(campaign["has_field_sheet"] == true);
    BOOST_TEST(campaign["sealing_key"]["kid"] == settings.sealing->public_key("enquete").kid);
    BOOST_TEST(campaign["pages"].size() == 2U);
    const auto device = store->devices().all().at(0);
    BOOST_TEST(device.last_seen == "2026-05-17T12:00:00Z");
    BOOST_TEST(device.collected.value() == 42);
    BOOST_TEST(device.waiting.value() == 3);
    client.get("/api/v1/device?collected=many&waiting=-1", key);
    BOOST_TEST(store->devices().all().at(0).collected.value() == 42);
}

BOOST_AUTO_TEST_CASE(it_hands_out_ids_with_the_codes_of_people_to_come_a_hundred_at_most) {
    enrolled();
    const auto receipts = [&](const std::string& count) { return json::parse(client.get("/api/v1/device?receipts=" + count, key).body)["receipts"]; };
    BOOST_TEST(receipts("0").empty());
    BOOST_TEST(receipts("many").empty());
    BOOST_TEST(receipts("5000").size() == 100U);
    const auto pair = receipts("2").at(1);
    auto interview = an_interview();
    interview["id"] = pair[0];
    BOOST_TEST(statuses({interview}) == Statuses{201});
    const auto found = store->responses().find_by_receipt(server::receipt_hash(pair[1].get<std::string>()));
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->id == pair[0]);
    BOOST_TEST(client.get("/api/v1/device?receipts=2").status == 401);
}

BOOST_AUTO_TEST_CASE(it_holds_its_own_campaigns_only) {
    open_campaign(std::string(questionnaire), {.id = "autre"});
    std::this_thread::sleep_for(std::chrono::milliseconds{250});  // the catalogue is looked at five times a second
    enrolled({"autre"});
    const auto tour = json::parse(client.get("/api/v1/device", key).body);
    BOOST_REQUIRE_EQUAL(tour["campaigns"].size(), 1U);
    BOOST_TEST(tour["campaigns"][0]["id"] == "autre");
    BOOST_TEST(statuses({an_interview()}) == Statuses{403});
    BOOST_TEST(kept().empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(what_a_tablet_collected, Tablet)

BOOST_AUTO_TEST_CASE(is_on_the_disk_when_it_is_acknowledged) {
    enrolled();
    const auto sealed = tests::sealed_by_node(folder.path, settings.sealing->public_key("enquete"), {an_interview().dump()}).at(0);
    const auto reply = send_sealed({{an_interview(), sealed}});
    BOOST_REQUIRE_EQUAL(reply.status, 200);
    const auto item = json::parse(reply.body)["items"][0];
    BOOST_TEST(item["id"] == uuid(1));
    BOOST_TEST(item["status"] == 201);
    BOOST_TEST(item["digest"] == server::token_hash(sealed));
    BOOST_TEST(item["reason"] == "");
    BOOST_REQUIRE_EQUAL(kept().size(), 1U);
    const auto row = kept().at(0);
    BOOST_TEST(row.channel == "tablet");
    BOOST_TEST(row.language == "ar");
    BOOST_TEST(row.started_at == "2026-05-17T12:00:00Z");
    BOOST_TEST(row.minutes.value() == 17);
    BOOST_TEST(json::parse(row.answers) == json::parse(R"({"secteur":"QP2","enqueteur":"E07","quartier":"QP1","age":34,"renonce":"oui",
        "raisons":["cout","delai"],"enfants":[{"age_enfant":3},{"age_enfant":7}],"carte":"3760001","trajet":null,"photo":null,"mot":"MOT-PLANTE"})"));
}

BOOST_AUTO_TEST_CASE(sent_again_is_known_however_it_was_sealed_and_another_content_is_not) {
    enrolled();
    const auto sealed = tests::sealed_by_node(folder.path, settings.sealing->public_key("enquete"), {an_interview().dump(), an_interview().dump()});
    BOOST_REQUIRE(sealed[0] != sealed[1]);
    send_sealed({{an_interview(), sealed[0]}});
    const auto again = json::parse(send_sealed({{an_interview(), sealed[1]}}).body)["items"][0];
    BOOST_TEST(again["status"] == 200);
    BOOST_TEST(again["digest"] == server::token_hash(sealed[1]));
    auto other = an_interview();
    other["fields"][1][1] = "35";
    BOOST_TEST(statuses({other}) == Statuses{409});
    BOOST_TEST(kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(one_broken_item_keeps_no_other_from_the_disk) {
    enrolled();
    auto too_young = an_interview(2);
    too_young["fields"][1][1] = "12";
    auto old = an_interview(3);
    old["form_version"] = "2019";
    auto nowhere = an_interview(4);
    nowhere["campaign"] = "autre";
    auto strange = an_interview(5);
    strange["kind"] = "song";
    BOOST_TEST(statuses({too_young, old, nowhere, strange, a_contact(6, "maybe"), an_interview(7)}) == (Statuses{422, 422, 404, 400, 400, 201}));
    BOOST_TEST(kept().at(0).id == uuid(7));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_without_a_word_of_the_answers) {
    enrolled();
    auto wrong = an_interview();
    wrong["fields"][0][1] = "SECRET-PLANTE";
    wrong["fields"][1][1] = "12";
    tests::CapturedStderr log{folder.path};
    const auto item = send({wrong})[0];
    const auto unsealed = json::parse(send_sealed({{an_interview(), "eySECRET-PLANTE.a.b.c.d"}}).body)["items"][0];
    const auto said = log.text();
    BOOST_TEST(item["status"] == 422);
    BOOST_TEST(item["reason"] == "Le serveur ne peut pas garder cette réponse. Questions à revoir : quartier, age.");
    BOOST_TEST(unsealed["status"] == 422);
    BOOST_TEST(unsealed["reason"] == "Cette réponse scellée ne peut pas être ouverte avec les clés de ce serveur.");
    for (const std::string word : {"SECRET-PLANTE", "MOT-PLANTE"}) BOOST_TEST(said.find(word) == said.npos);
    BOOST_TEST(said.find(key[0].second.substr(7)) == said.npos);
}

BOOST_AUTO_TEST_CASE(an_id_that_differs_inside_is_refused) {
    enrolled();
    const auto reply = send_sealed({{an_interview(1), an_interview(2).dump()}});
    BOOST_TEST(json::parse(reply.body)["items"][0]["status"] == 422);
    BOOST_TEST(kept().empty());
}

BOOST_AUTO_TEST_CASE(a_call_of_more_than_25_or_of_something_else_is_refused_whole) {
    enrolled();
    std::vector<std::pair<json, std::string>> many;
    for (int n = 1; n <= 26; ++n) many.emplace_back(an_interview(n), an_interview(n).dump());
    BOOST_TEST(send_sealed(many).status == 400);
    BOOST_TEST(kept().empty());
    many.pop_back();
    BOOST_TEST(send_sealed(many).status == 200);
    BOOST_TEST(kept().size() == 25U);
    for (const std::string body : {"", "[]", "{}", R"({"items":3})", R"({"items":[3]})"}) {
        const auto reply = client.request("POST", "/api/v1/device/answers", body, "application/json", key);
        BOOST_TEST(reply.status == (body == R"({"items":[3]})" ? 200 : 400), body);
    }
}

BOOST_AUTO_TEST_CASE(refusals_and_absences_are_counted_once_and_apart) {
    enrolled();
    BOOST_TEST(statuses({a_contact(1, "refused"), a_contact(2, "absent"), a_contact(3, "refused")}) == (Statuses{201, 201, 201}));
    BOOST_TEST(statuses({a_contact(1, "refused"), a_contact(2, "refused")}) == (Statuses{200, 409}));
    const auto count = store->devices().field_work().contacts("enquete");
    BOOST_TEST(count.refused == 2);
    BOOST_TEST(count.absent == 1);
    BOOST_TEST(kept().empty());
}

// A tablet comes back a week after the campaign was closed.
BOOST_AUTO_TEST_CASE(given_before_the_close_is_taken_after_it) {
    enrolled();
    store->campaigns().set_open("enquete", false, "2026-05-17").value();
    std::this_thread::sleep_for(std::chrono::milliseconds{250});
    auto late = an_interview(2);
    late["ended_at"] = "2026-05-17T22:30:00Z";  // already the 18th in France
    auto timeless = an_interview(3);
    timeless.erase("ended_at");
    BOOST_TEST(statuses({an_interview(1), late, timeless, a_contact(4, "absent")}) == (Statuses{201, 403, 403, 201}));
    BOOST_TEST(kept().size() == 1U);
}

// The field sheet is the interviewer's: a resident's page does not take it.
BOOST_AUTO_TEST_CASE(is_the_only_way_by_which_a_field_sheet_comes_in) {
    const auto reply = client.request("POST", "/q/enquete", "quartier=QP1&enqueteur=E99&age=40", "application/x-www-form-urlencoded");
    BOOST_TEST(reply.status == 200);
    BOOST_REQUIRE_EQUAL(kept().size(), 1U);
    BOOST_TEST(kept().at(0).answers.find("E99") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
