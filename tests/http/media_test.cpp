#include <boost/test/unit_test.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "storage/devices.hpp"
#include "storage/media.hpp"
#include "tests/support/door_world.hpp"

// Recordings and pictures: the team's page that brings them, /m/{campaign}/{hash}, and the questionnaire that has them.

using namespace ecoute;
using namespace ecoute::tests;
using nlohmann::json;

namespace {

constexpr std::string_view document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai", "ar": "تجربة"}, "default_language": "fr",
  "choices": {"oui_non": [{"name": "oui", "label": {"fr": "Oui", "ar": "نعم"}},
                          {"name": "non", "label": {"fr": "Non", "ar": "لا"}, "image": {"fr": "pouce-bas.png"},
                           "big-image": {"fr": "pouce-grand.png"}, "video": {"fr": "non-signe.mp4"}}]},
  "questions": [
    {"type": "select_one", "choices": "oui_non", "name": "sur", "label": {"fr": "Vous sentez-vous en sûreté ?", "ar": "هل تشعرون بالأمان؟"},
     "audio": {"fr": "surete.mp3"}, "video": {"fr": "surete-signee.mp4"}},
    {"type": "integer", "name": "age", "label": {"fr": "Âge", "ar": "العمر"}}]})";

const std::string sound = std::string{"ID3\x04\0\0", 6} + std::string(994, 'a');
const std::string other_sound = std::string{"ID3\x04\0\0", 6} + std::string(494, 'b');
const std::string png = std::string{"\x89PNG\r\n\x1A\n", 8} + std::string(100, 'p');

const std::string film = std::string{"\0\0\0\x1C" "ftypmp42\0\0\0\0hdlr\0\0\0\0\0\0\0\0vide", 32} + std::string(2'999'968, 'f');

struct Recorded : OpenDoor {
    Recorded() {
        open_campaign(std::string{document}, {.id = "essai", .title = "Essai"});
        samira = log_in(storage::Role::facilitator);
    }
    server::Client::Reply send(const std::vector<std::pair<std::string, std::string>>& files, const std::string& csrf = "csrf-facilitator",
                               const server::Client::Fields* who = nullptr) {
        std::string body = "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + csrf + "\r\n";
        for (const auto& [name, bytes] : files)
            body += "--B\r\nContent-Disposition: form-data; name=\"fichiers\"; filename=\"" + name +
                    "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + bytes + "\r\n";
        return client.request("POST", page, body + "--B--\r\n", "multipart/form-data; boundary=B", who ? *who : samira);
    }
    /// The page once it was made anew: the catalogue is looked at five times a second.
    server::Client::Reply questionnaire(std::string_view until, const std::string& language = "fr") {
        server::Client::Reply reply;
        for (int tries = 0; tries < 50; ++tries) {
            reply = client.get("/q/essai?langue=" + language);
            if (reply.body.find(until) != std::string::npos) break;
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
        return reply;
    }
    std::string address_of(const std::string& name) {
        for (const auto& file : store->media().of("essai"))
            if (file.name == name) return "/m/essai/" + file.sha256.substr(0, 16);
        return "";
    }
    const std::string page = "/admin/campagnes/essai/enregistrements";
    server::Client::Fields samira;
};

bool has(const server::Client::Reply& reply, std::string_view text) { return reply.body.find(text) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(recordings, Recorded)

BOOST_AUTO_TEST_CASE(are_brought_by_name_and_heard_on_the_page) {
    const auto sent = send({{"surete.mp3", sound}, {"sur.oui.fr.mp3", other_sound}, {"oui_non.non.fr.mp3", sound}});
    BOOST_TEST(sent.status == 200);
    BOOST_TEST(has(sent, "3 fichiers gardés."));
    const auto shown = questionnaire("<audio");
    BOOST_TEST(has(shown, "src=\"" + address_of("surete.mp3") + "\""));
    BOOST_TEST(has(shown, "src=\"" + address_of("sur.oui.fr.mp3") + "\""));
    BOOST_TEST(has(shown, R"(preload="none")"));
    BOOST_TEST(has(shown, R"(aria-label="Écouter : Vous sentez-vous en sûreté ?")"));
    BOOST_TEST(has(shown, R"(aria-label="Écouter : Oui")"));
    // 1,000 bytes once for the question and "non", 500 for "oui".
    BOOST_TEST(has(shown, "Tout écouter : 2 Ko"));
    BOOST_TEST(store->audit().all().back().what == "media.keep");
}

BOOST_AUTO_TEST_CASE(of_another_language_are_not_heard_in_this_one) {
    send({{"surete.mp3", sound}, {"sur.ar.mp3", other_sound}});
    questionnaire("<audio");
    const auto arabic = questionnaire("<audio", "ar");
    BOOST_TEST(has(arabic, address_of("sur.ar.mp3")));
    BOOST_TEST(!has(arabic, address_of("surete.mp3")));
}

BOOST_AUTO_TEST_CASE(leave_the_page_of_other_campaigns_as_it_was) {
    const auto before = client.get("/q/essai").body;
    BOOST_TEST(before.find("audio") == std::string::npos);
    BOOST_TEST(before.find("id=\"listen") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(are_sent_whole_or_in_part_and_for_ever) {
    send({{"surete.mp3", sound}});
    const auto address = address_of("surete.mp3");
    const auto whole = client.get(address);
    BOOST_TEST(whole.status == 200);
    BOOST_TEST(whole.body == sound);
    BOOST_TEST(whole.header("Content-Type") == "audio/mpeg");
    BOOST_TEST(whole.header("X-Content-Type-Options") == "nosniff");
    BOOST_TEST(whole.header("Accept-Ranges") == "bytes");
    BOOST_TEST(whole.header("Cache-Control") == "public, max-age=31536000, immutable");
    const auto two = client.get(address, {{"Range", "bytes=0-1"}});  // what iOS asks first
    BOOST_TEST(two.status == 206);
    BOOST_TEST(two.body == "ID");
    BOOST_TEST(two.header("Content-Range") == "bytes 0-1/1000");
    BOOST_TEST(client.get(address, {{"Range", "bytes=1000-"}}).status == 416);
    BOOST_TEST(client.get(address, {{"If-None-Match", std::string{whole.header("ETag")}}}).status == 304);
    BOOST_TEST(client.get("/m/essai/0123456789abcdef").status == 404);
    BOOST_TEST(client.get("/m/essai/" + address.substr(9, 4)).status == 404);
    BOOST_TEST(client.get("/m/ailleurs/" + address.substr(9)).status == 404);
}

BOOST_AUTO_TEST_CASE(that_are_good_are_kept_and_each_other_one_is_told) {
    const auto sent = send({{"sur.fr.mp3", sound},
                            {"sur.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"},
                            {"inconnu.fr.mp3", sound},
                            {"age.fr.mp3", sound + std::string(2 * 1024 * 1024, 'x')},
                            {"sur.de.mp3", sound}});
    BOOST_TEST(sent.status == 422);
    BOOST_TEST(has(sent, "Un fichier gardé."));
    BOOST_TEST(has(sent, "« sur.svg »"));
    BOOST_TEST(has(sent, "inconnu.fr.mp3"));
    BOOST_TEST(has(sent, "attendu : sur.fr.mp3"));
    BOOST_TEST(has(sent, "2000 Ko"));
    BOOST_TEST(has(sent, "« sur.de.mp3 »"));
    BOOST_TEST(store->media().of("essai").size() == 1U);
}

BOOST_AUTO_TEST_CASE(are_for_those_who_prepare_the_field) {
    const server::Client::Fields nobody;
    BOOST_TEST(send({{"sur.fr.mp3", sound}}, "csrf-facilitator", &nobody).status == 303);
    BOOST_TEST(send({{"sur.fr.mp3", sound}}, "wrong").status == 403);
    const auto institution = log_in(storage::Role::institution);
    BOOST_TEST(send({{"sur.fr.mp3", sound}}, "csrf-institution", &institution).status == 403);
    BOOST_TEST(store->media().of("essai").empty());
    BOOST_TEST(client.get(page).status == 303);
}

BOOST_AUTO_TEST_CASE(are_taken_away) {
    send({{"sur.fr.mp3", sound}});
    const auto address = address_of("sur.fr.mp3");
    const auto gone = client.request("POST", page + "/retirer", "csrf=csrf-facilitator&fichier=sur.fr.mp3&langue=fr",
                                     "application/x-www-form-urlencoded", samira);
    BOOST_TEST(gone.status == 303);
    BOOST_TEST(client.get(address).status == 404);
    BOOST_TEST(store->audit().all().back().what == "media.remove");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_form_is_refused) {
    const auto send_raw = [&](std::string_view body) { return client.request("POST", page, body, "multipart/form-data; boundary=B", samira).status; };
    BOOST_TEST(send_raw("") == 403);  // without the field of the session nothing is read further
    BOOST_TEST(send_raw("--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ncsrf-facilitator\r\n--B") == 403);
}

BOOST_AUTO_TEST_CASE(are_told_to_tablets_with_their_weight_and_make_another_page_of_it) {
    const auto token = server::new_token();
    store->devices().prepare(server::token_hash(token), {"E07", "Tablette", {}}, "2026-05-18T14:03:22Z", "2026-05-17T14:03:22Z");
    const auto enrolled = json::parse(client.post_json("/api/v1/devices", json{{"enrolment", token}}.dump()).body);
    const server::Client::Fields key{{"Authorization", "Bearer " + enrolled["key"].get<std::string>()}};
    const auto told = [&] { return json::parse(client.request("GET", "/api/v1/device", "", "", key).body)["campaigns"][0]; };
    const auto before = told();
    BOOST_TEST(before["media"].empty());
    BOOST_TEST(!has(client.get(before["pages"]["fr"].get<std::string>()), "<audio"));
    send({{"surete.mp3", sound}, {"oui_non.non.ar.mp3", other_sound}, {"oui_non.oui.png", png}, {"sur.oui.fr.mp3", sound}});
    const auto after = told();
    const auto media = json::array({json::array({address_of("surete.mp3"), 1000}), json::array({address_of("oui_non.oui.png"), 108}),
                                    json::array({address_of("oui_non.non.ar.mp3"), 500})});
    BOOST_TEST(after["media"] == media);  // in the order of the labels; the same bytes under two names once
    BOOST_TEST(after["pages"]["fr"] != before["pages"]["fr"]);
    const auto page_now = client.get(after["pages"]["fr"].get<std::string>());
    BOOST_TEST(has(page_now, "src=\"" + address_of("surete.mp3") + "\""));
    BOOST_TEST(has(page_now, "id=\"listen\""));
    BOOST_TEST(!has(page_now, "Rien n'est chargé avant"));
    BOOST_TEST(page_now.header("cache-control").find("immutable") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(pictures, Recorded)

BOOST_AUTO_TEST_CASE(make_tiles_of_choices_in_every_language) {
    BOOST_TEST(send({{"pouce-bas.png", png}, {"oui_non.oui.png", png + "o"}}).status == 200);
    for (const auto* language : {"fr", "ar"}) {
        const auto shown = questionnaire("<img", language);
        BOOST_TEST(has(shown, R"(<div class="pictures">)"));
        BOOST_TEST(has(shown, "<img src=\"" + address_of("pouce-bas.png") + "\" alt=\"\" loading=\"lazy\">"));
        BOOST_TEST(has(shown, "<img src=\"" + address_of("oui_non.oui.png") + "\""));
        BOOST_TEST(!has(shown, "<audio"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(films_and_enlargements, Recorded)

BOOST_AUTO_TEST_CASE(stand_beside_what_they_show_and_load_nothing_before) {
    const auto sent = send({{"surete-signee.mp4", film}, {"non-signe.mp4", film + "n"}, {"pouce-bas.png", png}, {"pouce-grand.png", png + std::string(300'000, 'g')}});
    BOOST_TEST(sent.status == 200);
    const auto shown = questionnaire("<video");
    BOOST_TEST(has(shown, "<video controls preload=\"none\" playsinline src=\"" + address_of("surete-signee.mp4") +
                              "\" aria-label=\"Vidéo : Vous sentez-vous en sûreté ?\">"));
    BOOST_TEST(has(shown, "Vidéo : 3,0 Mo"));
    BOOST_TEST(has(shown, "src=\"" + address_of("non-signe.mp4") + "\" aria-label=\"Vidéo : Non\">"));
    BOOST_TEST(has(shown, "<summary>Agrandir l&apos;image<span class=\"sr\"> : Non</span></summary><img src=\"" + address_of("pouce-grand.png") +
                              "\" alt=\"\" loading=\"lazy\">"));
    // A film is of its language, a picture of all.
    const auto arabic = questionnaire("<details class=\"large\"", "ar");
    BOOST_TEST(has(arabic, address_of("pouce-grand.png")));
    BOOST_TEST(!has(arabic, "<video"));
    BOOST_TEST(client.get(address_of("surete-signee.mp4"), {{"Range", "bytes=4-7"}}).body == "ftyp");
}

BOOST_AUTO_TEST_CASE(that_the_questionnaire_names_and_nobody_brought_are_told) {
    const auto sent = send({{"pouce-bas.png", png}, {"surete.mp3", sound}});
    for (const auto* name : {"surete-signee.mp4", "non-signe.mp4", "pouce-grand.png"})
        BOOST_TEST(has(sent, "<li><code>" + std::string{name} + "</code></li>"), name);
    BOOST_TEST(!has(sent, "<li><code>surete.mp3</code></li>"));
    const auto all = send({{"surete-signee.mp4", film}, {"non-signe.mp4", film + "n"}, {"pouce-grand.png", png}});
    BOOST_TEST(!has(all, "<li><code>"));
    BOOST_TEST(has(all, "<video controls preload=\"none\" width=\"192\""));
}

BOOST_AUTO_TEST_CASE(are_refused_beyond_their_weight) {
    const auto sent = send({{"surete-signee.mp4", film + std::string(5'000'001, 'x')}, {"pouce-grand.png", png + std::string(1'000'000, 'g')}});
    BOOST_TEST(sent.status == 422);
    BOOST_TEST(has(sent, "8000 Ko"));
    BOOST_TEST(has(sent, "1000 Ko"));
    BOOST_TEST(store->media().of("essai").empty());
}

BOOST_AUTO_TEST_SUITE_END()
