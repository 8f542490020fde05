#include "server/campaign_media.hpp"

#include "server/in_words.hpp"
#include "tests/support/questionnaire.hpp"

using namespace ecoute;
using namespace ecoute::server;
using ecoute::tests::form_of;

namespace {

const std::string questions = R"(
    {"type": "group", "name": "g", "label": {"fr": "Vous"}, "questions": [
      {"type": "select_one", "choices": "oui_non", "name": "sur", "label": {"fr": "En sûreté ?"}, "audio": {"fr": "Question 1.mp3"},
       "image": {"fr": "rue.jpg"}, "big-image": {"fr": "rue grande.jpg"}, "video": {"fr": "signes.mp4"}},
      {"type": "select_one", "choices": "oui_non", "name": "aime", "label": {"fr": "Aimez-vous ?"}}]},
    {"type": "grid", "choices": "oui_non", "name": "lieux", "label": {"fr": "Les lieux"}, "rows": [{"name": "parc", "label": {"fr": "Le parc"}}]},
    {"type": "text", "name": "mot", "label": {"fr": "Un mot"}})";

storage::MediaName file(std::string name, std::int64_t size = 1, std::string type = "audio/mpeg") {
    auto hash = name + std::string(64, '-');
    hash.resize(64);
    return {std::move(name), std::move(type), std::move(hash), size};
}

struct Voices {
    forms::Form form = form_of(questions);
    CampaignMedia media{{}};
    void have(std::vector<storage::MediaName> files) { media = CampaignMedia{std::move(files)}; }
    std::string heard(std::string_view question, std::string_view choice = "", std::string_view language = "fr") const {
        LabelPlace place{form.find(question).value()};
        if (!choice.empty()) place.choice = form.list_of(place.question).find(choice).value();
        const auto* found = media.sound(form, place, language);
        return found ? found->name : "";
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_file_of_a_label, Voices)

BOOST_AUTO_TEST_CASE(is_the_one_that_the_questionnaire_names_before_all) {
    have({file("Question 1.mp3"), file("sur.fr.mp3"), file("aime.fr.ogg")});
    BOOST_TEST(heard("sur") == "Question 1.mp3");
    BOOST_TEST(heard("aime") == "aime.fr.ogg");
    have({file("sur.fr.mp3")});
    BOOST_TEST(heard("sur") == "sur.fr.mp3");
}

BOOST_AUTO_TEST_CASE(of_a_choice_is_the_questions_own_or_that_of_its_list) {
    have({file("oui_non.oui.fr.mp3"), file("sur.oui.fr.m4a"), file("lieux.parc.fr.mp3"), file("lieux.parc.oui.fr.mp3")});
    BOOST_TEST(heard("sur", "oui") == "sur.oui.fr.m4a");
    BOOST_TEST(heard("aime", "oui") == "oui_non.oui.fr.mp3");
    BOOST_TEST(heard("aime", "non") == "");
    BOOST_TEST(heard("lieux.parc") == "lieux.parc.fr.mp3");
    BOOST_TEST(heard("lieux.parc", "oui") == "lieux.parc.oui.fr.mp3");
}

BOOST_AUTO_TEST_CASE(is_never_that_of_another_language) {
    have({file("sur.fr.mp3"), file("Question 1.mp3")});
    BOOST_TEST(heard("sur", "", "ar") == "");
}

BOOST_AUTO_TEST_CASE(is_a_sound_or_a_picture_and_not_the_other) {
    have({file("sur.fr.png", 1, "image/png"), file("sur.png", 1, "image/png")});
    BOOST_TEST(heard("sur") == "");
    const LabelPlace sur{form.find("sur").value()};
    BOOST_TEST(media.picture(form, sur, "fr")->name == "sur.fr.png");
    BOOST_TEST(media.picture(form, sur, "ar")->name == "sur.png");
}

BOOST_AUTO_TEST_CASE(may_be_a_film_of_its_language) {
    const LabelPlace sur{form.find("sur").value()}, mot{form.find("mot").value()};
    have({file("signes.mp4", 1, "video/mp4"), file("mot.fr.webm", 1, "video/webm"), file("mot.fr.mp3")});
    BOOST_TEST(media.film(form, sur, "fr")->name == "signes.mp4");
    BOOST_TEST(media.film(form, sur, "ar") == nullptr);
    BOOST_TEST(media.film(form, mot, "fr")->name == "mot.fr.webm");
    BOOST_TEST(heard("mot") == "mot.fr.mp3");
    have({file("signes.mp4", 1, "audio/mp4")});  // a sound under the name of a film
    BOOST_TEST(media.film(form, sur, "fr") == nullptr);
}

BOOST_AUTO_TEST_CASE(has_an_enlargement_only_where_the_questionnaire_names_one) {
    const LabelPlace sur{form.find("sur").value()}, mot{form.find("mot").value()};
    have({file("rue grande.jpg", 1, "image/jpeg"), file("mot.fr.jpg", 1, "image/jpeg")});
    BOOST_TEST(media.enlargement(form, sur, "fr")->name == "rue grande.jpg");
    BOOST_TEST(media.enlargement(form, sur, "ar")->name == "rue grande.jpg");
    BOOST_TEST(media.enlargement(form, mot, "fr") == nullptr);
}

BOOST_AUTO_TEST_CASE(goes_to_tablets_after_those_that_everybody_hears_and_sees) {
    have({file("rue grande.jpg", 1, "image/jpeg"), file("signes.mp4", 1, "video/mp4"), file("rue.jpg", 1, "image/jpeg"), file("mot.fr.mp3"), file("inconnu.mp3")});
    std::vector<std::string> names;
    for (const auto* one : files_on_labels(form, media)) names.push_back(one->name);
    const std::vector<std::string> expected{"rue.jpg", "mot.fr.mp3", "rue grande.jpg", "signes.mp4"};
    BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(is_missing_when_the_questionnaire_names_it_and_nobody_brought_it) {
    have({file("rue.jpg", 1, "image/jpeg"), file("mot.fr.mp3")});
    const auto missing = missing_files(form, media);
    const std::vector<std::string> expected{"Question 1.mp3", "rue grande.jpg", "signes.mp4"};
    BOOST_TEST(missing == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(must_have_a_place) {
    for (const auto* name : {"Question 1.mp3", "sur.fr.mp3", "sur.oui.fr.mp3", "oui_non.oui.fr.webm", "mot.fr.mp3", "lieux.parc.fr.mp3"})
        BOOST_TEST(has_place(form, name, MediaKind::sound), name);
    for (const auto* name : {"sur.de.mp3", "sur.peut-etre.fr.mp3", "g.fr.mp3", "autre.fr.mp3", "sur.fr", ".mp3", "", "surfr.mp3"})
        BOOST_TEST(!has_place(form, name, MediaKind::sound), name);
    BOOST_TEST(has_place(form, "sur.png", MediaKind::picture));
    BOOST_TEST(!has_place(form, "sur.mp3", MediaKind::sound));  // of which language?
}

// 100 for "sur", 20 for its "oui" in section g; 1,000 for "mot" in the next; "oui_non.non" (3) is heard for sur, aime and the row, once a section.
BOOST_AUTO_TEST_CASE(weighs_once_however_often_it_is_heard) {
    have({file("sur.fr.mp3", 100), file("sur.oui.fr.mp3", 20), file("oui_non.non.fr.mp3", 3), file("mot.fr.mp3", 1000)});
    const auto weight = weight_of(form, media, "fr");
    BOOST_TEST(weight.bytes == 1123);
    BOOST_TEST(weight.heaviest_part == 1003);  // the grid with "non", and "mot"
    BOOST_TEST(weight.files == 6U);
    BOOST_TEST(weight.labels == 11U);  // 3 + 3, the grid and its row with 2 choices, "mot"
    BOOST_TEST(weight_of(form, media, "ar").files == 0U);
}

BOOST_AUTO_TEST_CASE(is_refused_for_its_type_its_weight_or_its_name) {
    const std::string mp3 = "ID3" + std::string(100, 'x');
    const auto code = [&](std::string_view name, std::string_view bytes) {
        const auto read = read_media(form, "essai", name, bytes, "2026-05-17");
        return read ? "" : std::string{forms::name(read.error().code)};
    };
    BOOST_TEST(code("sur.fr.mp3", mp3) == "");
    BOOST_TEST(code("sur.fr.mp3", "MZ" + mp3) == "media.type_refused");
    BOOST_TEST(code("sur.fr.mp3", mp3 + std::string(largest_recording_bytes, 'x')) == "media.too_large");
    BOOST_TEST(code("rien.fr.mp3", mp3) == "media.place_unknown");
    const auto jpeg = [](std::size_t bytes) { return "\xFF\xD8\xFF" + std::string(bytes - 3, 'x'); };
    BOOST_TEST(code("rue.jpg", jpeg(largest_picture_bytes)) == "");
    BOOST_TEST(code("rue.jpg", jpeg(largest_picture_bytes + 1)) == "media.too_large");
    BOOST_TEST(code("rue grande.jpg", jpeg(largest_picture_bytes + 1)) == "");
    BOOST_TEST(code("rue grande.jpg", jpeg(largest_enlargement_bytes + 1)) == "media.too_large");
    const auto film = [](std::size_t bytes) { return std::string{"\0\0\0\x1C" "ftypmp42\0\0\0\0hdlr\0\0\0\0\0\0\0\0vide", 32} + std::string(bytes - 32, 'x'); };
    BOOST_TEST(code("sur.fr.mp4", film(largest_film_bytes)) == "");
    BOOST_TEST(code("sur.fr.mp4", film(largest_film_bytes + 1)) == "media.too_large");
    BOOST_TEST(code("sur.mp4", film(100)) == "media.place_unknown");  // of which language?
    // SHA-256 of "ID3" and a hundred "x", from sha256sum.
    BOOST_TEST(read_media(form, "essai", "sur.fr.mp3", mp3, "2026-05-17")->sha256 == "ab21eb1e9f34b9bdf29b01a9fb5c1cf19deb884909f7ea395a065d33c2b6cb5e");
}

BOOST_AUTO_TEST_CASE(has_a_weight_in_words) {
    const Words words;
    BOOST_TEST(weight_in_words(words, "fr", 0) == "0 Ko");
    BOOST_TEST(weight_in_words(words, "fr", 1) == "1 Ko");
    BOOST_TEST(weight_in_words(words, "fr", 1'499) == "1 Ko");
    BOOST_TEST(weight_in_words(words, "fr", 412'300) == "412 Ko");
    BOOST_TEST(weight_in_words(words, "fr", 2'349'999) == "2,3 Mo");
    BOOST_TEST(weight_in_words(words, "en", 2'350'000) == "2.4 MB");
}

BOOST_AUTO_TEST_SUITE_END()
