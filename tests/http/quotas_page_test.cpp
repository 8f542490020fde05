#include <boost/test/unit_test.hpp>

#include "server/quotas.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"
#include "tests/support/door_world.hpp"

// The team's page of targets: a file brought, what is collected told in fives from the extract of the tables, refusals, removal.

using namespace ecoute;
using namespace ecoute::tests;

namespace {

constexpr std::string_view document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier", "age": "age", "gender": "genre"},
  "choices": {"genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}}],
              "avis": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Quartier"}},
    {"type": "select_one", "choices": "genres", "name": "genre", "label": {"fr": "Genre"}},
    {"type": "integer", "name": "age", "label": {"fr": "Âge"}, "bands": [15, 25, 60]},
    {"type": "select_one", "choices": "avis", "name": "frappe", "label": {"fr": "Avez-vous été frappée ?"}}]})";

struct Targets : OpenDoor {
    Targets() {
        open_campaign(std::string{document}, {.id = "essai", .title = "Essai"});
        samira = log_in(storage::Role::facilitator);
    }
    server::Client::Reply bring(const std::string& csv, const std::string& csrf = "csrf-facilitator", const server::Client::Fields* who = nullptr) {
        const auto body = "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + csrf +
                          "\r\n--B\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"o.csv\"\r\nContent-Type: text/csv\r\n\r\n" + csv +
                          "\r\n--B--\r\n";
        return client.request("POST", page, body, "multipart/form-data; boundary=B", who ? *who : samira);
    }
    /// `count` people more in Mermoz.
    void hear(int count, const char* genre, int age) {
        for (int i = 0; i < count; ++i) {
            auto digits = std::to_string(++heard);
            const auto id = "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
            const auto reply = client.post_json("/api/v1/campaigns/essai/responses", R"({"id":")" + id + R"(","answers":{"quartier":"QP2","genre":")" + genre +
                                                                                       R"(","age":)" + std::to_string(age) + "}}");
            BOOST_TEST(reply.status == 201, reply.body);
        }
    }
    std::string shown() { return client.get(page, samira).body; }
    const std::string page = "/admin/campagnes/essai/objectifs";
    server::Client::Fields samira;
    int heard = 0;
};

bool has(std::string_view text, std::string_view wanted) { return text.find(wanted) != text.npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(targets_of_a_campaign, Targets)

BOOST_AUTO_TEST_CASE(are_brought_seen_and_taken_away) {
    BOOST_TEST(has(shown(), "Cette enquête n"));
    BOOST_TEST(has(shown(), "<code>quartier,genre,age,target</code>"));
    const auto brought = bring("genre,age,target\nfemme,15-24,14\nHomme,25-59|60+,1200\n");
    BOOST_TEST(brought.status == 200, brought.body);
    BOOST_TEST(has(brought.body, "Enregistré : 2 groupes"));
    BOOST_TEST(has(brought.body, "moins de 5"));
    BOOST_TEST(store->audit().all().back().what == "quotas.import");
    const auto gone = client.request("POST", page + "/retirer", "csrf=csrf-facilitator", "application/x-www-form-urlencoded", samira);
    BOOST_TEST(gone.status == 303);
    BOOST_TEST(!store->devices().field_work().quotas("essai").has_value());
    BOOST_TEST(store->audit().all().back().what == "quotas.remove");
    BOOST_TEST(has(client.get(page + "?retires=1", samira).body, "Les objectifs sont retirés."));
}

BOOST_AUTO_TEST_CASE(are_refused_with_their_line_and_nothing_changes) {
    bring("genre,target\nfemme,14\n");
    const auto before = store->devices().field_work().quotas("essai").value();
    const auto refused = [&](const std::string& csv, std::string_view why) {
        const auto reply = bring(csv);
        BOOST_TEST(reply.status == 422);
        BOOST_TEST(has(reply.body, why), csv + reply.body);
    };
    refused("genre,target\nfemme,14\nchat,3\n", "Ligne 3 : « chat » n");
    refused("genre,target\nfemme,beaucoup\n", "Ligne 2 : « beaucoup » n");
    refused("genre,target\nfemme,3\nFemme,4\n", "a déjà un nombre à la ligne 2");
    refused("humeur,target\nbonne,3\n", "« humeur » n");
    refused("genre,target\n", "ne contient aucun nombre");
    refused("", "");
    BOOST_TEST((store->devices().field_work().quotas("essai").value() == before));
}

/// Over an answer, targets would be its exact table: in fives here, to the last person on a tablet that anybody of the team enrols.
BOOST_AUTO_TEST_CASE(are_counted_by_place_age_and_gender_and_by_no_answer) {
    const auto refused = bring("quartier,frappe,target\nQP2,oui,100000\n");
    BOOST_TEST(refused.status == 422);
    BOOST_TEST(has(refused.body, "« frappe » n"));
    BOOST_TEST(has(refused.body, "(possibles : quartier, genre, age, target)"), refused.body);
    // Nor when such targets stand in the file of data already.
    store->devices().field_work().import("essai", {{"frappe"}, {{{"oui"}, 100000}}, "2026-05-01T00:00:00Z"}).value();
    hear(12, "femme", 20);
    BOOST_TEST(!has(shown(), "sur 100"));
    BOOST_TEST(!server::quota_progress(desk, *forms->find("essai"), server::CountedIn::everybody).has_value());
}

BOOST_AUTO_TEST_CASE(belong_to_who_leads_the_field_work) {
    const auto institution = log_in(storage::Role::institution);
    const server::Client::Fields nobody;
    BOOST_TEST(client.get(page).status == 303);
    BOOST_TEST(client.get(page, institution).status == 403);
    BOOST_TEST(bring("genre,target\nfemme,14\n", "csrf-institution", &institution).status == 403);
    BOOST_TEST(bring("genre,target\nfemme,14\n", "wrong").status == 403);
    BOOST_TEST(!store->devices().field_work().quotas("essai").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(what_is_told_of_collection, Targets)

// Twelve young women: "10 à 14" of 14, which may be complete. The thirteenth and fourteenth don't change a word: they are no ten more of
// Mermoz, so that they are in no table either; nor do they once a day has passed.
BOOST_AUTO_TEST_CASE(stands_still_when_one_person_comes) {
    bring("genre,age,target\nfemme,15-24,14\nfemme,60+,4\nhomme,15-24,10\nhomme,25-59,9\n");
    hear(12, "femme", 20);
    hear(3, "femme", 70);
    hear(10, "homme", 20);
    const auto before = shown();
    BOOST_TEST(has(before, "<td>10 à 14 sur 14</td><td data-state=\"nearly\">presque</td>"), before);
    BOOST_TEST(has(before, "<td>moins de 5 sur 4</td><td data-state=\"nearly\">presque</td>"));
    BOOST_TEST(has(before, "<td>10 à 14 sur 10</td><td data-state=\"reached\">atteint</td>"));
    BOOST_TEST(has(before, "<td>moins de 5 sur 9</td><td data-state=\"missing\">il manque au moins 5</td>"));
    hear(2, "femme", 20);
    hear(1, "femme", 70);
    BOOST_TEST(shown() == before);
}

BOOST_AUTO_TEST_CASE(is_a_span_of_five) {
    for (const auto& [done, least] : {std::pair{0, 0}, {4, 0}, {5, 5}, {9, 5}, {10, 10}, {1203, 1200}}) {
        BOOST_TEST(server::span_of(done).least == least);
        BOOST_TEST(server::span_of(done).most == least + 4);
    }
    // Whoever reads the state learns nothing that the span doesn't tell: it is the same for each count in it.
    for (int target = 0; target < 30; ++target)
        for (int done = 0; done < 40; ++done)
            BOOST_TEST((server::state_of({{}, target, done}) == server::state_of({{}, target, done / 5 * 5})));
}

BOOST_AUTO_TEST_SUITE_END()
