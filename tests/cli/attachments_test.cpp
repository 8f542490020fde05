#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

// ecoute responses attachments: photos, voices and files of the answers. What it writes of a tablet's is looked at in tests/browser/attachments.test.js.

namespace {

struct Walked : Program {
    Walked() {
        write("marche.json", R"({"ecoute": 1, "id": "marche", "version": "1", "title": {"fr": "Marche"}, "default_language": "fr",
            "questions": [{"type": "image", "name": "photo", "label": {"fr": "Photo"}}]})");
        BOOST_REQUIRE(run("campaign create --form marche.json --id marche --title Marche").status == 0);
        write("reponses.ndjson", R"({"id":"00000000-0000-4000-8000-000000000001","answers":{"photo":"photo-1.jpg"}})" "\n");
        BOOST_REQUIRE(run("responses import reponses.ndjson --campaign marche").status == 0);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_verb_responses_attachments, Walked)

BOOST_AUTO_TEST_CASE(makes_the_folder_and_tells_what_has_not_come) {
    const auto ran = run("responses attachments --campaign marche --to pieces/marche");
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.err.find("Fichiers écrits dans pieces/marche : 0.") != std::string::npos);
    BOOST_TEST(ran.err.find("Fichiers que des réponses nomment et qui ne sont pas encore arrivés : 1.") != std::string::npos);
    BOOST_TEST(std::filesystem::is_directory(folder / "pieces/marche"));
}

BOOST_AUTO_TEST_CASE(needs_a_campaign_that_is_there_and_a_folder) {
    BOOST_TEST(run("responses attachments --campaign ailleurs --to pieces").status == 1);
    BOOST_TEST(!std::filesystem::exists(folder / "pieces"));
    BOOST_TEST(run("responses attachments --campaign marche").status == 2);
}

BOOST_AUTO_TEST_SUITE_END()
