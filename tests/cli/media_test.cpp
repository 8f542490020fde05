#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

// ecoute form audio: recordings and pictures of a campaign's questionnaire.

namespace {

constexpr const char* document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai"}, "default_language": "fr",
  "choices": {"oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
  "questions": [{"type": "select_one", "choices": "oui_non", "name": "sur", "label": {"fr": "En sûreté ?"}}]})";

/// An ID3 tag, then so many bytes in all.
std::string a_recording(std::size_t bytes) { return "ID3" + std::string(bytes - 3, 'x'); }

struct WithCampaign : Program {
    WithCampaign() {
        write("essai.json", document);
        BOOST_REQUIRE(run("campaign create --form essai.json --id essai --title Essai").status == 0);
        std::filesystem::create_directory(folder / "voix");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_verb_form_audio, WithCampaign)

BOOST_AUTO_TEST_CASE(takes_a_folder_and_tells_the_weight) {
    write("voix/sur.fr.mp3", a_recording(300'000));
    write("voix/sur.oui.fr.mp3", a_recording(100'000));
    const auto ran = run("form audio --campaign essai voix");
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out == "fr\t2 enregistrements sur 3 libellés, 400 Ko en tout ; la partie la plus lourde pèse 400 Ko\n");
    BOOST_TEST(ran.err.find("2 fichiers gardés.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(names_each_file_that_it_does_not_take_and_keeps_the_others) {
    write("voix/sur.fr.mp3", a_recording(2'000'000));
    write("voix/sur.oui.fr.mp3", a_recording(2'000'001));
    write("voix/lisez-moi.txt", "bonjour à toutes");
    write("voix/sur.mp3", a_recording(100));  // of which language?
    const auto ran = run("form audio --campaign essai voix absent.mp3");
    BOOST_TEST(ran.status == 1);
    for (const auto* said : {"sur.oui.fr.mp3", "media.too_large", "lisez-moi.txt", "media.type_refused", "media.place_unknown", "absent.mp3"})
        BOOST_TEST(ran.err.find(said) != std::string::npos, said);
    BOOST_TEST(ran.out.starts_with("fr\tun enregistrement sur 3 libellés, 2,0 Mo"));
    BOOST_TEST(run("form audio --campaign ailleurs voix").status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
