// Follow-ups in a bilan with exact figures, through the running server: what a reader finds by holding a follow-up against its question.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "analysis/set_audit.hpp"
#include "analysis/set_json.hpp"
#include "storage/snapshots_kept.hpp"
#include "tests/support/door_world.hpp"

using namespace ecoute;
using nlohmann::json;
using storage::Role;

namespace {

const std::string questionnaire = R"({
  "ecoute": 1, "id": "suites", "version": "1", "title": {"fr": "Suites"}, "default_language": "fr", "breakdowns": {"quartier": "quartier"},
  "choices": {"on": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}],
              "loge": [{"name": "bien", "label": {"fr": "Bien"}}, {"name": "peu", "label": {"fr": "Peu"}}, {"name": "pas", "label": {"fr": "Pas"}}],
              "durees": [{"name": "mois", "label": {"fr": "Quelques mois"}}, {"name": "ans", "label": {"fr": "Des années"}}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}},
    {"type": "select_one", "choices": "loge", "name": "logement", "volet": "habitat", "label": {"fr": "Votre logement ?"}},
    {"type": "select_one", "choices": "durees", "name": "logement_depuis", "volet": "habitat", "label": {"fr": "Et depuis ?"}, "relevant": "${logement} = 'pas'"},
    {"type": "select_one", "choices": "on", "name": "touche", "volet": "sante", "sensitive": true, "label": {"fr": "Touché ?"}},
    {"type": "select_one", "choices": "durees", "name": "touche_depuis", "volet": "sante", "label": {"fr": "Touché depuis ?"}, "relevant": "${touche} = 'oui'"}
  ]})";

struct Followed : tests::OpenDoor {
    Followed() {
        open_campaign(questionnaire, {.id = "enquete", .title = "Vague 2026", .opens = "2026-05-01"});
        team = log_in(Role::facilitator);
    }
    void come(const std::string& quartier, int people, int badly_housed, int hit) {
        std::vector<storage::NewResponse> group;
        for (int i = 0; i < people; ++i) {
            json answers{{"quartier", quartier}, {"logement", i < badly_housed ? "pas" : i % 2 ? "peu" : "bien"}, {"touche", i < hit ? "oui" : "non"}};
            if (i < badly_housed) answers["logement_depuis"] = i % 2 ? "mois" : "ans";
            if (i < hit) answers["touche_depuis"] = "ans";
            const auto digits = std::to_string(10'000'000 + ++last);
            group.push_back({.id = "00000000-0000-4000-8000-0000" + digits, .campaign = "enquete", .form_version = "1", .language = "fr", .channel = "paper",
                             .answers = answers.dump(), .fingerprint = "fingerprint " + digits, .receipt_hash = "receipt hash of thirty-two bytes" + digits});
        }
        for (const auto& kept : store->responses().keep_and_wait(std::move(group))) BOOST_REQUIRE(kept.has_value());
    }
    storage::Release publish() {
        BOOST_REQUIRE(client.request("POST", "/admin/campagnes/enquete/bilan-exact", "csrf=csrf-facilitator&compris=1&pour=team", "application/x-www-form-urlencoded", team).status == 303);
        return store->snapshots().releases("enquete").back();
    }
    int last = 0;
    server::Client::Fields team;
};

json set_of(const json& document, const std::string& name) {
    for (const auto& set : document["sets"])
        if (set["name"] == name) return set;
    return nullptr;
}

std::map<std::string, json> by_quartier(const json& set, const std::string& variable, const std::string& place) {
    std::map<std::string, json> found;
    for (const auto& cell : set["tables"][0]["cells"])
        if (cell["key"].value(variable, std::string{}) == place) found[cell["key"].value("quartier", std::string{"*"})] = cell["count"];
    return found;
}

std::size_t findings(const json& document) {
    std::size_t found = 0;
    const auto sets = analysis::read_sets(document.dump()).value();
    for (const auto& named : sets) found += analysis::audit_set(named.set).value().findings.size();
    return found;
}

constexpr const char* linked_name = "logement + logement_depuis";
constexpr const char* went_on = "logement = pas + logement_depuis";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(exact_figures_of_follow_ups, Followed)

/// 3 of QP1 are badly housed: hidden, and with them the 30 of QP2. 30 people of QP2 went on to the follow-up.
BOOST_AUTO_TEST_CASE(do_not_give_back_what_their_question_hides) {
    come("QP1", 100, 3, 30);
    come("QP2", 100, 30, 40);
    const auto document = json::parse(publish().tables);
    const auto housed = by_quartier(set_of(document, "logement"), "logement", "pas");
    BOOST_TEST(housed.at("QP1").is_null());
    BOOST_TEST(housed.at("QP2").is_null());
    BOOST_TEST(housed.at("*") == 33);
    const auto set = set_of(document, "logement_depuis (base)");
    const auto bases = by_quartier(set, linked_name, went_on);
    BOOST_TEST(bases.at("*") == 33);
    BOOST_TEST((bases.count("QP2") == 0u || bases.at("QP2").is_null()));
    BOOST_TEST(findings(document) == 0u);
}

/// The file knows the tie: with the base of QP2 in it, whoever audits it finds the 3 of QP1.
BOOST_AUTO_TEST_CASE(are_tied_to_their_question_in_the_file) {
    come("QP1", 100, 3, 30);
    come("QP2", 100, 30, 40);
    auto document = json::parse(publish().tables);
    for (auto& set : document["sets"])
        if (set["name"] == "logement_depuis (base)") set["tables"][0]["cells"].push_back(json{{"key", json{{"quartier", "QP2"}, {linked_name, went_on}}}, {"count", 30}});
    BOOST_TEST(findings(document) > 0u);
}

/// Where nothing of the question is hidden the follow-up has all its rows.
BOOST_AUTO_TEST_CASE(keep_their_rows_where_their_question_is_shown) {
    come("QP1", 100, 20, 30);
    come("QP2", 100, 30, 40);
    const auto document = json::parse(publish().tables);
    const auto bases = by_quartier(set_of(document, "logement_depuis (base)"), linked_name, went_on);
    BOOST_TEST(bases.at("QP1") == 20);
    BOOST_TEST(bases.at("QP2") == 30);
    const auto page = client.get("/admin/campagnes/enquete/bilan", team).body;
    BOOST_TEST(page.find("Et depuis") != std::string::npos);
}

/// Twelve of QP1 were hit, all for years: "Touché depuis ?" is not marked sensitive, and its answers are. As for the question before it,
/// 11 people and bases of 30 are the limits, and that all gave one answer is not told.
BOOST_AUTO_TEST_CASE(of_a_sensitive_question_are_sensitive) {
    come("QP1", 100, 20, 12);
    come("QP2", 100, 30, 40);
    const auto release = publish();
    const auto document = json::parse(release.tables);
    for (const auto& set : document["sets"])
        if (set["name"].get<std::string>().starts_with("touche")) BOOST_TEST(set["smallest_count"] == 11, set["name"]);
    const auto set = set_of(document, "touche_depuis");
    BOOST_TEST(set["nobody_is_small"] == true);
    for (const auto& cell : set["tables"][0]["cells"])
        if (cell["key"].dump().find("touche_depuis = ans") != std::string::npos) BOOST_TEST(cell["count"].is_null(), cell.dump());
    BOOST_TEST(findings(document) == 0u);
    BOOST_TEST(release.page.find("(12)") == std::string::npos);
}

/// A later release is held against the earlier one, follow-ups too.
BOOST_AUTO_TEST_CASE(of_a_later_day_are_audited_with_those_before) {
    come("QP1", 100, 20, 30);
    come("QP2", 100, 30, 40);
    publish();
    clock.time += std::chrono::hours{24};
    come("QP1", 30, 2, 10);
    come("QP2", 40, 12, 10);
    const auto release = publish();
    BOOST_TEST(release.number == 2);
    const auto document = json::parse(release.tables);
    BOOST_TEST(set_of(document, "logement_depuis (base)")["variables"].contains("(publication)"));
    BOOST_TEST(findings(document) == 0u);
}

/// Of a choice there is no place outside of its list to hide in.
BOOST_AUTO_TEST_CASE(of_a_choice_count_on_its_list_alone) {
    come("QP1", 100, 20, 95);
    come("QP2", 100, 30, 40);
    const auto document = json::parse(publish().tables);
    BOOST_TEST((set_of(document, "touche")["variables"]["touche"]["categories"] == json{"oui", "non"}));
    BOOST_TEST(findings(document) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
