#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "server/campaign_versions.hpp"
#include "server/rows.hpp"
#include "tests/support/door_world.hpp"

/// A questionnaire that changes while people answer it.
using namespace ecoute;
using nlohmann::json;

namespace {

std::string document(const std::string& version, const std::string& places, const std::string& label = "Où allez-vous ?") {
    return R"({"ecoute":1,"id":"sorties","version":")" + version + R"(","title":{"fr":"Sorties"},"choices":{"lieux":[)" + places +
           R"(]},"questions":[{"type":"select_one","name":"lieu","choices":"lieux","label":{"fr":")" + label + R"("}}]})";
}
const std::string park = R"({"name":"parc","label":{"fr":"Le parc"}})", station = R"({"name":"gare","label":{"fr":"La gare"}})",
                  quay = R"({"name":"quai","label":{"fr":"Les quais"}})";
const std::string first = document("1", park + "," + station);
const std::string second = document("2", quay + "," + station + "," + park, "Où allez-vous le plus souvent ?");

struct Changing : tests::OpenDoor {
    Changing() { open_campaign(first); }

    server::CampaignUpdate update(const std::string& younger, bool dry_run = false) {
        return server::update_campaign(*store, "enquete", younger, "2026-05-17T14:00:00Z", "ana", dry_run);
    }
    static std::string codes(const forms::Problems& problems) {
        std::string text;
        for (const auto& problem : problems) text += (text.empty() ? "" : " ") + std::string(forms::name(problem.code));
        return text;
    }
    int answer(int number, const std::string& version, const std::string& place) {
        const json response = {{"id", "00000000-0000-4000-8000-00000000000" + std::to_string(number)},
                               {"form_version", version},
                               {"answers", {{"lieu", place}}}};
        return client.post_json("/api/v1/campaigns/enquete/responses", response.dump()).status;
    }
    /// The catalogue is looked at five times a second.
    void wait_for_version(const std::string& version) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
        while (forms->find("enquete")->form.version != version && std::chrono::steady_clock::now() < deadline) {
        }
        BOOST_REQUIRE(forms->find("enquete")->form.version == version);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_running_campaign, Changing)

BOOST_AUTO_TEST_CASE(takes_a_new_version_and_still_the_answers_of_the_old_one) {
    BOOST_TEST(answer(1, "1", "parc") == 201);
    BOOST_TEST(codes(update(second).mistakes) == "");
    wait_for_version("2");
    BOOST_TEST(answer(2, "1", "gare") == 201);  // a tablet that was away
    BOOST_TEST(answer(3, "2", "quai") == 201);
    BOOST_TEST(answer(4, "1", "quai") == 422);  // what version 1 does not have
    const auto campaign = forms->find("enquete");
    const forms::Codes codes{2, 1, 0};  // parc, gare, quai in the order of version 2
    BOOST_TEST(snapshots->columns(*campaign)->by_question[0].codes == codes);
    store->responses().read("enquete", 0, [](const storage::StoredResponse& response) {
        BOOST_TEST(response.form_version == (response.seq == 3 ? "2" : "1"));
        return true;
    });
    BOOST_TEST(store->forms().find("sorties", "1")->document == first);
}

BOOST_AUTO_TEST_CASE(columns_made_before_the_change_are_made_anew_after_it) {
    BOOST_TEST(answer(1, "1", "parc") == 201);
    BOOST_TEST(snapshots->columns(*forms->find("enquete"))->by_question[0].codes[0] == 0);
    update(second);
    wait_for_version("2");
    BOOST_TEST(snapshots->columns(*forms->find("enquete"))->by_question[0].codes[0] == 2);
}

BOOST_AUTO_TEST_CASE(says_what_would_change_and_changes_nothing_on_a_dry_run) {
    const auto would = update(second, true);
    BOOST_TEST(would.changes.size() == 3U);  // the label, a choice more, another order
    BOOST_TEST(store->campaigns().find("enquete")->form_version == "1");
    BOOST_TEST(!store->forms().find("sorties", "2").has_value());
}

BOOST_AUTO_TEST_CASE(refuses_what_mixes_meanings_and_keeps_nothing) {
    BOOST_TEST(answer(1, "1", "parc") == 201);
    const auto without_park = update(document("2", station));
    BOOST_TEST(codes(without_park.mistakes) == "version.mixes_meanings");
    BOOST_TEST(without_park.mistakes[0].facts.at("change") == "answered_choice_removed");
    BOOST_TEST(codes(update(document("2", R"({"name":"parc","label":{"fr":"Une piscine"}},)" + station)).mistakes) == "version.mixes_meanings");
    BOOST_TEST(!store->forms().find("sorties", "2").has_value());
    BOOST_TEST(store->versions().of("enquete").size() == 1U);
    BOOST_TEST(codes(update(document("2", park)).mistakes) == "");  // nobody chose the station
}

BOOST_AUTO_TEST_CASE(compares_with_every_version_that_it_asked) {
    const std::string other = R"({"ecoute":1,"id":"sorties","version":"2","title":{"fr":"Sorties"},"questions":[{"type":"integer","name":"age","label":{"fr":"Votre âge"}}]})";
    BOOST_TEST(codes(update(other).mistakes) == "");
    const std::string back = R"({"ecoute":1,"id":"sorties","version":"3","title":{"fr":"Sorties"},"questions":[{"type":"integer","name":"lieu","label":{"fr":"Où allez-vous ?"}}]})";
    const auto refused = update(back);
    BOOST_TEST(codes(refused.mistakes) == "version.mixes_meanings");
    BOOST_TEST(refused.mistakes[0].facts.at("version") == "1");
}

BOOST_AUTO_TEST_CASE(refuses_another_questionnaire_a_taken_number_and_what_the_law_forbids) {
    BOOST_TEST(codes(server::update_campaign(*store, "inconnue", second, "", "", false).mistakes) == "campaign.unknown");
    std::string stranger = second;
    stranger.replace(stranger.find("sorties"), 7, "soirees");
    BOOST_TEST(codes(update(stranger).mistakes) == "campaign.other_form");
    BOOST_TEST(codes(update(document("1", park)).mistakes) == "form.version_taken");
    BOOST_TEST(codes(update(document("2", park + "," + station, "Votre religion ?")).mistakes) == "check.religion");
    BOOST_TEST(codes(update("{").mistakes) == "form.malformed");
    BOOST_TEST(update(first).same);
    BOOST_TEST(store->versions().of("enquete").size() == 1U);
}

BOOST_AUTO_TEST_CASE(tells_its_history_to_those_who_log_in) {
    update(second);
    BOOST_TEST(client.get("/api/v1/campaigns/enquete/versions").status == 401);
    const auto fields = log_in(storage::Role::facilitator);
    BOOST_TEST(client.get("/api/v1/campaigns/inconnue/versions", fields).status == 404);
    const auto history = json::parse(client.get("/api/v1/campaigns/enquete/versions", fields).body);
    BOOST_REQUIRE(history["versions"].size() == 2U);
    BOOST_TEST(history["versions"][0]["version"] == "1");
    BOOST_TEST(history["versions"][0]["changes"].empty());
    BOOST_TEST(history["versions"][1]["since"] == "2026-05-17T14:00:00Z");
    std::string kinds;
    for (const auto& change : history["versions"][1]["changes"]) kinds += change["change"].get<std::string>() + " ";
    BOOST_TEST(kinds == "question_reworded choice_added choices_reordered ");
    BOOST_TEST(history["versions"][1]["changes"][1]["message"] == "Choix ajouté à « lieux » : quai « Les quais »");
}

BOOST_AUTO_TEST_CASE(its_tables_say_that_the_question_changed) {
    update(second);
    wait_for_version("2");
    const auto fields = log_in(storage::Role::facilitator);
    const auto table = json::parse(client.get("/api/v1/campaigns/enquete/tables?question=lieu", fields).body);
    BOOST_TEST(table["notes"].dump().find("le 17 mai 2026 (version 2)") != std::string::npos);
    const auto page = client.get("/admin/campagnes/enquete", fields);
    BOOST_TEST(page.body.find("Version 2, depuis le 17 mai 2026") != std::string::npos);
    BOOST_TEST(page.body.find("devient « Où allez-vous le plus souvent ? »") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(its_file_of_rows_says_what_each_person_answered_under_their_version) {
    BOOST_TEST(answer(1, "1", "parc") == 201);
    update(R"({"ecoute":1,"id":"sorties","version":"2","title":{"fr":"Sorties"},"questions":[{"type":"integer","name":"age","label":{"fr":"Votre âge"}}]})");
    std::string csv;
    const auto count = server::write_rows_csv(*store, *store->campaigns().find("enquete"), [&](std::string_view piece) { csv += piece; });
    BOOST_TEST(count.value() == 1U);
    BOOST_TEST(csv.find("simulated;age;lieu\r\n") != std::string::npos);
    BOOST_TEST(csv.find(";0;;parc\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(changes_of_versions)

BOOST_AUTO_TEST_CASE(have_a_sentence_each_in_french_and_in_english) {
    const server::Words words;
    for (const auto kind : forms::all_change_kinds())
        for (const char* language : {"fr", "en"})
            BOOST_TEST(words.has(language, "change." + std::string(forms::name(kind))), language << " " << forms::name(kind));
}

BOOST_AUTO_TEST_CASE(are_read_back_as_they_were_kept) {
    const std::vector<forms::Change> changes{{forms::ChangeKind::choice_added, "lieux", "/choices/lieux/2", {{"choice", "quai"}, {"after", "é \"x\""}}},
                                             {forms::ChangeKind::questions_reordered, "", "/questions", {}}};
    BOOST_TEST((server::changes_from_json(server::changes_to_json(changes)) == changes));
    BOOST_TEST(server::changes_from_json("pas du JSON").empty());
    BOOST_TEST(server::changes_from_json(R"([1,{"change":"inconnu"},{"subject":"x"}])").empty());
}

BOOST_AUTO_TEST_SUITE_END()
