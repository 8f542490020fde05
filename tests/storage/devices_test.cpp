#include "storage/devices.hpp"

#include <boost/test/unit_test.hpp>

#include "storage/field_work.hpp"
#include "tests/storage/empty_store.hpp"

namespace ecoute::storage {
namespace {

const std::string token_hash(32, 'T'), key_hash(32, 'K');
const std::string now = "2026-05-17T14:05:09Z", tomorrow = "2026-05-18T14:05:09Z";

struct Tablets : EmptyStore {
    Tour tour{"E07", "Tablette 3", {"sante-2026"}};
    Devices& devices() { return store->devices(); }
    FieldWork& field_work() { return devices().field_work(); }
    Device enrolled() {
        devices().prepare(token_hash, tour, tomorrow, now);
        return devices().enrol(token_hash, now, an_id(1), key_hash).value();
    }
};

Contact a_contact(int number = 1) {
    return {.id = an_id(number), .campaign = "sante-2026", .absent = false, .at = "2026-05-17T12:00:00Z", .quartier = "QN06901M",
            .fingerprint = "sixteen bytes " + std::to_string(10 + number)};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(enrolled_tablets, Tablets)

BOOST_AUTO_TEST_CASE(a_code_enrols_one_tablet_once) {
    const auto device = enrolled();
    BOOST_TEST(device.id == an_id(1));
    BOOST_TEST((device.tour == tour));
    BOOST_TEST(device.enrolled_on == "2026-05-17");
    BOOST_TEST(device.revoked_on == "");
    BOOST_TEST(refusal(devices().enrol(token_hash, now, an_id(2), std::string(32, 'L'))) == "device.enrolment_expired");
    BOOST_TEST(devices().all().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_code_past_its_time_enrols_nobody) {
    devices().prepare(token_hash, tour, tomorrow, now);
    BOOST_TEST(refusal(devices().enrol(token_hash, tomorrow, an_id(1), key_hash)) == "device.enrolment_expired");
    BOOST_TEST(refusal(devices().enrol(std::string(32, 'U'), now, an_id(1), key_hash)) == "device.enrolment_expired");
    BOOST_TEST(devices().all().empty());
}

BOOST_AUTO_TEST_CASE(codes_past_their_time_leave_the_file_when_the_next_is_made) {
    devices().prepare(token_hash, tour, now, "2026-05-16T14:05:09Z");
    devices().prepare(std::string(32, 'U'), tour, tomorrow, now);
    BOOST_TEST(PlainFile{file()}.one("SELECT count(*) FROM enrolment") == "1");
}

BOOST_AUTO_TEST_CASE(a_tablet_is_found_by_its_key_alone) {
    enrolled();
    reopen();
    BOOST_TEST((devices().find_by_key(key_hash).value().tour == tour));
    BOOST_TEST(!devices().find_by_key(std::string(32, 'L')).has_value());
    BOOST_TEST(!devices().find_by_key("").has_value());
}

BOOST_AUTO_TEST_CASE(a_revoked_tablet_is_still_known_and_keeps_its_first_day) {
    enrolled();
    BOOST_TEST(devices().revoke(an_id(1), "2026-05-18").has_value());
    BOOST_TEST(devices().revoke(an_id(1), "2026-06-01").has_value());
    BOOST_TEST(devices().find_by_key(key_hash).value().revoked_on == "2026-05-18");
    BOOST_TEST(refusal(devices().revoke(an_id(9), "2026-05-18")) == "device.unknown");
}

BOOST_AUTO_TEST_CASE(what_a_tablet_told_last_stands_beside_it) {
    enrolled();
    devices().seen(an_id(1), "2026-05-17T12:00:00Z", 42, 3);
    devices().seen(an_id(1), "2026-05-18T00:00:00Z", std::nullopt, 0);
    const auto device = devices().all().at(0);
    BOOST_TEST(device.last_seen == "2026-05-18T00:00:00Z");
    BOOST_TEST(device.collected.value() == 42);
    BOOST_TEST(device.waiting.value() == 0);
}

BOOST_AUTO_TEST_CASE(a_tablet_without_campaigns_serves_all) {
    BOOST_TEST(enrolled().serves("sante-2026"));
    BOOST_TEST(!devices().all().at(0).serves("ecole-2026"));
    BOOST_TEST(Device{}.serves("ecole-2026"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(contacts_and_quotas, Tablets)

BOOST_AUTO_TEST_CASE(a_contact_sent_twice_counts_once) {
    BOOST_TEST((field_work().keep(std::vector{a_contact(1)}).at(0).value() == Kept::first_time));
    BOOST_TEST((field_work().keep(std::vector{a_contact(1)}).at(0).value() == Kept::already_had_it));
    auto absent = a_contact(2);
    absent.absent = true;
    field_work().keep(std::vector{absent});
    BOOST_TEST(field_work().contacts("sante-2026").refused == 1);
    BOOST_TEST(field_work().contacts("sante-2026").absent == 1);
    BOOST_TEST(field_work().contacts("ecole-2026").refused == 0);
}

BOOST_AUTO_TEST_CASE(one_refused_contact_does_not_keep_the_others_from_the_disk) {
    field_work().keep(std::vector{a_contact(1)});
    auto other = a_contact(1);
    other.fingerprint = "another content.";
    auto nowhere = a_contact(2);
    nowhere.campaign = "autre";
    const auto outcomes = field_work().keep(std::vector{other, nowhere, a_contact(3)});
    BOOST_TEST(refusal(outcomes.at(0)) == "response.conflict");
    BOOST_TEST(refusal(outcomes.at(1)) == "campaign.unknown");
    BOOST_TEST((outcomes.at(2).value() == Kept::first_time));
    BOOST_TEST(field_work().contacts("sante-2026").refused == 2);
}

BOOST_AUTO_TEST_CASE(the_next_quotas_take_the_place_of_the_last) {
    const Quotas first{{"quartier", "genre"}, {{{"QN06901M", "femme"}, 14}, {{"QN06901M", "homme"}, 12}}, now};
    BOOST_TEST(!field_work().quotas("sante-2026").has_value());
    BOOST_TEST(field_work().import("sante-2026", first).has_value());
    BOOST_TEST((field_work().quotas("sante-2026").value() == first));
    const Quotas second{{"age"}, {{{"15-24"}, 30}}, now};
    BOOST_TEST(field_work().import("sante-2026", second).has_value());
    BOOST_TEST((field_work().quotas("sante-2026").value() == second));
    BOOST_TEST(refusal(field_work().import("autre", second)) == "campaign.unknown");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage
