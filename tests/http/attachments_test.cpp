#include "server/attachments.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "server/hex_digest.hpp"
#include "server/receipt.hpp"
#include "server/sealing.hpp"
#include "storage/devices.hpp"
#include "tests/support/door_world.hpp"
#include "tests/support/sealed_by_node.hpp"

/// Photos, voices and files of a tablet's interviews: sent behind the answers that name them, seen by those who may see rows.
using namespace ecoute;
using nlohmann::json;

namespace {

constexpr std::string_view questionnaire = R"({
  "ecoute": 1, "id": "marche", "version": "1", "title": {"fr": "Marche exploratoire"}, "default_language": "fr",
  "questions": [
    {"type": "text", "name": "mot", "label": {"fr": "Un mot"}},
    {"type": "image", "name": "photo", "label": {"fr": "Ce qu'il faut réparer"}},
    {"type": "audio", "name": "voix", "label": {"fr": "Votre témoignage"}},
    {"type": "geopoint", "name": "lieu", "label": {"fr": "Où ?"}},
    {"type": "repeat", "name": "arrets", "label": {"fr": "Arrêts"}, "questions": [{"type": "image", "name": "vue", "label": {"fr": "Vue"}}]}
  ]})";

// Signatures: ITU T.81 for JPEG, RFC 8794 for WebM.
const std::string jpeg = "\xFF\xD8\xFF\xE0" + std::string(5'000, 'j'), other_jpeg = "\xFF\xD8\xFF\xE0" + std::string(4'000, 'k');
const std::string webm = std::string{"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm", 16} + std::string(900'000, 'v');

std::string uuid(int n) {
    auto digits = std::to_string(n);
    return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

struct Sending {
    std::string id, clear;
};

/// A file, or one of its pieces, as the tablet writes it before it is sealed.
Sending a_file(int id, const std::string& name, const std::string& bytes, std::size_t piece = 0, std::size_t pieces = 1, int response = 1) {
    const auto each = (bytes.size() + pieces - 1) / pieces;
    const json head{{"kind", "attachment"}, {"id", uuid(id)},   {"campaign", "enquete"}, {"response", uuid(response)}, {"name", name},
                    {"sha256", server::hex_sha256(bytes)}, {"piece", piece}, {"pieces", pieces}};
    return {uuid(id), head.dump() + "\n" + bytes.substr(piece * each, each)};
}

struct Walk : tests::OpenDoor {
    Walk() {
        settings.sealing = std::make_shared<server::SealingKeys>(folder.path);
        open_campaign(std::string(questionnaire));
        store->campaigns().set_open("enquete", true, "2026-05-01").value();
        store->devices().prepare(server::token_hash("t"), {}, "2026-05-18T14:03:22Z", "2026-05-17T14:03:22Z");
        store->devices().enrol(server::token_hash("t"), "2026-05-17T14:03:22Z", "d", server::token_hash("key")).value();
    }
    json send_items(const json& items) {
        const auto reply = client.request("POST", "/api/v1/device/answers", json{{"items", items}}.dump(), "application/json", {{"Authorization", "Bearer key"}});
        BOOST_REQUIRE_EQUAL(reply.status, 200);
        return json::parse(reply.body)["items"];
    }
    int answer(int n, json fields) {
        const json clear{{"kind", "response"}, {"id", uuid(n)}, {"campaign", "enquete"}, {"form_version", "1"}, {"language", "fr"},
                         {"started_at", "2026-05-17T13:41:07Z"}, {"ended_at", "2026-05-17T13:58:59Z"}, {"fields", std::move(fields)}};
        return send_items(json::array({{{"id", uuid(n)}, {"campaign", "enquete"}, {"sealed", clear.dump()}}}))[0]["status"];
    }
    int answer() {
        return answer(1, json::parse(R"([["mot","bonjour"],["photo","photo-1.jpg"],["voix","voix-1.webm"],["lieu","43.6 1.4 150 12"],
                                         ["arrets","2"],["vue:0","vue-1.jpg"],["vue:1","vue-2.jpg"]])"));
    }
    json send(const std::vector<Sending>& files) {
        std::vector<std::string> clear;
        for (const auto& file : files) clear.push_back(file.clear);
        const auto sealed = tests::sealed_bytes_by_node(folder.path, settings.sealing->public_key("enquete"), clear);
        auto items = json::array();
        for (std::size_t i = 0; i < files.size(); ++i) items.push_back({{"id", files[i].id}, {"campaign", "enquete"}, {"sealed", sealed[i]}});
        return send_items(items);
    }
    std::vector<int> statuses(const std::vector<Sending>& files) {
        std::vector<int> all;
        for (const auto& item : send(files)) all.push_back(item["status"]);
        return all;
    }
    storage::Attachments& files() { return store->devices().attachments(); }
    std::string bytes_of(const std::string& name) {
        const auto file = files().find("enquete", uuid(1), name);
        return file ? file->bytes : "none";
    }
    static std::string at(const std::string& name) { return "/admin/campagnes/enquete/pieces-jointes/" + uuid(1) + "/" + name; }
};

using Statuses = std::vector<int>;
constexpr auto each = boost::test_tools::per_element();

}  // namespace

BOOST_FIXTURE_TEST_SUITE(files_from_a_tablet, Walk)

BOOST_AUTO_TEST_CASE(come_behind_the_answers_that_name_them) {
    BOOST_TEST(answer() == 201);
    BOOST_TEST(files().awaited("enquete", server::file_questions(forms->find("enquete")->form)) == 4);
    BOOST_TEST(statuses({a_file(11, "photo-1.jpg", jpeg), a_file(12, "vue-2.jpg", other_jpeg)}) == (Statuses{201, 201}), each);
    BOOST_TEST((bytes_of("photo-1.jpg") == jpeg));
    BOOST_TEST((bytes_of("vue-2.jpg") == other_jpeg));
    const auto all = files().of("enquete");
    BOOST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all[0].type == "image/jpeg");
    BOOST_TEST(all[1].question == "vue");
}

BOOST_AUTO_TEST_CASE(are_kept_once_however_often_they_are_resent) {
    answer();
    const auto first = send({a_file(11, "photo-1.jpg", jpeg)});
    BOOST_TEST(first[0]["status"] == 201);
    BOOST_TEST(first[0]["digest"].get<std::string>().size() == 64U);
    BOOST_TEST(statuses({a_file(11, "photo-1.jpg", jpeg), a_file(13, "photo-1.jpg", other_jpeg)}) == (Statuses{200, 409}), each);
    BOOST_TEST((bytes_of("photo-1.jpg") == jpeg));
    BOOST_TEST(files().of("enquete").size() == 1U);
}

BOOST_AUTO_TEST_CASE(come_in_pieces_that_may_be_sent_twice) {
    answer();
    BOOST_TEST(statuses({a_file(21, "voix-1.webm", webm, 1, 3)}) == (Statuses{201}), each);
    BOOST_TEST(statuses({a_file(20, "voix-1.webm", webm, 0, 3), a_file(21, "voix-1.webm", webm, 1, 3)}) == (Statuses{201, 201}), each);
    BOOST_TEST(bytes_of("voix-1.webm") == "none");
    BOOST_TEST(statuses({a_file(22, "voix-1.webm", webm, 2, 3)}) == (Statuses{201}), each);
    BOOST_TEST((bytes_of("voix-1.webm") == webm));
    BOOST_TEST(files().find("enquete", uuid(1), "voix-1.webm")->type == "audio/webm");
}

BOOST_AUTO_TEST_CASE(wait_for_an_answer_that_is_not_there_yet) {
    BOOST_TEST(statuses({a_file(11, "photo-1.jpg", jpeg)}) == (Statuses{404}), each);
    answer();
    BOOST_TEST(statuses({a_file(11, "photo-1.jpg", jpeg)}) == (Statuses{201}), each);
}

BOOST_AUTO_TEST_CASE(are_refused_precisely_and_leave_nothing) {
    answer();
    const auto refused = send({a_file(11, "photo-1.jpg", "<svg xmlns='http://www.w3.org/2000/svg'/>"), a_file(12, "voix-1.webm", jpeg), a_file(13, "ailleurs.jpg", jpeg)});
    BOOST_TEST(refused[0]["status"] == 422);
    BOOST_TEST(refused[0]["reason"] == "« photo-1.jpg » n'est pas d'un type accepté (jpg, png, webp).");
    BOOST_TEST(refused[1]["reason"] == "« voix-1.webm » n'est pas d'un type accepté (webm, ogg, m4a, aac, mp3).");
    BOOST_TEST(refused[2]["status"] == 422);
    BOOST_TEST(refused[2]["reason"].get<std::string>().find("« ailleurs.jpg » n'a pas de place ici") == 0U);
    auto damaged = a_file(14, "photo-1.jpg", jpeg);
    damaged.clear.back() = '!';
    BOOST_TEST(statuses({damaged}) == (Statuses{400}), each);
    // In pieces: told with the last one, and the others go.
    BOOST_TEST(statuses({a_file(15, "photo-1.jpg", webm, 0, 2), a_file(16, "photo-1.jpg", webm, 1, 2)}) == (Statuses{201, 422}), each);
    BOOST_TEST(files().of("enquete").empty());
    BOOST_TEST(statuses({a_file(17, "photo-1.jpg", jpeg, 0, 2), a_file(18, "photo-1.jpg", jpeg, 1, 2)}) == (Statuses{201, 201}), each);
}

BOOST_AUTO_TEST_CASE(have_a_head_that_is_checked) {
    answer();
    const auto code = [](const std::string& head) {
        const auto read = server::read_attachment(head + "\nbytes");
        return read ? "" : std::string{forms::name(read.error().code)} + " " + read.error().subject;
    };
    const json good{{"kind", "attachment"}, {"id", uuid(1)}, {"campaign", "c"}, {"response", uuid(2)}, {"name", "a.jpg"}, {"sha256", std::string(64, 'a')}};
    BOOST_TEST(code(good.dump()) == "");
    const auto with = [&](const char* member, json value) {
        auto changed = good;
        changed[member] = std::move(value);
        return code(changed.dump());
    };
    BOOST_TEST(with("name", "../../etc/passwd") == "response.malformed name");
    BOOST_TEST(with("name", 3) == "response.malformed name");
    BOOST_TEST(with("sha256", "ABC") == "response.malformed sha256");
    BOOST_TEST(with("pieces", 0) == "response.malformed pieces");
    BOOST_TEST(with("pieces", 1'000'000) == "response.malformed pieces");
    BOOST_TEST(with("pieces", -1) == "response.malformed pieces");
    BOOST_TEST(with("piece", 1) == "response.malformed piece");
    BOOST_TEST(with("response", "x") == "response.id_invalid response");
    BOOST_TEST(code("{") == "response.malformed ");
    const auto large = server::read_attachment(good.dump() + "\n" + std::string(server::longest_piece_bytes + 1, 'x'));
    BOOST_TEST(forms::name(large.error().code) == "media.too_large");
}

BOOST_AUTO_TEST_CASE(larger_than_their_question_takes_are_refused_at_the_first_piece) {
    answer();
    // 64 pieces of 700 kB are 44.8 MB; a photo takes 8.
    auto piece = a_file(31, "photo-1.jpg", jpeg + std::string(695'000, 'j'));
    const auto end = piece.clear.find('\n');
    auto head = json::parse(piece.clear.substr(0, end));
    head["pieces"] = 64;
    piece.clear = head.dump() + piece.clear.substr(end);
    const auto refused = send({piece});
    BOOST_TEST(refused[0]["status"] == 413);
    BOOST_TEST(refused[0]["reason"] == "« photo-1.jpg » est trop lourd : 8000 Ko au plus.");
}

BOOST_AUTO_TEST_CASE(are_known_to_another_door_by_response_and_name) {
    answer();
    const auto keep = [&](std::string_view name) { return server::keep_attachment(*store, *forms, "enquete", uuid(1), name, jpeg); };
    BOOST_TEST((keep("photo-1.jpg").value() == storage::Kept::first_time));
    BOOST_TEST((keep("photo-1.jpg").value() == storage::Kept::already_had_it));
    BOOST_TEST(!keep("autre.jpg").has_value());
}

BOOST_AUTO_TEST_CASE(are_seen_by_those_who_may_see_rows_and_each_look_is_noted) {
    answer();
    send({a_file(11, "photo-1.jpg", jpeg)});
    const auto samira = log_in(storage::Role::facilitator);
    const auto page = client.get("/admin/campagnes/enquete/pieces-jointes", samira);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(page.body.find("Un fichier.") != std::string::npos);
    BOOST_TEST(page.body.find("3 fichiers ne sont pas encore arrivés des tablettes.") != std::string::npos);
    BOOST_TEST(page.body.find("Ce qu&apos;il faut réparer") != std::string::npos);
    BOOST_TEST(store->audit().all().back().what == "attachments.look");
    const auto photo = client.get(at("photo-1.jpg"), samira);
    BOOST_TEST((photo.body == jpeg));
    BOOST_TEST(photo.header("Content-Type") == "image/jpeg");
    BOOST_TEST(photo.header("X-Content-Type-Options") == "nosniff");
    BOOST_TEST(photo.header("Cache-Control") == "no-store");
    BOOST_TEST(store->audit().all().back().what == "attachments.read");
    BOOST_TEST(client.get(at("vue-1.jpg"), samira).status == 404);
    BOOST_TEST(client.get(at("photo-1.jpg")).status == 303);
    for (const auto role : {storage::Role::institution, storage::Role::coach}) {
        const auto who = log_in(role);
        BOOST_TEST(client.get(at("photo-1.jpg"), who).status == 403);
        BOOST_TEST(client.get("/admin/campagnes/enquete/pieces-jointes", who).status == 403);
    }
}

BOOST_AUTO_TEST_CASE(are_asked_for_on_tablets_and_not_of_residents) {
    for (const auto* part : {R"(data-device="image")", R"(data-device="audio")", R"(data-device="geopoint")"}) {
        BOOST_TEST(client.get("/t/q/enquete/1/fr").body.find(part) != std::string::npos, part);
        BOOST_TEST(client.get("/q/enquete").body.find(part) == std::string::npos, part);
    }
    const auto policy = std::string{client.get("/t/q/enquete/1/fr").header("Content-Security-Policy")};
    BOOST_TEST(policy.find("img-src 'self' data: blob:") != std::string::npos);
    BOOST_TEST(std::string{client.get("/q/enquete").header("Content-Security-Policy")}.find("blob:") == std::string::npos);
    // What residents are not asked changes nothing in their answers; a position that is none is refused from a tablet.
    BOOST_TEST(answer(5, json::parse(R"([["lieu","partout"]])")) == 422);
    BOOST_TEST(answer(6, json::parse(R"([["lieu","43.6 1.4"]])")) == 201);
}

BOOST_AUTO_TEST_SUITE_END()
