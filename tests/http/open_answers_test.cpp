// What people wrote with their own words, in front of the running server: who sees it, who releases it, what is written down.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "server/http/urlencoded.hpp"
#include "storage/open_answers.hpp"
#include "tests/support/door_world.hpp"

using namespace ecoute;
using storage::Role;

namespace {

constexpr std::string_view questionnaire = R"({
  "ecoute": 1, "id": "paroles", "version": "1", "title": {"fr": "Paroles"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier"},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}},
    {"type": "text", "name": "manque", "label": {"fr": "Que manque-t-il ici ?"}},
    {"type": "text", "name": "rare", "label": {"fr": "Autre chose ?"}}
  ]})";

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Thirteen people of Les Minguettes and two of Mermoz; three answered the second question.
struct Words15 : tests::OpenDoor {
    static constexpr std::string_view page = "/admin/campagnes/enquete/reponses-libres";

    Words15() {
        open_campaign(std::string(questionnaire));
        std::vector<storage::NewResponse> group;
        for (int i = 1; i <= 15; ++i) {
            nlohmann::json answers{{"quartier", i <= 13 ? "QP1" : "QP2"}, {"manque", "un banc <" + std::to_string(i) + "> pour Mme Dupont"}};
            if (i <= 3) answers["rare"] = "rien";
            const auto digits = std::to_string(1000 + i);
            group.push_back({.id = "00000000-0000-4000-8000-00000000" + digits,
                             .campaign = "enquete",
                             .form_version = "1",
                             .language = "fr",
                             .channel = "tablet",
                             .answers = answers.dump(),
                             .fingerprint = std::string(16, char('a' + i)),
                             .receipt_hash = "receipt hash of thirty-two bytes" + digits});
        }
        for (const auto& kept : store->responses().keep_and_wait(std::move(group))) BOOST_REQUIRE(kept.has_value());
        reviewer = log_in(Role::facilitator);
    }

    server::Client::Reply look(const std::string& query = "?question=manque") {
        return client.get(std::string{page} + query, reviewer);
    }
    server::Client::Reply decide(const std::string& action, std::int64_t number, const std::string& text,
                                 const std::string& csrf = "csrf-facilitator") {
        const auto form = "csrf=" + csrf + "&question=manque&numero=" + std::to_string(number) + "&action=" + action +
                          "&texte=" + server::percent_encoded(text);
        return client.request("POST", page, form, "application/x-www-form-urlencoded", reviewer);
    }
    storage::OpenAnswer answer(const std::string& wanted, const std::string& question = "manque") {
        look();
        const auto found = store->open_answers().find({.campaign = "enquete", .question = question, .search = wanted});
        BOOST_REQUIRE(!found.answers.empty());
        return found.answers.front();
    }
    std::vector<std::string> log() {
        std::vector<std::string> lines;
        for (const auto& entry : store->audit().all()) lines.push_back(entry.who + " " + entry.what + " " + entry.subject);
        return lines;
    }

    server::Client::Fields reviewer;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(open_answers_page, Words15)

BOOST_AUTO_TEST_CASE(is_shown_to_those_who_may_see_rows_and_to_nobody_else) {
    BOOST_TEST(look().status == 200);
    BOOST_TEST(client.get(page, log_in(Role::administrator)).status == 200);
    for (const auto role : {Role::institution, Role::coach}) {
        const auto session = log_in(role);
        const auto reply = client.get(std::string{page} + "?question=manque", session);
        BOOST_TEST(reply.status == 403);
        BOOST_TEST(!has(reply.body, "un banc"));
        const auto form = "csrf=csrf-" + std::string{storage::name(role)} + "&numero=" + std::to_string(answer("banc").number) + "&action=liberer&texte=x";
        BOOST_TEST(client.request("POST", page, form, "application/x-www-form-urlencoded", session).status == 403);
        BOOST_TEST(!has(client.get("/admin/campagnes/enquete", session).body, "reponses-libres"));
    }
    BOOST_TEST(client.get(page).status == 303);
    BOOST_TEST(has(client.get("/admin/campagnes/enquete", reviewer).body, "reponses-libres"));
    BOOST_TEST(store->open_answers().released("enquete").empty());
}

BOOST_AUTO_TEST_CASE(shows_words_as_they_were_written_and_the_quartier_only_of_eleven_and_more) {
    const auto reply = look();
    BOOST_TEST(has(reply.body, "un banc &lt;7&gt; pour Mme Dupont"));
    BOOST_TEST(!has(reply.body, "<7>"));
    BOOST_TEST(has(reply.body, "Une phrase peut suffire"));
    BOOST_TEST(!has(reply.body, "<b>Mermoz</b>"));          // two people
    BOOST_TEST(!has(reply.body, "<b>Les Minguettes</b>"));  // the two would be the ones without
    BOOST_TEST(has(reply.body, "1 à 15 sur 15"));
}

BOOST_AUTO_TEST_CASE(finds_words_and_states) {
    BOOST_TEST(has(look("?question=manque&cherche=DUP").body, "1 à 15 sur 15"));
    BOOST_TEST(has(look("?question=manque&cherche=arbre").body, "Aucune réponse ne correspond"));
    BOOST_TEST(has(look("?question=manque&statut=released").body, "Aucune réponse ne correspond"));
    BOOST_TEST(look("?question=inconnue").status == 200);
    BOOST_TEST(has(look("?question=manque&page=1").body, "Aucune réponse ne correspond"));
    BOOST_TEST(look("?question=manque&page=-1&statut=%27").status == 200);
}

BOOST_AUTO_TEST_CASE(releases_one_answer_as_edited_and_says_who_did) {
    const auto one = answer("7");
    const auto reply = decide("liberer", one.number, "un banc pour\r\nune voisine");
    BOOST_TEST(reply.status == 303);
    BOOST_TEST(reply.header("Location") == std::string{page} + "?question=manque");
    const auto released = store->open_answers().released("enquete");
    BOOST_REQUIRE(released.size() == 1U);
    BOOST_TEST(released[0].text == "un banc pour\nune voisine");
    BOOST_TEST(answer("7").text == one.text);
    BOOST_TEST(has(look("?question=manque&statut=released").body, "par facilitator, le 17 mai 2026"));
    BOOST_TEST(decide("retenir", one.number, "").status == 303);
    BOOST_TEST(store->open_answers().released("enquete").empty());
}

BOOST_AUTO_TEST_CASE(writes_each_look_and_each_verdict_in_the_log_and_never_words) {
    const auto one = answer("7");
    look("?question=manque&cherche=Dupont");
    decide("liberer", one.number, "un banc");
    const auto lines = log();
    const auto count = [&](const std::string& line) { return std::count(lines.begin(), lines.end(), line); };
    BOOST_TEST(count("facilitator open_answers.look enquete manque") == 2);
    BOOST_TEST(count("facilitator open_answers.released enquete " + std::to_string(one.number)) == 1);
    for (const auto& line : lines) BOOST_TEST((!has(line, "Dupont") && !has(line, "banc")), line);
}

BOOST_AUTO_TEST_CASE(refuses_what_it_cannot_release_and_changes_nothing) {
    const auto one = answer("7");
    BOOST_TEST(decide("liberer", one.number, "un banc", "autre").status == 403);
    BOOST_TEST(decide("liberer", one.number, "  ").status == 422);
    BOOST_TEST(decide("liberer", one.number, std::string(10'001, 'a')).status == 422);
    BOOST_TEST(decide("publier", one.number, "un banc").status == 400);
    BOOST_TEST(decide("liberer", 5, "un banc").status == 404);
    const auto few = decide("liberer", answer("rien", "rare").number, "rien");
    BOOST_TEST(few.status == 422);
    BOOST_TEST(has(few.body, "Moins de 11 personnes"));
    BOOST_TEST(store->open_answers().released("enquete").empty());
}

BOOST_AUTO_TEST_CASE(of_a_campaign_that_is_not_there_is_refused) {
    BOOST_TEST(client.get("/admin/campagnes/ailleurs/reponses-libres", reviewer).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
