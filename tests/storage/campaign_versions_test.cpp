#include "storage/campaign_versions.hpp"

#include <fstream>
#include <iterator>

#include "empty_store.hpp"
#include "forms/form_json.hpp"
#include "storage/columns_read.hpp"

namespace ecoute::storage {
namespace {

/// Places in one order under version 1 and in another under version 2, which has one more.
constexpr std::string_view places_1 = R"([{"name":"parc","label":{"fr":"Parc"}},{"name":"gare","label":{"fr":"Gare"}}])";
constexpr std::string_view places_2 =
    R"([{"name":"gare","label":{"fr":"Gare"}},{"name":"quai","label":{"fr":"Quai"}},{"name":"parc","label":{"fr":"Parc"}},
        {"name":"aucun","label":{"fr":"Aucun"},"exclusive":true}])";

std::string document(std::string_view version, std::string_view places) {
    return R"({"ecoute":1,"id":"sante","version":")" + std::string(version) + R"(","title":{"fr":"x"},"choices":{"lieux":)" + std::string(places) +
           R"(},"questions":[{"type":"select_one","name":"lieu","choices":"lieux","label":{"fr":"x"}},
                             {"type":"select_multiple","name":"autres","choices":"lieux","label":{"fr":"x"}}]})";
}

std::shared_ptr<const forms::Form> form(std::string_view version, std::string_view places) {
    auto reading = forms::read_form(document(version, places));
    BOOST_REQUIRE(reading.form.has_value());
    return std::make_shared<const forms::Form>(*std::move(reading.form));
}

struct TwoVersions : EmptyStore {
    void publish(const std::string& version) {
        BOOST_REQUIRE(store->forms().publish({"sante", version, document(version, places_2), "2026-05-10T08:00:00Z"}).has_value());
    }
    Result<void> put(const std::string& campaign, const std::string& version, const std::vector<CampaignList>& lists = {}) {
        return store->versions().put(campaign, {version, "2026-05-10T09:00:00Z", "cli:ana", R"([{"change":"choice_added"}])"}, lists);
    }
    void answer(int number, const std::string& version, std::string answers) {
        auto response = a_response(number);
        response.form_version = version;
        response.answers = std::move(answers);
        BOOST_REQUIRE(keep(response).has_value());
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(versions_of_a_campaign, TwoVersions)

BOOST_AUTO_TEST_CASE(a_campaign_begins_with_one) {
    const auto versions = store->versions().of("sante-2026");
    BOOST_REQUIRE(versions.size() == 1U);
    BOOST_TEST((versions[0] == CampaignVersion{"1", "2026-05-01T09:00:00Z", "", "[]"}));
    BOOST_TEST(store->versions().of("inconnue").empty());
}

BOOST_AUTO_TEST_CASE(a_new_version_is_asked_from_then_on_and_the_history_is_kept) {
    publish("2");
    const auto before = store->catalogue_version();
    BOOST_TEST(put("sante-2026", "2").has_value());
    BOOST_TEST(store->catalogue_version() > before);
    BOOST_TEST(store->campaigns().find("sante-2026")->form_version == "2");
    BOOST_TEST(store->campaigns().find("ecole-2026")->form_version == "1");
    reopen();
    const auto versions = store->versions().of("sante-2026");
    BOOST_REQUIRE(versions.size() == 2U);
    BOOST_TEST(versions[0].version == "1");
    BOOST_TEST((versions[1] == CampaignVersion{"2", "2026-05-10T09:00:00Z", "cli:ana", R"([{"change":"choice_added"}])"}));
}

BOOST_AUTO_TEST_CASE(lists_take_the_place_of_those_of_their_name_and_new_ones_follow) {
    const auto before = store->catalogue_version();
    BOOST_TEST(put("sante-2026", "1", {{"lieux", "[1]"}, {"rues", "[2]"}}).has_value());  // the version of today
    BOOST_TEST(put("sante-2026", "1", {{"lieux", "[3]"}, {"parcs", "[4]"}}).has_value());
    BOOST_TEST(store->catalogue_version() > before);
    const std::vector<CampaignList> all{{"lieux", "[3]"}, {"rues", "[2]"}, {"parcs", "[4]"}};
    BOOST_TEST((store->campaigns().find("sante-2026")->lists == all));
    BOOST_TEST(store->campaigns().find("ecole-2026")->lists.empty());
}

BOOST_AUTO_TEST_CASE(an_unknown_campaign_and_a_version_never_published_are_refused_and_nothing_changes) {
    BOOST_TEST(refusal(put("sante-2026", "2")) == "form.unknown");
    publish("2");
    BOOST_TEST(refusal(put("inconnue", "2")) == "campaign.unknown");
    BOOST_TEST(store->campaigns().find("sante-2026")->form_version == "1");
    BOOST_TEST(store->versions().of("sante-2026").size() == 1U);
}

BOOST_AUTO_TEST_CASE(history_is_never_changed_even_from_outside) {
    PlainFile plain(file());
    BOOST_TEST(plain.run("UPDATE campaign_version SET version = 'x'") == SQLITE_CONSTRAINT);
}

BOOST_AUTO_TEST_CASE(a_file_of_before_gets_the_history_that_it_had) {
    store.reset();
    std::filesystem::remove_all(folder.path);
    std::filesystem::create_directories(folder.path);
    std::ifstream migration(std::string(ECOUTE_SOURCE_DIR) + "/storage/migrations/0001_start.sql");
    const std::string first_shape{std::istreambuf_iterator<char>(migration), {}};
    {
        PlainFile plain(file());
        BOOST_TEST(plain.run(first_shape) == SQLITE_OK);
        BOOST_TEST(plain.run("INSERT INTO form_version VALUES ('sante', '1', '{}', '')") == SQLITE_OK);
        BOOST_TEST(plain.run("INSERT INTO campaign VALUES (1, 'sante-2026', '', 'sante', '1', '', '', '', '', 1, '', 0, '', "
                             "'2026-05-01T09:00:00Z')") == SQLITE_OK);
        BOOST_TEST(plain.run("PRAGMA application_id = 1162039125; PRAGMA user_version = 1") == SQLITE_OK);  // "ECOU"
    }
    store = open_sqlite_store(folder.path, clock);
    const auto versions = store->versions().of("sante-2026");
    BOOST_REQUIRE(versions.size() == 1U);
    BOOST_TEST(versions[0].version == "1");
    BOOST_TEST(versions[0].since == "2026-05-01T09:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_choice_is_found_by_name_whatever_its_place_was_in_the_version_answered) {
    answer(1, "1", R"({"lieu":"parc","autres":["parc","gare"]})");
    answer(2, "2", R"({"lieu":"gare","autres":["quai"]})");
    const auto first = form("1", places_1), second = form("2", places_2);
    forms::Columns columns;
    std::vector<std::string> asked_for;
    read_columns(responses(), "sante-2026", *second, columns, [&](std::string_view version) {
        asked_for.emplace_back(version);
        return version == "1" ? first : nullptr;
    });
    const forms::Codes codes{2, 0};  // parc, gare in the younger list
    BOOST_TEST(columns.by_question[0].codes == codes);
    BOOST_TEST(columns.by_question[1].ticks.at(0) == (1U << 2 | 1U << 0));
    BOOST_TEST(columns.by_question[1].ticks.at(1) == 1U << 1);
    BOOST_TEST((asked_for == std::vector<std::string>{"1"}));  // once, and not for today's
}

BOOST_AUTO_TEST_CASE(an_answer_that_todays_rules_would_refuse_keeps_what_it_said_under_its_own) {
    // Under version 1 "aucun" was a choice like others; version 2 made it exclude the rest.
    const auto loose = form("1", R"([{"name":"gare","label":{"fr":"Gare"}},{"name":"aucun","label":{"fr":"Aucun"}}])");
    answer(1, "1", R"({"autres":["gare","aucun"]})");
    forms::Columns columns;
    read_columns(responses(), "sante-2026", *form("2", places_2), columns, [&](std::string_view) { return loose; });
    BOOST_TEST(columns.by_question[1].ticks.at(0) == (1U << 0 | 1U << 3));
}

BOOST_AUTO_TEST_CASE(a_version_that_nobody_knows_is_read_with_todays_form) {
    answer(1, "0", R"({"lieu":"parc"})");
    forms::Columns columns;
    read_columns(responses(), "sante-2026", *form("2", places_2), columns, [](std::string_view) { return nullptr; });
    BOOST_TEST(columns.by_question[0].codes[0] == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage
