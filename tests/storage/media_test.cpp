#include "storage/media.hpp"

#include "tests/storage/empty_store.hpp"

using namespace ecoute;
using namespace ecoute::storage;

namespace {

const std::string one_hash = std::string(62, '0') + "a1", other_hash = "ff" + std::string(62, '0');

NewMedia a_recording(std::string name, std::string hash, std::string_view bytes) {
    return {"sante-2026", std::move(name), "audio/mpeg", std::move(hash), "2026-05-17", bytes};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(recordings_of_a_campaign, EmptyStore)

BOOST_AUTO_TEST_CASE(are_found_by_their_hash_and_listed_by_name) {
    BOOST_REQUIRE(store->media().keep({a_recording("q2.fr.mp3", one_hash, "ID3 two"), a_recording("q1.fr.mp3", other_hash, "ID3 one")}).has_value());
    const auto all = store->media().of("sante-2026");
    BOOST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all[0].name == "q1.fr.mp3");
    BOOST_TEST(all[0].size == 7);
    BOOST_TEST(store->media().find("sante-2026", one_hash)->bytes == "ID3 two");
    BOOST_TEST(store->media().find("sante-2026", other_hash.substr(0, 16))->bytes == "ID3 one");
    BOOST_TEST(!store->media().find("ecole-2026", one_hash).has_value());
    BOOST_TEST(!store->media().find("sante-2026", std::string(64, 'b')).has_value());
    BOOST_TEST(!store->media().find("sante-2026", "").has_value());
}

BOOST_AUTO_TEST_CASE(replace_what_had_their_name_and_the_old_bytes_go) {
    store->media().keep({a_recording("q1.fr.mp3", one_hash, "ID3 one")}).value();
    store->media().keep({a_recording("q1.fr.mp3", other_hash, "ID3 better")}).value();
    BOOST_TEST(store->media().of("sante-2026").size() == 1U);
    BOOST_TEST(!store->media().find("sante-2026", one_hash).has_value());
}

BOOST_AUTO_TEST_CASE(that_are_the_same_are_kept_once_until_the_last_name_goes) {
    store->media().keep({a_recording("q1.oui.fr.mp3", one_hash, "ID3 oui"), a_recording("q2.oui.fr.mp3", one_hash, "ID3 oui")}).value();
    PlainFile plain{file()};
    BOOST_TEST(plain.one("SELECT count(*) FROM media_bytes") == "1");
    BOOST_TEST(store->media().remove("sante-2026", "q1.oui.fr.mp3"));
    BOOST_TEST(store->media().find("sante-2026", one_hash).has_value());
    BOOST_TEST(store->media().remove("sante-2026", "q2.oui.fr.mp3"));
    BOOST_TEST(!store->media().find("sante-2026", one_hash).has_value());
    BOOST_TEST(!store->media().remove("sante-2026", "q2.oui.fr.mp3"));
}

BOOST_AUTO_TEST_CASE(change_the_catalogue_so_that_pages_are_made_anew) {
    const auto before = store->catalogue_version();
    store->media().keep({a_recording("q1.fr.mp3", one_hash, "ID3 one")}).value();
    const auto after = store->catalogue_version();
    BOOST_TEST(after > before);
    store->media().remove("sante-2026", "q1.fr.mp3");
    BOOST_TEST(store->catalogue_version() > after);
}

BOOST_AUTO_TEST_CASE(of_no_campaign_or_beyond_the_limit_leave_nothing) {
    auto lost = a_recording("q1.fr.mp3", one_hash, "ID3");
    lost.campaign = "ailleurs";
    BOOST_TEST(refusal(store->media().keep({lost})) == "campaign.unknown");
    store->media().keep({a_recording("a.mp3", one_hash, "ID3 one")}).value();
    PlainFile{file()}.run("UPDATE media SET size = " + std::to_string(most_media_bytes - 7));
    BOOST_TEST(refusal(store->media().keep({a_recording("b.mp3", other_hash, "ID3 two")})) == "");
    BOOST_TEST(refusal(store->media().keep({a_recording("d.mp3", std::string(64, 'd'), "")})) == "");
    BOOST_TEST(refusal(store->media().keep({a_recording("c.mp3", std::string(64, 'c'), "x")})) == "media.too_large");
    BOOST_TEST(store->media().of("sante-2026").size() == 3U);
    BOOST_TEST(!store->media().find("sante-2026", std::string(64, 'c')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
