// What a figure that leaves the program brings along, whatever its format: the question, what a percent is of, when, how many, how many refused,
// how people were weighted, how they were protected, and who asked.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "forms/workbook/workbook.hpp"
#include "tests/support/door_world.hpp"

using namespace ecoute;

namespace {

const std::string questionnaire = R"({
  "ecoute": 1, "id": "soir", "version": "1", "title": {"fr": "Le soir"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier", "gender": "genre"},
  "choices": {"genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}}],
              "oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}},
    {"type": "select_one", "choices": "genres", "name": "genre", "label": {"fr": "Vous êtes"}},
    {"type": "select_one", "choices": "oui_non", "name": "sortir", "volet": "cadre_de_vie", "label": {"fr": "Sortez-vous le soir ?"}}
  ]})";

struct Evening : tests::OpenDoor {
    Evening() {
        open_campaign(questionnaire, {.id = "avant", .title = "Vague 2024", .series = "s", .opens = "2024-05-03", .closes = "2024-05-17", .organisation = "Conseil citoyen"});
        open_campaign(questionnaire, {.id = "enquete", .title = "Vague 2026", .series = "s", .opens = "2026-05-03", .closes = "2026-05-30", .organisation = "Conseil citoyen"});
        come("avant", 300, 2);
        come("enquete", 400, 3);
        const storage::Margin margin{{"genre"}, {{{"femme"}, 600}, {{"homme"}, 400}}, "Recensement", "2021", "2026-05-01T00:00:00Z"};
        for (const auto* campaign : {"avant", "enquete"}) BOOST_REQUIRE(store->margins().import(campaign, margin).has_value());
        reader = log_in(storage::Role::facilitator);
    }
    void come(const std::string& campaign, int people, int refusals) {
        std::vector<storage::NewResponse> group;
        for (int i = 0; i < people + refusals; ++i) {
            const nlohmann::json answers{{"quartier", i % 2 ? "QP1" : "QP2"}, {"genre", i / 2 % 2 ? "femme" : "homme"}, {"sortir", i % 10 < 4 ? "oui" : "non"}};
            const auto digits = std::to_string(10'000'000 + ++last);
            group.push_back({.id = "00000000-0000-4000-8000-0000" + digits, .campaign = campaign, .form_version = "1", .language = "fr", .channel = "paper",
                             .answers = i < people ? answers.dump() : "{}", .fingerprint = "fingerprint " + digits, .refusal = i >= people});
        }
        for (const auto& kept : store->responses().keep_and_wait(std::move(group))) BOOST_REQUIRE(kept.has_value());
    }
    server::Client::Reply get(const std::string& path) {
        auto reply = client.get(path, reader);
        BOOST_TEST(reply.status == 200, path << ": " << reply.body);
        return reply;
    }
    int last = 0;
    server::Client::Fields reader;
};

/// All that a person reads: a workbook's cells, a page without its tags, lines put together again.
std::string words_of(const std::string& path, const std::string& body) {
    std::string text;
    if (path.find(".xlsx") != std::string::npos) {
        const auto book = forms::workbook::read_workbook(body);
        BOOST_REQUIRE(book.has_value());
        for (const auto& sheet : book->sheets)
            for (const auto& row : sheet.rows)
                for (const auto& cell : row.cells) text += cell.text + " ";
        return text;
    }
    bool tag = false;
    for (const char c : body) {
        tag = tag || c == '<';
        const char read = tag || c == '\n' || c == '\r' ? ' ' : c;
        if (read != ' ' || !text.ends_with(' ')) text += read;
        if (c == '>') tag = false;
    }
    return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(every_output, Evening)

BOOST_AUTO_TEST_CASE(of_a_table_carries_its_method) {
    for (const bool weighted : {false, true})
        for (const auto* suffix : {"", ".csv", ".json", ".jsonstat", ".svg", ".xlsx"})
            for (const auto* chart : {"bars", "panels", "stacked"}) {
                if (std::string_view{suffix} != ".svg" && std::string_view{chart} != "bars") continue;
                const auto path = "/admin/campagnes/enquete/tableau" + std::string{suffix} + "?question=sortir&by=quartier&chart=" + chart + (weighted ? "&weights=1" : "");
                const auto text = words_of(path, get(path).body);
                BOOST_TEST_CONTEXT(path) {
                    for (const auto* part : {"Sortez-vous le soir ?", "En pourcentage des personnes qui ont répondu, dans chaque groupe.", "du 3 au 30 mai 2026", "400 réponses",
                                             "3 personnes ont refusé de participer", "chaque nombre est légèrement modifié", "Conseil citoyen, Vague 2026"})
                        BOOST_TEST(text.find(part) != std::string::npos, part);
                    BOOST_TEST(text.find(weighted ? "redressées selon genre (Recensement, 2021)" : "sans pondération") != std::string::npos);
                }
            }
}

BOOST_AUTO_TEST_CASE(of_a_comparison_carries_the_method_of_both_waves) {
    for (const auto* suffix : {"", ".csv", ".json"}) {
        const auto path = "/admin/campagnes/enquete/comparaison" + std::string{suffix} + "?question=sortir&depuis=avant&by=gender";
        const auto text = words_of(path, get(path).body);
        BOOST_TEST_CONTEXT(path)
        for (const auto* part : {"Sortez-vous le soir ?", "En pourcentage des personnes qui ont répondu", "du 3 au 17 mai 2024", "du 3 au 30 mai 2026", "300 réponses", "400 réponses", "2 refus de participer",
                                 "3 refus de participer", "Sans redressement", "chaque nombre est légèrement modifié", "Conseil citoyen"})
            BOOST_TEST(text.find(part) != std::string::npos, part);
    }
}

BOOST_AUTO_TEST_CASE(of_the_bilan_carries_its_method) {
    const auto text = words_of("", get("/admin/campagnes/enquete/bilan").body);
    for (const auto* part : {"Sortez-vous le soir ?", "Enquête du 3 au 30 mai 2026", "Réponses 400", "Refus 3", "Redressement aucun", "Protection les petits groupes", "Source Conseil citoyen, Vague 2026, 400 réponses"})
        BOOST_TEST(text.find(part) != std::string::npos, part);
}

/// RFC 9530: SHA-256 of what was sent, computed here anew from the bytes that came; compressed ones are told as compressed.
BOOST_AUTO_TEST_CASE(that_is_a_file_says_its_digest) {
    for (const auto& fields : {reader, server::Client::Fields{reader.front(), {"Accept-Encoding", "gzip"}}})
        for (const auto* path : {"tableau.csv?question=sortir&by=quartier", "tableau.json?question=sortir&by=quartier", "tableau.jsonstat?question=sortir", "tableau.svg?question=sortir",
                                 "tableau.xlsx?question=sortir", "comparaison.csv?question=sortir&depuis=avant", "comparaison.json?question=sortir&depuis=avant"}) {
            const auto reply = client.get("/admin/campagnes/enquete/" + std::string{path}, fields);
            BOOST_REQUIRE(reply.status == 200);
            unsigned char digest[SHA256_DIGEST_LENGTH];
            SHA256(reinterpret_cast<const unsigned char*>(reply.body.data()), reply.body.size(), digest);
            const std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            std::string base64;
            for (int i = 0; i < 33; i += 3) {  // 32 bytes: the last of 33 is padding
                const unsigned bits = static_cast<unsigned>(digest[i]) << 16 | static_cast<unsigned>(digest[i + 1]) << 8 | (i + 2 < 32 ? digest[i + 2] : 0u);
                for (const int shift : {18, 12, 6, 0}) base64 += letters[bits >> shift & 63u];
            }
            base64.back() = '=';
            BOOST_TEST(reply.header("Repr-Digest") == "sha-256=:" + base64 + ":", path);
        }
    BOOST_TEST(client.get("/admin/campagnes/enquete/tableau?question=sortir", reader).header("Repr-Digest").empty());
}

BOOST_AUTO_TEST_SUITE_END()
