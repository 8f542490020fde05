#include <boost/test/unit_test.hpp>
#include <algorithm>
#include <fstream>
#include <thread>

#include "server/link_making.hpp"
#include "server/link_token.hpp"
#include "server/receipt.hpp"
#include "tests/support/door_world.hpp"

// Links that are handed out: GET and POST /l/{token}, and the team's page that makes them.

using namespace ecoute;
using namespace ecoute::tests;

namespace {

constexpr std::string_view document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai", "ar": "تجربة"}, "default_language": "fr",
  "breakdowns": {"quartier": "q"},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "q", "label": {"fr": "Votre quartier", "ar": "حيكم"}},
    {"type": "integer", "name": "age", "label": {"fr": "Âge", "ar": "العمر"}, "constraint": ". >= 15"}]})";

const std::string one_id = "0f8fad5b-d9cb-469f-a165-70867728950e", other_id = "0f8fad5b-d9cb-469f-a165-708677289511";

struct Letters : OpenDoor {
    Letters() { open_campaign(std::string{document}, {.id = "essai", .title = "Essai"}); }

    server::MadeLinks make(const server::LinkOrder& order) {
        return server::make_links(desk, *forms->find("essai"), order, "http://localhost", "samira").value();
    }
    std::string link(bool single_use = true, std::string expires_on = "") {
        return "/l/" + make({.count = 1, .single_use = single_use, .expires_on = std::move(expires_on), .prefill = {{"quartier", "QP2"}}})
                           .links.at(0)
                           .token;
    }
    server::Client::Reply post(const std::string& path, std::string_view body, const server::Client::Fields& headers = {}) {
        return client.request("POST", path, body, "application/x-www-form-urlencoded", headers);
    }
    server::Client::Reply answer(const std::string& path, int age, const std::string& id) {
        return post(path, "%3Aid=" + id + "&q=QP2&age=" + std::to_string(age));
    }
    std::int64_t kept() { return store->responses().tally("essai").responses; }
};

bool has(const server::Client::Reply& reply, std::string_view text) { return reply.body.find(text) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(by_a_link, Letters)

BOOST_AUTO_TEST_CASE(the_questionnaire_is_shown_with_its_quartier_folded_under_its_name) {
    const auto path = link();
    const auto page = client.get(path);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(has(page, "action=\"" + path + "\""));
    BOOST_TEST(has(page, "<strong>Votre quartier</strong> Mermoz"));
    BOOST_TEST(has(page, R"(value="QP2" checked)"));
    BOOST_TEST(page.header("Cache-Control") == "no-store");
    BOOST_TEST(page.header("Referrer-Policy") == "no-referrer");
}

BOOST_AUTO_TEST_CASE(it_speaks_the_language_of_the_browser) {
    const auto page = client.get(link(), {{"Accept-Language", "ar,fr;q=0.5"}});
    BOOST_TEST(has(page, R"(<html lang="ar" dir="rtl">)"));
    BOOST_TEST(has(page, "حيكم"));
}

BOOST_AUTO_TEST_CASE(it_is_read_as_people_type_it) {
    auto path = link();
    std::string typed;
    for (const char c : path.substr(3))
        if (c != '-') typed += c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
    BOOST_TEST(client.get("/l/" + typed).status == 200);
    const auto sent_on = post("/code", "code=" + typed);
    BOOST_TEST(sent_on.status == 303);
    BOOST_TEST(sent_on.header("Location") == path);
}

BOOST_AUTO_TEST_CASE(one_answer_uses_a_single_link_up) {
    const auto path = link();
    BOOST_TEST(answer(path, 34, one_id).status == 200);
    BOOST_TEST(kept() == 1);
    const auto second = answer(path, 35, other_id);
    BOOST_TEST(second.status == 410);
    BOOST_TEST(has(second, "Déjà répondu"));
    BOOST_TEST(has(second, "href=\"/code\""));
    BOOST_TEST(client.get(path).status == 410);
    BOOST_TEST(kept() == 1);
}

BOOST_AUTO_TEST_CASE(who_sends_again_because_no_page_came_is_thanked_again) {
    const auto path = link();
    BOOST_TEST(answer(path, 34, one_id).status == 200);
    const auto again = answer(path, 34, one_id);
    BOOST_TEST(again.status == 200);
    BOOST_TEST(has(again, server::receipt_code(settings, one_id)));
    BOOST_TEST(answer(path, 35, one_id).status == 409);
    BOOST_TEST(kept() == 1);
}

BOOST_AUTO_TEST_CASE(a_mistake_does_not_use_it_up_and_loses_nothing) {
    const auto path = link();
    const auto wrong = answer(path, 7, one_id);
    BOOST_TEST(wrong.status == 422);
    BOOST_TEST(has(wrong, "action=\"" + path + "\""));
    BOOST_TEST(has(wrong, "</strong> Mermoz"));
    BOOST_TEST(answer(path, 37, one_id).status == 200);
}

BOOST_AUTO_TEST_CASE(twenty_sendings_at_once_leave_one_answer) {
    const auto path = link();
    std::vector<int> statuses(20);
    std::vector<std::thread> phones;
    for (std::size_t at = 0; at < statuses.size(); ++at)
        phones.emplace_back([&, at] {
            server::Client phone{"127.0.0.1", door.port()};
            const auto id = "0f8fad5b-d9cb-469f-a165-7086772895" + std::to_string(10 + at);
            statuses[at] = phone.request("POST", path, "%3Aid=" + id + "&q=QP2&age=30", "application/x-www-form-urlencoded").status;
        });
    for (auto& phone : phones) phone.join();
    BOOST_TEST(std::count(statuses.begin(), statuses.end(), 200) == 1);
    for (const int status : statuses) BOOST_TEST((status == 200 || status == 410 || status == 503), status);
    BOOST_TEST(kept() == 1);
}

BOOST_AUTO_TEST_CASE(of_a_household_several_people_answer) {
    const auto path = link(false);
    BOOST_TEST(answer(path, 34, one_id).status == 200);
    BOOST_TEST(answer(path, 71, other_id).status == 200);
    BOOST_TEST(kept() == 2);
    BOOST_TEST(store->links().batches("essai").at(0).used == 0);
}

BOOST_AUTO_TEST_CASE(another_language_is_asked_for_without_losing_the_link) {
    const auto path = link();
    const auto page = post(path, "%3Aid=" + one_id + "&q=QP2&age=34&%3Aaction=langue%3Aar");
    BOOST_TEST(has(page, R"(lang="ar")"));
    BOOST_TEST(has(page, "action=\"" + path + "\""));
    BOOST_TEST(has(page, R"(value="34")"));
}

BOOST_AUTO_TEST_CASE(a_draft_goes_on_by_the_same_link) {
    const auto path = link();
    const auto kept_page = post(path, "%3Aid=" + one_id + "&q=QP2&age=34&%3Aaction=garder");
    const auto at = kept_page.body.find("<strong dir=\"ltr\">");
    BOOST_REQUIRE(at != std::string::npos);
    const auto code = kept_page.body.substr(at + 18, 11);
    const auto page = post("/code", "code=" + code);
    BOOST_TEST(has(page, "action=\"" + path + "\""));
    BOOST_TEST(post(path, "%3Aid=" + one_id + "&%3Acode=" + code + "&q=QP2&age=34").status == 200);
    BOOST_TEST(client.get(path).status == 410);
}

BOOST_AUTO_TEST_CASE(that_is_over_says_so) {
    BOOST_TEST(client.get(link(true, "2026-05-16")).status == 410);
    BOOST_TEST(client.get(link(true, "2026-05-17")).status == 200);
    const auto path = link();
    store->links().withdraw("essai", store->links().batches("essai").back().batch.name, "2026-05-17");
    BOOST_TEST(client.get(path).status == 410);
    BOOST_TEST(answer(path, 34, one_id).status == 410);
    BOOST_TEST(kept() == 0);
}

BOOST_AUTO_TEST_CASE(wrong_ones_are_told_to_wait_and_right_ones_never_are) {
    const auto path = link();
    for (int tries = 0; tries < 4; ++tries) BOOST_TEST(client.get("/l/7WQH-0NGR-33AA").status == 404);
    const auto slowed = client.get("/l/7WQH-0NGR-33AA");
    BOOST_TEST(slowed.status == 429);
    BOOST_TEST(!slowed.header("Retry-After").empty());
    // Somebody tries until every group of tokens that resemble each other is slowed: who has a link does not notice.
    for (int tries = 0; tries < 2000; ++tries) client.get("/l/" + server::new_link_token());
    BOOST_TEST(client.get(path).status == 200);
    BOOST_TEST(answer(path, 34, one_id).status == 200);
    BOOST_TEST(client.get("/l/court").status == 404);
}

BOOST_AUTO_TEST_CASE(only_hashes_are_kept_and_nothing_leads_to_the_answer) {
    const auto path = link();
    answer(path, 34, one_id);
    store->audit().add("2026-05-17T14:00:00Z", "samira", "x", "y");
    std::string file;
    for (const auto* part : {"ecoute.db", "ecoute.db-wal"}) {
        std::ifstream in{folder.path / part, std::ios::binary};
        file.append(std::istreambuf_iterator<char>{in}, {});
    }
    BOOST_TEST(file.find(path.substr(3)) == std::string::npos);
    auto letters = path.substr(3);
    std::erase(letters, '-');
    BOOST_TEST(file.find(letters) == std::string::npos);
    for (const auto& entry : store->audit().all()) BOOST_TEST(entry.subject.find(path.substr(3)) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_page_of_links, Letters)

BOOST_AUTO_TEST_CASE(gives_a_file_for_mail_merge_once) {
    const auto samira = log_in(storage::Role::facilitator);
    const auto file = post("/admin/campagnes/essai/liens", "csrf=csrf-facilitator&combien=2&quartier=%3Achaque&une-fois=oui&sous=csv", samira);
    BOOST_TEST(file.status == 200);
    BOOST_TEST(file.header("Content-Type") == "text/csv; charset=utf-8");
    BOOST_TEST(file.header("Cache-Control") == "no-store");
    BOOST_TEST(file.body.starts_with("\xEF\xBB\xBFlink;token;quartier;quartier_nom\r\nhttp://localhost/l/"));
    BOOST_TEST(std::count(file.body.begin(), file.body.end(), '\n') == 5);
    BOOST_TEST(has(file, ";QP1;Les Minguettes\r\n"));
    BOOST_TEST(has(file, ";QP2;Mermoz\r\n"));
    const auto page = client.get("/admin/campagnes/essai/liens", samira);
    const auto token = file.body.substr(file.body.find("/l/") + 3, 14);
    BOOST_TEST(!has(page, token));
    BOOST_TEST(has(page, ">2026-05-17</th>"));
    BOOST_TEST(client.get("/l/" + token).status == 200);
}

BOOST_AUTO_TEST_CASE(prints_cards_ten_a_sheet) {
    const auto samira = log_in(storage::Role::facilitator);
    const auto page = post("/admin/campagnes/essai/liens", "csrf=csrf-facilitator&combien=11&sous=cartes", samira);
    BOOST_TEST(page.status == 200);
    const auto count = [&](std::string_view text) {
        int found = 0;
        for (auto at = page.body.find(text); at != std::string::npos; at = page.body.find(text, at + 1)) ++found;
        return found;
    };
    BOOST_TEST(count("<div class=\"sheet\">") == 2);
    BOOST_TEST(count("<div class=\"card\">") == 11);
    BOOST_TEST(count("<svg") == 11);
    BOOST_TEST(has(page, "localhost/code"));
}

BOOST_AUTO_TEST_CASE(makes_nothing_of_a_bad_order_and_says_why) {
    const auto samira = log_in(storage::Role::facilitator);
    const auto make = [&](const std::string& fields) {
        return post("/admin/campagnes/essai/liens", "csrf=csrf-facilitator&sous=csv&" + fields, samira).status;
    };
    BOOST_TEST(make("combien=0") == 422);
    BOOST_TEST(make("combien=10001") == 422);
    BOOST_TEST(make("combien=5001&quartier=%3Achaque") == 422);
    BOOST_TEST(make("combien=18446744073709551615&quartier=%3Achaque") == 422);
    BOOST_TEST(make("combien=1&quartier=QP9") == 422);
    BOOST_TEST(make("combien=1&jusqu=demain") == 422);
    BOOST_TEST(store->links().batches("essai").empty());
    BOOST_TEST(make("combien=1&serie=a") == 200);
    BOOST_TEST(make("combien=1&serie=a") == 422);
}

BOOST_AUTO_TEST_CASE(is_for_those_who_prepare_the_field) {
    BOOST_TEST(client.get("/admin/campagnes/essai/liens").status == 303);
    BOOST_TEST(client.get("/admin/campagnes/essai/liens", log_in(storage::Role::institution)).status == 403);
    const auto samira = log_in(storage::Role::facilitator);
    BOOST_TEST(post("/admin/campagnes/essai/liens", "combien=1&sous=csv", samira).status == 403);
    BOOST_TEST(client.get("/admin/campagnes/ailleurs/liens", samira).status == 404);
}

BOOST_AUTO_TEST_CASE(withdraws_a_batch) {
    const auto samira = log_in(storage::Role::facilitator);
    const auto made = make({.count = 1, .batch = "cartes"});
    BOOST_TEST(post("/admin/campagnes/essai/liens/annuler", "csrf=csrf-facilitator&serie=cartes", samira).status == 303);
    BOOST_TEST(client.get("/l/" + made.links.at(0).token).status == 410);
    BOOST_TEST(store->audit().all().back().what == "link.withdraw");
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

struct Invited : Letters {
    Invited() { store->links().set_by_invitation("essai", true).value(); }
    /// The catalogue is looked at five times a second.
    server::Client::Reply once(int status, const std::string& path, const server::Client::Fields& headers = {}) {
        auto reply = client.get(path, headers);
        for (int tries = 0; tries < 50 && reply.status != status; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
            reply = client.get(path, headers);
        }
        return reply;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_campaign_by_invitation, Invited)

BOOST_AUTO_TEST_CASE(tells_who_comes_without_a_link_what_to_do_in_each_language) {
    BOOST_TEST(has(once(403, "/q/essai"), "Cette enquête se fait sur invitation"));
    for (const auto& [language, told_so] : {std::pair{"fr", "Vous en avez un ?"}, {"en", "Ask the team"}, {"ar", "بدعوة"}, {"tr", "ekipten isteyin"}, {"pt", "por convite"}}) {
        const auto told = client.get("/q/essai?quartier=QP2", {{"Accept-Language", language}});
        BOOST_TEST(told.status == 403);
        BOOST_TEST(has(told, told_so), language);
        BOOST_TEST(has(told, "href=\"/code\""));
    }
    BOOST_TEST(!has(client.get("/"), "/q/essai"));
}

BOOST_AUTO_TEST_CASE(takes_answers_through_links_and_nothing_else) {
    once(403, "/q/essai");
    BOOST_TEST(answer("/q/essai", 34, one_id).status == 403);
    const auto refused = client.post_json("/api/v1/campaigns/essai/responses", R"({"id":")" + one_id + R"(","answers":{"age":34}})");
    BOOST_TEST(refused.status == 403);
    BOOST_TEST(has(refused, "campaign.by_invitation"));
    BOOST_TEST(has(refused, "pour répondre, ouvrez le lien ou tapez le code"));
    BOOST_TEST(kept() == 0);
    const auto path = link();
    BOOST_TEST(client.get(path).status == 200);
    BOOST_TEST(answer(path, 34, one_id).status == 200);
    BOOST_TEST(kept() == 1);
}

BOOST_AUTO_TEST_CASE(lets_the_author_of_an_answer_correct_it) {
    once(403, "/q/essai");
    answer(link(), 34, one_id);
    const auto code = server::receipt_code(settings, one_id);
    const auto form = post("/code", "code=" + code + "&action=corriger");
    BOOST_TEST(form.status == 200);
    BOOST_TEST(has(form, R"(name=":revision")"));
    BOOST_TEST(post("/q/essai", "%3Acode=" + code + "&%3Arevision=1&q=QP2&age=35").status == 200);
    BOOST_TEST(post("/q/essai", "%3Acode=AAAAA-AAAAA&%3Arevision=1&q=QP2&age=35").status == 404);
    BOOST_TEST(kept() == 1);
}

BOOST_AUTO_TEST_CASE(is_opened_to_everybody_again_by_who_leads_the_field_work) {
    once(403, "/q/essai");
    const auto samira = log_in(storage::Role::facilitator);
    BOOST_TEST(has(client.get("/admin/campagnes/essai/liens", samira), R"(name="acces" value="ouvert")"));
    BOOST_TEST(has(client.get("/admin/campagnes/essai", samira), "Sur invitation"));
    BOOST_TEST(post("/admin/campagnes/essai/acces", "csrf=wrong&acces=ouvert", samira).status == 403);
    BOOST_TEST(post("/admin/campagnes/essai/acces", "csrf=csrf-facilitator&acces=ouvert", samira).status == 303);
    BOOST_TEST(once(200, "/q/essai").status == 200);
    BOOST_TEST(store->audit().all().back().what == "campaign.to_all");
}

BOOST_AUTO_TEST_SUITE_END()
