#include "empty_store.hpp"

namespace ecoute::storage {
namespace {

Territory a_territory(std::string code = "QN06901M") {
    return {.code = std::move(code),
            .name = "Mermoz",
            .kind = "QPV",
            .generation = "2024",
            .commune = "Lyon",
            .parent = "",
            .population = 3210,
            .women_percent = 52.5,
            .youth_index = std::nullopt,
            .source = "SIG Ville",
            .vintage = "2020",
            .status = ""};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(forms_kept, EmptyStore)

BOOST_AUTO_TEST_CASE(a_version_is_found_as_it_was_published) {
    const auto found = store->forms().find("sante", "1");
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->id == "sante");
    BOOST_TEST(found->version == "1");
    BOOST_TEST(found->document == R"({"ecoute":1})");
    BOOST_TEST(found->published_at == "2026-05-01T08:00:00Z");
    BOOST_TEST(!store->forms().find("sante", "2").has_value());
}

BOOST_AUTO_TEST_CASE(the_same_document_again_is_fine_and_keeps_its_first_date) {
    auto again = a_form();
    again.published_at = "2026-06-01T08:00:00Z";
    BOOST_TEST(store->forms().publish(again).has_value());
    BOOST_TEST(store->forms().find("sante", "1")->published_at == "2026-05-01T08:00:00Z");
}

BOOST_AUTO_TEST_CASE(another_document_under_the_same_version_is_refused) {
    auto other = a_form();
    other.document = R"({"ecoute":1,"title":"autre"})";
    const auto result = store->forms().publish(other);
    BOOST_TEST(refusal(result) == "form.version_taken");
    BOOST_TEST(result.error().subject == "sante");
    BOOST_TEST(result.error().facts.at("version") == "1");
    BOOST_TEST(store->forms().find("sante", "1")->document == a_form().document);
}

BOOST_AUTO_TEST_CASE(a_published_form_cannot_be_changed_from_outside_either) {
    BOOST_TEST(PlainFile{file()}.run("UPDATE form_version SET document = '{}'") != SQLITE_OK);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(territories_kept, EmptyStore)

BOOST_AUTO_TEST_CASE(they_are_read_back_in_the_order_of_import_with_their_holes) {
    auto sparse = a_territory("QN06902M");
    sparse.population = std::nullopt;
    sparse.women_percent = std::nullopt;
    const std::vector<Territory> imported{a_territory("ZZ"), sparse, a_territory("AA")};
    BOOST_TEST(store->territories().import(imported) == 3U);
    BOOST_TEST((store->territories().all() == imported));
}

BOOST_AUTO_TEST_CASE(importing_again_replaces_and_keeps_the_order) {
    BOOST_TEST(store->territories().import(std::vector{a_territory("B"), a_territory("A")}) == 2U);
    auto renamed = a_territory("B");
    renamed.name = "Mermoz Nord";
    BOOST_TEST(store->territories().import(std::vector{a_territory("C"), renamed}) == 1U);
    const auto all = store->territories().all();
    BOOST_REQUIRE_EQUAL(all.size(), 3U);
    BOOST_TEST(all[0].name == "Mermoz Nord");
    BOOST_TEST(all[1].code == "A");
    BOOST_TEST(all[2].code == "C");
}

BOOST_AUTO_TEST_CASE(the_same_code_twice_in_one_import_counts_once) {
    BOOST_TEST(store->territories().import(std::vector{a_territory("A"), a_territory("A")}) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(campaigns_kept, EmptyStore)

BOOST_AUTO_TEST_CASE(a_campaign_is_read_back_whole) {
    auto campaign = a_campaign("vague-2");
    campaign.series = "barometre";
    campaign.wave = "2";
    campaign.opens = "2026-05-10";
    campaign.closes = "2026-06-10";
    campaign.open = true;
    campaign.demonstration = true;
    campaign.organisation = "Conseil citoyen de Mermoz";
    campaign.territories = {"QN06902M", "QN06901M"};
    campaign.lists = {{"lieux", R"([{"name":"parc"}])"}, {"b", "[]"}};
    BOOST_REQUIRE(store->campaigns().create(campaign).has_value());
    reopen();
    const auto found = store->campaigns().find("vague-2");
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->title == campaign.title);
    BOOST_TEST(found->form_id == "sante");
    BOOST_TEST(found->form_version == "1");
    BOOST_TEST(found->series == "barometre");
    BOOST_TEST(found->wave == "2");
    BOOST_TEST(found->opens == "2026-05-10");
    BOOST_TEST(found->closes == "2026-06-10");
    BOOST_TEST(found->open);
    BOOST_TEST(found->closed_at == "");
    BOOST_TEST(found->demonstration);
    BOOST_TEST(found->organisation == "Conseil citoyen de Mermoz");
    BOOST_TEST(found->territories == campaign.territories);
    BOOST_TEST((found->lists == campaign.lists));
    BOOST_TEST(found->created_at == "2026-05-01T09:00:00Z");
}

BOOST_AUTO_TEST_CASE(an_id_is_taken_once) {
    auto other = a_campaign();
    other.title = "autre";
    BOOST_TEST(refusal(store->campaigns().create(other)) == "campaign.exists");
    BOOST_TEST(store->campaigns().find("sante-2026")->title == a_campaign().title);
}

BOOST_AUTO_TEST_CASE(a_campaign_needs_a_form_that_is_kept) {
    auto other = a_campaign("autre");
    other.form_version = "7";
    BOOST_TEST(refusal(store->campaigns().create(other)) == "form.unknown");
    BOOST_TEST(!store->campaigns().find("autre").has_value());
}

BOOST_AUTO_TEST_CASE(nobody_is_found_under_an_unknown_or_empty_id) {
    BOOST_TEST(!store->campaigns().find("nulle-part").has_value());
    BOOST_TEST(!store->campaigns().find("").has_value());
}

BOOST_AUTO_TEST_CASE(the_youngest_comes_first) {
    auto younger = a_campaign("vague-2");
    younger.created_at = "2026-05-02T09:00:00Z";
    BOOST_REQUIRE(store->campaigns().create(younger).has_value());
    const auto all = store->campaigns().all();
    BOOST_REQUIRE_EQUAL(all.size(), 3U);
    BOOST_TEST(all[0].id == "vague-2");
    BOOST_TEST(all[1].id == "ecole-2026");
    BOOST_TEST(all[2].id == "sante-2026");
}

BOOST_AUTO_TEST_CASE(the_switch_remembers_the_day_of_the_last_closing) {
    auto& campaigns = store->campaigns();
    BOOST_REQUIRE(campaigns.set_open("sante-2026", true, "2026-05-03").has_value());
    BOOST_TEST(campaigns.find("sante-2026")->open);
    BOOST_TEST(campaigns.find("sante-2026")->closed_at == "");
    BOOST_REQUIRE(campaigns.set_open("sante-2026", false, "2026-05-20").has_value());
    BOOST_TEST(!campaigns.find("sante-2026")->open);
    BOOST_TEST(campaigns.find("sante-2026")->closed_at == "2026-05-20");
    BOOST_REQUIRE(campaigns.set_open("sante-2026", true, "2026-05-21").has_value());
    BOOST_TEST(campaigns.find("sante-2026")->closed_at == "2026-05-20");
    BOOST_TEST(refusal(campaigns.set_open("nulle-part", true, "2026-05-21")) == "campaign.unknown");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_version_of_the_catalogue, EmptyStore)

BOOST_AUTO_TEST_CASE(goes_up_with_each_kind_of_change) {
    auto version = store->catalogue_version();
    const auto went_up = [&] {
        const auto now = store->catalogue_version();
        const bool more = now > version;
        version = now;
        return more;
    };
    BOOST_TEST(!went_up());
    auto form = a_form();
    form.version = "2";
    BOOST_REQUIRE(store->forms().publish(form).has_value());
    BOOST_TEST(went_up());
    BOOST_REQUIRE(store->campaigns().create(a_campaign("autre")).has_value());
    BOOST_TEST(went_up());
    BOOST_REQUIRE(store->campaigns().set_open("autre", true, "2026-05-17").has_value());
    BOOST_TEST(went_up());
    store->territories().import(std::vector{a_territory()});
    BOOST_TEST(went_up());
    store->territories().import(std::vector{a_territory()});
    BOOST_TEST(went_up());
}

BOOST_AUTO_TEST_CASE(stays_when_responses_come_in_or_somebody_logs_in) {
    const auto before = store->catalogue_version();
    BOOST_REQUIRE(keep(a_response()).has_value());
    store->audit().add("2026-05-17T12:00:00Z", "amina", "user.add", "karim");
    BOOST_TEST(store->catalogue_version() == before);
}

BOOST_AUTO_TEST_CASE(goes_up_when_another_connection_or_a_hand_changes_a_campaign) {
    auto before = store->catalogue_version();
    const auto elsewhere = open_sqlite_store(folder.path, clock);
    BOOST_REQUIRE(elsewhere->campaigns().set_open("sante-2026", true, "2026-05-17").has_value());
    BOOST_TEST(store->catalogue_version() > before);
    before = store->catalogue_version();
    BOOST_TEST(PlainFile{file()}.run("UPDATE campaign SET title = 'corrigé' WHERE id = 'sante-2026'") == SQLITE_OK);
    BOOST_TEST(store->catalogue_version() > before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage
