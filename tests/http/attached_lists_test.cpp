#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "server/campaign_lists.hpp"
#include "server/campaign_versions.hpp"
#include "tests/support/door_world.hpp"

/// A list from a CSV file, in what tablets get, in what residents see, and in what the server takes.
using namespace ecoute;
using nlohmann::json;

namespace {

constexpr std::string_view document = R"q({"ecoute":1,"id":"sorties","version":"1","title":{"fr":"Sorties","ar":"نزهات"},
  "attached":{"lieux":{"file":"lieux.csv","value":"code","label":"nom"},"rues":{"file":"rues.csv"}},
  "choices":{"villes":[{"name":"lyon","label":{"fr":"Lyon","ar":"ليون"}},{"name":"bron","label":{"fr":"Bron","ar":"برون"}}]},
  "questions":[
    {"type":"select_one","name":"ville","choices":"villes","label":{"fr":"Ville","ar":"المدينة"}},
    {"type":"select_one","name":"lieu","choices":"lieux","choice_filter":"ville = ${ville}","label":{"fr":"Lieu","ar":"المكان"}},
    {"type":"text","name":"rue","label":{"fr":"Rue","ar":"الشارع"}},
    {"type":"calculate","name":"ilot","calculation":"pulldata('rues','ilot','rue',${rue})"},
    {"type":"calculate","name":"nom_du_lieu","calculation":"instance('lieux')/root/item[code = ${lieu}]/name"}]})q";

/// Its own column "name" is neither what names a place nor what labels it.
constexpr std::string_view places = "code,nom,nom::ar,ville,name\nparc,Le parc <vert>,الحديقة,lyon,Parc de la Tête d'Or\ngare,La gare,المحطة,bron,Gare de Bron\n";
constexpr std::string_view streets = "rue,ilot\nMermoz,12\nMermoz,13\n";

std::vector<server::ListFile> files(std::string_view of_places = places) {
    return {{"lieux", "lieux.csv", std::string{of_places}}, {"rues", "rues.csv", std::string{streets}}};
}

struct World : tests::OpenDoor {
    World() {
        auto read = server::read_lists(document, files());
        BOOST_REQUIRE(read.mistakes.empty());
        open_campaign(std::string{document}, {.id = "enquete", .lists = read.lists});
    }
    server::Client::Reply send(int number, const json& answers) {
        const json response = {{"id", "00000000-0000-4000-8000-00000000000" + std::to_string(number)}, {"form_version", "1"}, {"answers", answers}};
        return client.post_json("/api/v1/campaigns/enquete/responses", response.dump());
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_list_attached_to_a_campaign, World)

BOOST_AUTO_TEST_CASE(comes_to_tablets_with_the_questionnaire) {
    const auto form = json::parse(client.get("/api/v1/campaigns/enquete/form").body);
    const json park = {{"name", "parc"},
                       {"label", {{"fr", "Le parc <vert>"}, {"ar", "الحديقة"}}},
                       {"columns", {{"code", "parc"}, {"nom", "Le parc <vert>"}, {"ville", "lyon"}, {"name", "Parc de la Tête d'Or"}}}};
    BOOST_TEST(form["choices"]["lieux"][0]["name"] == park["name"]);
    BOOST_TEST(form["choices"]["lieux"][0]["label"] == park["label"]);
    for (const auto& [column, cell] : park["columns"].items()) BOOST_TEST(form["choices"]["lieux"][0]["columns"][column] == cell);
    BOOST_TEST(form["choices"]["rues"].size() == 2U);
    BOOST_TEST(form["languages"] == (json{"fr", "ar"}));
}

BOOST_AUTO_TEST_CASE(is_offered_to_residents_in_their_language) {
    const auto french = client.get("/q/enquete"), arabic = client.get("/q/enquete?langue=ar");
    BOOST_TEST(french.status == 200);
    BOOST_TEST(french.body.find("Le parc &lt;vert&gt;") != std::string::npos);
    BOOST_TEST(arabic.body.find("المحطة") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(holds_answers_to_its_choices_and_its_filter_and_is_read_by_expressions) {
    BOOST_TEST(send(1, {{"ville", "lyon"}, {"lieu", "parc"}, {"rue", "Mermoz"}}).status == 201);
    BOOST_TEST(send(2, {{"ville", "lyon"}, {"lieu", "piscine"}}).status == 422);
    BOOST_TEST(send(3, {{"ville", "lyon"}, {"lieu", "gare"}, {"rue", "Mermoz"}}).status == 201);  // what the filter hides is blank
    int kept = 0;
    store->responses().read("enquete", 0, [&](const storage::StoredResponse& response) {
        ++kept;
        const auto answers = json::parse(response.answers);
        BOOST_TEST(answers["ilot"] == "12");  // the first of the two rows
        if (response.seq == 1) BOOST_TEST(answers["nom_du_lieu"] == "Parc de la Tête d'Or");
        if (response.seq == 2) BOOST_TEST(answers["lieu"].is_null());
        return true;
    });
    BOOST_TEST(kept == 2);
}

BOOST_AUTO_TEST_CASE(grows_under_the_same_version_and_its_history_says_so) {
    auto longer = server::read_lists(document, files(std::string{places} + "quai,Les quais,الرصيف,lyon,Quai du Rhône\n"));
    const auto update = server::update_campaign(*store, "enquete", std::string{document}, "2026-05-17T14:00:00Z", "ana", false, longer.lists);
    BOOST_TEST(update.mistakes.empty());
    BOOST_TEST((update.lists == std::vector<std::string>{"lieux"}));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};  // the catalogue is looked at five times a second
    while (forms->find("enquete")->form.find_list("lieux")->choices.size() != 3U && std::chrono::steady_clock::now() < deadline) {
    }
    BOOST_TEST(send(1, {{"ville", "lyon"}, {"lieu", "quai"}}).status == 201);
    const auto history = store->versions().of("enquete");
    BOOST_REQUIRE(history.size() == 2U);
    BOOST_TEST(history[1].version == "1");
    BOOST_TEST(json::parse(history[1].changes)[0]["change"] == "choice_added");
}

BOOST_AUTO_TEST_CASE(keeps_which_choices_stand_alone_mean_a_refusal_and_have_points) {
    const auto read = server::read_lists(document, std::vector<server::ListFile>{{"lieux", "lieux.csv",
        "code,nom,exclusive,missing,score,image\nparc,Le parc,,,1.5,p.png\naucun,Aucun,oui,,,\nnspp,Je ne dis pas,,refused,,\n"}});
    BOOST_REQUIRE(read.mistakes.empty());
    BOOST_REQUIRE(read.warnings.size() == 1U);
    BOOST_TEST(read.warnings[0].where == "lieux.csv line 1");
    const auto kept = server::list_from_json("lieux", read.lists.at(0).second);
    BOOST_REQUIRE(kept.choices.size() == 3U);
    BOOST_TEST(kept.choices[0].score.value() == 1.5);
    BOOST_TEST((!kept.choices[0].exclusive && kept.choices[1].exclusive && !kept.choices[2].exclusive));
    BOOST_TEST((!kept.choices[0].refusal && !kept.choices[1].refusal && kept.choices[2].refusal));
}

BOOST_AUTO_TEST_CASE(never_loses_a_choice_even_one_that_nobody_gave) {
    auto shorter = server::read_lists(document, files("code,nom,nom::ar,ville,name\nparc,Le parc,الحديقة,lyon,P\n"));
    const auto update = server::update_campaign(*store, "enquete", std::string{document}, "2026-05-17T14:00:00Z", "ana", false, shorter.lists);
    BOOST_REQUIRE(update.mistakes.size() == 1U);
    BOOST_TEST(update.mistakes[0].facts.at("change") == "attached_choice_removed");
    BOOST_TEST(send(1, {{"ville", "bron"}, {"lieu", "gare"}}).status == 201);
}

BOOST_AUTO_TEST_CASE(is_missed_by_name_when_a_campaign_does_not_bring_it) {
    const auto creation = server::create_campaign(*store, {.id = "autre", .lists = {{"rues", "[]"}}}, std::string{document});
    BOOST_REQUIRE(creation.mistakes.size() == 1U);
    BOOST_TEST(forms::name(creation.mistakes[0].code) == "form.list_unknown");
    BOOST_TEST(creation.mistakes[0].facts.at("file") == "lieux.csv");
    BOOST_TEST(!store->campaigns().find("autre").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
