// The bilan as the running server shows it: who answered beside who lives there, what changed, released words and no others.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "storage/indicators.hpp"
#include "storage/open_answers.hpp"
#include "tests/support/door_world.hpp"

using namespace ecoute;
using storage::Role;

namespace {

/// `asks`: the words of the question that is asked in each wave.
std::string questionnaire(const std::string& version, const std::string& asks) {
    return R"({
  "ecoute": 1, "id": "bilan", "version": ")" + version + R"(", "title": {"fr": "Bilan"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier", "gender": "genre"},
  "choices": {"genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}}],
              "oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}},
    {"type": "select_one", "choices": "genres", "name": "genre", "label": {"fr": "Vous êtes"}},
    {"type": "select_one", "choices": "oui_non", "name": "sortir", "volet": "cadre_de_vie", "label": {"fr": "Sortez-vous le soir ?"}},
    {"type": "select_one", "choices": "oui_non", "name": "bus", "volet": "cadre_de_vie", "label": {"fr": ")" + asks + R"("}},
    {"type": "text", "name": "manque", "volet": "cadre_de_vie", "label": {"fr": "Que manque-t-il ?"}}
  ]})";
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

struct TwoWaves : tests::OpenDoor {
    TwoWaves() {
        open_campaign(questionnaire("1", "Prenez-vous le bus ?"), {.id = "avant", .title = "Vague 2024", .series = "s", .opens = "2024-05-01"});
        open_campaign(questionnaire("2", "Prenez-vous les transports ?"), {.id = "enquete", .title = "Vague 2026", .series = "s", .opens = "2026-05-01"});
        come("avant", "1", 400, 40);
        come("enquete", "2", 400, 80);
        reader = log_in(Role::institution);
    }
    /// Half of them women, half of each quartier; the first `yes` in a hundred go out at night, in QP1 `yes_in_qp1`.
    void come(const std::string& campaign, const std::string& version, int people, int yes, std::optional<int> yes_in_qp1 = {}) {
        std::vector<storage::NewResponse> group;
        for (int i = 0; i < people; ++i) {
            const nlohmann::json answers{{"quartier", i % 2 ? "QP1" : "QP2"}, {"genre", i / 2 % 2 ? "femme" : "homme"}, {"sortir", i % 100 < (i % 2 ? yes_in_qp1.value_or(yes) : yes) ? "oui" : "non"},
                                         {"bus", i / 2 % 10 < 5 ? "oui" : "non"}, {"manque", "mot secret " + std::to_string(i)}};
            const auto digits = std::to_string(10'000'000 + ++last);
            group.push_back({.id = "00000000-0000-4000-8000-0000" + digits, .campaign = campaign, .form_version = version, .language = "fr", .channel = "paper",
                             .answers = answers.dump(), .fingerprint = "fingerprint " + digits});
        }
        for (const auto& kept : store->responses().keep_and_wait(std::move(group))) BOOST_REQUIRE(kept.has_value());
    }
    std::string bilan() {
        const auto reply = client.get("/admin/campagnes/enquete/bilan", reader);
        BOOST_TEST(reply.status == 200);
        return reply.body;
    }
    int last = 0;
    server::Client::Fields reader;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_bilan, TwoWaves)

BOOST_AUTO_TEST_CASE(holds_released_words_and_no_others) {
    BOOST_TEST(!has(bilan(), "mot secret"));
    auto& open = store->open_answers();
    open.bring_up_to_date("enquete", {"manque"}, "quartier");
    const auto one = open.find({.campaign = "enquete", .question = "manque", .search = "7"}).answers.front();
    BOOST_REQUIRE(open.decide({"enquete", one.number, storage::Review::released, "un <banc>", "samira", "2026-05-17"}).has_value());
    const auto page = bilan();
    BOOST_TEST(has(page, "un &lt;banc&gt;"));
    BOOST_TEST(!has(page, "mot secret"));
}

BOOST_AUTO_TEST_CASE(shows_the_quartiers_side_by_side_before_their_pages) {
    const auto page = bilan();
    const auto glance = page.find("class=\"glance\""), first = page.find("class=\"quartier\"");
    BOOST_REQUIRE(glance != std::string::npos);
    BOOST_TEST(glance < first);
    BOOST_TEST(has(page, "2 petits dessins à la même échelle"));  // one question of the one volet, two quartiers
    BOOST_TEST(page.find("class=\"glance\"", glance + 1) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(begins_a_quartier_with_what_sets_it_apart_from_the_rest_of_the_city) {
    store->territories().import(std::vector<storage::Territory>{{.code = "QP2", .name = "Reste de la ville", .kind = "outside"}});
    storage::Campaign city{.id = "ville", .title = "Ville", .territories = {"QP1", "QP2"}, .created_at = "2026-05-01T00:00:00Z"};
    BOOST_REQUIRE(server::create_campaign(*store, city, questionnaire("3", "Prenez-vous le bus ?")).mistakes.empty());
    store->campaigns().set_open("ville", true, "2026-05-01").value();
    come("ville", "3", 400, 20, 80);
    const auto page = client.get("/admin/campagnes/ville/bilan", reader).body;
    BOOST_TEST(has(page, "Ce qui distingue Les Minguettes, comparé à « Reste de la ville »"));
    BOOST_TEST(has(page, "<small>Sortez-vous le soir ?</small>"));  // 80 % against 20 %
    BOOST_TEST(!has(page, "<small>Prenez-vous le bus ?</small>"));             // half of both
}

BOOST_AUTO_TEST_CASE(compares_with_no_rest_of_the_city_that_nobody_was_asked_in) {
    BOOST_TEST(!has(bilan(), "Ce qui distingue"));
}

/// On the quartier's page and under tables by quartier, beside its commune, with where they come from; names are text, not markup.
BOOST_AUTO_TEST_CASE(puts_official_figures_beside_those_of_the_survey_with_their_source) {
    BOOST_TEST(!has(bilan(), "Chiffres officiels"));
    store->territories().import(std::vector<storage::Territory>{
        {.code = "QP1", .name = "Les Minguettes", .kind = "QPV", .parent = "V", .population = 21000, .source = "Recensement", .vintage = "2020"},
        {.code = "V", .name = "La Ville", .kind = "commune"}});
    store->indicators().import(std::vector<storage::Indicator>{{"QP1", "Taux <b>de</b> pauvreté", 42.1, "%", "2021", "INSEE, Filosofi"},
                                                                          {"V", "Taux <b>de</b> pauvreté", 17.4, "%", "2021", "INSEE, Filosofi"},
                                                                          {"QP1", "Niveau de vie", std::nullopt, "€", "2021", "INSEE, Filosofi"}});
    const auto table = client.get("/admin/campagnes/enquete/tableau?question=sortir&by=quartier", reader).body;
    for (const auto& page : {bilan(), table}) {
        for (const auto* part : {"Chiffres officiels", "La Ville", "42,1\u00a0%", "17,4\u00a0%", "21\u202f000\u00a0habitants", "non publié", "Taux &lt;b&gt;de&lt;", "INSEE, Filosofi, 2021.",
                                 "Population\u00a0: Recensement, 2020."})
            BOOST_TEST(has(page, part), part);
        BOOST_TEST(!has(page, "<b>de</b>"));
    }
    BOOST_TEST(!has(client.get("/admin/campagnes/enquete/tableau?question=sortir&by=gender", reader).body, "Chiffres officiels"));
}

BOOST_AUTO_TEST_CASE(tells_what_rose_and_which_series_is_broken) {
    const auto page = bilan();
    BOOST_TEST(has(page, "Vague 2024"));
    BOOST_TEST(has(page, "en hausse"));  // 40 to 80 in a hundred of 400 people
    BOOST_TEST(has(page, "Prenez-vous les transports ? : le texte de la question a changé"));
}

BOOST_AUTO_TEST_CASE(holds_respondents_against_the_population_with_its_source) {
    BOOST_TEST(has(bilan(), "Aucun chiffre de population"));
    storage::Margin margin{{"genre"}, {{{"femme"}, 750}, {{"homme"}, 250}}, "Recensement", "2021", "2026-05-01T00:00:00Z"};
    BOOST_REQUIRE(store->margins().import("enquete", margin).has_value());
    const auto page = bilan();
    BOOST_TEST(has(page, "Source : Recensement, 2021"));
    // 50 % of respondents, 75 % of people; counts move by 5 of 400 at most, so that 48 to 52 % may be shown.
    bool said = false;
    for (const auto* gap : {"−23", "−24", "−25", "−26", "−27"}) said = said || has(page, std::string{gap} + " points");
    BOOST_TEST(said);
}

BOOST_AUTO_TEST_SUITE_END()
