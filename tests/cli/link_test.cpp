#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>
#include <sstream>

#include "tests/cli/program.hpp"

// ecoute link: what the program writes to be handed out.

namespace {

constexpr const char* territories = "code,nom,type,commune\nQP069001,Mermoz,QPV,Lyon\nQP069002,=La Duchère,QPV,Lyon\n";

constexpr const char* document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai"}, "default_language": "fr",
  "breakdowns": {"quartier": "q"},
  "questions": [{"type": "select_one", "choices": "quartiers", "name": "q", "label": {"fr": "Votre quartier"}},
                {"type": "text", "name": "mot", "label": {"fr": "Un mot"}}]})";

struct WithCampaign : Program {
    WithCampaign() {
        write("territories.csv", territories);
        write("essai.json", document);
        BOOST_REQUIRE(run("territory import territories.csv").status == 0);
        BOOST_REQUIRE(run("campaign create --form essai.json --id essai --title Essai").status == 0);
    }
    static std::vector<std::string> lines(const std::string& text) {
        std::vector<std::string> all;
        std::istringstream in{text};
        for (std::string line; std::getline(in, line);) all.push_back(line);
        return all;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_verb_link, WithCampaign)

BOOST_AUTO_TEST_CASE(writes_a_file_for_mail_merge_with_a_quartier_filled_in) {
    const auto ran = run("link create --campaign essai --count 3 --per quartier --single-use --csv liens.csv --public-url https://ecoute.example/");
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out == "");
    BOOST_TEST(ran.err.find("6 liens") != std::string::npos);
    const auto rows = lines(read("liens.csv"));
    BOOST_REQUIRE(rows.size() == 7U);
    BOOST_TEST(rows[0] == "\xEF\xBB\xBFlink;token;quartier;quartier_nom\r");
    BOOST_TEST(rows[1].starts_with("https://ecoute.example/l/"));
    BOOST_TEST(rows[1].ends_with(";QP069001;Mermoz\r"));
    BOOST_TEST(rows[4].ends_with(";QP069002;'=La Duchère\r"));  // no spreadsheet runs it
    std::set<std::string> tokens;
    for (std::size_t row = 1; row < rows.size(); ++row) tokens.insert(rows[row].substr(rows[row].find(';') + 1, 14));
    BOOST_TEST(tokens.size() == 6U);
    const auto data = read("ecoute-data/ecoute.db") + read("ecoute-data/ecoute.db-wal");
    for (const auto& token : tokens) BOOST_TEST(data.find(token) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(draws_codes_and_cards) {
    BOOST_TEST(run("link create --campaign essai --count 2 --csv liens.csv --cards cartes.html --qr codes --prefill quartier=QP069001 "
                   "--public-url http://10.0.0.1:8080").status == 0);
    const auto rows = lines(read("liens.csv"));
    BOOST_REQUIRE(rows.size() == 3U);
    BOOST_TEST(rows[0].ends_with(";qr\r"));
    BOOST_TEST(rows[2].ends_with(";codes/00002.svg\r"));
    BOOST_TEST(read("codes/00001.svg").starts_with("<svg"));
    BOOST_TEST(read("cartes.html").find("10.0.0.1:8080/code") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(counts_and_withdraws_batches) {
    BOOST_TEST(run("link create --campaign essai --count 2 --single-use --batch courrier --public-url http://x").status == 0);
    const auto again = run("link create --campaign essai --count 2 --batch courrier --public-url http://x");
    BOOST_TEST(again.status == 1);
    BOOST_TEST(again.out == "");
    BOOST_TEST(run("link list --campaign essai").out.starts_with("courrier\tune seule fois\t2\t0\t"));
    BOOST_TEST(run("link withdraw --campaign essai --batch courrier").status == 0);
    BOOST_TEST(run("link list --campaign essai").out.find("Annulés le") != std::string::npos);
    BOOST_TEST(run("link withdraw --campaign essai --batch autre").status == 1);
}

BOOST_AUTO_TEST_CASE(refuses_what_it_cannot_make) {
    const auto make = [&](const std::string& more) { return run("link create --campaign essai --public-url http://x " + more).status; };
    BOOST_TEST(make("--count 0") == 2);
    BOOST_TEST(make("--count 10001") == 2);
    BOOST_TEST(make("--count 1 --prefill quartier") == 2);
    BOOST_TEST(make("--count 1 --prefill quartier=QP9") == 1);
    BOOST_TEST(make("--count 1 --prefill mot=bonjour") == 1);  // a link knows a place, nothing about a person
    BOOST_TEST(make("--count 1 --per mot") == 1);
    BOOST_TEST(make("--count 1 --expires demain") == 2);
    BOOST_TEST(run("link create --campaign ailleurs --count 1").status == 1);
    BOOST_TEST(run("link list --campaign essai").out == "");
}

BOOST_AUTO_TEST_CASE(begins_links_with_the_address_that_serve_announced_last) {
    const auto first_link = [&] {
        BOOST_TEST(run("link create --campaign essai --count 1 --csv liens.csv").status == 0);
        return lines(read("liens.csv")).at(1);
    };
    BOOST_TEST(first_link().find(":8080/l/") != std::string::npos);  // where serve listens when nobody says otherwise
    write("ecoute-data/served-at", "https://ecoute.local:9000\nhttp://192.168.7.2:9000/\n");
    BOOST_TEST(first_link().starts_with("http://192.168.7.2:9000/l/"));  // residents' phones don't know the local authority
    BOOST_TEST(run("device enrol --interviewer E07 --campaign essai --no-qr").out.starts_with("https://ecoute.local:9000/t#enrol="));
    write("ecoute-data/served-at", "http://192.168.7.3:9000\n");
    BOOST_TEST(first_link().starts_with("http://192.168.7.3:9000/l/"));  // as an older serve wrote it
}

BOOST_AUTO_TEST_CASE(a_campaign_is_kept_for_its_links_when_it_is_made_and_later) {
    BOOST_TEST(run("campaign create --form essai.json --id invites --title Essai --access invitation").status == 0);
    BOOST_TEST(run("campaign update --id invites --access open").err.find("ouverte à tous") != std::string::npos);
    BOOST_TEST(run("campaign update --id essai --access invitation").err.find("par ses liens seulement") != std::string::npos);
    BOOST_TEST(run("campaign update --id essai").status == 2);
    BOOST_TEST(run("campaign update --id essai --access autrement").status == 2);
    BOOST_TEST(run("campaign update --id ailleurs --access invitation").status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
