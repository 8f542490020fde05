#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "storage/devices.hpp"
#include "storage/field_work.hpp"
#include "tests/support/door_world.hpp"

/// The questionnaire as a tablet keeps it: a page for the interview, one for the field sheet; and what is aimed at.
using namespace ecoute;
using nlohmann::json;

namespace {

constexpr std::string_view questionnaire = R"json({
  "ecoute": 1, "id": "marche", "version": "1", "title": {"fr": "Le marché"}, "default_language": "fr", "notice": {"fr": "Qui demande et pourquoi."},
  "breakdowns": {"age": "age", "gender": "genre"},
  "consent": {"question": "accord", "agrees": "oui"},
  "choices": {"oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}],
              "genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}}],
              "modes": [{"name": "rue", "label": {"fr": "Dans la rue"}}, {"name": "porte", "label": {"fr": "Porte à porte"}}]},
  "questions": [
    {"type": "group", "name": "terrain", "label": {"fr": "Fiche de terrain"}, "field_sheet": true, "questions": [
      {"type": "select_one", "choices": "modes", "name": "mode", "label": {"fr": "Mode de collecte"}},
      {"type": "integer", "name": "tournee", "label": {"fr": "Tournée"}}]},
    {"type": "select_one", "choices": "oui_non", "name": "accord", "label": {"fr": "D'accord ?"}, "required": "yes"},
    {"type": "select_one", "choices": "genres", "name": "genre", "label": {"fr": "Vous êtes"}},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}, "bands": [15, 25, 60]},
    {"type": "text", "name": "etage", "label": {"fr": "Quel étage ?"}, "relevant": "${mode} = 'porte'"},
    {"type": "text", "name": "victime", "label": {"fr": "Question sensible"}, "sensitive": true},
    {"type": "barcode", "name": "carte", "label": {"fr": "Carte du marché"}},
    {"type": "geopoint", "name": "lieu_exact", "label": {"fr": "Position"}},
    {"type": "geotrace", "name": "trajet", "label": {"fr": "Trajet"}},
    {"type": "date", "name": "jour", "label": {"fr": "Jour du marché"}, "default": "today()"},
    {"type": "text", "name": "place", "label": {"fr": "Place"}, "default": "Halle"},
    {"type": "hidden", "name": "tirage", "default": "once(random())"}
  ]})json";

struct Market : tests::OpenDoor {
    Market() { open_campaign(std::string(questionnaire), {.id = "enquete", .title = "Le marché"}); }
    std::string page(const std::string& more = "") { return client.get("/t/q/enquete/1/fr" + more).body; }
};

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// The rules that the page's script reads.
json rules_of(const std::string& page) {
    const std::string_view start = "id=\"rules\">";
    const auto at = page.find(start) + start.size();
    return json::parse(page.substr(at, page.find("</script>", at) - at));
}

json rule_of(const std::string& page, const std::string& name) {
    const auto rules = rules_of(page);
    for (const auto& rule : rules["q"])
        if (rule["n"] == name) return rule;
    return nullptr;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_page_for_interviews, Market)

BOOST_AUTO_TEST_CASE(it_asks_what_residents_are_asked_and_what_a_tablet_can) {
    const auto interview = page(), resident = client.get("/q/enquete").body;
    for (const auto* label : {"Vous êtes", "Quel étage ?", "Question sensible"}) {
        BOOST_TEST(has(interview, label));
        BOOST_TEST(has(resident, label));
    }
    BOOST_TEST(has(interview, "Carte du marché"));
    BOOST_TEST(!has(resident, "Carte du marché"));
    BOOST_TEST(!has(interview, "Mode de collecte"));
    BOOST_TEST(has(interview, "Position"));
    BOOST_TEST(!has(resident, "Position"));
    BOOST_TEST(!has(interview, "Trajet"));
    BOOST_TEST(has(interview, "Qui demande et pourquoi."));
}

BOOST_AUTO_TEST_CASE(it_sends_nothing_and_keeps_nothing_by_itself) {
    const auto interview = page();
    BOOST_TEST(has(interview, "data-interview data-sensitive=\"victime\""));
    BOOST_TEST(!has(interview, "data-draft"));
    BOOST_TEST(!has(interview, "data-fresh"));
    BOOST_TEST(!has(interview, "id=\"exit\""));
    BOOST_TEST(!has(interview, "value=\"garder\""));
    const auto module = interview.find("<script type=\"module\" src=\"/t/interview.js\">");
    BOOST_REQUIRE(module != interview.npos);
    BOOST_TEST(module < interview.find("<script type=\"module\">"));
    BOOST_TEST(!has(client.get("/q/enquete").body, "/t/interview.js"));
}

BOOST_AUTO_TEST_CASE(only_the_app_may_frame_it_and_no_form_may_leave_it) {
    const auto reply = client.get("/t/q/enquete/1/fr");
    const auto policy = reply.header("Content-Security-Policy");
    BOOST_TEST(has(policy, "frame-ancestors 'self'"));
    BOOST_TEST(has(policy, "form-action 'none'"));
    BOOST_TEST(has(policy, "script-src 'self' 'sha256-"));
    BOOST_TEST(has(client.get("/q/enquete").header("Content-Security-Policy"), "frame-ancestors 'none'"));
}

// A tablet keeps the page for weeks: Monday's date must not be given on Thursday, nor one person's chance to all.
BOOST_AUTO_TEST_CASE(what_the_clock_or_chance_gives_is_not_in_it) {
    const auto interview = page();
    BOOST_TEST(!has(interview, "2026-05-17"));
    BOOST_TEST(has(client.get("/q/enquete").body, "2026-05-17"));
    BOOST_TEST(has(interview, "value=\"Halle\""));
    BOOST_TEST(has(interview, "<input type=\"hidden\" name=\"tirage\" value=\"\">"));
    BOOST_TEST(rule_of(interview, "jour").contains("d"));
    BOOST_TEST(rule_of(interview, "tirage").contains("d"));
    BOOST_TEST(page() == interview);
}

BOOST_AUTO_TEST_CASE(its_conditions_may_read_the_field_sheet) {
    const auto interview = page();
    BOOST_TEST(has(interview, "<input type=\"hidden\" name=\"mode\" value=\"\" data-sheet>"));
    BOOST_TEST(has(interview, "<input type=\"hidden\" name=\"tournee\" value=\"\" data-sheet>"));
    BOOST_TEST(rule_of(interview, "tournee")["t"] == "i");
    BOOST_TEST(!has(client.get("/q/enquete").body, "data-sheet"));
}

BOOST_AUTO_TEST_CASE(the_field_sheet_is_a_page_of_its_own) {
    const auto sheet = page("?fiche");
    BOOST_TEST(has(sheet, "Mode de collecte"));
    BOOST_TEST(has(sheet, "data-sheet>"));
    for (const auto* other : {"Vous êtes", "Qui demande et pourquoi.", "name=\"place\"", "name=\"tirage\"", "préfère ne pas répondre"}) BOOST_TEST(!has(sheet, other), other);
    // Whoever set it did not consent to anything: nothing waits for that.
    BOOST_TEST(!rules_of(sheet).contains("consent"));
    BOOST_TEST(rules_of(page()).contains("consent"));
}

BOOST_AUTO_TEST_CASE(its_address_changes_with_it_and_is_kept_for_ever_under_it) {
    store->devices().prepare(server::token_hash("t"), {}, "2026-05-18T14:03:22Z", "2026-05-17T14:03:22Z");
    store->devices().enrol(server::token_hash("t"), "2026-05-17T14:03:22Z", "d", server::token_hash("key")).value();
    const auto tour = json::parse(client.get("/api/v1/device", {{"Authorization", "Bearer key"}}).body);
    const std::string address = tour["campaigns"][0]["pages"]["fr"], sheet = tour["campaigns"][0]["sheets"]["fr"];
    BOOST_TEST(has(client.get(address).header("Cache-Control"), "immutable"));
    BOOST_TEST(has(client.get(sheet).body, "Mode de collecte"));
    BOOST_TEST(has(client.get(sheet).header("Cache-Control"), "immutable"));
    BOOST_TEST(client.get("/t/q/enquete/1/fr").header("Cache-Control") == "no-cache");
    BOOST_TEST(client.get("/t/q/enquete/1/fr?v=0000").header("Cache-Control") == "no-cache");
}

BOOST_AUTO_TEST_CASE(what_was_never_published_has_no_page) {
    for (const auto* address : {"/t/q/autre/1/fr", "/t/q/enquete/9/fr", "/t/q/enquete/1/ar", "/t/q/enquete/1"})
        BOOST_TEST(client.get(address).status == 404, address);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(quotas_on_a_tablet, Market)

// Three women of 20, 30 and 70, one man of 30 who refuses to begin, one of 30 who is made up, one of 12, one of 40: by hand.
BOOST_AUTO_TEST_CASE(they_count_who_was_heard) {
    store->devices().prepare(server::token_hash("t"), {}, "2026-05-18T14:03:22Z", "2026-05-17T14:03:22Z");
    store->devices().enrol(server::token_hash("t"), "2026-05-17T14:03:22Z", "d", server::token_hash("key")).value();
    const auto quotas = [&] {
        return json::parse(client.get("/api/v1/device", {{"Authorization", "Bearer key"}}).body)["campaigns"][0]["quotas"];
    };
    BOOST_TEST(quotas().is_null());
    const storage::Quotas wanted{{"genre", "age"}, {{{"Femme", "15-24"}, 5}, {{"femme", "25-59|60+"}, 8}, {{"homme", "25-59|60+"}, 7}}, "2026-05-17T14:03:22Z"};
    store->devices().field_work().import("enquete", wanted).value();
    int n = 0;
    const auto heard = [&](const char* genre, int age, const char* more = R"("accord":"oui")", bool simulated = false) {
        const auto body = R"({"id":"00000000-0000-4000-8000-00000000000)" + std::to_string(++n) + R"(","answers":{)" + more + R"(,"genre":")" + genre +
                          R"(","age":)" + std::to_string(age) + R"(},"simulated":)" + (simulated ? "true}" : "false}");
        const auto reply = client.post_json("/api/v1/campaigns/enquete/responses", body);
        BOOST_TEST(reply.status == 201, reply.body);
    };
    heard("femme", 20);
    heard("femme", 30);
    heard("femme", 70);
    heard("homme", 30, R"("accord":"non")");
    heard("homme", 30, R"("accord":"oui")", true);
    heard("homme", 12);
    heard("homme", 40);
    const auto found = quotas();
    BOOST_TEST(found["by"] == json({"genre", "age"}));
    BOOST_TEST(found["labels"]["genre"]["femme"] == "Femme");
    BOOST_TEST(found["bands"]["age"] == json::parse(R"([{"from":15,"code":"15-24"},{"from":25,"code":"25-59|60+"},{"from":60,"code":"25-59|60+"},{"from":121,"code":""}])"),
               found["bands"].dump());
    BOOST_TEST(found["levels"]["age"] == json({"15-24", "25-59|60+"}));
    BOOST_TEST(!found["bands"].contains("genre"));
    std::vector<int> done;
    for (const auto& cell : found["cells"]) done.push_back(cell["done"]);
    BOOST_TEST(done == (std::vector{1, 2, 1}), boost::test_tools::per_element());
    BOOST_TEST(found["cells"][1]["key"] == json({{"genre", "femme"}, {"age", "25-59|60+"}}));
    BOOST_TEST(found["cells"][1]["target"] == 8);
}

// A fourth woman under 25 when three are wanted: tablets are told that the group is complete, and no more.
BOOST_AUTO_TEST_CASE(they_tell_nothing_beyond_the_target) {
    store->devices().prepare(server::token_hash("t"), {}, "2026-05-18T14:03:22Z", "2026-05-17T14:03:22Z");
    store->devices().enrol(server::token_hash("t"), "2026-05-17T14:03:22Z", "d", server::token_hash("key")).value();
    store->devices().field_work().import("enquete", {{"genre", "age"}, {{{"femme", "15-24"}, 3}}, "2026-05-17T14:03:22Z"}).value();
    for (int n = 1; n <= 4; ++n)
        BOOST_TEST(client.post_json("/api/v1/campaigns/enquete/responses", R"({"id":"00000000-0000-4000-8000-00000000000)" + std::to_string(n) +
                                                                               R"(","answers":{"accord":"oui","genre":"femme","age":20}})").status == 201);
    const auto told = json::parse(client.get("/api/v1/device", {{"Authorization", "Bearer key"}}).body)["campaigns"][0]["quotas"]["cells"][0];
    BOOST_TEST(told["done"] == 3);
    BOOST_TEST(told["target"] == 3);
}

BOOST_AUTO_TEST_SUITE_END()
