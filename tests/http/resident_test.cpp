#include <boost/test/unit_test.hpp>
#include <thread>

#include "forms/form_json.hpp"
#include "forms/response_json.hpp"
#include "tests/support/door_world.hpp"

// What a resident's browser sends and gets, without a browser: GET and POST /q/{campaign}.

using namespace ecoute;
using namespace ecoute::tests;

namespace {

constexpr std::string_view document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai", "ar": "تجربة"}, "default_language": "fr",
  "consent": {"question": "accord", "agrees": "oui"},
  "breakdowns": {"quartier": "quartier"},
  "choices": {
    "oui_non": [{"name": "oui", "label": {"fr": "Oui", "ar": "نعم"}}, {"name": "non", "label": {"fr": "Non", "ar": "لا"}}],
    "lieux": [{"name": "marche", "label": {"fr": "Marché", "ar": "سوق"}}, {"name": "ecole", "label": {"fr": "École", "ar": "مدرسة"}}]
  },
  "questions": [
    {"type": "group", "name": "terrain", "field_sheet": true, "label": {"fr": "Fiche", "ar": "بطاقة"}, "questions": [
      {"type": "select_one", "name": "lieu", "choices": "lieux", "label": {"fr": "Lieu", "ar": "مكان"}},
      {"type": "text", "name": "enqueteur", "label": {"fr": "Code", "ar": "رمز"}}]},
    {"type": "select_one", "name": "accord", "choices": "oui_non", "required": "yes", "label": {"fr": "D'accord ?", "ar": "موافق؟"}},
    {"type": "group", "name": "suite", "relevant": "${accord} = 'oui'", "label": {"fr": "Suite", "ar": "التتمة"}, "questions": [
      {"type": "select_one", "name": "quartier", "choices": "lieux", "required": "yes", "label": {"fr": "Quartier", "ar": "الحي"}},
      {"type": "integer", "name": "age", "label": {"fr": "Âge", "ar": "العمر"}, "constraint": ". >= 15"},
      {"type": "select_multiple", "name": "raisons", "choices": "lieux", "label": {"fr": "Raisons", "ar": "الأسباب"}},
      {"type": "rank", "name": "ordre", "choices": "lieux", "label": {"fr": "Ordre", "ar": "الترتيب"}},
      {"type": "text", "name": "mot", "label": {"fr": "Un mot", "ar": "كلمة"}}]}
  ]})";

struct ResidentsWorld : OpenDoor {
    ResidentsWorld() { open_campaign(std::string{document}, {.id = "essai"}); }

    server::Client::Reply post(std::string_view body) {
        return client.request("POST", "/q/essai", body, "application/x-www-form-urlencoded");
    }
    /// Answers kept, canonical JSON, in the order of arrival.
    std::vector<std::string> kept() {
        std::vector<std::string> all;
        store->responses().read("essai", 0, [&](const storage::StoredResponse& response) {
            all.push_back(response.answers);
            return true;
        });
        return all;
    }
};

bool has(const server::Client::Reply& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

/// The code on a thank-you page.
std::string receipt(const server::Client::Reply& reply) {
    constexpr std::string_view before = R"(<strong dir="ltr">)";
    const auto at = reply.body.find(before);
    return at == std::string::npos ? "" : reply.body.substr(at + before.size(), 11);
}

/// The id that a page would send.
std::string page_id(const server::Client::Reply& reply) {
    constexpr std::string_view before = R"(name=":id" value=")";
    const auto at = reply.body.find(before);
    return at == std::string::npos ? "" : reply.body.substr(at + before.size(), 36);
}

constexpr std::string_view id = "%3Aid=0f8fad5b-d9cb-469f-a165-70867728950e";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(answering_without_a_script, ResidentsWorld)

BOOST_AUTO_TEST_CASE(each_page_has_an_id_of_its_own_and_a_policy) {
    const auto first = client.get("/q/essai"), second = client.get("/q/essai");
    BOOST_TEST(first.status == 200);
    BOOST_TEST(forms::is_uuid(page_id(first)));
    BOOST_TEST(page_id(first) != page_id(second));
    BOOST_TEST(first.header("Content-Security-Policy").find("script-src 'sha256-") != std::string_view::npos);
    BOOST_TEST(first.header("Set-Cookie").empty());
}

BOOST_AUTO_TEST_CASE(answers_are_kept_once_with_one_receipt) {
    const std::string body =
        std::string{id} + "&accord=oui&quartier=ecole&age=34&raisons=marche&raisons=ecole&ordre=&ordre=ecole&mot=";
    const auto first = post(body), again = post(body);
    BOOST_TEST(first.status == 200);
    BOOST_TEST(receipt(first).size() == 11U);
    BOOST_TEST(receipt(again) == receipt(first));
    BOOST_TEST(first.header("Cache-Control") == "no-store");
    BOOST_REQUIRE(kept().size() == 1U);
    BOOST_TEST(kept()[0] == R"({"lieu":null,"enqueteur":null,"accord":"oui","quartier":"ecole","age":34,)"
                            R"("raisons":["marche","ecole"],"ordre":["ecole"],"mot":null})");
}

BOOST_AUTO_TEST_CASE(other_answers_under_the_same_id_are_not_taken) {
    post(std::string{id} + "&accord=oui&quartier=ecole");
    const auto other = post(std::string{id} + "&accord=oui&quartier=marche");
    BOOST_TEST(other.status == 409);
    BOOST_TEST(receipt(other).size() == 11U);
    BOOST_TEST(kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(mistakes_come_back_with_the_page_and_every_answer) {
    const auto reply = post(std::string{id} + "&accord=oui&age=7&raisons=ecole&mot=J%27aime+%3Cb%3E");
    BOOST_TEST(reply.status == 422);
    BOOST_TEST(has(reply, R"(<a href="#q-quartier">)"));
    BOOST_TEST(has(reply, R"(<a href="#q-age">)"));
    BOOST_TEST(has(reply, R"(name="raisons" value="ecole" checked)"));
    BOOST_TEST(has(reply, "J&apos;aime &lt;b&gt;"));
    BOOST_TEST(has(reply, "0f8fad5b-d9cb-469f-a165-70867728950e"));
    BOOST_TEST(kept().empty());
}

BOOST_AUTO_TEST_CASE(a_choice_that_the_page_does_not_offer_is_a_mistake) {
    BOOST_TEST(post(std::string{id} + "&accord=oui&quartier=lune").status == 422);
}

BOOST_AUTO_TEST_CASE(what_is_no_question_or_not_for_residents_is_passed_over) {
    const auto reply = post(std::string{id} + "&accord=oui&quartier=ecole&lieu=marche&enqueteur=x1&inconnue=1&suite=1");
    BOOST_TEST(reply.status == 200);
    BOOST_REQUIRE(kept().size() == 1U);
    BOOST_TEST(kept()[0].find(R"("lieu":"marche","enqueteur":null)") != std::string::npos);
}

/// A photo, a place on earth and the field sheet are an interviewer's: who opened the link can't give them.
BOOST_AUTO_TEST_CASE(what_the_page_does_not_ask_is_not_required_of_who_fills_it_in) {
    open_campaign(R"({"ecoute": 1, "id": "rue", "version": "1", "title": {"fr": "Rue"}, "default_language": "fr", "questions": [
        {"type": "group", "name": "terrain", "field_sheet": true, "label": {"fr": "Fiche"}, "questions": [
            {"type": "text", "name": "secteur", "label": {"fr": "Secteur"}, "required": "yes"}]},
        {"type": "image", "name": "photo", "label": {"fr": "Une photo"}, "required": "yes"},
        {"type": "geopoint", "name": "point", "label": {"fr": "Où ?"}, "required": "${mot} != ''"},
        {"type": "text", "name": "mot", "label": {"fr": "Un mot"}, "required": "yes"}]})",
                  {.id = "rue"});
    const auto send = [&](std::string_view body) {
        return client.request("POST", "/q/rue", body, "application/x-www-form-urlencoded");
    };
    BOOST_TEST(!has(client.get("/q/rue"), "q-photo"));
    BOOST_TEST(send(std::string{id} + "&mot=").status == 422);  // asked, so still required
    BOOST_TEST(send(std::string{id} + "&mot=oui").status == 200);
    const auto tablet = client.post_json("/api/v1/campaigns/rue/responses",
                                         R"({"id": "00000000-0000-4000-8000-000000000001", "form_version": "1", "language": "fr",
                                             "channel": "tablet", "answers": {"mot": "oui"}})");
    BOOST_TEST(tablet.status == 422);
    for (const auto* missing : {R"("question":"secteur")", R"("question":"photo")", R"("question":"point")"}) BOOST_TEST(has(tablet, missing));
}

BOOST_AUTO_TEST_CASE(preferring_not_to_answer_gives_way_to_an_answer) {
    post(std::string{id} + "&accord=oui&quartier=ecole&age=refused&raisons=marche&raisons=refused");
    BOOST_REQUIRE(kept().size() == 1U);
    BOOST_TEST(kept()[0].find(R"("age":"refused","raisons":["marche"])") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_does_not_agree_is_counted_apart) {
    const auto reply = post(std::string{id} + "&accord=non");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(receipt(reply).empty());
    BOOST_TEST(store->responses().tally("essai").refusals == 1);
    BOOST_TEST(store->responses().tally("essai").responses == 0);
}

BOOST_AUTO_TEST_CASE(the_language_changes_without_a_check) {
    const auto reply = post(std::string{id} + "&age=7&%3Aaction=langue%3Aar");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(has(reply, R"(<html lang="ar" dir="rtl">)"));
    BOOST_TEST(has(reply, R"(value="7")"));
    BOOST_TEST(!has(reply, R"(id="summary")"));
}

BOOST_AUTO_TEST_CASE(the_address_fills_in_what_exists) {
    const auto page = client.get("/q/essai?quartier=ecole&lieu=marche");
    BOOST_TEST(has(page, R"(name="quartier" value="ecole" checked)"));
    BOOST_TEST(has(page, R"(<input type="hidden" name="lieu" value="marche">)"));
    const auto unknown = client.get("/q/essai?quartier=%3Cscript%3E&lieu=lune");
    BOOST_TEST(unknown.status == 200);
    BOOST_TEST(!has(unknown, R"(name="lieu")"));
}

BOOST_AUTO_TEST_CASE(an_id_that_is_none_is_replaced) {
    BOOST_TEST(post("%3Aid=%3Cx%3E&accord=oui&quartier=ecole").status == 200);
    BOOST_TEST(post("accord=oui&quartier=ecole").status == 200);
    BOOST_TEST(kept().size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_form_is_refused_in_words) {
    const auto reply = client.post_json("/q/essai", "{}");
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(has(reply, "Nous n&apos;avons pas pu lire votre envoi"));
}

BOOST_AUTO_TEST_CASE(unknown_and_closed_campaigns_say_what_to_do) {
    const auto unknown = client.get("/q/autre");
    BOOST_TEST(unknown.status == 404);
    BOOST_TEST(has(unknown, "Cette enquête n&apos;existe pas"));
    store->campaigns().set_open("essai", false, "2026-05-16").value();
    // The catalogue is looked at a few times a second.
    auto closed = client.get("/q/essai");
    for (int tries = 0; tries < 50 && closed.status != 403; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        closed = client.get("/q/essai");
    }
    BOOST_TEST(closed.status == 403);
    BOOST_TEST(has(closed, "16/05/2026"));
    BOOST_TEST(post(std::string{id} + "&accord=oui&quartier=ecole").status == 403);
    BOOST_TEST(has(client.get("/"), "Aucune enquête n&apos;est ouverte"));
}

BOOST_AUTO_TEST_CASE(the_home_page_lists_what_is_open) { BOOST_TEST(has(client.get("/"), R"(href="/q/essai")")); }

BOOST_AUTO_TEST_SUITE_END()
