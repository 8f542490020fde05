#include <boost/test/unit_test.hpp>

#include "storage/devices.hpp"
#include "storage/field_work.hpp"
#include "tests/http/admin_world.hpp"

/// The facilitator's page of tablets: a code to scan, what they told last, the end of a lost one.
using namespace ecoute;
using storage::Role;
using tests::has;

namespace {

constexpr const char* here = "/admin/campagnes/essai/tablettes";

struct Tablets : tests::AdminWorld {
    server::Client::Fields facilitator = session(Role::facilitator);
    std::string csrf = store->users().session(server::token_hash(facilitator[0].second.substr(std::string_view{"ecoute_session="}.size())), "2026-05-17T14:00:00Z")->csrf_token;

    void enrolled(const std::string& id, const std::string& name, std::vector<std::string> campaigns) {
        store->devices().prepare("token " + id, {"E07", name, std::move(campaigns)}, "2026-05-18T14:03:22Z", "2026-05-17T14:03:22Z");
        store->devices().enrol("token " + id, "2026-05-17T14:03:22Z", id, "key " + id).value();
    }
    server::Client::Reply send(const std::string& address, const std::string& form) { return post(address, "csrf=" + csrf + "&" + form, facilitator); }
};

/// The token in a page that shows a code.
std::string token_in(const std::string& page) {
    const auto at = page.find("#enrol=");
    return at == page.npos ? "" : page.substr(at + 7, 43);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_tablets_of_a_campaign, Tablets)

BOOST_AUTO_TEST_CASE(a_code_is_shown_that_enrols_one_tablet_for_this_campaign) {
    const auto reply = send(here, "name=Tablette+3&interviewer=E07");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("Cache-Control") == "no-store");
    BOOST_TEST(has(reply.body, "http://192.168.1.20:8080/t#enrol="));
    BOOST_TEST(has(reply.body, "<svg"));
    const auto enrolled = client.post_json("/api/v1/devices", "{\"enrolment\":\"" + token_in(reply.body) + "\"}");
    BOOST_TEST(enrolled.status == 201);
    BOOST_TEST((store->devices().all().at(0).tour == storage::Tour{"E07", "Tablette 3", {"essai"}}));
    BOOST_TEST(has(client.get(here, facilitator).body, "Tablette 3"));
    BOOST_TEST(token_in(client.get(here, facilitator).body) == "");  // not to be had again
}

BOOST_AUTO_TEST_CASE(a_name_in_the_place_of_a_code_is_refused_and_kept_to_be_corrected) {
    const auto reply = send(here, "name=Tablette+3&interviewer=Samira+B");
    BOOST_TEST(reply.status == 422);
    BOOST_TEST(has(reply.body, "jamais un nom"));
    BOOST_TEST(has(reply.body, "value=\"Samira B\""));
    BOOST_TEST(token_in(reply.body) == "");
}

BOOST_AUTO_TEST_CASE(a_form_of_another_site_and_other_roles_are_turned_away) {
    BOOST_TEST(post(here, "name=x", facilitator).status == 403);
    BOOST_TEST(client.get(here).status == 303);
    BOOST_TEST(client.get(here, session(Role::institution)).status == 403);
    BOOST_TEST(client.get("/admin/campagnes/autre/tablettes", facilitator).status == 404);
}

BOOST_AUTO_TEST_CASE(each_tablet_shows_what_it_told_last) {
    enrolled("a", "Tablette A", {"essai"});
    enrolled("b", "Tablette B", {"autre"});
    enrolled("c", "Tablette C", {});
    store->devices().seen("a", "2026-05-17T12:00:00Z", 42, 3);
    const auto page = client.get(here, facilitator).body;
    BOOST_TEST(has(page, "Tablette A"));
    BOOST_TEST(has(page, "<b>42</b> entretiens faits</span> <span><b>3</b> à envoyer"));
    BOOST_TEST(has(page, "après-midi"));
    BOOST_TEST(!has(page, "Tablette B"));
    BOOST_TEST(has(page, "Tablette C"));
    BOOST_TEST(has(page, "pas encore"));
}

BOOST_AUTO_TEST_CASE(a_lost_one_is_revoked_after_one_question) {
    enrolled("a", "Tablette A", {"essai"});
    enrolled("b", "Tablette B", {"autre"});
    store->devices().seen("a", "2026-05-17T12:00:00Z", 42, 3);
    const auto asked = send("/admin/campagnes/essai/tablettes/a/revoquer", "");
    BOOST_TEST(asked.status == 200);
    BOOST_TEST(has(asked.body, "Tablette A"));
    BOOST_TEST(has(asked.body, "3 entretiens"));
    BOOST_TEST(store->devices().all().at(0).revoked_on == "");
    const auto done = send("/admin/campagnes/essai/tablettes/a/revoquer", "sure=1");
    BOOST_TEST(done.status == 303);
    BOOST_TEST(store->devices().all().at(0).revoked_on == "2026-05-17");
    BOOST_TEST(has(client.get(here, facilitator).body, "révoquée le"));
    BOOST_TEST(store->audit().all().back().what == "device.revoke");
    BOOST_TEST(send("/admin/campagnes/essai/tablettes/b/revoquer", "sure=1").status == 404);
    BOOST_TEST(store->devices().all().at(1).revoked_on == "");
}

BOOST_AUTO_TEST_CASE(the_campaigns_page_leads_here_and_tells_who_did_not_begin) {
    BOOST_TEST(!has(client.get("/admin/campagnes/essai", facilitator).body, "absences"));
    const storage::Contact nobody_there{"00000000-0000-4000-8000-000000000001", "essai", true, "2026-05-17T12:00:00Z", "", "sixteen bytes 11"};
    store->devices().field_work().keep(std::vector{nobody_there}).at(0).value();
    const auto page = client.get("/admin/campagnes/essai", facilitator).body;
    BOOST_TEST(has(page, here));
    BOOST_TEST(has(page, "<b>1</b> absences"));
    BOOST_TEST(!has(client.get("/admin/campagnes/essai", session(Role::coach)).body, here));
}

BOOST_AUTO_TEST_SUITE_END()
