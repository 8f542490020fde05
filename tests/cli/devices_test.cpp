#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "server/sealing.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/sealed_by_node.hpp"

using nlohmann::json;

namespace {

constexpr const char* questionnaire = R"({
  "ecoute": 1, "id": "oui-non", "version": "1", "title": {"fr": "Oui ou non"}, "default_language": "fr",
  "breakdowns": {"gender": "genre", "age": "age"},
  "choices": {"genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}}],
              "oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
  "questions": [
    {"type": "group", "name": "terrain", "label": {"fr": "Fiche"}, "field_sheet": true, "questions": [
      {"type": "text", "name": "enqueteur", "label": {"fr": "Code"}}]},
    {"type": "select_one", "name": "genre", "choices": "genres", "label": {"fr": "Vous êtes"}, "required": "yes"},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}, "bands": [15, 25, 60]},
    {"type": "select_one", "name": "avis", "choices": "oui_non", "label": {"fr": "D'accord ?"}}
  ]})";

std::string uuid(int n) { return "0b0e7bb4-5f0e-4f43-9d6b-0a6f3c1d2e0" + std::to_string(n); }

/// Fields as a page sends them: pairs in their order, names that come twice among them.
json fields(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    auto all = json::array();
    for (const auto& [name, value] : pairs) all.push_back(json::array({name, value}));
    return all;
}

json an_interview(int n, const char* genre = "femme") {
    return {{"kind", "response"}, {"id", uuid(n)}, {"campaign", "essai"}, {"form_version", "1"}, {"language", "fr"}, {"started_at", "2026-05-17T08:00:00Z"},
            {"ended_at", "2026-05-17T08:20:00Z"}, {"interviewer", "E07"}, {"fields", fields({{"genre", genre}, {"age", "34"}, {"avis", "oui"}})}};
}

struct Campaign : Program {
    Campaign() {
        write("oui-non.json", questionnaire);
        BOOST_REQUIRE_EQUAL(run("campaign create --form oui-non.json --id essai --title Essai").status, 0);
    }
    std::vector<std::string> sealed(const std::vector<std::string>& texts) const {
        const ecoute::server::SealingKeys keys{folder / "ecoute-data"};
        return ecoute::tests::sealed_by_node(folder, keys.public_key("essai"), texts);
    }
};

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(tablets_on_the_command_line)

BOOST_FIXTURE_TEST_CASE(an_address_is_shown_to_scan_whose_token_no_server_sees, Campaign) {
    const auto ran = run("device enrol --url https://192.168.1.20:8080/ --interviewer E07 --campaign essai --name 'Tablette 3'");
    BOOST_REQUIRE_EQUAL(ran.status, 0);
    const std::string start = "https://192.168.1.20:8080/t#enrol=";
    BOOST_TEST(ran.out.substr(0, start.size()) == start);
    BOOST_TEST(ran.out.find('\n') == start.size() + 43);  // 32 bytes in base64url
    BOOST_TEST(says(ran.out, "█"));
    BOOST_TEST(!says(run("device enrol --url http://a --no-qr").out, "█"));
    BOOST_TEST(run("device list").out.empty());
}

BOOST_FIXTURE_TEST_CASE(what_is_wrong_with_an_enrolment_is_said, Campaign) {
    const auto nowhere = run("device enrol");
    BOOST_TEST(nowhere.status == 1);
    BOOST_TEST(says(nowhere.err, "--url"));
    const auto named = run("device enrol --url http://a --interviewer 'Samira B'");
    BOOST_TEST(named.status == 1);
    BOOST_TEST(says(named.err, "jamais un nom"));
    BOOST_TEST(says(run("device enrol --url http://a --campaign autre").err, "campaign.unknown"));
    BOOST_TEST(says(run("device revoke nobody").err, "device.unknown"));
    BOOST_TEST(run("device").status == 2);
}

BOOST_FIXTURE_TEST_CASE(the_queue_of_a_tablet_is_imported_and_its_broken_lines_are_set_aside, Campaign) {
    auto lines = sealed({an_interview(1).dump(), an_interview(2, "chat").dump(),
                         R"({"kind":"contact","id":")" + uuid(3) + R"(","campaign":"essai","outcome":"absent","at":"2026-05-17T08:00:00Z"})"});
    lines.push_back("eyJhbGciOiJFQ0RILUVTIn0..AAAA.AAAA.AAAA");
    std::string file;
    for (const auto& line : lines) file += line + "\n";
    write("tablette.txt", file + "\n");
    const auto ran = run("responses import tablette.txt --campaign essai");
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(says(ran.err, "1 gardées, 0 déjà là, 2 refusées"), ran.err);
    BOOST_TEST(says(ran.err, "1 comptés"), ran.err);
    BOOST_TEST(says(read("tablette.txt.rejects.ndjson"), "sealed.unreadable"));
    BOOST_TEST(says(read("tablette.txt.rejects.ndjson"), "answer.choice_unknown"));
    const auto kept = json::parse(run("responses export --campaign essai --format ndjson").out);
    BOOST_TEST(kept["channel"] == "tablet");
    BOOST_TEST(kept["answers"]["enqueteur"] == "E07");
    BOOST_TEST(says(run("responses import tablette.txt --campaign essai").err, "0 gardées, 2 déjà là, 2 refusées"));
}

BOOST_FIXTURE_TEST_CASE(a_queue_that_could_not_be_sealed_is_imported_too_and_only_for_its_campaign, Campaign) {
    BOOST_REQUIRE_EQUAL(run("campaign create --form oui-non.json --id autre --title Autre").status, 0);
    write("claire.txt", an_interview(1).dump() + "\n");
    BOOST_TEST(says(run("responses import claire.txt --campaign autre").err, "0 gardées, 0 déjà là, 1 refusées"));
    BOOST_TEST(says(run("responses import claire.txt --campaign essai --dry-run").err, "1 seraient gardées"));
    BOOST_TEST(run("responses import claire.txt --campaign essai").status == 0);
}

BOOST_FIXTURE_TEST_CASE(quotas_are_read_as_margins_are, Campaign) {
    const auto with = [&](const std::string& csv) {
        write("quotas.csv", csv);
        return run("quotas import quotas.csv --campaign essai");
    };
    const auto read_in = with("genre;age;target\nfemme;15-24;14\nHomme;25-59|60+;12\n");
    BOOST_TEST(read_in.status == 0, read_in.err);
    BOOST_TEST(says(read_in.err, "2 groupes, 26 entretiens"), read_in.err);
    BOOST_TEST(says(with("genre;target\nfemme;3,5\n").err, "margin.population_invalid"));
    BOOST_TEST(says(with("genre;target\nfemme;-1\n").err, "entier comme 14"));
    BOOST_TEST(says(with("genre;population\nfemme;14\n").err, "margin.column_unknown"));
    BOOST_TEST(says(with("genre;target\nchat;14\n").err, "margin.level_unknown"));
    BOOST_TEST(says(with("genre;target\n").err, "margin.none"));
    write("quotas.csv", "genre;target\nfemme;14\n");
    BOOST_TEST(says(run("quotas import quotas.csv --campaign autre").err, "campaign.unknown"));
}

BOOST_AUTO_TEST_SUITE_END()
