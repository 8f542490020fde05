// A campaign has a builder or an exact set of tables, never both: the bilan with exact figures as its team publishes it, through the running server.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "analysis/set_audit.hpp"
#include "analysis/set_json.hpp"
#include "server/report/exact_report.hpp"
#include "storage/afterwards.hpp"
#include "storage/open_answers.hpp"
#include "storage/snapshots_kept.hpp"
#include "tests/support/door_world.hpp"

using namespace ecoute;
using nlohmann::json;
using storage::Role;

namespace {

const std::string questionnaire = R"({
  "ecoute": 1, "id": "exact", "version": "1", "title": {"fr": "Exact"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier", "gender": "genre"},
  "choices": {"genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}}, {"name": "autre", "label": {"fr": "Autre"}}],
              "trois": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "parfois", "label": {"fr": "Parfois"}}, {"name": "non", "label": {"fr": "Non"}}],
              "raisons": [{"name": "prix", "label": {"fr": "Le prix"}}, {"name": "temps", "label": {"fr": "Le temps"}}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}},
    {"type": "select_one", "choices": "genres", "name": "genre", "label": {"fr": "Vous êtes"}},
    {"type": "select_one", "choices": "trois", "name": "sortir", "volet": "cadre_de_vie", "label": {"fr": "Sortez-vous le soir ?"}},
    {"type": "select_multiple", "choices": "raisons", "name": "pourquoi", "volet": "cadre_de_vie", "label": {"fr": "Pourquoi ?"}},
    {"type": "text", "name": "manque", "volet": "cadre_de_vie", "label": {"fr": "Que manque-t-il ?"}}
  ]})";

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

struct Town : tests::OpenDoor {
    Town() {
        open_campaign(questionnaire, {.id = "enquete", .title = "Vague 2026", .opens = "2026-05-01"});
        team = log_in(Role::facilitator);
    }
    /// "parfois" is rare: 2 of the women of QP1, 5 of the men of QP2 in a hundred.
    void come(int people) {
        std::vector<storage::NewResponse> group;
        for (int i = 0; i < people; ++i) {
            const bool one = i % 2, woman = i / 2 % 2;
            const int turn = i / 4 % 25;
            const char* answer = (one && woman && turn < 2) || (!one && !woman && turn < 5) ? "parfois" : turn % 3 == 0 ? "non" : "oui";
            json answers{{"quartier", one ? "QP1" : "QP2"}, {"genre", i % 50 == 49 ? "autre" : woman ? "femme" : "homme"}, {"sortir", answer}};
            answers["pourquoi"] = turn % 2 ? json::array({"prix"}) : json::array({"prix", "temps"});
            answers["manque"] = "mot secret " + std::to_string(i);
            const auto digits = std::to_string(10'000'000 + ++last);
            group.push_back({.id = "00000000-0000-4000-8000-0000" + digits, .campaign = "enquete", .form_version = "1", .language = "fr", .channel = "paper",
                             .answers = answers.dump(), .fingerprint = "fingerprint " + digits, .receipt_hash = "receipt hash of thirty-two bytes" + digits});
        }
        for (const auto& kept : store->responses().keep_and_wait(std::move(group))) BOOST_REQUIRE(kept.has_value());
    }
    void next_day() { clock.time += std::chrono::hours{24}; }
    server::Client::Reply publish(std::string_view more = "&compris=1&pour=team") {
        return client.request("POST", "/admin/campagnes/enquete/bilan-exact", "csrf=csrf-facilitator" + std::string{more}, "application/x-www-form-urlencoded", team);
    }
    std::vector<storage::Release> releases() { return store->snapshots().releases("enquete"); }
    std::string code_of(std::string_view address) {
        const auto reply = client.get(address, team);
        const auto body = json::parse(reply.body, nullptr, false);
        return std::to_string(reply.status) + " " + (body.is_object() ? body.value("code", std::string{}) : "");
    }
    int last = 0;
    server::Client::Fields team;
};

constexpr std::string_view table = "/admin/campagnes/enquete/tableau";
constexpr std::string_view asked = "?question=sortir&by=quartier";

std::size_t findings_in(const std::string& tables) {
    std::size_t findings = 0;
    const auto sets = analysis::read_sets(tables);
    BOOST_REQUIRE(sets.has_value());
    BOOST_TEST(sets->size() > 3u);
    for (const auto& named : *sets) findings += analysis::audit_set(named.set).value().findings.size();
    return findings;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(exact_figures, Town)

BOOST_AUTO_TEST_CASE(are_not_published_once_somebody_saw_a_moved_table) {
    come(200);
    BOOST_TEST(client.get(std::string{table} + std::string{asked}, team).status == 200);
    const auto refused = publish();
    BOOST_TEST(refused.status == 409);
    BOOST_TEST(has(refused.body, "ont déjà été montrés (1, depuis le 2026-05-17)"));
    BOOST_TEST(releases().empty());
    BOOST_TEST(has(client.get("/admin/campagnes/enquete/bilan-exact", team).body, "plus possible"));
    BOOST_TEST(!has(client.get("/admin/campagnes/enquete", team).body, "bilan-exact"));
}

BOOST_AUTO_TEST_CASE(are_not_published_beside_an_ordinary_bilan) {
    come(200);
    BOOST_TEST(client.get("/admin/campagnes/enquete/bilan", team).status == 200);
    BOOST_TEST(publish().status == 409);
}

BOOST_AUTO_TEST_CASE(once_published_are_the_only_figures_of_their_campaign) {
    come(200);
    BOOST_TEST(has(client.get("/admin/campagnes/enquete", team).body, "bilan-exact"));
    BOOST_REQUIRE(publish().status == 303);
    BOOST_REQUIRE(releases().size() == 1u);
    for (const auto* twin : {".csv", ".json", ".jsonstat", ".xlsx", ".svg"})
        BOOST_TEST(code_of(std::string{table} + twin + std::string{asked}) == "409 tables.exact_published", twin);
    BOOST_TEST(code_of("/api/v1/campaigns/enquete/tables?question=sortir") == "409 tables.exact_published");
    const auto page = client.get(std::string{table} + std::string{asked}, team);
    BOOST_TEST(has(page.body, "ont été publiés le 2026-05-17"));
    BOOST_TEST(!has(page.body, "<table"));
    server::Desk& same = desk;
    BOOST_TEST(forms::name(server::report_html(same, {.campaign = "enquete"}).error().code) == "tables.exact_published");
    const auto bilan = client.get("/admin/campagnes/enquete/bilan", team);
    BOOST_TEST(bilan.status == 200);
    BOOST_TEST(has(bilan.body, "Tous les chiffres de ce bilan sont exacts"));
    BOOST_TEST(!has(bilan.body, "clés aléatoires"));
    BOOST_TEST(bilan.body == client.get("/admin/campagnes/enquete/bilan", team).body);
    const auto log = store->audit().all();
    BOOST_TEST(log.back().what == "report.publish");
    BOOST_TEST(log.back().subject == "enquete 2026-05-17.1");
    BOOST_TEST(store->snapshots().queries("enquete").empty());
}

BOOST_AUTO_TEST_CASE(need_a_confirmation_and_the_right_to_release) {
    come(200);
    const auto asks = publish("&pour=team");
    BOOST_TEST(asks.status == 422);
    BOOST_TEST(has(asks.body, "cochez la case"));
    const auto reader = log_in(Role::institution);
    BOOST_TEST(client.request("POST", "/admin/campagnes/enquete/bilan-exact", "csrf=csrf-institution&compris=1", "application/x-www-form-urlencoded", reader).status == 403);
    BOOST_TEST(releases().empty());
    BOOST_TEST(client.get(std::string{table} + std::string{asked}, team).status == 200);
}

BOOST_AUTO_TEST_CASE(of_too_few_people_are_not_published_and_the_tables_stay_open) {
    come(9);
    BOOST_TEST(publish().status == 409);
    come(15);
    BOOST_TEST(has(publish("&compris=1&pour=public").body, "Moins de 30 personnes"));
    BOOST_TEST(releases().empty());
    BOOST_TEST(client.get(std::string{table} + "?question=sortir", team).status == 200);
}

BOOST_AUTO_TEST_CASE(for_the_team_are_not_given_to_others) {
    come(200);
    BOOST_REQUIRE(publish().status == 303);
    BOOST_TEST(client.get("/admin/campagnes/enquete/bilan", log_in(Role::institution)).status == 409);
}

/// What `ecoute audit tables` reads finds nothing; one figure more, and it finds somebody.
BOOST_AUTO_TEST_CASE(pass_the_audit_and_one_planted_figure_does_not) {
    come(200);
    BOOST_REQUIRE(publish().status == 303);
    const auto tables = releases().front().tables;
    BOOST_TEST(findings_in(tables) == 0u);
    // In QP1, 4 of the 100 say "parfois" and in QP2 10: 4 is hidden. With the true count of it planted, the audit says so.
    auto document = json::parse(tables);
    std::size_t planted = 0;
    for (auto& set : document["sets"])
        for (auto& cell : set["tables"][0]["cells"])
            if (set["name"] == "sortir" && cell["key"] == json{{"quartier", "QP1"}, {"sortir", "parfois"}}) {
                BOOST_TEST(cell["count"].is_null());
                cell["count"] = 4;
                ++planted;
            }
    BOOST_REQUIRE(planted == 1u);
    BOOST_TEST(findings_in(document.dump()) > 0u);
}

/// The page holds no figure that the sets do not: what is hidden there has no share here.
BOOST_AUTO_TEST_CASE(on_the_page_are_those_of_the_sets) {
    come(200);
    const auto set = server::exact_set(desk, *desk.forms.find("enquete"), {.questions = {"sortir", "pourquoi"}, .audience = analysis::Audience::team}, {}).value();
    std::size_t shown = 0, hidden = 0;
    for (const auto& [name, one] : set.tables)
        for (const auto& group : one.groups()) {
            BOOST_TEST(!group.not_asked.has_value());
            BOOST_TEST(!group.no_answer.has_value());
            for (std::size_t i = 0; i < group.cells.size(); ++i) {
                const auto& cell = group.cells[i];
                if (cell.suppressed) {
                    ++hidden;
                    BOOST_TEST(!cell.count.has_value());
                    BOOST_TEST(!cell.percent.has_value());
                    BOOST_TEST(!cell.low.has_value());
                } else {
                    ++shown;
                    BOOST_TEST((*cell.count == 0 || *cell.count >= 5), name);
                }
            }
        }
    BOOST_TEST(shown > 10u);
    BOOST_TEST(hidden > 3u);
    const auto* everybody = &set.tables.at("sortir\n").everybody();
    BOOST_TEST(everybody->base.value() == 200);  // 200 came, all answered
    BOOST_TEST(everybody->cells[1].count.value() == 14);
}

BOOST_AUTO_TEST_CASE(of_a_later_day_are_audited_with_those_before) {
    come(200);
    BOOST_REQUIRE(publish().status == 303);
    BOOST_TEST(publish().status == 303);  // the same snapshot: the same release
    BOOST_TEST(releases().size() == 1u);
    const auto first = client.get("/admin/campagnes/enquete/bilan", team).body;
    next_day();
    come(60);
    BOOST_REQUIRE(publish("&compris=1&pour=public").status == 303);  // the thresholds of the first one stay
    BOOST_REQUIRE(releases().size() == 2u);
    BOOST_TEST(releases().back().audience == "team");
    BOOST_TEST(has(releases().back().tables, "= 2026-05-17.1"));
    BOOST_TEST(findings_in(releases().back().tables) == 0u);
    BOOST_TEST(client.get("/admin/campagnes/enquete/bilan", team).body != first);
}

/// Whoever took his answers back would be told by the difference, where nobody came since.
BOOST_AUTO_TEST_CASE(are_not_published_again_where_somebody_left_and_nobody_came) {
    come(200);
    BOOST_REQUIRE(publish().status == 303);
    BOOST_TEST(store->corrections().erase("receipt hash of thirty-two bytes10000007", "2026-05-18"));
    next_day();
    const auto refused = server::publish_exact(desk, {.campaign = "enquete"});
    if (refused) BOOST_TEST(refused->number == 1);  // nobody new: the snapshot is that of yesterday
    come(11);                                       // six in one quartier, five in the other: they wait
    next_day();
    BOOST_TEST(releases().size() == 1u);
    come(60);
    next_day();
    const auto again = server::publish_exact(desk, {.campaign = "enquete", .who = "essai"});
    BOOST_REQUIRE(again.has_value());
    BOOST_TEST(again->number == 2);
    BOOST_TEST(findings_in(again->tables) == 0u);
}

/// Released words stand in the page as they are released today; whoever took his answers back is not quoted any more.
BOOST_AUTO_TEST_CASE(keep_no_words_of_somebody_who_left) {
    come(200);
    auto& open = store->open_answers();
    open.bring_up_to_date("enquete", {"manque"}, "quartier");
    const auto found = open.find({.campaign = "enquete", .question = "manque", .review = "", .search = "secret 7", .most = 100});
    BOOST_REQUIRE(!found.answers.empty());
    const auto& answer = found.answers.front();
    BOOST_REQUIRE(open.decide({"enquete", answer.number, storage::Review::released, "le marche du soir", "samira", "2026-05-17"}).has_value());
    BOOST_REQUIRE(publish().status == 303);
    BOOST_TEST(has(client.get("/admin/campagnes/enquete/bilan", team).body, "le marche du soir"));
    BOOST_TEST(!has(releases().front().page, "le marche du soir"));
    BOOST_REQUIRE(open.decide({"enquete", answer.number, storage::Review::withheld, "", "samira", "2026-05-18"}).has_value());
    BOOST_TEST(!has(client.get("/admin/campagnes/enquete/bilan", team).body, "le marche du soir"));
}

BOOST_AUTO_TEST_SUITE_END()
